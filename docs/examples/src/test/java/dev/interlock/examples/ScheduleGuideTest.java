package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Severity;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.Finding;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.CycleLabel;
import dev.interlock.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of the guide's part on schedules. */
final class ScheduleGuideTest {
    private static final Instant NOW = Instant.parse("2026-05-27T12:00:00Z");

    @Test
    void schedule_ofARuleAndOfScheduler_tellsWhenItFires() {
        Instant now = NOW;
        // @start region="schedule"
        Schedule rule = Schedule.rule("cron(45 12 ? * MON-FRI *)"); // EventBridge rules tick in UTC
        Schedule local = Schedule.scheduler("cron(30 8 ? * MON-FRI *)", ZoneId.of("America/New_York"));

        rule.next(now); // 2026-05-27T12:45:00Z
        local.latest(now); // 2026-05-26T12:30:00Z
        rule.coincidences(local, now, now.plus(Duration.ofDays(366))); // none: 12:45 UTC is never 8:30 in New York
        // @end

        assertThat(rule.next(now)).hasValue(Instant.parse("2026-05-27T12:45:00Z"));
        assertThat(local.latest(now)).hasValue(Instant.parse("2026-05-26T12:30:00Z"));
        assertThat(rule.coincidences(local, now, now.plus(Duration.ofDays(366))))
                .isEmpty();
    }

    @Test
    void cadence_ofASchedule_isWhatTheProducerDoes() {
        Cadence cadence = cadence();
        ArtifactSpec signals = ArtifactSpec.builder("signals")
                .location("research-bucket", "signals/{trading_day}/signals.json")
                .cadence(cadence)
                .sla(Duration.ofMinutes(45))
                .severity(Severity.CRITICAL)
                .createdAt(LocalDate.of(2026, 1, 5))
                .build();

        assertThat(signals.explain(Instant.parse("2026-05-27T13:35:00Z")))
                .contains(
                        "cycle: 2026-05-27, since 2026-05-27T12:45:00Z",
                        "late: from 2026-05-27T13:30:00Z on, PT45M after the tick",
                        "nothing there: late by PT5M");
    }

    private static Cadence cadence() {
        // @start region="cadence"
        Cadence cadence = Cadence.of(Schedule.rule("cron(45 12 ? * MON-FRI *)"))
                .on(BusinessCalendars.nyse()) // on its holidays nothing is expected
                .labelled(CycleLabel.DATE);
        // @end
        return cadence;
    }

    @Test
    void lint_ofARegistry_findsWhatCanNeverAlert() {
        ArtifactRegistry registry =
                ArtifactRegistry.parse("artifacts.yaml", """
                artifacts:
                  - {artifact_id: prices, s3_bucket: research, s3_key_template: "{date}/prices.json",
                     cadence: weekday_sf, sla_minutes_after_cron: 4320, severity: critical, owner_repo: market-data,
                     created_at: 2026-01-05}
                """).orThrow();
        Instant now = NOW;
        // @start region="lint"
        List<Finding> vacuous = registry.lint(now);
        // prices: NEVER_LATE: in 254 of 254 cycles the SLA of PT72H ends too late to be seen: cycle 2026-05-26 is
        // over at 2026-05-27T13:00:00Z, and would be late from 2026-05-29T13:00:00Z on

        List<Finding> drifted = registry.drift(Map.of("prices", Schedule.rule("cron(45 12 ? * MON-FRI *)")), now);
        // prices: DRIFT: declared for cron(0 13 ? * MON-FRI *) but started by cron(45 12 ? * MON-FRI *): started at
        // 2026-05-27T12:45:00Z, declared next for 2026-05-27T13:00:00Z
        // @end

        assertThat(vacuous)
                .hasToString("[prices: NEVER_LATE: in 254 of 254 cycles the SLA of PT72H ends too late to be seen:"
                        + " cycle 2026-05-26 is over at 2026-05-27T13:00:00Z, and would be late from"
                        + " 2026-05-29T13:00:00Z on]");
        assertThat(drifted)
                .hasToString("[prices: DRIFT: declared for cron(0 13 ? * MON-FRI *) but started by"
                        + " cron(45 12 ? * MON-FRI *): started at 2026-05-27T12:45:00Z, declared next for"
                        + " 2026-05-27T13:00:00Z]");
    }
}
