package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What became of a write that carries a fence. */
public sealed interface FencedWrite {
    /** It was done, and everybody with this fence or an older one is refused from now on. */
    record Accepted() implements FencedWrite {}

    /**
     * A write with this fence or a newer one was done before. With a newer one the lease was lost; with this very one
     * the lease has been used up: each allows for one write.
     *
     * @param lastFence the fence of that write
     */
    record Refused(long lastFence) implements FencedWrite {}

    /**
     * It cannot be said whether it was done, or will be. The same write may be tried again: if it was done, it is
     * refused with its own fence.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements FencedWrite {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Accepted, ? extends R> accepted,
            Function<? super Refused, ? extends R> refused,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Accepted a) {
            return accepted.apply(a);
        }
        if (this instanceof Refused r) {
            return refused.apply(r);
        }
        return unknown.apply((Unknown) this);
    }
}
