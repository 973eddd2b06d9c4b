package dev.interlock.freshness;

import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;

/** Compares when an artifact is declared for with when its producer is started. */
final class ScheduleDrift {
    private ScheduleDrift() {}

    /** Where {@code started} differs from the declaration, as far as the year after {@code now} shows. */
    static Optional<Finding> of(ArtifactSpec spec, Schedule started, Instant now) {
        Cadence cadence = spec.cadence();
        Instant end = now.plus(SpecLint.HORIZON);
        Optional<String> difference = cadence.interval()
                .map(interval -> pause(interval, started, now, end))
                .orElseGet(() -> difference(cadence.schedule(), started, now, end));
        return difference.map(message -> new Finding(spec.id(), Finding.Kind.DRIFT, message));
    }

    private static Optional<String> difference(Schedule declared, Schedule started, Instant now, Instant end) {
        return declared.differences(started, now, end)
                .findFirst()
                .map(minute -> "declared for " + declared + " but started by " + started + ", first at "
                        + tick(started, minute) + " in place of " + tick(declared, minute));
    }

    private static String tick(Schedule schedule, Instant from) {
        return schedule.next(from.minusNanos(1)).map(Instant::toString).orElse("never");
    }

    /** A continuous artifact may be written at any minute, and more often than declared, but not less often. */
    private static Optional<String> pause(Duration interval, Schedule started, Instant now, Instant end) {
        String declared = "declared for every " + interval + " but started by " + started + ", ";
        Instant before = now;
        Iterator<Instant> ticks =
                started.between(now, end).limit(SpecLint.MAX_CYCLES).iterator();
        if (!ticks.hasNext()) {
            return Optional.of(declared + "not before " + end.truncatedTo(ChronoUnit.SECONDS));
        }
        while (ticks.hasNext()) {
            Instant tick = ticks.next();
            if (Duration.between(before, tick).compareTo(interval) > 0) {
                return Optional.of(declared + "not between " + before + " and " + tick);
            }
            before = tick;
        }
        return Optional.empty();
    }
}
