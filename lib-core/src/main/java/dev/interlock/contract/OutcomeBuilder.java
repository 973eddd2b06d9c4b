package dev.interlock.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong and what nobody can tell: a hundred of it, the wrong first, and how much more there is. Not
 * thread-safe.
 */
final class OutcomeBuilder {
    private static final int KEPT = 100;

    private final List<Mismatch> wrong = new ArrayList<>();
    private final List<Mismatch> unknown = new ArrayList<>();
    private final String place;
    private long allWrong;
    private long allUnknown;

    OutcomeBuilder(String place) {
        this.place = place;
    }

    void add(String where, String expected, String found) {
        allWrong++;
        if (wrong.size() < KEPT) {
            wrong.add(new Mismatch(where, expected, found));
        }
    }

    /** Adds what nobody can tell: a mismatch beside one, and alone a reason why nobody can tell of the whole. */
    void addUnknown(String where, String expected, String cause) {
        addUnknown(1, where, expected, cause);
    }

    /** Adds several things of which nobody can tell for one cause. */
    void addUnknown(long many, String where, String expected, String cause) {
        allUnknown += many;
        if (unknown.size() < KEPT) {
            unknown.add(new Mismatch(where, expected, "cannot tell: " + cause));
        }
    }

    Outcome outcome(long examined) {
        if (allWrong == 0 && allUnknown > 0) {
            Mismatch first = unknown.get(0);
            return Outcome.cannotTell(place + ": of " + allUnknown + " of " + examined + " nobody can tell, the first "
                    + first.place() + ": " + first.found());
        }
        List<Mismatch> listed = new ArrayList<>(wrong);
        unknown.stream().limit(KEPT - (long) wrong.size()).forEach(listed::add);
        if (allWrong > wrong.size()) {
            listed.add(
                    new Mismatch(place, "no more than what is listed", (allWrong - wrong.size()) + " more mismatches"));
        }
        if (allUnknown > 0) {
            listed.add(new Mismatch(place, "an answer about all " + examined, "of " + allUnknown + " nobody can tell"));
        }
        return Outcome.of(examined, listed);
    }
}
