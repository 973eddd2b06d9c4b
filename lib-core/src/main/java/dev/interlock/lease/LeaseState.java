package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;

/** What an operator sees who looks at a lock. */
public sealed interface LeaseState {
    /**
     * Nobody has it.
     *
     * @param lastFence the greatest fence that was granted as far as the record tells; 0 if there is no record
     */
    record Free(long lastFence) implements LeaseState {}

    /**
     * Somebody has it, or had it and did not release it.
     *
     * @param fence the fence of the holder; 0 if it is of a kind without fences
     * @param age for how long nothing was heard of it, by the store's clock
     * @param nonce what {@link Leases#breakLock} must be told, so that it breaks this lock and no later one
     */
    record Taken(LeaseHolder holder, long fence, Duration age, String nonce) implements LeaseState {
        public Taken {
            requireNonNull(holder, "holder");
            requireNonNull(age, "age");
            requireNonNull(nonce, "nonce");
        }
    }

    /**
     * Something is there that nobody here understands.
     *
     * @param cause why, for a human; never the content
     * @param nonce what {@link Leases#breakLock} must be told to replace it
     */
    record Illegible(String cause, String nonce) implements LeaseState {
        public Illegible {
            requireNonNull(cause, "cause");
            requireNonNull(nonce, "nonce");
        }
    }

    /**
     * The store could not be asked.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements LeaseState {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Free, ? extends R> free,
            Function<? super Taken, ? extends R> taken,
            Function<? super Illegible, ? extends R> illegible,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Free f) {
            return free.apply(f);
        }
        if (this instanceof Taken t) {
            return taken.apply(t);
        }
        if (this instanceof Illegible i) {
            return illegible.apply(i);
        }
        return unknown.apply((Unknown) this);
    }
}
