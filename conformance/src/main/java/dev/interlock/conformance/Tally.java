package dev.interlock.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What became of the cases of one file. */
final class Tally {
    private int passed;
    private int departed;
    private final List<String> failures = new ArrayList<>();
    private final Map<Departure, Integer> departures = new EnumMap<>(Departure.class);

    void pass() {
        passed++;
    }

    void fail(String where, String what) {
        failures.add(where + ": " + what);
    }

    /** A case that differs as {@code rules} say; one case may differ by several. */
    void depart(Set<Departure> rules) {
        departed++;
        rules.forEach(rule -> departures.merge(rule, 1, Integer::sum));
    }

    /** Passes a case if both are equal, and fails it with both if they are not. */
    void expect(String where, Object expected, Object actual) {
        if (expected.equals(actual)) {
            pass();
        } else {
            fail(where, "expected " + expected + ", got " + actual);
        }
    }

    /**
     * A case on which Interlock may differ. It passes if the vector states what the original says and Interlock says
     * the same; it departs if Interlock says something else, and exactly what its own rule says.
     */
    void judge(String where, VectorCase vector) {
        Object stated = vector.stated();
        Object original = vector.original();
        Object departed = vector.departed();
        Object actual = vector.actual();
        if (!stated.equals(original)) {
            fail(where, "not what the original says: " + stated + " and not " + original);
        } else if (!actual.equals(departed)) {
            fail(where, "not what the rule says: " + actual + " and not " + departed);
        } else if (actual.equals(stated)) {
            pass();
        } else {
            depart(vector.departures());
        }
    }

    /** One case; whatever it throws is its own failure and no other's. */
    void attempt(String where, Runnable vector) {
        try {
            vector.run();
        } catch (RuntimeException e) {
            fail(where, "cannot be replayed: " + e);
        }
    }

    int passed() {
        return passed;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** {@code P passed, F failed, D departures (D-31: n, ...)}. */
    @Override
    public String toString() {
        String rules = departures.entrySet().stream()
                .map(rule -> rule.getKey().label() + ": " + rule.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        return passed + " passed, " + failures.size() + " failed, " + departed + " departures"
                + (departures.isEmpty() ? "" : rules);
    }
}
