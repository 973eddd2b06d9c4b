package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.mutex.MutexKey;
import dev.interlock.mutex.MutexRoles;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which runs take the mutex, and under which key. Of the item that is put, Interlock has the key; its other attributes, and
 * where a run goes that takes no mutex, are the state machines' own and held to their rule.
 *
 * <p>Not replayed: {@code error_routing}, which says what becomes of a run whose write fails. That is the store's business,
 * and the original's answer to it, to let every run pass, is not one to follow.
 */
final class MutexVectors implements Vectors {
    private static final MutexRoles ROLES = MutexRoles.of("daily", "weekly", "eod", "shell-run");

    @Override
    public String fileName() {
        return "mutex.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(Map.of("cases", Run::new, "pairs", Pair::new), Set.of("error_routing")).replay(file, tally);
    }

    /** One run of a state machine. */
    private record Run(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            Json item = vector.at("item");
            return Map.of(
                    "next_state",
                    vector.at("next_state").text(),
                    "acquires",
                    vector.at("acquires").bool(),
                    "mutex_key",
                    vector.at("mutex_key").optionalText(),
                    "item",
                    item.isNull() ? Optional.empty() : Optional.of(item.node()));
        }

        @Override
        public Object original() {
            OriginalMutex run = run();
            return run.answer(run.acquires() ? Optional.of(run.key()) : Optional.empty());
        }

        @Override
        public Object actual() {
            OriginalMutex run = run();
            return run.answer(run.role()
                    .filter(ROLES::guards)
                    .map(role -> MutexKey.of(run.machine(), role, Instant.parse(run.startTime())))
                    .map(MutexKey::value));
        }

        private OriginalMutex run() {
            return OriginalMutex.of(vector);
        }
    }

    /** Two runs of one machine and role, which the first key names. */
    private record Pair(Json vector) implements VectorCase {
        private interface Keys {
            String key(String machine, String role, String startTime);
        }

        @Override
        public Object stated() {
            return Map.of(
                    "key1", vector.at("key1").text(),
                    "key2", vector.at("key2").text(),
                    "conflict", vector.at("conflict").bool());
        }

        @Override
        public Object original() {
            return answer(OriginalMutex::key);
        }

        @Override
        public Object actual() {
            return answer((machine, role, start) ->
                    MutexKey.of(machine, role, Instant.parse(start)).value());
        }

        private Map<String, Object> answer(Keys keys) {
            String[] named = vector.at("key1").text().split("#", -1);
            String first = keys.key(named[0], named[1], vector.at("first").text());
            String second = keys.key(named[0], named[1], vector.at("second").text());
            return Map.of("key1", first, "key2", second, "conflict", first.equals(second));
        }
    }
}
