package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One envelope around a message. Immutable. */
public final class Layer {
    private final EnvelopeKind kind;
    private final Map<String, String> attributes;
    private final @Nullable DedupId dedupId;
    private final @Nullable String itemIdentifier;

    Layer(EnvelopeKind kind, Map<String, String> attributes, @Nullable DedupId dedupId) {
        this(kind, attributes, dedupId, null);
    }

    Layer(
            EnvelopeKind kind,
            Map<String, String> attributes,
            @Nullable DedupId dedupId,
            @Nullable String itemIdentifier) {
        this.kind = requireNonNull(kind, "kind");
        this.attributes = Map.copyOf(attributes);
        this.dedupId = dedupId;
        this.itemIdentifier = itemIdentifier;
    }

    /** What it is. */
    public EnvelopeKind kind() {
        return kind;
    }

    /** What it says of the message, by the names that {@code docs/formats.md} lists. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** What it says of the message under one name. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(requireNonNull(name, "name")));
    }

    /** How it tells the message from others, if it does. */
    public Optional<DedupId> dedupId() {
        return Optional.ofNullable(dedupId);
    }

    /**
     * What a partial batch response calls the record: of SQS the message id, of Kinesis and DynamoDB the sequence
     * number, or in a pipe the event id; no other source has one.
     */
    public Optional<String> itemIdentifier() {
        return Optional.ofNullable(itemIdentifier);
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
