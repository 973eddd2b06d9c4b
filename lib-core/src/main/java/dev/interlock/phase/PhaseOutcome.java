package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What came of a phase. */
public sealed interface PhaseOutcome {
    /**
     * It has run and ended.
     *
     * @param end how
     * @param marker whether that stands in its marker
     */
    record Ended(PhaseEnd end, PhaseStore.Writing marker) implements PhaseOutcome {
        public Ended {
            requireNonNull(end, "end");
            requireNonNull(marker, "marker");
        }
    }

    /**
     * It has not run, and is not to.
     *
     * @param decision why; never {@link PhaseDecision.Run} or {@link PhaseDecision.Unknown}
     */
    record NotRun(PhaseDecision decision) implements PhaseOutcome {
        public NotRun {
            requireNonNull(decision, "decision");
        }
    }

    /**
     * It has not run, because nobody knows whether it should, or because a marker of an earlier run that it would make
     * untrue could not be taken back.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements PhaseOutcome {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Ended, ? extends R> ended,
            Function<? super NotRun, ? extends R> notRun,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Ended e) {
            return ended.apply(e);
        }
        if (this instanceof NotRun n) {
            return notRun.apply(n);
        }
        return unknown.apply((Unknown) this);
    }
}
