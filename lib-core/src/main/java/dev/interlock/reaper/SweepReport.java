package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.StoreException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a sweep came to. Every row that it looked at has one outcome.
 *
 * @param counts of each outcome
 * @param ending whether it looked at all of them
 * @param cause why it did not, for a human: the first of what could not be listed, or why it stopped; empty if it did
 * @param resume where the next sweep goes on, for {@link Sweep#run(java.time.Instant, String)}; empty for the beginning
 */
public record SweepReport(Map<Outcome, Integer> counts, Ending ending, String cause, String resume) {
    public SweepReport {
        Map<Outcome, Integer> all = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            all.put(outcome, requireNonNull(counts, "counts").getOrDefault(outcome, 0));
        }
        counts = Collections.unmodifiableMap(all);
        requireNonNull(ending, "ending");
        requireNonNull(cause, "cause");
        requireNonNull(resume, "resume");
    }

    /** What became of one row. */
    public enum Outcome {
        /** It was given up. */
        REAPED,
        /** It was started again. */
        REDRIVEN,
        /** It stays, and the listener was told. */
        ALERTED,
        /** It lives, or somebody else has changed it. */
        RACE_LOST,
        /** The store could not be asked, the redriver failed after the row was won, or the row is not understood. */
        ERRORED
    }

    /** How a sweep ended. */
    public enum Ending {
        /** It looked at every stuck row. */
        COMPLETE,
        /** It was told to stop, was interrupted, or had looked at as many rows as it may. */
        STOPPED,
        /**
         * The store could not list all that are stuck; all others were looked at, unless {@link SweepReport#resume()}
         * says where to go on.
         */
        UNLISTED
    }

    /** How many rows it looked at. */
    public int found() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many were given up. */
    public int reaped() {
        return count(Outcome.REAPED);
    }

    /** How many were started again. */
    public int redriven() {
        return count(Outcome.REDRIVEN);
    }

    /** How many somebody was told of. */
    public int alerted() {
        return count(Outcome.ALERTED);
    }

    /** How many live, or were changed by somebody else. */
    public int raceLost() {
        return count(Outcome.RACE_LOST);
    }

    /** How many nobody could do anything about. */
    public int errored() {
        return count(Outcome.ERRORED);
    }

    private int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    /**
     * This, if the store could list all that are stuck.
     *
     * @throws StoreException if it could not, with what the sweep came to all the same; to sweep again is safe
     */
    public SweepReport orThrow() {
        if (ending == Ending.UNLISTED) {
            throw new StoreException(cause + "; what could be listed came to " + counts);
        }
        return this;
    }
}
