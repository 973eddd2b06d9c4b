package dev.interlock.examples;

import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.Observation;
import java.time.Duration;
import java.util.Locale;

/** Verdicts in words. */
final class Verdicts {
    private Verdicts() {}

    /** One word, for a column. */
    static String name(Freshness verdict) {
        return verdict.fold(
                fresh -> fresh.source() == Freshness.Source.RECOVERY ? "RECOVERED" : "fresh",
                pending -> "pending",
                notExpected -> "not expected",
                onboarding -> "onboarding",
                late -> late.kind().name(),
                unknown -> "UNKNOWN");
    }

    /** One sentence, for whoever has to do something about it. */
    static String describe(Freshness verdict) {
        return verdict.fold(
                fresh -> "written " + fresh.lastModified()
                        + (fresh.source() == Freshness.Source.RECOVERY ? " under the recovery key" : ""),
                pending -> "due by " + pending.deadline() + found(pending.found()),
                notExpected -> notExpected.reason(),
                onboarding ->
                        "cycle " + onboarding.cyclesSeen() + " of " + onboarding.graceCycles() + " that are not judged",
                late -> "late by " + words(late.overdue()) + found(late.found()),
                unknown -> unknown.reason().name().toLowerCase(Locale.ROOT) + ": " + unknown.cause());
    }

    private static String found(Observation.Seen found) {
        return found instanceof Observation.Present present ? ", last written " + present.lastModified() : "";
    }

    private static String words(Duration duration) {
        return duration.toHours() == 0
                ? duration.toMinutes() + " min"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
