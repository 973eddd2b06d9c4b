package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;

/**
 * Where markers are kept, and where the artifacts are that they name. It keeps nothing of what it was told.
 * Thread-safe.
 */
public interface PhaseStore {
    /** Reads the marker of this key. */
    Reading read(String key);

    /** Writes the marker of this key over whatever is there. */
    Writing write(String key, Payload marker);

    /** Looks for the artifact of this key. */
    Presence find(String key);

    /** What came of reading. */
    sealed interface Reading {}

    /**
     * It is there.
     *
     * @param marker all of it
     */
    record Found(Payload marker) implements Reading {
        public Found {
            requireNonNull(marker, "marker");
        }
    }

    /** It is not there, for certain. */
    record Nothing() implements Reading {}

    /**
     * Nobody knows.
     *
     * @param cause what happened, for a human
     */
    record Unreadable(String cause) implements Reading {
        public Unreadable {
            requireNonNull(cause, "cause");
        }
    }

    /** What came of writing. */
    sealed interface Writing {}

    /** It is written. */
    record Written() implements Writing {}

    /**
     * It may be written or not.
     *
     * @param cause what happened, for a human
     */
    record Unwritten(String cause) implements Writing {
        public Unwritten {
            requireNonNull(cause, "cause");
        }
    }

    /** What came of looking for an artifact. */
    sealed interface Presence {}

    /** It is there. */
    record Present() implements Presence {}

    /** It is not there. */
    record Absent() implements Presence {}

    /**
     * Nobody knows.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements Presence {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }
}
