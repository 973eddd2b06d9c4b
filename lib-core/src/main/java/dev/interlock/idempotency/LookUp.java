package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/** What a service answered to the question of what was bought with a token. */
public sealed interface LookUp {
    /**
     * This was.
     *
     * @param commitments at least one; more than one if it was bought more than once. Those that are over are among
     *     them
     */
    record Found(List<Commitment> commitments) implements LookUp {
        public Found {
            commitments = List.copyOf(requireNonNull(commitments, "commitments"));
            if (commitments.isEmpty()) {
                throw new IllegalArgumentException("commitments are empty; what is not there is NotFound");
            }
        }
    }

    /** Nothing is found, to the end of the last page. */
    record NotFound() implements LookUp {}

    /**
     * Nobody knows, because the question was not answered, or not to its end.
     *
     * @param cause why, in words, without the token
     */
    record Failed(String cause) implements LookUp {
        public Failed {
            requireNonNull(cause, "cause");
        }
    }

    /** {@link Found}, or {@link NotFound} if there are none. */
    static LookUp of(List<Commitment> commitments) {
        return requireNonNull(commitments, "commitments").isEmpty() ? new NotFound() : new Found(commitments);
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <T> T fold(
            Function<? super Found, ? extends T> found,
            Function<? super NotFound, ? extends T> notFound,
            Function<? super Failed, ? extends T> failed) {
        if (this instanceof Found f) {
            return found.apply(f);
        }
        return this instanceof NotFound n ? notFound.apply(n) : failed.apply((Failed) this);
    }
}
