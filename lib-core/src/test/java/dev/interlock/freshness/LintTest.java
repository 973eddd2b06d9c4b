package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.freshness.Finding.Kind;
import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.CycleLabel;
import dev.interlock.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LintTest {
    private static final Instant NOW = Instant.parse("2026-05-27T12:00:00Z");
    private static final Cadence WEEKDAYS = Cadence.weekdaySf().on(BusinessCalendars.nyse());
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void lint_soundDeclaration_findsNothing() {
        assertThat(spec(WEEKDAYS, "PT45M").lint(NOW)).isEmpty();
        assertThat(spec(Cadence.saturdaySf(), "PT60H").lint(NOW)).isEmpty();
        assertThat(spec(Cadence.continuous(Duration.ofMinutes(15)), "PT10M").lint(NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cron(0 13 * * ? *), PT24H, NEVER_LATE",
        "cron(0 13 * * ? *), PT23H59M59.999999999S, ",
        "cron(0/15 * * * ? *), PT20M, NEVER_LATE",
        "cron(0/15 * * * ? *), PT15M, NEVER_LATE",
        "cron(0/15 * * * ? *), PT14M, ",
        "cron(* * * * ? *), PT1M, NEVER_LATE",
        "cron(0 13 ? * MON-FRI *), PT24H, SOMETIMES_NEVER_LATE",
        "cron(0 13 ? * MON-FRI *), PT72H, NEVER_LATE",
        "cron(0 0 1 * ? *), P29D, SOMETIMES_NEVER_LATE",
        "cron(0 0 1 1 ? *), P365D, NEVER_LATE"
    })
    void lint_slaNotShorterThanTheCycle_isNeverLate(String expression, Duration sla, Kind expected) {
        Cadence cadence = Cadence.of(Schedule.rule(expression));

        assertThat(spec(cadence, sla.toString()).lint(NOW))
                .extracting(Finding::kind)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void lint_slaOfADayAndMore_saysWhichCyclesItSwallows() {
        assertThat(spec(WEEKDAYS, "PT30H").lint(NOW))
                .extracting(Finding::toString)
                .containsExactly("signals: SOMETIMES_NEVER_LATE: in 207 of 254 cycles the SLA of PT30H ends too late to"
                        + " be seen: cycle 2026-05-26 is over at 2026-05-27T13:00:00Z, and would be late from"
                        + " 2026-05-27T19:00:00Z on");
    }

    @ParameterizedTest
    @CsvSource({
        "live.json, PT30M, ",
        "{date}.json, PT30M, ",
        "{date}.json, PT23H59M, ",
        "{date}.json, PT24H, NEVER_LATE",
        "{cycle_label}.json, PT15M, NEVER_LATE",
        "{cycle_label}.json, PT14M, "
    })
    void lint_continuous_isNeverLateIfItsKeyChangesFirst(String key, Duration sla, Kind expected) {
        ArtifactSpec spec = builder(Cadence.continuous(Duration.ofMinutes(15)), sla.toString())
                .location("research", key)
                .build();

        assertThat(spec.lint(NOW))
                .extracting(Finding::kind)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void lint_undatedKeyOfSomethingPeriodic_acceptsAnyWrite() {
        ArtifactSpec spec =
                builder(WEEKDAYS, "PT45M").location("research", "latest.json").build();

        assertThat(spec.lint(NOW))
                .containsExactly(new Finding(
                        "signals",
                        Kind.UNDATED_KEY,
                        "whatever is written to latest.json after the tick counts, a copy of an old one too"));
    }

    @ParameterizedTest
    @CsvSource({"cron(0 13 ? * SAT *)", "cron(* 12 ? * SAT-SUN *)"})
    void lint_calendarThatClosesEveryTick_isNeverExpected(String expression) {
        ArtifactSpec spec = spec(Cadence.of(Schedule.rule(expression)).on(BusinessCalendars.nyse()), "PT0S");

        assertThat(spec.lint(NOW)).extracting(Finding::kind).containsExactly(Kind.NEVER_EXPECTED);
        assertThat(spec.lint(NOW).get(0).message())
                .startsWith("none of the ticks is on a business day, such as 2026-05-")
                .endsWith("weekend");
    }

    @Test
    void lint_calendarThatEnds_namesTheFirstTickItSaysNothingOf() {
        assertThat(spec(WEEKDAYS, "PT45M").lint(Instant.parse("2040-12-31T13:00:00Z")))
                .extracting(Finding::toString)
                .containsExactly("signals: CALENDAR_ENDS: unknown at the tick of 2041-01-01T13:00:00Z: "
                        + uncovered(LocalDate.of(2041, 1, 1)));
    }

    @Test
    void lint_scheduleThatIsOver_hasNoMoreTicks() {
        Schedule over = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK).endingAt(NOW);

        assertThat(spec(Cadence.of(over), "PT45M").lint(NOW))
                .extracting(Finding::toString)
                .containsExactly("signals: NO_MORE_TICKS: " + over + " has no tick after 2026-05-27T12:00:00Z");
    }

    @Test
    void lint_scheduleThatBeginsLater_isLookedAtFromThereOn() {
        Schedule later = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK, Instant.parse("2027-01-01T00:00:00Z"));

        assertThat(spec(Cadence.of(later), "PT45M").lint(NOW)).isEmpty();
        assertThat(spec(Cadence.of(later), "PT24H").lint(NOW))
                .extracting(Finding::kind)
                .containsExactly(Kind.NEVER_LATE);
    }

    @Test
    void lint_labelCoarserThanTheSchedule_repeats() {
        Cadence cadence = Cadence.of(Schedule.rule("cron(0 9,21 * * ? *)")).labelled(CycleLabel.DATE);

        assertThat(spec(cadence, "PT45M").lint(NOW))
                .containsExactly(new Finding(
                        "signals",
                        Kind.REPEATED_LABEL,
                        "2026-05-27T09:00:00Z and 2026-05-27T21:00:00Z are both labelled 2026-05-27"));
    }

    @ParameterizedTest
    @CsvSource({"15, LATE_WITHIN_WINDOW", "14, "})
    void lint_slaWithinTheFlexibleWindow_isLateTooSoon(int window, Kind expected) {
        Schedule flexible = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK).flexible(Duration.ofMinutes(window));

        assertThat(spec(Cadence.of(flexible), "PT15M").lint(NOW))
                .extracting(Finding::kind)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void lint_artifactOfTheFuture_isLookedAtFromItsCreationOn() {
        ArtifactSpec spec =
                builder(WEEKDAYS, "PT72H").createdAt(LocalDate.of(2030, 1, 1)).build();

        assertThat(spec.lint(NOW)).extracting(Finding::kind).containsExactly(Kind.NEVER_LATE);
        assertThat(spec.lint(NOW).get(0).message()).contains("cycle 2030-01-");
    }

    @Test
    void lint_calendarThatThrows_saysSo() {
        Cadence cadence = Cadence.weekdaySf().on(calendar("broken"));

        assertThat(spec(cadence, "PT45M").lint(NOW))
                .extracting(Finding::toString)
                .containsExactly("signals: CALENDAR_ENDS: unknown at the tick of 2026-05-26T13:00:00Z: calendar broken"
                        + " threw java.lang.IllegalStateException: no data");
    }

    @Test
    void drift_ofAQuarterOfAnHour_namesBothTicks() {
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.rule("cron(45 12 ? * MON-FRI *)"), NOW))
                .hasValue(new Finding(
                        "signals",
                        Kind.DRIFT,
                        "declared for cron(0 13 ? * MON-FRI *) but started by cron(45 12 ? * MON-FRI *), first at"
                                + " 2026-05-27T12:45:00Z in place of 2026-05-27T13:00:00Z"));
    }

    @Test
    void drift_fromTheSameTimesWrittenOtherwise_isNone() {
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.rule("cron(0 13 ? * 2-6 *)"), NOW))
                .isEmpty();
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.scheduler("cron(0 13 ? * 2-6 *)", ZoneOffset.UTC), NOW))
                .isEmpty();
    }

    @Test
    void drift_fromLocalTime_isFoundInTheOtherHalfOfTheYear() {
        assertThat(spec(WEEKDAYS, "PT45M")
                        .drift(Schedule.scheduler("cron(0 9 ? * MON-FRI *)", NEW_YORK), NOW)
                        .map(Finding::message))
                .hasValue("declared for cron(0 13 ? * MON-FRI *) but started by cron(0 9 ? * MON-FRI *)"
                        + " America/New_York, first at 2026-11-02T14:00:00Z in place of 2026-11-02T13:00:00Z");
    }

    @Test
    void drift_fromWhatNeverFires_saysNever() {
        assertThat(spec(WEEKDAYS, "PT45M")
                        .drift(Schedule.rule("cron(0 0 30 2 ? *)"), NOW)
                        .map(Finding::message))
                .hasValue("declared for cron(0 13 ? * MON-FRI *) but started by cron(0 0 30 2 ? *), first at never in"
                        + " place of 2026-05-27T13:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0/15 * * * ? *)    | ",
                "cron(7/5 * * * ? *)     | not between 2026-05-27T12:57:00Z and 2026-05-27T13:07:00Z",
                "cron(0/20 * * * ? *)    | not between 2026-05-27T12:00:00Z and 2026-05-27T12:20:00Z",
                "cron(0/15 9-17 * * ? *) | not between 2026-05-27T17:45:00Z and 2026-05-28T09:00:00Z",
                "cron(0 0 30 2 ? *)      | not before 2027-05-28T12:00:00Z"
            })
    void drift_ofAContinuousArtifact_isAPauseLongerThanItsInterval(String expression, String expected) {
        ArtifactSpec spec =
                spec(Cadence.continuous(Duration.ofMinutes(expression.startsWith("cron(7/5") ? 9 : 15)), "PT10M");

        assertThat(spec.drift(Schedule.rule(expression), NOW)
                        .map(Finding::message)
                        .orElse(null))
                .isEqualTo(
                        expected == null
                                ? null
                                : "declared for every "
                                        + spec.cadence().interval().orElseThrow() + " but started by " + expression
                                        + ", " + expected);
    }

    @Test
    void registry_lintAndDrift_speakOfEachArtifactInOrder() {
        ArtifactRegistry registry = new ArtifactRegistry(
                "artifacts.yaml",
                List.of(
                        builder("prices", WEEKDAYS, "PT45M").build(),
                        builder("news", WEEKDAYS, "PT96H").build()),
                List.of());
        Map<String, Schedule> started = new TreeMap<>(Map.of(
                "news", Schedule.rule("cron(45 12 ? * MON-FRI *)"),
                "prices", Schedule.rule("cron(0 13 ? * MON-FRI *)"),
                "orphan", Schedule.rule("cron(0 1 * * ? *)")));

        assertThat(registry.lint(NOW)).extracting(Finding::artifactId).containsExactly("news");
        assertThat(registry.drift(started, NOW))
                .extracting(f -> f.artifactId() + " " + f.kind())
                .containsExactly("news DRIFT", "orphan NOT_DECLARED");
        assertThat(registry.drift(started, NOW).get(1).message())
                .isEqualTo("started by cron(0 1 * * ? *), but artifacts.yaml does not declare it");
        assertThat(started).hasSize(3);
    }

    @Test
    void explain_lateArtifact_tellsWhyInWords() {
        assertThat(spec(WEEKDAYS, "PT45M").explain(Instant.parse("2026-05-27T13:50:00Z")))
                .isEqualTo("""
                        signals at 2026-05-27T13:50:00Z
                          cadence: weekday_sf on NYSE, ticks by cron(0 13 ? * MON-FRI *)
                          cycle: 2026-05-27, since 2026-05-27T13:00:00Z
                          next tick: 2026-05-28T13:00:00Z
                          calendar: NYSE, 2026-05-27 is a business day
                          key: s3://research/2026-05-27/signals.json
                          fresh: if written at or after 2026-05-27T13:00:00Z
                          late: from 2026-05-27T13:45:00Z on, PT45M after the tick
                          nothing there: late by PT5M""");
    }

    @Test
    void explain_holidayWithARecoveryKey_tellsWhatTheCalendarSays() {
        ArtifactSpec spec = builder(WEEKDAYS, "PT45M").recovery("backup/{date}").build();

        assertThat(spec.explain(Instant.parse("2026-05-25T13:50:00Z"))).isEqualTo("""
                        signals at 2026-05-25T13:50:00Z
                          cadence: weekday_sf on NYSE, ticks by cron(0 13 ? * MON-FRI *)
                          cycle: 2026-05-25, since 2026-05-25T13:00:00Z
                          next tick: 2026-05-26T13:00:00Z
                          calendar: NYSE, 2026-05-25 is none: Memorial Day
                          key: s3://research/2026-05-25/signals.json
                          or else: s3://research/backup/2026-05-25
                          fresh: if written at or after 2026-05-25T13:00:00Z
                          late: from 2026-05-25T13:45:00Z on, PT45M after the tick
                          nothing there: not expected, NYSE closed on 2026-05-25: Memorial Day""");
    }

    @Test
    void explain_continuousArtifact_tellsItsAge() {
        assertThat(spec(Cadence.continuous(Duration.ofMinutes(15)), "PT10M").explain(NOW))
                .isEqualTo("""
                        signals at 2026-05-27T12:00:00Z
                          cadence: continuous every PT15M, ticks by rate(15 minutes)
                          cycle: continuous_15m_1977648, since 2026-05-27T12:00:00Z
                          next tick: 2026-05-27T12:15:00Z
                          calendar: every day, 2026-05-27 is a business day
                          key: s3://research/2026-05-27/signals.json
                          fresh: if written after 2026-05-27T11:35:00Z
                          late: PT25M after the last write
                          nothing there: late by PT5M""");
    }

    @Test
    void explain_beforeTheFirstTick_tellsWhenItIs() {
        Schedule later = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK, Instant.parse("2027-01-01T00:00:00Z"));

        assertThat(spec(Cadence.of(later).labelled(CycleLabel.DATE), "PT45M").explain(NOW))
                .contains("\n  cycle: before-2027-01-01\n")
                .endsWith("\n  nothing there: not expected, the first tick is 2027-01-01T14:00:00Z");
    }

    private static ArtifactSpec spec(Cadence cadence, String sla) {
        return builder(cadence, sla).build();
    }

    private static ArtifactSpec.Builder builder(Cadence cadence, String sla) {
        return builder("signals", cadence, sla);
    }

    private static ArtifactSpec.Builder builder(String id, Cadence cadence, String sla) {
        return ArtifactSpec.builder(id)
                .location("research", "{date}/signals.json")
                .cadence(cadence)
                .sla(Duration.parse(sla))
                .createdAt(LocalDate.of(2020, 1, 1));
    }

    private static String uncovered(LocalDate date) {
        return ((BusinessDay.Uncovered) BusinessCalendars.nyse().day(date)).cause();
    }

    private static BusinessCalendar calendar(String name) {
        return new BusinessCalendar() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }

            @Override
            public BusinessDay day(LocalDate date) {
                throw new IllegalStateException("no data");
            }
        };
    }
}
