package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.function.Function;

/** What became of a claim. Only {@link Granted} means "go ahead". */
public sealed interface Claim {
    /**
     * The work is the caller's, alone, until the lease is over.
     *
     * @param hold the right to say how it ends
     * @param expiresAt when the lease is over by the claimant's clock: it is the caller's while {@code now < expiresAt}
     * @param unfinished how many earlier claims never said how they ended, because their owners died, were ambiguous or
     *     were late: each of them may have done the work, so look it up before it is done again
     */
    record Granted(Hold hold, Instant expiresAt, long unfinished) implements Claim {
        public Granted {
            requireNonNull(hold, "hold");
            requireNonNull(expiresAt, "expiresAt");
            if (unfinished < 0) {
                throw new IllegalArgumentException("unfinished is negative: " + unfinished);
            }
        }

        /** The fence of the hold. */
        public long fence() {
            return hold.fence();
        }
    }

    /**
     * It is done, or failed for good.
     *
     * @param result what is to be answered again
     */
    record Completed(StoredResult result) implements Claim {
        public Completed {
            requireNonNull(result, "result");
        }
    }

    /**
     * Somebody else does it. The lease may be over already, within the tolerance of clocks.
     *
     * @param holder who
     * @param expiresAt until when, by the holder's clock
     */
    record Held(String holder, Instant expiresAt) implements Claim {
        public Held {
            requireNonNull(holder, "holder");
            requireNonNull(expiresAt, "expiresAt");
        }
    }

    /**
     * The token was used for another request. Nothing was changed, and nothing will be by trying again.
     *
     * @param stored what was asked for then
     */
    record Mismatch(Fingerprint stored) implements Claim {
        public Mismatch {
            requireNonNull(stored, "stored");
        }
    }

    /**
     * None of these can be said. The claim may have been stored, or may still be; then nobody runs until its lease is
     * over.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements Claim {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Granted, ? extends R> granted,
            Function<? super Completed, ? extends R> completed,
            Function<? super Held, ? extends R> held,
            Function<? super Mismatch, ? extends R> mismatch,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Granted g) {
            return granted.apply(g);
        }
        if (this instanceof Completed c) {
            return completed.apply(c);
        }
        if (this instanceof Held h) {
            return held.apply(h);
        }
        if (this instanceof Mismatch m) {
            return mismatch.apply(m);
        }
        return unknown.apply((Unknown) this);
    }
}
