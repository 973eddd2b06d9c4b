package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What the original made of an event, in its three generations: the breaker and the unwrapping at the top level, who
 * handles a domain event, and the two helpers of its last version. What its model of a command accepts is not written
 * here.
 *
 * @param event the event as it came
 */
record OriginalUnwrap(JsonNode event) {
    /** That the outcome is up to the model of a command. */
    static final String BY_THE_MODEL = "as the model of a command says";

    private static final String BLOCKED = "ErrorNotificationRequested";
    private static final Set<String> DOMAIN_EVENTS = Set.of(
            "WorkflowStarted",
            "SignalGenerated",
            "RebalancePlanned",
            "TradeExecuted",
            "WorkflowCompleted",
            "WorkflowFailed");

    /**
     * Everything that {@code seed}, {@code seed_routed} and {@code seed_head} state and that follows from these rules.
     */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("circuit_broken", isBroken());
        facts.put("unwrapped", isWrapped());
        facts.put("payload", Plain.of(payload()));
        facts.put("validation_bypassed", isBypassed());
        facts.put("outcome", outcome());
        facts.put("correlation_id_set", text(event, "correlation_id").orElse("GENERATED"));
        facts.put("routed", routed());
        facts.put("unwrap_eventbridge_event", event.isObject() ? Plain.of(detailOr(event)) : "n/a (not an object)");
        batch().ifPresent(batch -> facts.put("unwrap_sqs_event", batch));
        return facts;
    }

    private boolean isBroken() {
        return text(event, "detail-type").filter(BLOCKED::equals).isPresent();
    }

    private boolean isWrapped() {
        return event.has("detail-type") && event.has("detail");
    }

    private JsonNode payload() {
        return isWrapped() ? event.get("detail") : event;
    }

    /** What Python takes for false is no event at all, so there is nothing to validate. */
    private boolean isBypassed() {
        return !isBroken() && !payload().isObject() && !isFalse();
    }

    private boolean isFalse() {
        return event.isContainerNode()
                ? event.isEmpty()
                : List.of("", "0", "null", "false").contains(event.asText());
    }

    /** Status, mode, command, and whether one more error notification is sent. */
    private Object outcome() {
        if (isBroken()) {
            return List.of("skipped", "error_notification", Optional.empty(), false);
        }
        boolean trades = isBypassed() || isFalse();
        return trades ? List.of("success", "trade", List.of("trade"), false) : BY_THE_MODEL;
    }

    /** Whether a handler of domain events gets it, and which ids that takes. */
    private Object routed() {
        boolean isOurs = text(event, "source")
                .filter(source -> source.startsWith("alchemiser."))
                .isPresent();
        if (!isOurs
                || !text(event, "detail-type").filter(DOMAIN_EVENTS::contains).isPresent()
                || !isWrapped()) {
            return "as before";
        }
        JsonNode detail = event.get("detail");
        JsonNode read = detail.isTextual() ? Plain.read(detail.asText()).orElse(detail) : detail;
        return List.of(text(read, "correlation_id").orElse("unknown"), text(read, "event_id"));
    }

    /** What the helper for queues makes of each record, or the error by which it loses them all. */
    private Optional<Object> batch() {
        JsonNode records = event.isObject() ? event.path("Records") : event.path("");
        if (!records.isArray()) {
            return Optional.empty();
        }
        List<Object> payloads = new ArrayList<>();
        for (JsonNode record : records) {
            JsonNode body = record.has("body") ? record.get("body") : TextNode.valueOf("{}");
            Optional<JsonNode> read = body.isTextual() ? Plain.read(body.asText()) : Optional.of(body);
            if (read.isEmpty()) {
                return Optional.of("JSONDecodeError");
            }
            if (!body.isTextual() || !canBeAskedForDetail(read.get())) {
                return Optional.of("TypeError");
            }
            payloads.add(Plain.of(detailOr(read.get())));
        }
        return Optional.of(payloads);
    }

    /**
     * In Python a text is asked for a part of it and a list for an element, and neither can then be indexed by a name.
     */
    private static boolean canBeAskedForDetail(JsonNode value) {
        if (value.isTextual()) {
            return !value.asText().contains("detail");
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false).noneMatch(TextNode.valueOf("detail")::equals);
        }
        return value.isObject();
    }

    private static JsonNode detailOr(JsonNode value) {
        return value.isObject() && value.has("detail") ? value.get("detail") : value;
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
