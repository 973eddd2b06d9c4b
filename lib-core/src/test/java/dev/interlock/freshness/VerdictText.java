package dev.interlock.freshness;

import java.time.Instant;

/** Observations and verdicts as the cells of a table. */
final class VerdictText {
    private VerdictText() {}

    /** {@code absent}, {@code denied}, or the instant of the last write. */
    static Observation seen(String cell) {
        return switch (cell) {
            case "absent" -> new Observation.Absent();
            case "denied" -> new Observation.Unreadable(UnknownReason.ACCESS, "403 AccessDenied");
            default -> new Observation.Present(Instant.parse(cell));
        };
    }

    static String of(Freshness verdict) {
        return verdict.cycle().label() + " "
                + verdict.fold(
                        fresh -> "fresh " + fresh.source() + " " + fresh.lastModified(),
                        pending -> "pending until " + pending.deadline() + ", " + found(pending.found()),
                        notExpected -> "not expected: " + notExpected.reason(),
                        onboarding -> "onboarding " + onboarding.cyclesSeen() + " of " + onboarding.graceCycles(),
                        late -> "late " + late.overdue() + ", " + found(late.found()),
                        unknown -> "unknown " + unknown.reason() + ": " + unknown.cause());
    }

    private static String found(Observation.Seen found) {
        return found instanceof Observation.Present present ? "written " + present.lastModified() : "absent";
    }
}
