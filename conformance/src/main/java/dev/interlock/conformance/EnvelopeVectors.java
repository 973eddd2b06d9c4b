package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.envelope.Envelopes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is left of an event when everything that AWS wrapped around it is off. {@code seed}, {@code seed_routed} and
 * {@code seed_head} say what the original did, {@code expected} and {@code events/index.json} what a reading of AWS's
 * documentation says should be done. The events are read from {@code events} beside the file, or where there is none
 * from the case.
 *
 * <p>Not replayed: which commands the original's model accepts and what it says of the others, and {@code kind} of an
 * event without messages, of which Interlock says nothing. {@code dedup_sequence_original_domain_handler} steps the
 * original's table of events, which is a store's business.
 */
final class EnvelopeVectors implements Vectors {
    private final Path events;

    EnvelopeVectors(Path folder) {
        this.events = folder.resolve("events");
    }

    @Override
    public String fileName() {
        return "unwrap.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        Map<String, Json> index = index();
        new Sections(
                        Map.of("cases", vector -> wrapped(vector, index)),
                        Set.of("dedup_sequence_original_domain_handler"))
                .replay(file, tally);
    }

    private Map<String, Json> index() {
        Map<String, Json> entries = new HashMap<>();
        Path index = events.resolve("index.json");
        if (Files.exists(index)) {
            for (Json entry : Json.of(json(read(index), index)).at("files").elements()) {
                entries.put(entry.at("file").text(), entry);
            }
        }
        return entries;
    }

    private Wrapped wrapped(Json vector, Map<String, Json> index) {
        String name = vector.at("file").text();
        Path file = events.resolve(name);
        String text =
                Files.exists(file) ? read(file) : vector.at("event").node().toString();
        JsonNode event = json(text, file);
        if (vector.node().has("event") && !Plain.of(vector.at("event").node()).equals(Plain.of(event))) {
            throw new IllegalArgumentException("the event in the case is not that of " + file);
        }
        return new Wrapped(
                event,
                new SeedStatement(vector, event).facts(),
                EnvelopeStatement.of(vector, Optional.ofNullable(index.get(name)))
                        .records(),
                Envelopes.unwrap(text.getBytes(UTF_8)).stream()
                        .map(EnvelopeFacts::of)
                        .toList());
    }

    private static JsonNode json(String text, Path file) {
        return Plain.read(text).orElseThrow(() -> new IllegalArgumentException(file + " is not JSON"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One event.
     *
     * @param seed what is stated of the original
     * @param records what is stated of the records
     * @param answers what Interlock says of them
     */
    private record Wrapped(
            JsonNode event,
            Map<String, Object> seed,
            List<Map<String, Object>> records,
            List<Map<String, Object>> answers)
            implements VectorCase {
        @Override
        public Object stated() {
            return List.of(seed, records);
        }

        @Override
        public Object original() {
            return List.of(new OriginalUnwrap(event).facts(), records);
        }

        @Override
        public Object departed() {
            return List.of(seed, rules().stream().map(EnvelopeRule::answer).toList());
        }

        @Override
        public Set<Departure> departures() {
            boolean isOnlyTheId = rules().stream().allMatch(EnvelopeRule::isOnlyTheId);
            return EnumSet.of(isOnlyTheId ? Departure.REDRIVE : Departure.ENVELOPES);
        }

        /** Of each record as much as is stated of it. */
        @Override
        public Object actual() {
            List<Map<String, Object>> asked = new ArrayList<>();
            for (Map<String, Object> answer : answers) {
                Map<String, Object> facts = new TreeMap<>(answer);
                if (asked.size() < records.size()) {
                    facts.keySet().retainAll(records.get(asked.size()).keySet());
                }
                asked.add(facts);
            }
            return List.of(seed, asked);
        }

        /** A record of which no place is stated is looked for where Interlock found it. */
        private List<EnvelopeRule> rules() {
            List<EnvelopeRule> rules = new ArrayList<>();
            for (Map<String, Object> record : records) {
                Object found = rules.size() < answers.size()
                        ? answers.get(rules.size()).get("path")
                        : "";
                rules.add(new EnvelopeRule(event, record, String.valueOf(record.getOrDefault("path", found))));
            }
            return rules;
        }
    }
}
