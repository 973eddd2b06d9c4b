package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.aws.freshness.S3AsyncArtifactProbe;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.CycleVerdict;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.FreshnessSweep;
import dev.interlock.freshness.Observation;
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
    void registry_onACalendarOfItsOwn_expectsNothingOnItsClosures() {
        // @start region="calendars"
        ArtifactRegistry registry =
                ArtifactRegistry.parse("artifacts.yaml", """
                calendars:
                  desk:
                    base: nyse # its sessions and its zone
                    closed_with: [tokyo]
                    closures: {2026-07-02: inventory}
                    until: 2027-06-30 # nothing is known of later dates, and no verdict pretends to
                  tokyo:
                    base: weekdays
                    timezone: Asia/Tokyo
                    closures: {2026-04-29: Showa Day, 2026-05-04: Greenery Day}
                defaults: {s3_bucket: research, severity: critical, owner_repo: market-data, created_at: 2026-01-05,
                  sla_minutes_after_cron: 45, calendar: desk}
                artifacts:
                  - artifact_id: signals
                    s3_key_template: "signals/{trading_day}/signals.json"
                    schedule: cron(45 8 ? * MON-FRI *)
                    timezone: America/New_York # so EventBridge Scheduler; a rule has none and is in UTC
                    label: date
                    trading_day: previous_business_day
                  - artifact_id: quotes
                    s3_key_template: "quotes/{cycle_label}.json"
                    schedule: rate(15 minutes)
                    anchor: 2026-01-05T00:07:00Z # a known tick
                    sla_minutes_after_cron: 10 # shorter than the period, or it could never be late
                    calendar: null
                """).orThrow();
        ArtifactSpec signals = registry.artifacts().get(0);
        log.add("" + signals.assess(new Observation.Absent(), Instant.parse("2026-07-02T18:00:00Z")));
        // NotExpected[..., reason=desk closed on 2026-07-02: inventory]
        log.add("" + signals.location(signals.cadence().cycleAt(Instant.parse("2026-07-06T18:00:00Z"))));
        // s3://research/signals/2026-07-01/signals.json, since the 2nd was the inventory and the 3rd a holiday
        // @end

        assertThat(log)
                .satisfiesExactly(
                        verdict -> assertThat(verdict)
                                .startsWith("NotExpected")
                                .endsWith("reason=desk closed on 2026-07-02: inventory]"),
                        key -> assertThat(key).isEqualTo("s3://research/signals/2026-07-01/signals.json"));
        ArtifactSpec quotes = registry.artifacts().get(1);
        assertThat(quotes.location(quotes.cadence().cycleAt(NOW)).key()).isEqualTo("quotes/20260530T1022.json");
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
