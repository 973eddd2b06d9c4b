package dev.interlock.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * A span that began at a moment of two clocks. The greater of both elapsed times counts: a wall clock may be set back,
 * and a monotonic one may stand still while its machine sleeps.
 */
record Countdown(Moment begun, Duration span) {
    /** One moment by the wall clock and by the monotonic one. */
    record Moment(Instant wall, long tick) {}

    Duration remaining(Moment now) {
        Duration byWall = Duration.between(begun.wall(), now.wall());
        Duration byTick = Duration.ofNanos(now.tick() - begun.tick());
        Duration elapsed = byWall.compareTo(byTick) > 0 ? byWall : byTick;
        return span.minus(elapsed);
    }

    /** Half-open: it is over as soon as nothing remains. */
    boolean isOver(Moment now) {
        Duration remaining = remaining(now);
        return remaining.isNegative() || remaining.isZero();
    }
}
