package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it, forwards or backwards. Thread-safe. */
public final class MutableInstantSource implements InstantSource {
    private volatile Instant now;

    private MutableInstantSource(Instant now) {
        this.now = requireNonNull(now, "now");
    }

    /** A clock that shows {@code now}. */
    public static MutableInstantSource at(Instant now) {
        return new MutableInstantSource(now);
    }

    /** A clock that shows an ISO-8601 instant, such as {@code 2026-05-27T13:50:00Z}. */
    public static MutableInstantSource at(String now) {
        return new MutableInstantSource(Instant.parse(now));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Sets the clock. */
    public synchronized void set(Instant instant) {
        now = requireNonNull(instant, "instant");
    }

    /** Moves the clock by {@code step}, backwards if negative, and returns what it shows then. */
    public synchronized Instant advance(Duration step) {
        now = now.plus(step);
        return now;
    }

    @Override
    public String toString() {
        return now.toString();
    }
}
