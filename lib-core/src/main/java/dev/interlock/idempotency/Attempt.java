package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * What came of one create. Of those that failed only {@link Retryable} and {@link Final} say that nothing was bought;
 * whoever is not sure says {@link Ambiguous}.
 */
public sealed interface Attempt {
    /**
     * It is bought.
     *
     * @param id by which the service knows it
     */
    record Created(String id) implements Attempt {
        public Created {
            requireNonNull(id, "id");
        }
    }

    /**
     * It is bought, but the tag by which a later look-up would find it is not written.
     *
     * @param id by which the service knows it
     * @param cause why not, in words, without the token
     */
    record CreatedUntagged(String id, String cause) implements Attempt {
        public CreatedUntagged {
            requireNonNull(id, "id");
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The service has not done it, and may do it later: too many requests.
     *
     * @param cause in words, without the token
     */
    record Retryable(String cause) implements Attempt {
        public Retryable {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The service has not done it and will not: the request is wrong, or not allowed.
     *
     * @param cause in words, without the token
     */
    record Final(String cause) implements Attempt {
        public Final {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * It may be done or not: a time-out, a lost answer, a 5xx, a 409, an answer that makes no sense.
     *
     * @param cause in words, without the token
     */
    record Ambiguous(String cause) implements Attempt {
        public Ambiguous {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <T> T fold(
            Function<? super Created, ? extends T> created,
            Function<? super CreatedUntagged, ? extends T> createdUntagged,
            Function<? super Retryable, ? extends T> retryable,
            Function<? super Final, ? extends T> refused,
            Function<? super Ambiguous, ? extends T> ambiguous) {
        if (this instanceof Created c) {
            return created.apply(c);
        } else if (this instanceof CreatedUntagged c) {
            return createdUntagged.apply(c);
        } else if (this instanceof Retryable r) {
            return retryable.apply(r);
        }
        return this instanceof Final f ? refused.apply(f) : ambiguous.apply((Ambiguous) this);
    }
}
