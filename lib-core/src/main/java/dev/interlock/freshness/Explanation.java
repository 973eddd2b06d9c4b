package dev.interlock.freshness;

import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;

/** Tells in words what a declaration means at one moment. */
final class Explanation {
    private static final Observation.Seen NOTHING = new Observation.Absent();

    private final ArtifactSpec spec;
    private final Instant now;
    private final StringJoiner lines = new StringJoiner("\n");

    private Explanation(ArtifactSpec spec, Instant now) {
        this.spec = spec;
        this.now = now;
    }

    static String of(ArtifactSpec spec, Instant now) {
        return new Explanation(spec, now).text();
    }

    private String text() {
        Cadence cadence = spec.cadence();
        Cycle cycle = cadence.cycleAt(now);
        String ticks = cadence.schedule().toString();
        Freshness verdict = spec.assess(NOTHING, NOTHING, now);
        lines.add(spec.id() + " at " + now);
        line("cadence", cadence + (cadence.name().equals(ticks) ? "" : ", ticks by " + ticks));
        line("next tick", cadence.schedule().next(now).map(Instant::toString).orElse("none"));
        if (!cadence.isBeforeTheFirst(cycle)) {
            line("cycle", cycle.label() + ", since " + cycle.tick());
            line("calendar", calendar(cadence, cycle));
            line("key", spec.location(cycle).toString());
            spec.recoveryLocation(cycle).ifPresent(at -> line("or else", at.toString()));
        }
        if (verdict instanceof Freshness.Pending || verdict instanceof Freshness.Late) {
            line("fresh", fresh(cycle));
            line("late", late(cycle));
        }
        line("nothing there", verdict(verdict));
        return lines.toString();
    }

    private static String calendar(Cadence cadence, Cycle cycle) {
        String name = cadence.calendar().name();
        try {
            return name + ", "
                    + cadence.businessDay(cycle)
                            .fold(
                                    open -> open.date() + " is a business day",
                                    closed -> closed.date() + " is none: " + closed.reason(),
                                    uncovered -> uncovered.cause());
        } catch (RuntimeException e) {
            return name + " threw " + e;
        }
    }

    private String fresh(Cycle cycle) {
        return spec.cadence()
                .interval()
                .map(every -> "if written after " + now.minus(every.plus(spec.sla())))
                .orElse("if written at or after " + cycle.tick());
    }

    private String late(Cycle cycle) {
        return spec.cadence()
                .interval()
                .map(every -> every.plus(spec.sla()) + " after the last write")
                .orElseGet(() -> deadline(cycle));
    }

    private String deadline(Cycle cycle) {
        return endBeforeTheDeadline(cycle)
                .map(end -> "never, the cycle is over at " + end + " and would be late from " + spec.deadline(cycle)
                        + " on")
                .orElseGet(() -> "from " + spec.deadline(cycle) + " on, " + spec.sla() + " after the tick");
    }

    /** Empty for what is continuous, too: it has an age, and no deadline in each cycle. */
    private Optional<Instant> endBeforeTheDeadline(Cycle cycle) {
        return spec.cadence().interval().isPresent()
                ? Optional.empty()
                : spec.cadence()
                        .schedule()
                        .next(cycle.tick())
                        .filter(end -> !spec.deadline(cycle).isBefore(end));
    }

    private String verdict(Freshness verdict) {
        return verdict.fold(
                fresh -> "fresh",
                pending -> "pending until "
                        + endBeforeTheDeadline(pending.cycle())
                                .map(end -> end + ", when the cycle is over")
                                .orElse(pending.deadline().toString()),
                notExpected -> "not expected, " + notExpected.reason(),
                young -> "not judged, expected cycle " + young.cyclesSeen() + " of " + young.graceCycles()
                        + " in onboarding",
                late -> "late by " + late.overdue(),
                unknown -> "unknown, " + unknown.cause());
    }

    private void line(String what, String text) {
        lines.add("  " + what + ": " + text);
    }
}
