package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

/**
 * Something about a declaration that keeps it from telling what it was declared for.
 *
 * @param artifactId the artifact in question
 * @param kind what is wrong with it
 * @param message what follows from it, with the first instants at which it does; one line
 */
public record Finding(String artifactId, Kind kind, String message) {
    public Finding {
        requireNonNull(artifactId, "artifactId");
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
    }

    /** What can be wrong with a declaration. */
    public enum Kind {
        /** In no cycle that was looked at can the artifact be late: each ends before its SLA does. */
        NEVER_LATE,
        /** In some cycles it cannot be late, because they end before the SLA does. */
        SOMETIMES_NEVER_LATE,
        /** The calendar closes every cycle that was looked at, or there is none in the year that was looked at. */
        NEVER_EXPECTED,
        /** The schedule has no tick any more. */
        NO_MORE_TICKS,
        /** The calendar says nothing of a tick that was looked at: it ends, it has not begun, or it cannot be asked. */
        NOT_COVERED,
        /** It stays in onboarding, because there are too few expected cycles. */
        ALWAYS_ONBOARDING,
        /** A key is the same in every cycle, so that any write after the tick counts, whatever it was of. */
        UNDATED_KEY,
        /** Two cycles have one label, and so one alert. */
        REPEATED_LABEL,
        /** It is late before the flexible window of its schedule is over. */
        LATE_WITHIN_WINDOW,
        /** What starts the producer fires at other times than the artifact is declared for. */
        DRIFT,
        /** A schedule was given for an artifact that is not declared. */
        NOT_DECLARED,
        /** A schedule was given for an artifact that is not among those that could be read, and not all could. */
        MAYBE_NOT_DECLARED
    }

    /** The artifact, the kind and the message, such as {@code signals: NEVER_LATE: with an SLA of ...}. */
    @Override
    public String toString() {
        return artifactId + ": " + kind + ": " + message;
    }
}
