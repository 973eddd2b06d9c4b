package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.Severity;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.CycleVerdict;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.Observation;
import dev.interlock.freshness.UnknownReason;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The roll-up of a cycle, its wording included. */
final class CycleCompletionVectors implements Vectors {
    private static final Cycle CYCLE = Cadence.weekdaySf().cycleAt(Instant.parse("2026-05-27T14:00:00Z"));

    @Override
    public String fileName() {
        return "cycle_completion.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        for (Json vector : Json.of(file).at("cases").cases()) {
            tally.attempt(vector.path(), () -> replay(vector, tally));
        }
    }

    private static void replay(Json vector, Tally tally) {
        List<Checked> inputs = vector.at("inputs").elements().stream()
                .map(CycleCompletionVectors::checked)
                .toList();
        String label = vector.at("cycle_label").optionalText().orElse("none");
        Json expected = vector.at("expected");
        tally.expect(vector.at("id").text(), expected(expected), actual(CycleVerdict.of(inputs), label));
    }

    private static List<Object> expected(Json expected) {
        return List.of(
                expected.at("state").text(),
                expected.at("complete").bool(),
                expected.at("cycle_label").optionalText().orElse("none"),
                expected.at("n_required").integer(),
                expected.at("n_satisfied").integer(),
                expected.at("missing").texts(),
                expected.at("stale").texts(),
                expected.at("probe_failed").texts(),
                expected.at("grace_period").texts(),
                expected.at("reason").text());
    }

    private static List<Object> actual(CycleVerdict verdict, String label) {
        String state = verdict.fold(
                complete -> "complete", waiting -> "in_progress", gap -> "incomplete", blind -> "indeterminate");
        return List.of(
                state,
                verdict instanceof CycleVerdict.Complete,
                label,
                verdict.required(),
                verdict.satisfied(),
                verdict.missing(),
                verdict.stale(),
                verdict.unknown(),
                verdict.onboarding(),
                reason(verdict));
    }

    /** The original's sentence for the same facts. */
    private static String reason(CycleVerdict verdict) {
        String ratio = verdict.satisfied() + "/" + verdict.required();
        return verdict.fold(
                complete -> "cycle complete: all " + verdict.required() + " critical artifacts present+valid"
                        + (verdict.onboarding().isEmpty()
                                ? ""
                                : " (" + verdict.onboarding().size() + " in grace period)"),
                waiting -> "cycle in progress",
                gap -> "cycle incomplete: " + ratio + " critical artifacts present+valid; " + gaps(verdict),
                blind -> "cycle indeterminate: monitor probe failed for " + Python.repr(verdict.unknown())
                        + " \u2014 cannot confirm cycle (" + ratio + " confirmed fresh)");
    }

    private static String gaps(CycleVerdict verdict) {
        List<String> gaps = new ArrayList<>();
        if (!verdict.missing().isEmpty()) {
            gaps.add("missing=" + Python.repr(verdict.missing()));
        }
        if (!verdict.stale().isEmpty()) {
            gaps.add("stale=" + Python.repr(verdict.stale()));
        }
        return String.join("; ", gaps);
    }

    private static Checked checked(Json input) {
        ArtifactSpec spec = ArtifactSpec.builder(input.at("artifact_id").text())
                .location("bucket", "key")
                .cadence(Cadence.weekdaySf())
                .sla(Duration.ZERO)
                .severity(Severity.valueOf(input.at("severity").text().toUpperCase(Locale.ROOT)))
                .createdAt(LocalDate.of(2020, 1, 1))
                .build();
        return new Checked(spec, verdict(input.at("state").text()));
    }

    private static Freshness verdict(String state) {
        Observation.Present old = new Observation.Present(CYCLE.tick().minusSeconds(1));
        return switch (state) {
            case "fresh" -> new Freshness.Fresh(CYCLE, CYCLE.tick(), Freshness.Source.CANONICAL);
            case "grace_period" -> new Freshness.Onboarding(CYCLE, 1, 2);
            case "missing" -> new Freshness.Late(CYCLE, Duration.ZERO, new Observation.Absent());
            case "stale" -> new Freshness.Late(CYCLE, Duration.ZERO, old);
            case "probe_failed" -> new Freshness.Unknown(CYCLE, UnknownReason.PROBE, "as given");
            default -> throw new IllegalArgumentException("unknown state: " + state);
        };
    }
}
