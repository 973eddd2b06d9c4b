package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.function.Function;

/** What became of a later write of an owner: a renewal, a completion, an abandonment. */
public sealed interface Settlement {
    /**
     * It is stored, now or by an earlier send of the same write.
     *
     * @param at of a renewal, when the lease is over; else when the claim ended
     */
    record Done(Instant at) implements Settlement {
        public Done {
            requireNonNull(at, "at");
        }
    }

    /**
     * It is not stored, because the claim is no longer this owner's, or has ended otherwise. The record was left as it
     * is.
     *
     * @param holder whose claim the record is about now; empty if there is no record any more
     * @param fence the fence of that claim; 0 if there is no record
     */
    record Lost(String holder, long fence) implements Settlement {
        public Lost {
            requireNonNull(holder, "holder");
        }
    }

    /**
     * Neither can be said: the write may have been stored, or may still be. The same write may be sent again.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements Settlement {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Done, ? extends R> done,
            Function<? super Lost, ? extends R> lost,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Done d) {
            return done.apply(d);
        }
        if (this instanceof Lost l) {
            return lost.apply(l);
        }
        return unknown.apply((Unknown) this);
    }
}
