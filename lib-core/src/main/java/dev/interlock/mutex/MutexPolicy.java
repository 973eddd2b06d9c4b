package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Who takes the mutex, and what becomes of the answers on which reasonable people differ.
 *
 * @param roles the roles that take it; every other run goes by it
 * @param onSameRun what becomes of a run that asks again
 * @param onUnknown what becomes of a run of which nothing can be said
 * @param retention how long a record is kept at least, a day to ten years of 366 days; it must be longer than the
 *     latest trigger may be late, because a trigger after that finds no record and is admitted
 */
public record MutexPolicy(MutexRoles roles, OnSameRun onSameRun, OnUnknown onUnknown, Duration retention) {
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(3660);

    /** What becomes of a run that asks again under its own run id, after a crash or a retry for example. */
    public enum OnSameRun {
        /** It may start again; what it did before it died is its own business. */
        ADMIT,
        /**
         * It may not: each run gets one call. If an earlier call of it ended {@link Admission.Unknown}, its write may
         * have been stored all the same, and then nobody starts.
         */
        REFUSE
    }

    /** What becomes of a run of which nothing can be said. */
    public enum OnUnknown {
        /** It does not start. */
        STAY_CLOSED,
        /** It starts without protection, possibly beside another, and the listener is told. */
        FAIL_OPEN
    }

    /** Checks the parts. */
    public MutexPolicy {
        requireNonNull(roles, "roles");
        requireNonNull(onSameRun, "onSameRun");
        requireNonNull(onUnknown, "onUnknown");
        requireNonNull(retention, "retention");
        if (retention.compareTo(SHORTEST) < 0 || retention.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "retention is not within " + SHORTEST + " and " + LONGEST + ": " + retention);
        }
    }

    /**
     * These roles take the mutex; a run that asks again may start, an unknown one may not; records are kept for 30
     * days.
     */
    public static MutexPolicy guarding(MutexRoles roles) {
        return new MutexPolicy(roles, OnSameRun.ADMIT, OnUnknown.STAY_CLOSED, USUAL);
    }

    /** This policy, but a run that asks again may not start. */
    public MutexPolicy refusingSameRun() {
        return new MutexPolicy(roles, OnSameRun.REFUSE, onUnknown, retention);
    }

    /**
     * This policy, but a run of which nothing can be said may start: better twice than not at all. It holds for a table
     * that does not exist as well, so let the adapter check the table when the program starts.
     */
    public MutexPolicy failOpenOnUnknown() {
        return new MutexPolicy(roles, onSameRun, OnUnknown.FAIL_OPEN, retention);
    }

    /** This policy, but with records that are kept for {@code retention}. */
    public MutexPolicy retaining(Duration retention) {
        return new MutexPolicy(roles, onSameRun, onUnknown, retention);
    }
}
