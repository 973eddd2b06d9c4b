package dev.interlock.freshness;

import dev.interlock.schedule.Schedule;
import java.util.Optional;

/** Compares when an artifact is late with when its producer must have been started. */
final class LateWithinWindow {
    private LateWithinWindow() {}

    static Optional<Finding> of(ArtifactSpec spec, Schedule schedule) {
        if (schedule.window().isZero() || spec.sla().compareTo(schedule.window()) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                spec.id(),
                Finding.Kind.LATE_WITHIN_WINDOW,
                "late " + spec.sla() + " after the tick, but may be started until " + schedule.window() + " after it"));
    }
}
