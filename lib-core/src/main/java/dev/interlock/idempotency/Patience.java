package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How long to wait for somebody else's work, and how.
 *
 * @param limit how long at most, to 7 days; the store's calls come on top
 * @param interval how long between two questions, 10 milliseconds to an hour; each question is a write of the store
 * @param clock tells when the limit is reached
 * @param pause lets the time between two questions pass; in tests it moves the clock
 */
public record Patience(Duration limit, Duration interval, InstantSource clock, Pause pause) {
    /** Checks the bounds. */
    public Patience {
        ClaimPolicy.requireWithin("limit", limit, Duration.ZERO, Duration.ofDays(7));
        ClaimPolicy.requireWithin("interval", interval, Duration.ofMillis(10), Duration.ofHours(1));
        requireNonNull(clock, "clock");
        requireNonNull(pause, "pause");
    }

    /** Patience of a thread that sleeps. */
    public static Patience of(Duration limit, Duration interval, InstantSource clock) {
        return new Patience(limit, interval, clock, Pause.sleeping());
    }
}
