package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;

/** What came of renewing a lease. */
public sealed interface Renewal {
    /**
     * It is ours for longer.
     *
     * @param remaining for how long from now
     */
    record Renewed(Duration remaining) implements Renewal {
        public Renewed {
            requireNonNull(remaining, "remaining");
        }
    }

    /**
     * It is ours no more, or no longer to be shown to be: stop writing.
     *
     * @param cause what happened, for a human
     */
    record Lost(String cause) implements Renewal {
        public Lost {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The store could not be asked. The lease is ours until its time is over, so try again before that.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements Renewal {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Renewed, ? extends R> renewed,
            Function<? super Lost, ? extends R> lost,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Renewed r) {
            return renewed.apply(r);
        }
        if (this instanceof Lost l) {
            return lost.apply(l);
        }
        return unknown.apply((Unknown) this);
    }
}
