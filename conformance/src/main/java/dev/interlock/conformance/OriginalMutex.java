package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mutex of the original's state machines, as their documents put it.
 *
 * @param machine the name of the state machine
 * @param role the run's role; empty where the input has none, or none that is a text
 * @param startTime when the run started, as Step Functions writes it
 */
record OriginalMutex(String machine, Optional<String> role, String startTime) {
    private static final Set<String> GUARDED = Set.of("daily", "weekly", "eod", "shell-run");
    private static final Map<String, String> FIRST_STATES = Map.of(
            "alpha-engine-saturday-pipeline", "CheckShellRun",
            "alpha-engine-weekday-pipeline", "DeployDriftCheck",
            "alpha-engine-eod-pipeline", "PostMarketData");

    static OriginalMutex of(Json vector) {
        Json input = vector.at("input");
        Optional<String> role = Optional.of("pipeline_role")
                .filter(input.names()::contains)
                .map(input::at)
                .filter(value -> value.node().isTextual())
                .map(Json::text);
        return new OriginalMutex(
                vector.at("state_machine").text(), role, vector.at("start_time").text());
    }

    boolean acquires() {
        return role.filter(GUARDED::contains).isPresent();
    }

    String key() {
        return key(machine, role.orElseThrow(), startTime);
    }

    /** The start time up to its second colon. */
    static String key(String machine, String role, String startTime) {
        String[] time = startTime.split(":", -1);
        return machine + "#" + role + "#" + time[0] + ":" + time[1];
    }

    /** The id of the run, as the vectors have it. */
    String execution() {
        return "arn:aws:states:us-east-1:111122223333:execution:" + machine + ":e1";
    }

    static String firstState(String machine) {
        return Optional.ofNullable(FIRST_STATES.get(machine))
                .orElseThrow(() -> new IllegalArgumentException("unknown state machine: " + machine));
    }

    /** Where the run goes, and the key that it takes, with the item that it puts or without. */
    Map<String, Object> answer(Optional<? extends JsonNode> item) {
        return Map.of(
                "next_state",
                item.isPresent() ? "AcquireMutex" : firstState(machine),
                "acquires",
                item.isPresent(),
                "mutex_key",
                item.map(attributes -> attributes.at("/mutex_key/S").asText()),
                "item",
                item);
    }

    ObjectNode item(String startedAt) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.putObject("mutex_key").put("S", key());
        item.putObject("execution_arn").put("S", execution());
        item.putObject("started_at").put("S", startedAt);
        item.putObject("state_machine").put("S", machine);
        item.putObject("pipeline_role").put("S", role.orElseThrow());
        return item;
    }
}
