package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When an execution counts as dead, and what is done with it then.
 *
 * <p>An execution is stuck when it has shown no life for its state's threshold: from {@code updatedAt + threshold} on.
 * No threshold is below the floor, the longest silence of an execution that lives plus the margin by which clocks may
 * be apart. An execution that sends heartbeats is silent between two of them, and as long as the slowest one takes; one
 * that sends none is silent for its whole run. Time is that of whoever wrote the row against that of the sweep: clocks
 * that are further apart than the margin have living executions reaped, or dead ones found so much later.
 *
 * <p>Immutable. One policy for all that sweeps: two sweeps with thresholds of their own would shadow one another.
 */
public final class ReapPolicy {
    /** The shortest silence that can be told from a slow answer. */
    public static final Duration MIN_SILENCE = Duration.ofSeconds(1);

    /** The longest threshold. */
    public static final Duration MAX_THRESHOLD = Duration.ofNanos(Long.MAX_VALUE);

    private final Duration floor;
    private final Map<String, Rule> rules;
    private final Ways ways;
    private final List<Problem> problems;

    private ReapPolicy(Duration floor, Map<String, Rule> rules, Ways ways, List<Problem> problems) {
        this.floor = floor;
        this.rules = rules;
        this.ways = ways;
        this.problems = problems;
    }

    private record Rule(Disposition disposition, Duration threshold) {}

    private record Ways(String redrivenAs, String failedAs, int maxRedrives, Disposition otherwise, int pageSize) {}

    /**
     * What was wrong with a setting.
     *
     * @param setting its name
     * @param reason what is wrong, and what is used in its place
     */
    public record Problem(String setting, String reason) {
        public Problem {
            requireNonNull(setting, "setting");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * A policy for executions that live.
     *
     * @param longestSilence the longest time for which a living execution shows no life, a second or more
     * @param margin by how much the clocks of those who write rows and of those who sweep may be apart, zero or more
     * @throws IllegalArgumentException if one is out of its bounds
     */
    public static Builder builder(Duration longestSilence, Duration margin) {
        if (requireNonNull(longestSilence, "longestSilence").compareTo(MIN_SILENCE) < 0) {
            throw new IllegalArgumentException("longestSilence is below " + MIN_SILENCE + ": " + longestSilence);
        }
        if (requireNonNull(margin, "margin").isNegative()) {
            throw new IllegalArgumentException("margin is negative: " + margin);
        }
        if (longestSilence.compareTo(MAX_THRESHOLD) > 0 || margin.compareTo(MAX_THRESHOLD.minus(longestSilence)) > 0) {
            throw new IllegalArgumentException("longestSilence and margin are together above " + MAX_THRESHOLD + ": "
                    + longestSilence + ", " + margin);
        }
        return new Builder(longestSilence.plus(margin));
    }

    /** No threshold is below this. */
    public Duration floor() {
        return floor;
    }

    /** The states that are watched, in the order in which they were named. */
    public Set<String> states() {
        return rules.keySet();
    }

    /**
     * What is done with an execution in {@code state}.
     *
     * @throws IllegalArgumentException if it is not watched
     */
    public Disposition dispositionOf(String state) {
        return rule(state).disposition();
    }

    /**
     * For how long an execution in {@code state} may show no life.
     *
     * @throws IllegalArgumentException if it is not watched
     */
    public Duration thresholdOf(String state) {
        return rule(state).threshold();
    }

    /** What was wrong in the environment. Every sweep tells the listener; empty if nothing was. */
    public List<Problem> problems() {
        return problems;
    }

    private Rule rule(String state) {
        Rule rule = rules.get(requireNonNull(state, "state"));
        if (rule == null) {
            throw new IllegalArgumentException("state '" + state + "' is none of the watched " + rules.keySet());
        }
        return rule;
    }

    /** Which states are asked for together, because they have one threshold. */
    Map<Duration, Set<String>> byThreshold() {
        Map<Duration, Set<String>> groups = new LinkedHashMap<>();
        rules.forEach((state, rule) -> groups.computeIfAbsent(
                        rule.threshold(), threshold -> Collections.newSetFromMap(new LinkedHashMap<>()))
                .add(state));
        return groups;
    }

    boolean redrives() {
        return rules.values().stream().anyMatch(rule -> rule.disposition() == Disposition.REDRIVE);
    }

    String redrivenAs() {
        return ways.redrivenAs();
    }

    String failedAs() {
        return ways.failedAs();
    }

    int maxRedrives() {
        return ways.maxRedrives();
    }

    Disposition otherwise() {
        return ways.otherwise();
    }

    int pageSize() {
        return ways.pageSize();
    }

    /** What a row is told that is given up. {@code docs/formats.md} has its form. */
    String messageOf(Execution row, boolean safe) {
        long halfMinutes = thresholdOf(row.state()).dividedBy(Duration.ofSeconds(30));
        int redrives = row.drive().redrives();
        return "reaped after " + Math.max(1, (halfMinutes + 1) / 2) + "m in " + row.state()
                + " state \u2014 executor did not complete"
                + (redrives == 0 ? "" : "; redriven " + (redrives == 1 ? "once" : redrives + " times"))
                + (safe ? "; safe to retry" : "");
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        private final Duration floor;
        private final Map<String, Rule> rules = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();
        private Ways ways = new Ways("running", "failed", 3, Disposition.FAIL, 100);

        private Builder(Duration floor) {
            this.floor = floor;
        }

        /** Starts executions in {@code state} again that show no life for {@code after}. */
        public Builder redrive(String state, Duration after) {
            return rule(state, Disposition.REDRIVE, after);
        }

        /** Gives executions in {@code state} up that show no life for {@code after}. */
        public Builder fail(String state, Duration after) {
            return rule(state, Disposition.FAIL, after);
        }

        /** Tells the listener of executions in {@code state} that show no life for {@code after}. */
        public Builder alert(String state, Duration after) {
            return rule(state, Disposition.ALERT, after);
        }

        private Builder rule(String state, Disposition disposition, Duration after) {
            Execution.requireState("state", state);
            if (requireNonNull(after, "after").compareTo(floor) < 0 || after.compareTo(MAX_THRESHOLD) > 0) {
                throw new IllegalArgumentException("after of state '" + state + "' is not within the floor of " + floor
                        + " and " + MAX_THRESHOLD + ": " + after
                        + "; an execution that lives may be silent for as long as the floor");
            }
            Rule named = rules.putIfAbsent(state, new Rule(disposition, after));
            if (named != null) {
                throw new IllegalArgumentException("state '" + state + "' is named already, to " + named.disposition()
                        + " after " + named.threshold() + "; name it once");
            }
            return this;
        }

        /**
         * Takes the threshold of states that were named before from the environment. It is a duration as Go writes it,
         * {@code 10m} or {@code 1h30m}, or one of ISO-8601, {@code PT10M}. What is not set or empty changes nothing;
         * what is no duration, or is not within the floor and {@link #MAX_THRESHOLD}, changes nothing and is a
         * {@linkplain ReapPolicy#problems() problem}.
         *
         * @param environment such as {@link System#getenv()}
         * @param name of the setting
         * @param states whose threshold it is
         * @throws IllegalArgumentException if there are no states, or one was not named before
         */
        public Builder thresholdFrom(Map<String, String> environment, String name, String... states) {
            requireNonNull(environment, "environment");
            requireNonNull(name, "name");
            List<String> named = List.of(states);
            if (named.isEmpty() || !rules.keySet().containsAll(named)) {
                throw new IllegalArgumentException(
                        "states of " + name + " are " + named + ", and not some of the named " + rules.keySet());
            }
            String text = environment.getOrDefault(name, "");
            if (text.isEmpty()) {
                return this;
            }
            Optional<Duration> given = duration(text);
            String wrong = given.map(this::wrong).orElse("which is no duration such as 10m, 1h30m or PT10M");
            if (wrong.isEmpty()) {
                Duration threshold = given.orElseThrow();
                named.forEach(state ->
                        rules.computeIfPresent(state, (same, rule) -> new Rule(rule.disposition(), threshold)));
            } else {
                problems.add(new Problem(
                        name, name + " is '" + Printable.of(text, 40) + "', " + wrong + "; used is " + inUse(named)));
            }
            return this;
        }

        private static Optional<Duration> duration(String text) {
            Optional<Duration> go = GoDuration.parse(text);
            if (go.isPresent()) {
                return go;
            }
            try {
                return Optional.of(Duration.parse(text));
            } catch (DateTimeException e) {
                return Optional.empty(); // the caller reports it
            }
        }

        private String wrong(Duration given) {
            if (given.isNegative() || given.isZero()) {
                return "which is not positive";
            }
            if (given.compareTo(floor) < 0) {
                return "which is below the floor of " + floor;
            }
            return given.compareTo(MAX_THRESHOLD) > 0 ? "which is above " + MAX_THRESHOLD : "";
        }

        private String inUse(List<String> states) {
            Map<String, Duration> used = new LinkedHashMap<>();
            rules.forEach((state, rule) -> {
                if (states.contains(state)) {
                    used.put(state, rule.threshold());
                }
            });
            return used.toString();
        }

        /** The state of an execution that a sweep drives again, {@code running} unless said otherwise. */
        public Builder redrivenAs(String state) {
            Execution.requireState("redrivenAs", state);
            ways = new Ways(state, ways.failedAs, ways.maxRedrives, ways.otherwise, ways.pageSize);
            return this;
        }

        /** The state of an execution that is given up, {@code failed} unless said otherwise. */
        public Builder failedAs(String state) {
            Execution.requireState("failedAs", state);
            ways = new Ways(ways.redrivenAs, state, ways.maxRedrives, ways.otherwise, ways.pageSize);
            return this;
        }

        /**
         * How often an execution is redriven, and what is done with one that may not be redriven, again or at all;
         * three times and {@link Disposition#FAIL} unless said otherwise.
         *
         * @param redrives 1 to 1,000
         * @throws IllegalArgumentException if it is out of its bounds, or {@code otherwise} is to redrive
         */
        public Builder redriveAtMost(int redrives, Disposition otherwise) {
            if (redrives < 1 || redrives > 1_000) {
                throw new IllegalArgumentException("redrives is not within 1 and 1000: " + redrives);
            }
            if (requireNonNull(otherwise, "otherwise") == Disposition.REDRIVE) {
                throw new IllegalArgumentException("otherwise is REDRIVE, which would never end: use FAIL or ALERT");
            }
            ways = new Ways(ways.redrivenAs, ways.failedAs, redrives, otherwise, ways.pageSize);
            return this;
        }

        /**
         * How many rows are read at a time, 100 unless said otherwise.
         *
         * @throws IllegalArgumentException if it is not within 1 and 1,000
         */
        public Builder pageSize(int rows) {
            Page.requireSize(rows);
            ways = new Ways(ways.redrivenAs, ways.failedAs, ways.maxRedrives, ways.otherwise, rows);
            return this;
        }

        /**
         * The policy.
         *
         * @throws IllegalStateException if no state is watched; if {@code failedAs} is watched, because what is given
         *     up would be found for ever; or if something is redriven and {@code redrivenAs} is not watched, because
         *     nobody would find what dies again
         */
        public ReapPolicy build() {
            if (rules.isEmpty()) {
                throw new IllegalStateException("no state is watched; name one with redrive, fail or alert");
            }
            if (rules.containsKey(ways.failedAs())) {
                throw new IllegalStateException("state '" + ways.failedAs()
                        + "' is watched, and is what is given up becomes; take another one with failedAs");
            }
            ReapPolicy policy = new ReapPolicy(
                    floor, Collections.unmodifiableMap(new LinkedHashMap<>(rules)), ways, List.copyOf(problems));
            if (policy.redrives() && !rules.containsKey(ways.redrivenAs())) {
                throw new IllegalStateException("state '" + ways.redrivenAs()
                        + "' is not watched, so nobody would find what dies in it again; watch it, or take another one"
                        + " with redrivenAs");
            }
            return policy;
        }
    }
}
