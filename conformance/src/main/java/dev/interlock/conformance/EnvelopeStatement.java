package dev.interlock.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a vector states of the records of an event: {@code expected}, and the entry in the index of the events if there
 * is one. Both say some things twice; whoever says two things of one is refused.
 *
 * @param records for each record what is stated of it, by the names of {@link EnvelopeFacts}
 */
record EnvelopeStatement(List<Map<String, Object>> records) {
    private static final Map<String, String> EXPECTED = Map.of(
            "circuit_broken_per_message", "circuit_broken",
            "dedup_ids", "dedup_id",
            "dedup_strength", "dedup_strength",
            "correlation_ids", "correlation_id",
            "business_event_ids", "business_event_id",
            "payloads", "payload");

    static EnvelopeStatement of(Json vector, Optional<Json> entry) {
        Json expected = vector.at("expected");
        List<Map<String, Object>> records = new ArrayList<>();
        expected.at("circuit_broken_per_message").elements().forEach(record -> records.add(new TreeMap<>()));
        EXPECTED.forEach((list, fact) -> {
            if (expected.at(list).node().isArray()) {
                each(expected.at(list), records, (stated, record) -> say(record, fact, Plain.of(stated.node())));
            } else if (entry.isEmpty()) {
                throw new IllegalArgumentException(
                        vector.path() + " has its " + list + " in an index that is not there");
            }
        });
        entry.ifPresent(known -> {
            each(known.at("messages"), records, EnvelopeStatement::message);
            agree("message_count", known.at("message_count").integer(), records.size());
            ofTheWhole(known, records);
            agree(
                    "source_kind",
                    vector.at("kind").text(),
                    known.at("source_kind").text());
            if (!records.isEmpty()) {
                agree(
                        "source_kind",
                        known.at("source_kind").text(),
                        layers(records.get(0)).get(0));
            }
        });
        ofTheWhole(expected, records);
        return new EnvelopeStatement(records);
    }

    private interface Saying {
        void of(Json stated, Map<String, Object> record);
    }

    private static void each(Json list, List<Map<String, Object>> records, Saying saying) {
        List<Json> elements = list.elements();
        agree(list.path(), elements.size(), records.size());
        for (int i = 0; i < elements.size(); i++) {
            saying.of(elements.get(i), records.get(i));
        }
    }

    private static void message(Json message, Map<String, Object> record) {
        message.names().forEach(name -> {
            switch (name) {
                case "path" ->
                    say(record, name, EventPath.parse(message.at(name).text()).pointer());
                case "attributes" -> say(record, name, attributes(message.at(name)));
                case "layers", "payload_type", "payload", "dedup_id", "dedup_strength", "circuit_broken" ->
                    say(record, name, Plain.of(message.at(name).node()));
                default ->
                    throw new IllegalArgumentException(message.path() + " states " + name + ", which nobody knows");
            }
        });
    }

    /** Interlock says everything in texts. */
    private static Map<String, Object> attributes(Json attributes) {
        Map<String, Object> texts = new TreeMap<>();
        for (String name : attributes.names()) {
            Json value = attributes.at(name);
            texts.put(
                    name, value.node().isArray() ? value.texts() : value.node().asText());
        }
        texts.remove("redelivered", "false"); // the same as nothing, which the vectors say of some brokers
        return texts;
    }

    private static void say(Map<String, Object> record, String name, Object value) {
        Object before = record.putIfAbsent(name, value);
        agree(name, before == null ? value : before, value);
    }

    private static void ofTheWhole(Json stated, List<Map<String, Object>> records) {
        agree(
                "circuit_broken",
                stated.at("circuit_broken").bool(),
                records.stream().anyMatch(record -> Boolean.TRUE.equals(record.get("circuit_broken"))));
        agree(
                "dedup_ids",
                Plain.of(stated.at("dedup_ids").node()),
                records.stream().map(record -> record.get("dedup_id")).toList());
        TreeSet<String> paths = new TreeSet<>();
        records.stream()
                .filter(record -> record.containsKey("layers"))
                .forEach(record -> paths.add(String.join("/", layers(record))));
        if (records.isEmpty()) {
            agree("layer_paths", stated.at("layer_paths").texts(), List.of("(no messages)"));
        } else if (!paths.isEmpty()) {
            agree("layer_paths", stated.at("layer_paths").texts(), List.copyOf(paths));
        }
    }

    private static List<String> layers(Map<String, Object> record) {
        return ((List<?>) record.getOrDefault("layers", List.of()))
                .stream().map(String::valueOf).toList();
    }

    private static void agree(String what, Object one, Object other) {
        if (!one.equals(other)) {
            throw new IllegalArgumentException("states two things of " + what + ": " + one + " and " + other);
        }
    }
}
