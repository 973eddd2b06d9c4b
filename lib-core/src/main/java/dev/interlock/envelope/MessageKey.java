package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.DedupKey;
import dev.interlock.internal.Sha256;
import java.util.List;

/**
 * The dedup keys of messages for one consumer. A hash over framed parts: no two tuples are one key, however they are
 * cut, and an id that is a secret does not show.
 */
record MessageKey(String consumer) {
    private static final String SCHEME = "message";
    private static final String VERSION = "1";

    static MessageKey of(String consumer) {
        return new MessageKey(notBlank("consumer", consumer));
    }

    DedupKey ofEnvelope(Layer layer) {
        DedupId id = layer.dedupId().orElseThrow();
        return of(List.of(
                "envelope",
                layer.kind().name(),
                layer.attribute(Attributes.SCOPE).orElse(""),
                id.value()));
    }

    DedupKey ofBusiness(String source, String detailType, String businessId) {
        return of(List.of("business", source, detailType, notBlank("businessId", businessId)));
    }

    private DedupKey of(List<String> parts) {
        Sha256 sha256 = Sha256.borrow();
        try {
            sha256.addFrame("scheme", SCHEME).addFrame("version", VERSION).addFrame("consumer", consumer);
            parts.forEach(part -> sha256.addFrame("dedup id", part));
            return new DedupKey(SCHEME + ".v" + VERSION + ":" + sha256.hex());
        } finally {
            sha256.giveBack();
        }
    }

    private static String notBlank(String what, String text) {
        if (requireNonNull(text, what).isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        return text;
    }
}
