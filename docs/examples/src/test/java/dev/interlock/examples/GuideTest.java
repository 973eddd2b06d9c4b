package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.aws.freshness.S3AsyncArtifactProbe;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.CycleVerdict;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.FreshnessSweep;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The examples of the guide. */
@FakeAwsTest
final class GuideTest {
    private static final Instant NOW = Instant.parse("2026-05-30T10:30:00Z");
    private final List<String> alerts = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> cycles = new ArrayList<>();

    @Test
    void registry_withAMistake_tellsWhereAndLeavesTheOthers() {
        // @start region="registry"
        ArtifactRegistry registry = ArtifactRegistry.parse("artifacts.yaml", """
                artifacts:
                  - artifact_id: macro
                    s3_bucket: research
                    s3_key_template: "weekly/{date}/macro.json"
                    cadence: saturday_sf
                    sla_minutes_after_cron: 60
                    severity: critical
                    owner_repo: market-data
                    created_at: 2026-01-05
                  - {artifact_id: news, cadence: hourly}
                """);
        registry.problems().forEach(problem -> log.add(registry.describe(problem)));
        // artifacts.yaml:10:34: artifacts[1].cadence: 'hourly' is not one of saturday_sf, weekday_sf, eod_sf,
        // continuous
        // @end

        assertThat(registry.artifacts()).hasSize(1);
        assertThat(log)
                .contains("artifacts.yaml:10:34: artifacts[1].cadence:"
                        + " 'hourly' is not one of saturday_sf, weekday_sf, eod_sf, continuous");
    }

    @Test
    void sweep_ofOneMissingArtifact_alertsOnce(FakeAws aws, S3AsyncClient s3) {
        aws.s3().put("research", "weekly/2026-05-23/macro.json", "{}".getBytes(UTF_8), NOW);
        ArtifactRegistry registry =
                ArtifactRegistry.parse("artifacts.yaml", """
                artifacts:
                  - {artifact_id: macro, s3_bucket: research, s3_key_template: "weekly/{date}/macro.json",
                     cadence: saturday_sf, sla_minutes_after_cron: 60, severity: critical, owner_repo: market-data,
                     created_at: 2026-01-05}
                """).orThrow();
        Instant now = NOW;

        // @start region="sweep"
        List<Checked> checked = FreshnessSweep.create(S3AsyncArtifactProbe.create(s3), 64)
                .run(registry.artifacts(), now, progress -> log.add(progress.done() + " of " + progress.total()))
                .join();
        checked.forEach(this::alert);
        // @end
        // @start region="cycle"
        CycleVerdict.byCycle(checked)
                .forEach((cycle, verdict) -> cycles.add(cycle + ": "
                        + verdict.fold(
                                complete -> "complete",
                                waiting -> "waiting for " + waiting.pending(),
                                gap -> "missing " + gap.missing() + ", stale " + gap.stale(),
                                blind -> "cannot tell of " + blind.unknown())));
        // @end

        assertThat(log).containsExactly("1 of 1");
        assertThat(alerts).containsExactly("freshness_macro_2026-W22: late by PT30M");
        assertThat(cycles).containsExactly("saturday_sf 2026-W22: missing [macro], stale []");
    }

    // @start region="fold"
    private void alert(Checked checked) {
        Freshness verdict = checked.verdict();
        String trouble = verdict.fold(
                fresh -> "",
                pending -> "",
                notExpected -> "",
                onboarding -> "",
                late -> "late by " + late.overdue(),
                unknown -> "the monitor is blind: " + unknown.cause());
        if (!trouble.isEmpty()) {
            alerts.add(checked.spec().dedupKey(verdict.cycle()) + ": " + trouble); // one event for each cycle
        }
    }
    // @end
}
