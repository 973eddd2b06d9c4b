package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What a probe saw. "Not there" and "could not look" are different facts and different types. */
public sealed interface Observation {
    /** The probe got an answer, whatever it was. */
    sealed interface Seen extends Observation {}

    /**
     * Something is there.
     *
     * @param lastModified when it was written, by the store's clock; S3 gives whole seconds, rounded down
     */
    record Present(Instant lastModified) implements Seen {
        public Present {
            requireNonNull(lastModified, "lastModified");
        }
    }

    /** The store says that nothing is there. */
    record Absent() implements Seen {}

    /**
     * The probe could not look.
     *
     * @param cause what happened, for a human; never the content of an object
     */
    record Unreadable(UnknownReason reason, String cause) implements Observation {
        public Unreadable {
            requireNonNull(reason, "reason");
            requireNonNull(cause, "cause");
        }
    }
}
