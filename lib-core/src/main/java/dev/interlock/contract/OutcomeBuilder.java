package dev.interlock.contract;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong: the first hundred of it, and how much more there is. Not thread-safe. */
final class OutcomeBuilder {
    private static final int KEPT = 100;

    private final List<Mismatch> kept = new ArrayList<>();
    private final String place;
    private int more;

    OutcomeBuilder(String place) {
        this.place = place;
    }

    void add(String where, String expected, String found) {
        if (kept.size() < KEPT) {
            kept.add(new Mismatch(where, expected, found));
        } else {
            more++;
        }
    }

    Outcome outcome(long examined) {
        if (more > 0) {
            kept.add(new Mismatch(place, "no more than what is listed", more + " more mismatches"));
            more = 0;
        }
        return Outcome.of(examined, kept);
    }
}
