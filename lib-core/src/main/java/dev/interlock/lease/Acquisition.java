package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;

/** What came of asking for a lease. Only {@link Acquired} means "go ahead". */
public sealed interface Acquisition {
    /** The lease is ours. */
    record Acquired(WriterLease lease) implements Acquisition {
        public Acquired {
            requireNonNull(lease, "lease");
        }
    }

    /**
     * Somebody else has it, and its time is not over.
     *
     * @param holder who has it
     * @param age for how long nothing was heard of it, by the clock that {@link Staleness} goes by
     */
    record Held(LeaseHolder holder, Duration age) implements Acquisition {
        public Held {
            requireNonNull(holder, "holder");
            requireNonNull(age, "age");
        }
    }

    /**
     * It cannot be said. Our request may even land later: then the lock names us as its holder until its time is over.
     *
     * @param cause what happened and what to do, for a human
     */
    record Unknown(String cause) implements Acquisition {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Acquired, ? extends R> acquired,
            Function<? super Held, ? extends R> held,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Acquired a) {
            return acquired.apply(a);
        }
        if (this instanceof Held h) {
            return held.apply(h);
        }
        return unknown.apply((Unknown) this);
    }

    /**
     * The lease.
     *
     * @throws IllegalStateException if it is held or unknown, with the holder or the cause
     */
    default WriterLease orThrow() {
        return fold(
                Acquired::lease,
                held -> {
                    throw new IllegalStateException(
                            "the lease is held by " + held.holder() + ", last heard of " + held.age() + " ago");
                },
                unknown -> {
                    throw new IllegalStateException("nobody can say who holds the lease: " + unknown.cause());
                });
    }
}
