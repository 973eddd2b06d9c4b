package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What became of an error that was to be published. */
public sealed interface Publication {
    /**
     * It was published.
     *
     * @param suppressedBefore how many were not, since the last one that was; to be told with this one or after it
     */
    record Published(long suppressedBefore) implements Publication {
        public Published {
            if (suppressedBefore < 0) {
                throw new IllegalArgumentException("suppressedBefore is negative: " + suppressedBefore);
            }
        }
    }

    /**
     * It was not published, because too many were. What it tells must not be lost: let the invocation fail, so that the
     * event reaches a dead-letter queue.
     *
     * @param count how many were not, this one included, since the last one that was published
     */
    record Suppressed(long count) implements Publication {
        public Suppressed {
            if (count < 1) {
                throw new IllegalArgumentException("count is below 1: " + count);
            }
        }
    }

    /**
     * The publisher threw, so nobody knows whether it was published. What it tells must not be lost either.
     *
     * @param cause what it threw
     */
    record Failed(RuntimeException cause) implements Publication {
        public Failed {
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Published, ? extends R> published,
            Function<? super Suppressed, ? extends R> suppressed,
            Function<? super Failed, ? extends R> failed) {
        if (this instanceof Published p) {
            return published.apply(p);
        }
        return this instanceof Suppressed s ? suppressed.apply(s) : failed.apply((Failed) this);
    }
}
