package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import java.time.Instant;

/**
 * A place for small records that are only replaced by whoever names the version that is there, such as objects in S3.
 *
 * <p>The store must be atomic: of two writes on one version one is done. A read sees the last write that was answered.
 * The times are the store's own, of one clock, and may be cut to whole seconds. Nothing is ever deleted.
 *
 * <p>An implementation is thread-safe and does not throw for what it finds: what it throws all the same is taken as
 * {@link Reading.Unreadable} or {@link Writing.Ambiguous}. Its time-outs should be well below every lease.
 */
public interface LeaseStore {
    /** What is stored under {@code name}. */
    Reading read(String name);

    /** Stores {@code body} if there is nothing under {@code name}. */
    Writing create(String name, Payload body);

    /** Stores {@code body} if what is there has {@code version}, and nothing otherwise. */
    Writing replace(String name, String version, Payload body);

    /** What a read brought. */
    sealed interface Reading {
        /**
         * Something is there.
         *
         * @param version changes with each write, and never comes back
         * @param modified when it was written, by the store's clock
         * @param storeTime when the store answered, by the same clock
         */
        record Found(Payload body, String version, Instant modified, Instant storeTime) implements Reading {
            public Found {
                requireNonNull(body, "body");
                requireNonNull(version, "version");
                requireNonNull(modified, "modified");
                requireNonNull(storeTime, "storeTime");
            }
        }

        /**
         * The store says that nothing is there.
         *
         * @param storeTime when the store answered, by its clock
         */
        record Absent(Instant storeTime) implements Reading {
            public Absent {
                requireNonNull(storeTime, "storeTime");
            }
        }

        /**
         * Nobody could look, or was allowed to be told.
         *
         * @param cause what happened, for a human
         */
        record Unreadable(String cause) implements Reading {
            public Unreadable {
                requireNonNull(cause, "cause");
            }
        }
    }

    /** What became of a write. */
    sealed interface Writing {
        /**
         * It was done.
         *
         * @param version what a later {@link LeaseStore#replace} must name
         */
        record Written(String version) implements Writing {
            public Written {
                requireNonNull(version, "version");
            }
        }

        /** The condition was not met by the only request that was sent: this write was not done and never will be. */
        record Refused() implements Writing {}

        /**
         * Another write was under way; this one was not done and never will be.
         *
         * @param cause what happened, for a human
         */
        record Conflict(String cause) implements Writing {
            public Conflict {
                requireNonNull(cause, "cause");
            }
        }

        /**
         * It was done, was not done, or will be done later: a time-out, an error of the store, or a refusal of a
         * request that was sent more than once and may have been refused because of itself.
         *
         * @param cause what happened, for a human
         */
        record Ambiguous(String cause) implements Writing {
            public Ambiguous {
                requireNonNull(cause, "cause");
            }
        }
    }
}
