package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * How long to wait for somebody else's work, and how.
 *
 * @param limit how long at most, to 7 days; the store's calls come on top
 * @param interval how long between two questions, 10 milliseconds to an hour; each question is a write of the store
 * @param clock tells when the limit is reached
 * @param sleeper lets that much time pass, and returns early if the thread is interrupted, which it leaves interrupted; in tests it
 *     moves the clock
 */
public record Patience(Duration limit, Duration interval, InstantSource clock, Consumer<Duration> sleeper) {
    /** Checks the bounds. */
    public Patience {
        ClaimPolicy.requireWithin("limit", limit, Duration.ZERO, Duration.ofDays(7));
        ClaimPolicy.requireWithin("interval", interval, Duration.ofMillis(10), Duration.ofHours(1));
        requireNonNull(clock, "clock");
        requireNonNull(sleeper, "sleeper");
    }

    /** Patience of a thread that sleeps. */
    public static Patience of(Duration limit, Duration interval, InstantSource clock) {
        return new Patience(limit, interval, clock, Patience::sleep);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
