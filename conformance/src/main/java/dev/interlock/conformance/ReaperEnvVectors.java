package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.reaper.InMemoryExecutionStore;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thresholds from the environment. Interlock's is taken from the policy that the environment makes, and its minutes
 * from a row that is reaped by it; one nanosecond earlier nothing is reaped. The wording of a warning is not compared,
 * only whether there is one.
 */
final class ReaperEnvVectors implements Vectors {
    private static final String NAME = "PURCHASE_APPROVED_REAP_AFTER";
    private static final long DEFAULT = 10 * OriginalDuration.MINUTE;
    private static final long FLOOR = 1_000_000_000L;
    private static final Pattern MINUTES = Pattern.compile("reaped after ([0-9]+)m in running state.*");
    private static final Instant CREATED = Instant.parse("2026-05-26T12:45:00Z");

    @Override
    public String fileName() {
        return "reaper_env.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(Map.of("cases", Threshold::new), Set.of()).replay(file, tally);
    }

    private record Threshold(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            boolean warned = vector.at("warned").bool();
            if (warned != vector.names().contains("warning")) {
                throw new IllegalArgumentException(vector.path() + " is warned " + warned + ", against its warning");
            }
            if (!vector.at("nanos_str")
                    .text()
                    .equals(Long.toString(vector.at("nanos").longInteger()))) {
                throw new IllegalArgumentException(vector.path() + "/nanos is not nanos_str");
            }
            return Map.of(
                    "nanos", vector.at("nanos").longInteger(),
                    "go_string", vector.at("go_string").text(),
                    "interval_arg", vector.at("interval_arg").text(),
                    "age_minutes", vector.at("age_minutes").longInteger(),
                    "fallback", vector.at("fallback").bool(),
                    "warned", warned,
                    "reason", vector.at("reason").text());
        }

        @Override
        public Object original() {
            return OriginalDuration.nanos(env()).stream()
                    .mapToObj(nanos -> nanos > 0 ? parsed(nanos) : fallback("non_positive"))
                    .findFirst()
                    .orElseGet(() -> fallback(env().isEmpty() ? "unset_or_empty" : "unparseable"));
        }

        @Override
        public Object departed() {
            OptionalLong nanos = OriginalDuration.nanos(env());
            if (nanos.isPresent() && nanos.getAsLong() > 0 && nanos.getAsLong() < FLOOR) {
                return fallback("below_floor");
            }
            long iso = iso();
            return nanos.isEmpty() && iso > 0 ? iso < FLOOR ? fallback("below_floor") : parsed(iso) : original();
        }

        @Override
        public Set<Departure> departures() {
            return EnumSet.of(iso() > 0 ? Departure.REAP_AFTER : Departure.REAPER);
        }

        @Override
        public Object actual() {
            Map<String, String> environment =
                    vector.at("env_set").bool() ? Map.of(NAME, env()) : Map.of("OTHER_" + NAME, "1h");
            Duration fallback = Duration.ofNanos(DEFAULT);
            ReapPolicy policy = ReapPolicy.builder(Duration.ofNanos(FLOOR), Duration.ZERO)
                    .fail("approved", fallback)
                    .fail("running", fallback)
                    .thresholdFrom(environment, NAME, "approved", "running")
                    .build();
            Duration threshold = policy.thresholdOf("running");
            String reason = policy.problems().stream()
                    .map(problem -> reason(problem.reason()))
                    .findFirst()
                    .orElse(env().isEmpty() ? "unset_or_empty" : "parsed");
            return answer(threshold.toNanos(), minutes(policy), !reason.equals("parsed"), reason);
        }

        private static String reason(String problem) {
            if (problem.contains("below the floor")) {
                return "below_floor";
            }
            return problem.contains("not positive") ? "non_positive" : "unparseable";
        }

        /** What the message of a row says that was reaped, and not a moment too early. */
        private static long minutes(ReapPolicy policy) {
            InMemoryExecutionStore store = InMemoryExecutionStore.create(MutableInstantSource.at(CREATED));
            store.create("execution-1", "running");
            Sweep sweep = Sweep.builder(store, policy, "replay").build();
            Instant due = CREATED.plus(policy.thresholdOf("running"));
            int early = sweep.run(due.minusNanos(1_000_000)).found(); // a row's time has milliseconds
            if (early != 0 || sweep.run(due).reaped() != 1) {
                throw new IllegalStateException("found " + early + " too early");
            }
            Matcher message =
                    MINUTES.matcher(store.find("execution-1").orElseThrow().message());
            if (!message.matches()) {
                throw new IllegalStateException("no message of minutes");
            }
            return Long.parseLong(message.group(1));
        }

        private static Object parsed(long nanos) {
            return answer(nanos, OriginalDuration.minutes(nanos), false, "parsed");
        }

        private static Object fallback(String reason) {
            return answer(DEFAULT, OriginalDuration.minutes(DEFAULT), true, reason);
        }

        private static Object answer(long nanos, long minutes, boolean isFallback, String reason) {
            return Map.of(
                    "nanos", nanos,
                    "go_string", OriginalDuration.shown(nanos),
                    "interval_arg", nanos / FLOOR + " seconds",
                    "age_minutes", minutes,
                    "fallback", isFallback,
                    "warned", isFallback && !reason.equals("unset_or_empty"),
                    "reason", reason);
        }

        /** The nanoseconds of a duration of ISO-8601; 0 if it is none that Go would not read. */
        private long iso() {
            if (OriginalDuration.nanos(env()).isPresent()) {
                return 0;
            }
            try {
                return Duration.parse(env()).toNanos();
            } catch (DateTimeException | ArithmeticException e) {
                return 0;
            }
        }

        private String env() {
            GoText.of(vector, "env"); // both spellings of it agree
            return vector.at("env").text();
        }
    }
}
