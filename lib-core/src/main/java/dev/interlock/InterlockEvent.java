package dev.interlock;

import static java.util.Objects.requireNonNull;

/**
 * What a primitive kept from happening, or could not keep.
 *
 * @param kind what became of it
 * @param primitive which primitive tells it, such as {@code loop-breaker}: lower-case words with hyphens, fit for a
 *     metric
 * @param subject what it is about: an id, masked if it is a secret, or a place
 * @param reason why, in words, without content of payloads
 */
public record InterlockEvent(Kind kind, String primitive, String subject, String reason) {
    public InterlockEvent {
        requireNonNull(kind, "kind");
        requireNonNull(primitive, "primitive");
        requireNonNull(subject, "subject");
        requireNonNull(reason, "reason");
        if (!primitive.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("primitive is not lower-case words with hyphens: '" + primitive + "'");
        }
    }

    /** What became of the thing that an event is about. */
    public enum Kind {
        /** It was not done, and that is all: it would have been done again and again. */
        SKIPPED,
        /** It was not done again: what it came to the first time was answered. */
        REPLAYED,
        /** It was not taken, and somebody must look at it. */
        REJECTED,
        /** It was not sent, because too much was sent. */
        SUPPRESSED,
        /** Somebody else does it or has done it. */
        CONFLICT,
        /** It is begun although it was begun before and nobody said how that ended, so it may be done a second time. */
        TAKEN_OVER,
        /** It was lost to somebody else while it was being done. */
        LEASE_LOST,
        /** It was done without protection, because it is not of the kind that is protected. */
        BYPASSED,
        /** It stays taken until its time is over, because it could not be given back. */
        UNRELEASED,
        /** It was done without protection, because a policy says so. */
        FAILED_OPEN,
        /** It showed no sign of life and was given up. */
        REAPED,
        /** It showed no sign of life and was started again. */
        REDRIVEN,
        /** It shows no sign of life and stays as it is, so somebody must look at it. */
        STUCK,
        /** It is not as somebody relies on it to be. */
        VIOLATED,
        /** Nobody can tell, which counts as a no. */
        UNKNOWN,
        /** It was begun and did not succeed. */
        FAILED,
        /** It was done as it should be and came to nothing, so whoever comes next has nothing to do. */
        EMPTY,
        /** It is still there, because it could not be taken away, and somebody may clean up. */
        LEFT_BEHIND
    }
}
