package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where Interlock answers otherwise than what somebody read in the documentation, from the event and what is stated of
 * one of its records.
 *
 * @param event the event
 * @param stated what is stated of the record
 * @param place where in the event the record is, as a JSON pointer
 */
record EnvelopeRule(JsonNode event, Map<String, Object> stated, String place) {
    private static final String TOO_DEEP = "depth_exceeded";
    private static final String CORRUPT = "decode_error";

    /** What Interlock must say instead. */
    Map<String, Object> answer() {
        Map<String, Object> answer = new TreeMap<>(stated);
        rejection().ifPresent(reason -> {
            answer.put("payload_type", "rejected");
            answer.put("payload", reason);
        });
        answer.computeIfPresent("attributes", (name, said) -> attributes());
        correlationOfABroker().ifPresent(id -> answer.put("correlation_id", id));
        if (isIdOfAQueue()) {
            answer.put("dedup_strength", "per-delivery");
        }
        return answer;
    }

    /** Whether at most the strength of the id is another one. */
    boolean isOnlyTheId() {
        Map<String, Object> answer = answer();
        answer.put("dedup_strength", stated.get("dedup_strength"));
        return answer.equals(stated);
    }

    /**
     * Compressed data that are not, and a ninth envelope, are no messages; what is stated of them is what stands there.
     */
    private Optional<String> rejection() {
        JsonNode there = visited().reduce((outer, inner) -> inner).orElseThrow();
        if (!Plain.of(there).equals(stated.get("payload"))) {
            return Optional.empty();
        }
        if (isFlagged(TOO_DEEP, "json") && layers().size() == 8) {
            return Optional.of("is wrapped in more than 8 envelopes");
        }
        return isFlagged(CORRUPT, "base64") ? Optional.of("begins like compressed data, but is not") : Optional.empty();
    }

    private boolean isFlagged(String flag, String type) {
        return "true".equals(said().get(flag)) && type.equals(stated.get("payload_type"));
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new TreeMap<>();
        said().forEach((name, value) -> attributes.put(String.valueOf(name), value));
        if (rejection().isPresent()) {
            attributes.remove(TOO_DEEP);
            attributes.remove(CORRUPT);
        }
        correlationOfABroker().ifPresent(id -> attributes.putIfAbsent("correlation_id", id));
        streamOfLogs().ifPresent(record -> {
            attributes.putIfAbsent("scope", record.path("eventSourceARN").asText());
            attributes.putIfAbsent(
                    "partition_key", record.path("kinesis").path("partitionKey").asText());
            attributes.putIfAbsent(
                    "outer_dedup_ids", List.of(record.path("eventID").asText()));
        });
        return attributes;
    }

    /** The broker's own correlation id, where the payload has none. */
    private Optional<String> correlationOfABroker() {
        if (!Optional.empty().equals(stated.get("correlation_id"))) {
            return Optional.empty();
        }
        return visited()
                .filter(node -> node.has("messageID") || node.has("basicProperties"))
                .map(node -> node.has("messageID") ? node : node.path("basicProperties"))
                .map(node -> node.path("correlationId"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    /**
     * The record of a stream around log events, which keeps what it says although the log event has an id of its own.
     */
    private Optional<JsonNode> streamOfLogs() {
        boolean isLog = layers().contains("CLOUDWATCH_LOGS");
        return visited()
                .filter(node -> isLog && node.path("eventSource").asText().equals("aws:kinesis"))
                .findFirst();
    }

    /** A message that is moved out of a dead-letter queue gets a new id, so it is not as stable as is stated. */
    private boolean isIdOfAQueue() {
        return "stable".equals(stated.get("dedup_strength"))
                && visited()
                        .filter(node -> node.path("eventSource").asText().equals("aws:sqs"))
                        .map(node -> Plain.of(node.path("messageId")))
                        .anyMatch(id -> id.equals(stated.get("dedup_id")));
    }

    private List<?> layers() {
        return (List<?>) stated.getOrDefault("layers", List.of());
    }

    private Map<?, ?> said() {
        return (Map<?, ?>) stated.getOrDefault("attributes", Map.of());
    }

    private Stream<JsonNode> visited() {
        return EventPath.ofPointer(place).through(event).stream();
    }
}
