package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a vector states of the original, by the names of {@link OriginalUnwrap}.
 *
 * @param vector the case
 * @param event its event
 */
record SeedStatement(Json vector, JsonNode event) {
    private static final String SAME = "<same as event>";

    Map<String, Object> facts() {
        Json seed = vector.at("seed");
        Json outcome = seed.at("outcome");
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("circuit_broken", seed.at("circuit_broken").bool());
        facts.put("unwrapped", seed.at("unwrapped").bool());
        facts.put("payload", payload(seed));
        facts.put("validation_bypassed", seed.flag("validation_bypassed"));
        facts.put("outcome", isUpToTheModel() ? OriginalUnwrap.BY_THE_MODEL : said(outcome));
        facts.put("correlation_id_set", outcome.at("correlation_id_set").text());
        facts.put("routed", routed(outcome));
        Json head = vector.at("seed_head");
        Json event = head.at("unwrap_eventbridge_event");
        facts.put("unwrap_eventbridge_event", raised(event).orElseGet(() -> payload(event)));
        if (head.names().contains("unwrap_sqs_event")) {
            Json batch = head.at("unwrap_sqs_event");
            facts.put(
                    "unwrap_sqs_event",
                    raised(batch).orElseGet(() -> Plain.of(batch.at("payloads").node())));
        }
        return facts;
    }

    private boolean isUpToTheModel() {
        return OriginalUnwrap.BY_THE_MODEL.equals(
                new OriginalUnwrap(event).facts().get("outcome"));
    }

    private static Object said(Json outcome) {
        return List.of(
                outcome.at("status").text(),
                outcome.at("mode").text(),
                Plain.of(outcome.at("command_args").node()),
                outcome.at("published_new_error_notification").bool());
    }

    /**
     * A handler of domain events answers with a status code; the key that it checked is missing where it checked none.
     */
    private Object routed(Json before) {
        Json outcome = vector.at("seed_routed").at("outcome");
        if (outcome.names().contains("statusCode")) {
            Optional<String> key = outcome.names().contains("dedup_key_checked")
                    ? outcome.at("dedup_key_checked").optionalText()
                    : Optional.empty();
            return List.of(outcome.at("correlation_id_set").text(), key);
        }
        return outcome.node().equals(before.node())
                ? "as before"
                : outcome.node().toString();
    }

    private static Optional<Object> raised(Json helper) {
        return helper.names().contains("raised")
                ? Optional.of(helper.at("raised").text())
                : Optional.empty();
    }

    private Object payload(Json stated) {
        JsonNode payload = stated.at("payload").node();
        return Plain.of(payload.isTextual() && payload.asText().equals(SAME) ? event : payload);
    }
}
