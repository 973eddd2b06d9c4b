package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** Whether a phase is to run. Only {@link Run} says so. */
public sealed interface PhaseDecision {
    /**
     * It is to run.
     *
     * @param reason why
     */
    record Run(PhaseReason reason) implements PhaseDecision {
        public Run {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * It is not wanted in this run. Whether what it makes is there, nobody has looked.
     *
     * @param reason why
     */
    record Deselected(PhaseReason reason) implements PhaseDecision {
        public Deselected {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * It has done this work already.
     *
     * @param reason why it counts
     * @param earlier how it ended: after {@link PhaseStatus#EMPTY} there is still nothing for those who come next
     * @param because why it was empty, as it said then; empty text after a success
     */
    record Done(PhaseReason reason, PhaseStatus earlier, String because) implements PhaseDecision {
        public Done {
            requireNonNull(reason, "reason");
            if (requireNonNull(earlier, "earlier") == PhaseStatus.FAILURE) {
                throw new IllegalArgumentException("earlier is FAILURE; what has failed is not done");
            }
            requireNonNull(because, "because");
        }
    }

    /**
     * The marker or an artifact could not be looked at. Running it may do the work twice, and not running it not at
     * all.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements PhaseDecision {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Run, ? extends R> run,
            Function<? super Deselected, ? extends R> deselected,
            Function<? super Done, ? extends R> done,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Run r) {
            return run.apply(r);
        }
        if (this instanceof Deselected d) {
            return deselected.apply(d);
        }
        if (this instanceof Done d) {
            return done.apply(d);
        }
        return unknown.apply((Unknown) this);
    }
}
