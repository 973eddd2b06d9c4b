package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import java.time.Instant;
import java.util.function.Function;

/** What became of work that is to be done once. Each case is a next step of the caller. */
public sealed interface RunOutcome {
    /** Whether work ended in this call. */
    enum Origin {
        /** It did. */
        HERE,
        /** It ended before, and this is what was stored then. */
        REPLAY
    }

    /** It is done. The result of a replay is that of the first time. */
    record Done(Payload result, Origin origin) implements RunOutcome {
        public Done {
            requireNonNull(result, "result");
            requireNonNull(origin, "origin");
        }
    }

    /** It failed for good; a replay tells what was recorded the first time. */
    record Failed(Payload record, Origin origin) implements RunOutcome {
        public Failed {
            requireNonNull(record, "record");
            requireNonNull(origin, "origin");
        }
    }

    /**
     * It failed without effect, and may be tried again.
     *
     * @param abandoned whether the next one can have it at once; if not, when the lease is over
     */
    record Retryable(RuntimeException cause, Settlement abandoned) implements RunOutcome {
        public Retryable {
            requireNonNull(cause, "cause");
            requireNonNull(abandoned, "abandoned");
        }
    }

    /** It failed, and may have been done: look it up. Nobody else runs before the lease is over. */
    record Ambiguous(RuntimeException cause, Claim.Granted claim) implements RunOutcome {
        public Ambiguous {
            requireNonNull(cause, "cause");
            requireNonNull(claim, "claim");
        }
    }

    /**
     * It ended here, well or for good without effect as the result says, but repeats will not be told so, or perhaps
     * not. If the claim was lost, a successor may do the work too; the record is the successor's and was left to it.
     *
     * @param result how it ended: look at its {@link StoredResult#ending()} before you take it for done
     * @param why what storing it was answered
     */
    record Unstored(StoredResult result, Settlement why) implements RunOutcome {
        public Unstored {
            requireNonNull(result, "result");
            requireNonNull(why, "why");
        }
    }

    /** Somebody else does it, so it was not begun. Come again. */
    record Busy(String holder, Instant expiresAt) implements RunOutcome {
        public Busy {
            requireNonNull(holder, "holder");
            requireNonNull(expiresAt, "expiresAt");
        }
    }

    /** The token was used for another request, so it was not begun, and never will be. */
    record Mismatch(Fingerprint stored) implements RunOutcome {
        public Mismatch {
            requireNonNull(stored, "stored");
        }
    }

    /** The store could not be asked, so it was not begun. Come again. */
    record Unknown(String cause) implements RunOutcome {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Done, ? extends R> done,
            Function<? super Failed, ? extends R> failed,
            Function<? super Retryable, ? extends R> retryable,
            Function<? super Ambiguous, ? extends R> ambiguous,
            Function<? super Unstored, ? extends R> unstored,
            Function<? super Busy, ? extends R> busy,
            Function<? super Mismatch, ? extends R> mismatch,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Done d) {
            return done.apply(d);
        }
        if (this instanceof Failed f) {
            return failed.apply(f);
        }
        if (this instanceof Retryable r) {
            return retryable.apply(r);
        }
        if (this instanceof Ambiguous a) {
            return ambiguous.apply(a);
        }
        if (this instanceof Unstored u) {
            return unstored.apply(u);
        }
        if (this instanceof Busy b) {
            return busy.apply(b);
        }
        if (this instanceof Mismatch m) {
            return mismatch.apply(m);
        }
        return unknown.apply((Unknown) this);
    }
}
