package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * For how long a claim is good, and for how long its record stays.
 *
 * @param lease how long nobody else gets the token while its owner is silent, a second to seven days. It must be longer
 *     than the work takes, or the owner must renew it: when it is over, the next claimant starts the work again
 * @param retention how long the record is kept at least after its last change, a day to ten years of 366 days. It must
 *     be longer than the latest repeat may be late, such as a redrive or a replay of an archive: a repeat after that
 *     finds no record and runs
 */
public record ClaimPolicy(Duration lease, Duration retention) {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofDays(7);
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3660);

    /** Checks the bounds. */
    public ClaimPolicy {
        requireWithin("lease", lease, SHORTEST_LEASE, LONGEST_LEASE);
        requireWithin("retention", retention, SHORTEST_RETENTION, LONGEST_RETENTION);
    }

    /** A policy of both. */
    public static ClaimPolicy of(Duration lease, Duration retention) {
        return new ClaimPolicy(lease, retention);
    }

    /** This policy, but with another lease. */
    public ClaimPolicy leasing(Duration lease) {
        return new ClaimPolicy(lease, retention);
    }

    static void requireWithin(String name, Duration value, Duration least, Duration most) {
        if (requireNonNull(value, name).compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is not within " + least + " and " + most + ": " + value);
        }
    }
}
