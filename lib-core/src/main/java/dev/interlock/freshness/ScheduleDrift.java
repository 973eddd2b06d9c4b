package dev.interlock.freshness;

import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares when an artifact is declared for with when its producer is started. */
final class ScheduleDrift {
    private ScheduleDrift() {}

    /** Where {@code trigger} differs from the declaration, as far as the year after {@code now} shows. */
    static List<Finding> of(ArtifactSpec spec, Schedule trigger, Instant now) {
        Cadence cadence = spec.cadence();
        Instant end = now.plus(SpecLint.HORIZON);
        Optional<Finding> drift = cadence.interval()
                .map(interval -> pause(interval, trigger, now, end))
                .orElseGet(() -> difference(cadence.schedule(), trigger, now, end))
                .map(message -> new Finding(spec.id(), Finding.Kind.DRIFT, message));
        return Stream.concat(drift.stream(), LateWithinWindow.of(spec, trigger).stream())
                .toList();
    }

    private static Optional<String> difference(Schedule declared, Schedule trigger, Instant now, Instant end) {
        String both = "declared for " + declared + " but started by " + trigger + ": ";
        return declared.differences(trigger, now, end).findFirst().map(minute -> {
            boolean extra =
                    trigger.between(minute, minute.plusSeconds(60)).findFirst().isPresent();
            return extra
                    ? both + "started at " + minute + ", declared next for " + next(declared, minute)
                    : both + "declared for " + minute + ", started next at " + next(trigger, minute);
        });
    }

    private static String next(Schedule schedule, Instant after) {
        return schedule.next(after).map(Instant::toString).orElse("no time");
    }

    /** A continuous artifact may be written at any minute, and more often than declared, but not less often. */
    private static Optional<String> pause(Duration interval, Schedule trigger, Instant now, Instant end) {
        Instant before = now;
        Iterator<Instant> ticks =
                Stream.concat(trigger.between(now, end), Stream.of(end)).iterator();
        while (ticks.hasNext()) {
            Instant tick = ticks.next();
            if (Duration.between(before, tick).compareTo(interval) > 0) {
                return Optional.of("declared for every " + interval + " but started by " + trigger + ": not between "
                        + before + " and " + tick);
            }
            before = tick;
        }
        return Optional.empty();
    }
}
