package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import java.util.function.Function;

/**
 * What a failure of the work says of the work. When in doubt, it is ambiguous: a time-out is, so is most of what a
 * server says.
 */
public sealed interface Failure {
    /** Nothing was done, and it may be tried again: the claim is abandoned. */
    record Retryable() implements Failure {}

    /**
     * Nothing was done, and trying again will not help: every repeat is told so.
     *
     * @param record what they are told, at most 300 KiB; content of a request or a secret does not belong there
     */
    record Final(Payload record) implements Failure {
        public Final {
            StoredResult.failure(
                    requireNonNull(record, "record")); // too large is found out here, not when it is stored
        }
    }

    /**
     * It may have been done: nobody runs until the lease is over, and the next claimant is told that one is unfinished.
     */
    record Ambiguous() implements Failure {}

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Retryable, ? extends R> retryable,
            Function<? super Final, ? extends R> isFinal,
            Function<? super Ambiguous, ? extends R> ambiguous) {
        if (this instanceof Retryable r) {
            return retryable.apply(r);
        }
        if (this instanceof Final f) {
            return isFinal.apply(f);
        }
        return ambiguous.apply((Ambiguous) this);
    }
}
