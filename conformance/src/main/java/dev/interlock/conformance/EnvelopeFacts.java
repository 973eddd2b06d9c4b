package dev.interlock.conformance;

import dev.interlock.Payload;
import dev.interlock.envelope.DedupId;
import dev.interlock.envelope.Message;
import dev.interlock.envelope.Rejected;
import dev.interlock.envelope.Unwrapped;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Interlock says of a record, in the words of the vectors. The vectors' attributes are those of all layers, the
 * innermost first, and some that Interlock says otherwise: {@code correlation_id} is the message's,
 * {@code business_event_id} the payload's {@code event_id} in an event of EventBridge, {@code detail_type_chain} and
 * {@code outer_dedup_ids} what the single layers say, and {@code redelivered} is left out where it is false.
 */
final class EnvelopeFacts {
    private static final Set<String> BLOCKED = Set.of("ErrorNotificationRequested");
    private static final Map<DedupId.Strength, String> STRENGTHS = Map.of(
            DedupId.Strength.STABLE, "stable",
            DedupId.Strength.PER_DELIVERY, "per-delivery",
            DedupId.Strength.PER_ATTEMPT, "per-attempt");

    private EnvelopeFacts() {}

    static Map<String, Object> of(Unwrapped record) {
        Map<String, Object> facts = new TreeMap<>();
        List<String> chain = said(record, "detail_type");
        facts.put("path", record.pointer());
        facts.put("layers", kinds(record));
        facts.put("circuit_broken", chain.stream().anyMatch(BLOCKED::contains));
        facts.put("attributes", attributes(record, chain));
        ids(record, facts);
        record.fold(message -> payload(message, facts), rejected -> reason(rejected, facts));
        return facts;
    }

    private static List<String> kinds(Unwrapped record) {
        List<String> kinds =
                record.layers().stream().map(layer -> layer.kind().name()).toList();
        return kinds.isEmpty() ? List.of("DIRECT") : kinds;
    }

    private static Map<String, Object> attributes(Unwrapped record, List<String> chain) {
        Map<String, Object> attributes = new TreeMap<>();
        record.layers().forEach(layer -> attributes.putAll(layer.attributes()));
        attributes.remove("redelivered", "false");
        if (!chain.isEmpty()) {
            attributes.put("detail_type_chain", chain);
        }
        List<String> ids = dedupIds(record).map(DedupId::value).toList();
        if (ids.size() > 1) {
            attributes.put("outer_dedup_ids", ids.subList(0, ids.size() - 1));
        }
        if (record instanceof Message message) {
            message.correlationId().ifPresent(id -> attributes.put("correlation_id", id));
            eventId(message).ifPresent(id -> attributes.put("business_event_id", id));
        }
        return attributes;
    }

    private static void ids(Unwrapped record, Map<String, Object> facts) {
        Optional<DedupId> innermost = dedupIds(record).reduce((outer, inner) -> inner);
        facts.put("dedup_id", orNothing(innermost.map(DedupId::value)));
        facts.put(
                "dedup_strength",
                innermost.map(id -> STRENGTHS.get(id.strength())).orElse("none"));
    }

    private static Map<String, Object> payload(Message message, Map<String, Object> facts) {
        Payload payload = message.payload();
        facts.put("correlation_id", orNothing(message.correlationId()));
        facts.put("business_event_id", orNothing(eventId(message)));
        facts.put("payload_type", type(payload));
        facts.put(
                "payload",
                switch (payload.kind()) {
                    case JSON -> Plain.of(Plain.read(payload.text()).orElseThrow());
                    case TEXT -> payload.text();
                    case BINARY -> Base64.getEncoder().encodeToString(payload.bytes());
                    case NONE -> Optional.empty();
                });
        return facts;
    }

    private static Map<String, Object> reason(Rejected rejected, Map<String, Object> facts) {
        facts.put("correlation_id", Optional.empty());
        facts.put("business_event_id", Optional.empty());
        facts.put("payload_type", "rejected");
        facts.put("payload", rejected.reason());
        return facts;
    }

    private static String type(Payload payload) {
        return switch (payload.kind()) {
            case JSON -> payload.text().matches("(?s)[\\[{].*") ? "json" : "scalar";
            case TEXT -> "text";
            case BINARY -> "base64";
            case NONE -> "none";
        };
    }

    private static Optional<String> eventId(Message message) {
        List<String> kinds = kinds(message);
        return kinds.get(kinds.size() - 1).equals("EVENTBRIDGE")
                ? message.payload().at("/event_id").map(Payload::text)
                : Optional.empty();
    }

    /** Nothing is an empty {@link Optional}, as {@link Plain} has it. */
    private static Object orNothing(Optional<String> text) {
        return text.isPresent() ? text.get() : text;
    }

    private static Stream<DedupId> dedupIds(Unwrapped record) {
        return record.layers().stream().flatMap(layer -> layer.dedupId().stream());
    }

    private static List<String> said(Unwrapped record, String attribute) {
        return record.layers().stream()
                .flatMap(layer -> layer.attribute(attribute).stream())
                .toList();
    }
}
