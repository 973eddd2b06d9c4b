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
                .containsExactly("signals: NOT_COVERED: unknown at the tick of 2041-01-01T13:00:00Z: "
                        + uncovered(LocalDate.of(2041, 1, 1)));
    }

    @Test
    void lint_scheduleThatIsOver_hasNoMoreTicks() {
        Schedule over = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK).endingAt(NOW);

        assertThat(spec(Cadence.of(over), "PT45M").lint(NOW))
                .extracting(Finding::toString)
                .containsExactly("signals: NO_MORE_TICKS: " + over + " has no tick from 2026-05-27T12:00:00Z on");
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
                .containsExactly("signals: NOT_COVERED: unknown at the tick of 2026-05-26T13:00:00Z: calendar broken"
                        + " threw java.lang.IllegalStateException: no data");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27, PT45M, 2, ",
        "2026-05-27, PT45M, 250, ",
        "2026-05-27, PT45M, 270, ALWAYS_ONBOARDING",
        "2020-01-01, PT45M, 1600, ",
        "2020-01-01, PT45M, 10000, ALWAYS_ONBOARDING"
    })
    void lint_onboardingThatDoesNotEnd_isFound(LocalDate created, String sla, int grace, Kind expected) {
        ArtifactSpec spec =
                builder(WEEKDAYS, sla).createdAt(created).graceCycles(grace).build();

        assertThat(kinds(spec)).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void lint_oneTickInOnboarding_isNeverJudged() {
        ArtifactSpec spec = builder(Cadence.of(Schedule.scheduler("at(2026-06-01T09:00:00)", NEW_YORK)), "PT45M")
                .createdAt(LocalDate.of(2026, 5, 27))
                .location("research", "release.json")
                .build();

        assertThat(spec.lint(NOW))
                .containsExactly(new Finding(
                        "signals",
                        Kind.ALWAYS_ONBOARDING,
                        "not judged in its first 2 expected cycles, and until 2027-05-28T12:00:00Z there are 1"));
    }

    @ParameterizedTest
    @CsvSource({"2020-01-01", "2026-05-24", "2026-05-27", "2026-06-20"})
    void lint_calendarThatClosesEveryTick_isFoundWheneverItWasCreated(LocalDate created) {
        ArtifactSpec spec = builder(Cadence.saturdaySf().on(BusinessCalendars.nyse()), "PT45M")
                .createdAt(created)
                .build();

        assertThat(kinds(spec)).contains(Kind.NEVER_EXPECTED);
    }

    @Test
    void lint_onlyTickAtTheCreation_isToCome() {
        ArtifactSpec spec = builder(Cadence.of(Schedule.scheduler("at(2026-06-01T00:00:00)", ZoneOffset.UTC)), "PT10M")
                .createdAt(LocalDate.of(2026, 6, 1))
                .build();

        assertThat(kinds(spec)).doesNotContain(Kind.NO_MORE_TICKS);
    }

    @Test
    void lint_noTickInTheYear_isNeverExpectedInIt() {
        assertThat(spec(Cadence.of(Schedule.rule("cron(0 9 ? * MON-FRI 2036)")), "PT45M")
                        .lint(NOW))
                .containsExactly(new Finding("signals", Kind.NEVER_EXPECTED, "no tick before 2036-01-01T09:00:00Z"));
        assertThat(kinds(builder(Cadence.of(Schedule.rule("cron(0 9 ? * MON-FRI 2024,2036)")), "PT45M")
                        .createdAt(LocalDate.of(2026, 1, 5))
                        .build()))
                .containsExactly(Kind.NEVER_EXPECTED);
        assertThat(kinds(spec(Cadence.of(Schedule.rule("cron(0 9 ? * MON-FRI 2027)")), "PT45M")))
                .isEmpty();
    }

    @Test
    void lint_scheduleThatEndsBeforeTheCreation_hasNoMoreTicks() {
        Schedule over =
                Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK).endingAt(Instant.parse("2026-12-31T00:00:00Z"));
        ArtifactSpec spec = builder(Cadence.of(over), "PT45M")
                .createdAt(LocalDate.of(2027, 3, 1))
                .build();

        assertThat(kinds(spec)).containsExactly(Kind.NO_MORE_TICKS);
    }

    @Test
    void lint_manyGraceCyclesOfMinutes_isDoneSoon() {
        ArtifactSpec spec = builder(Cadence.of(Schedule.rule("cron(* * * * ? *)")), "PT0S")
                .graceCycles(10_000)
                .build();

        assertThat(spec.lint(NOW)).isEmpty();
    }

    @Test
    void lint_undatedRecoveryKey_acceptsAnyWrite() {
        ArtifactSpec spec = builder(WEEKDAYS, "PT45M").recovery("latest.json").build();

        assertThat(spec.lint(NOW))
                .extracting(Finding::toString)
                .containsExactly(
                        "signals: UNDATED_KEY: whatever is written to latest.json after the tick counts, a copy of"
                                + " an old one too");
    }

    @Test
    void lint_labelThatComesBackLater_repeats() {
        Schedule twoDays = Schedule.rule("cron(0/30 22-23 ? * SUN *)");
        Cadence cadence = Cadence.of(twoDays).labelled(CycleLabel.ISO_WEEK);

        assertThat(kinds(spec(cadence, "PT10M"))).contains(Kind.REPEATED_LABEL);
    }

    @Test
    void lint_rateThroughTheNightThatIsLonger_hasALabelForEachTick() {
        Schedule rate = Schedule.scheduler("rate(30 minutes)", NEW_YORK, Instant.parse("2026-10-31T00:00:00Z"));

        assertThat(spec(Cadence.of(rate), "PT10M").lint(Instant.parse("2026-10-31T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void everything_withACalendarThatThrowsForTheDayBefore_isUnknown() {
        ArtifactSpec spec = spec(Cadence.weekdaySf().on(calendar("broken")).tradingDayBefore(), "PT45M");

        assertThat(spec.assess(new Observation.Absent(), NOW)).isInstanceOf(Freshness.Unknown.class);
        assertThat(spec.checkFreshness(at -> new Observation.Absent(), NOW)).isInstanceOf(Freshness.Unknown.class);
        assertThat(kinds(spec)).containsExactly(Kind.NOT_COVERED);
        assertThat(spec.explain(NOW))
                .contains("\n  calendar: broken threw java.lang.IllegalStateException: no data\n")
                .endsWith("\n  nothing there: unknown, calendar broken threw java.lang.IllegalStateException: no data");
    }

    @Test
    void drift_ofAQuarterOfAnHour_namesBothTicks() {
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.rule("cron(45 12 ? * MON-FRI *)"), NOW))
                .containsExactly(new Finding(
                        "signals",
                        Kind.DRIFT,
                        "declared for cron(0 13 ? * MON-FRI *) but started by cron(45 12 ? * MON-FRI *): started at"
                                + " 2026-05-27T12:45:00Z, declared next for 2026-05-27T13:00:00Z"));
    }

    @Test
    void drift_fromTheSameTimesWrittenOtherwise_isNone() {
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.rule("cron(0 13 ? * 2-6 *)"), NOW))
                .isEmpty();
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.scheduler("cron(0 13 ? * 2-6 *)", ZoneOffset.UTC), NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 13 ? * MON-SAT *) | started at 2026-05-30T13:00:00Z, declared next for 2026-06-01T13:00:00Z",
                "cron(0 13 ? * MON-THU *) | declared for 2026-05-29T13:00:00Z, started next at 2026-06-01T13:00:00Z",
                "cron(0 13 28 5 ? 2026) | declared for 2026-05-27T13:00:00Z, started next at 2026-05-28T13:00:00Z",
                "cron(0 0 30 2 ? *) | declared for 2026-05-27T13:00:00Z, started next at no time"
            })
    void drift_byATickMoreOrLess_namesItAndTheNext(String trigger, String expected) {
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.rule(trigger), NOW))
                .extracting(Finding::message)
                .containsExactly("declared for cron(0 13 ? * MON-FRI *) but started by " + trigger + ": " + expected);
    }

    @Test
    void drift_fromLocalTime_isFoundInTheOtherHalfOfTheYear() {
        assertThat(spec(WEEKDAYS, "PT45M").drift(Schedule.scheduler("cron(0 9 ? * MON-FRI *)", NEW_YORK), NOW))
                .extracting(Finding::message)
                .containsExactly("declared for cron(0 13 ? * MON-FRI *) but started by cron(0 9 ? * MON-FRI *)"
                        + " America/New_York: declared for 2026-11-02T13:00:00Z, started next at 2026-11-02T14:00:00Z");
    }

    @Test
    void drift_withAWindowLongerThanTheSla_isLateTooSoon() {
        Schedule flexible =
                Schedule.scheduler("cron(0 13 ? * MON-FRI *)", ZoneOffset.UTC).flexible(Duration.ofHours(2));

        assertThat(spec(WEEKDAYS, "PT45M").drift(flexible, NOW))
                .containsExactly(new Finding(
                        "signals",
                        Kind.LATE_WITHIN_WINDOW,
                        "late PT45M after the tick, but may be started until PT2H after it"));
    }

    @ParameterizedTest
    @CsvSource({"15, cron(0/15 * * * ? *)", "15, cron(* * * * ? *)", "10, cron(7/5 * * * ? *)"})
    void drift_ofAContinuousArtifactThatIsStartedOftenEnough_isNone(int interval, String expression) {
        ArtifactSpec spec = spec(Cadence.continuous(Duration.ofMinutes(interval)), "PT10M");

        assertThat(spec.drift(Schedule.rule(expression), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 | cron(7/5 * * * ? *) | 2026-05-27T12:57:00Z and 2026-05-27T13:07:00Z",
                "15 | cron(0/20 * * * ? *) | 2026-05-27T12:00:00Z and 2026-05-27T12:20:00Z",
                "15 | cron(0/15 9-17 * * ? *) | 2026-05-27T17:45:00Z and 2026-05-28T09:00:00Z",
                "15 | cron(* * ? * MON-FRI *) | 2026-05-29T23:59:00Z and 2026-06-01T00:00:00Z",
                "15 | cron(0/15 * 27 5 ? 2026) | 2026-05-27T23:45:00Z and 2027-05-28T12:00:00Z",
                "15 | cron(0 0 30 2 ? *) | 2026-05-27T12:00:00Z and 2027-05-28T12:00:00Z"
            })
    void drift_ofAContinuousArtifact_isAPauseLongerThanItsInterval(int interval, String expression, String pause) {
        ArtifactSpec spec = spec(Cadence.continuous(Duration.ofMinutes(interval)), "PT10M");

        assertThat(spec.drift(Schedule.rule(expression), NOW))
                .extracting(Finding::message)
                .containsExactly("declared for every PT" + interval + "M but started by " + expression
                        + ": not between " + pause);
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
    void drift_ofARegistryWithProblems_cannotTellWhatIsDeclared() {
        ArtifactRegistry registry =
                ArtifactRegistry.parse("artifacts.yaml", "artifacts: [{artifact_id: signals, cadence: fortnightly}]");

        assertThat(registry.drift(Map.of("signals", Schedule.rule("cron(0 1 * * ? *)")), NOW))
                .containsExactly(new Finding(
                        "signals",
                        Kind.MAYBE_NOT_DECLARED,
                        "started by cron(0 1 * * ? *), but artifacts.yaml does not declare it, unless it is in what"
                                + " could not be read"));
    }

    @Test
    void explain_cycleThatEndsBeforeItsSla_isNeverLate() {
        Instant now = Instant.parse("2026-05-27T13:50:00Z");

        assertThat(spec(WEEKDAYS, "PT48H").explain(now)).endsWith("""
                          fresh: if written at or after 2026-05-27T13:00:00Z
                          late: never, the cycle is over at 2026-05-28T13:00:00Z and would be late from \
                        2026-05-29T13:00:00Z on
                          nothing there: pending until 2026-05-28T13:00:00Z, when the cycle is over""");
        assertThat(spec(WEEKDAYS, "PT24H").explain(now)).contains("late: never", "when the cycle is over");
        assertThat(spec(WEEKDAYS, "PT23H59M59S").explain(now))
                .endsWith("\n  late: from 2026-05-28T12:59:59Z on, PT23H59M59S after the tick"
                        + "\n  nothing there: pending until 2026-05-28T12:59:59Z");
    }

    @Test
    void explain_lateArtifact_tellsWhyInWords() {
        assertThat(spec(WEEKDAYS, "PT45M").explain(Instant.parse("2026-05-27T13:50:00Z")))
                .isEqualTo("""
                        signals at 2026-05-27T13:50:00Z
                          cadence: weekday_sf on NYSE, ticks by cron(0 13 ? * MON-FRI *)
                          next tick: 2026-05-28T13:00:00Z
                          cycle: 2026-05-27, since 2026-05-27T13:00:00Z
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
                          next tick: 2026-05-26T13:00:00Z
                          cycle: 2026-05-25, since 2026-05-25T13:00:00Z
                          calendar: NYSE, 2026-05-25 is none: Memorial Day
                          key: s3://research/2026-05-25/signals.json
                          or else: s3://research/backup/2026-05-25
                          nothing there: not expected, NYSE closed on 2026-05-25: Memorial Day""");
    }

    @Test
    void explain_continuousArtifact_tellsItsAge() {
        assertThat(spec(Cadence.continuous(Duration.ofMinutes(15)), "PT10M").explain(NOW))
                .isEqualTo("""
                        signals at 2026-05-27T12:00:00Z
                          cadence: continuous every PT15M, ticks by rate(15 minutes)
                          next tick: 2026-05-27T12:15:00Z
                          cycle: continuous_15m_1977648, since 2026-05-27T12:00:00Z
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
                .isEqualTo("""
                        signals at 2026-05-27T12:00:00Z
                          cadence: cron(0 9 * * ? *) America/New_York from 2027-01-01T00:00:00Z
                          next tick: 2027-01-01T14:00:00Z
                          nothing there: not expected, the first tick is 2027-01-01T14:00:00Z""");
    }

    private static List<Kind> kinds(ArtifactSpec spec) {
        return spec.lint(NOW).stream().map(Finding::kind).toList();
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
