package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a spec that produces once in a cycle judges: tick, deadline, onboarding, calendar, and the order of the rules.
 */
final class ArtifactSpecAssessTest {
    private static final Observation ABSENT = new Observation.Absent();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T13:00:00Z           | absent                         | 2026-05-27 pending until 2026-05-27T13:45:00Z, absent
                    2026-05-27T13:00:00Z           | 2026-05-27T12:59:59.999999999Z | 2026-05-27 pending until 2026-05-27T13:45:00Z, written 2026-05-27T12:59:59.999999999Z
                    2026-05-27T13:00:00Z           | 2026-05-27T13:00:00Z           | 2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z
                    2026-05-27T13:44:59.999999999Z | absent                         | 2026-05-27 pending until 2026-05-27T13:45:00Z, absent
                    2026-05-27T13:45:00Z           | absent                         | 2026-05-27 late PT0S, absent
                    2026-05-27T13:45:00Z           | 2026-05-26T13:00:00Z           | 2026-05-27 late PT0S, written 2026-05-26T13:00:00Z
                    2026-05-27T13:45:00Z           | 2026-05-27T13:45:00Z           | 2026-05-27 fresh CANONICAL 2026-05-27T13:45:00Z
                    2026-05-27T13:50:00Z           | absent                         | 2026-05-27 late PT5M, absent
                    2026-05-27T13:50:00Z           | 2026-05-27T13:49:00Z           | 2026-05-27 fresh CANONICAL 2026-05-27T13:49:00Z
                    2026-05-27T13:50:00Z           | 2026-05-28T00:00:00Z           | 2026-05-27 fresh CANONICAL 2026-05-28T00:00:00Z
                    2026-05-27T13:50:00Z           | denied                         | 2026-05-27 unknown ACCESS: 403 AccessDenied
                    2026-05-27T13:00:00Z           | denied                         | 2026-05-27 unknown ACCESS: 403 AccessDenied
                    2026-05-27T12:59:59.999999999Z | absent                         | 2026-05-26 late PT23H14M59.999999999S, absent
                    2026-05-27T12:59:59.999999999Z | 2026-05-26T13:00:00Z           | 2026-05-26 fresh CANONICAL 2026-05-26T13:00:00Z
                    2026-05-30T10:00:00Z           | absent                         | 2026-05-29 late PT20H15M, absent
                    2026-05-31T13:30:00Z           | 2026-05-29T13:00:00Z           | 2026-05-29 fresh CANONICAL 2026-05-29T13:00:00Z
                    2026-06-01T12:00:00Z           | 2026-05-29T12:59:59Z           | 2026-05-29 late PT70H15M, written 2026-05-29T12:59:59Z
                    2026-12-31T13:45:00Z           | absent                         | 2026-12-31 late PT0S, absent
                    2027-01-01T12:59:59Z           | 2026-12-31T13:00:00Z           | 2026-12-31 fresh CANONICAL 2026-12-31T13:00:00Z
                    2028-02-29T13:44:59.999999999Z | absent                         | 2028-02-29 pending until 2028-02-29T13:45:00Z, absent
                    2028-02-29T13:45:00Z           | absent                         | 2028-02-29 late PT0S, absent
                    """)
    void assess_weekdayArtifact_isJudgedByTickAndDeadline(Instant now, String seen, String verdict) {
        assertThat(VerdictText.of(spec().build().assess(VerdictText.seen(seen), now)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2027-01-02T09:00:00Z           | absent                         | 2026-W53 pending until 2027-01-02T21:00:00Z, absent
                    2027-01-02T20:59:59.999999999Z | 2026-12-26T09:00:00Z           | 2026-W53 pending until 2027-01-02T21:00:00Z, written 2026-12-26T09:00:00Z
                    2027-01-02T21:00:00Z           | 2026-12-26T09:00:00Z           | 2026-W53 late PT0S, written 2026-12-26T09:00:00Z
                    2027-01-09T08:59:59Z           | 2027-01-02T09:00:00Z           | 2026-W53 fresh CANONICAL 2027-01-02T09:00:00Z
                    2027-01-09T09:00:00Z           | 2027-01-02T09:00:00Z           | 2027-W01 pending until 2027-01-09T21:00:00Z, written 2027-01-02T09:00:00Z
                    2028-01-01T21:30:00Z           | absent                         | 2027-W52 late PT30M, absent
                    """)
    void assess_saturdayArtifact_isJudgedByTickAndDeadline(Instant now, String seen, String verdict) {
        ArtifactSpec weekly =
                spec().cadence(Cadence.saturdaySf()).sla(Duration.ofHours(12)).build();

        assertThat(VerdictText.of(weekly.assess(VerdictText.seen(seen), now))).isEqualTo(verdict);
    }

    @Test
    void assess_slaOfZero_isLateFromTheTickOn() {
        Freshness verdict = spec().sla(Duration.ZERO).build().assess(ABSENT, Instant.parse("2026-05-27T13:00:00Z"));

        assertThat(VerdictText.of(verdict)).isEqualTo("2026-05-27 late PT0S, absent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-29 | 2 | 2026-05-01T13:00:00Z           | 2026-05-01 onboarding 0 of 2
                    2026-05-29 | 2 | 2026-05-29T12:59:59.999999999Z | 2026-05-28 onboarding 0 of 2
                    2026-05-29 | 2 | 2026-05-29T13:00:00Z           | 2026-05-29 onboarding 1 of 2
                    2026-05-29 | 2 | 2026-05-31T23:59:59Z           | 2026-05-29 onboarding 1 of 2
                    2026-05-29 | 2 | 2026-06-01T12:59:59.999999999Z | 2026-05-29 onboarding 1 of 2
                    2026-05-29 | 2 | 2026-06-01T13:00:00Z           | 2026-06-01 onboarding 2 of 2
                    2026-05-29 | 2 | 2026-06-02T12:59:59.999999999Z | 2026-06-01 onboarding 2 of 2
                    2026-05-29 | 2 | 2026-06-02T13:00:00Z           | 2026-06-02 pending until 2026-06-02T13:45:00Z, absent
                    2026-05-22 | 2 | 2026-05-22T13:00:00Z           | 2026-05-22 onboarding 1 of 2
                    2026-05-22 | 2 | 2026-05-25T13:00:00Z           | 2026-05-25 onboarding 1 of 2
                    2026-05-22 | 2 | 2026-05-26T13:00:00Z           | 2026-05-26 onboarding 2 of 2
                    2026-05-22 | 2 | 2026-05-27T12:59:59Z           | 2026-05-26 onboarding 2 of 2
                    2026-05-22 | 2 | 2026-05-27T13:00:00Z           | 2026-05-27 pending until 2026-05-27T13:45:00Z, absent
                    2026-05-23 | 1 | 2026-05-25T13:00:00Z           | 2026-05-25 onboarding 0 of 1
                    2026-05-27 | 0 | 2026-05-27T12:59:59.999999999Z | 2026-05-26 onboarding 0 of 0
                    2026-05-27 | 0 | 2026-05-27T13:00:00Z           | 2026-05-27 pending until 2026-05-27T13:45:00Z, absent
                    2026-05-27 | 1 | 2026-05-28T12:59:59Z           | 2026-05-27 onboarding 1 of 1
                    2026-05-27 | 1 | 2026-05-28T13:45:00Z           | 2026-05-28 late PT0S, absent
                    2030-01-01 | 0 | 2026-05-27T13:00:00Z           | 2026-05-27 onboarding 0 of 0
                    """)
    void assess_youngArtifact_isNotJudgedForItsFirstExpectedCycles(
            LocalDate createdAt, int graceCycles, Instant now, String verdict) {
        ArtifactSpec young =
                spec().createdAt(createdAt).graceCycles(graceCycles).build();

        assertThat(VerdictText.of(young.assess(ABSENT, now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-25T13:00:00Z           | 2026-05-25 not expected: NYSE closed on 2026-05-25: Memorial Day
                    2026-05-26T12:59:59.999999999Z | 2026-05-25 not expected: NYSE closed on 2026-05-25: Memorial Day
                    2026-05-25T12:59:59.999999999Z | 2026-05-22 late PT71H14M59.999999999S, absent
                    2026-05-26T13:00:00Z           | 2026-05-26 pending until 2026-05-26T13:45:00Z, absent
                    2026-11-27T18:00:00Z           | 2026-11-27 late PT4H15M, absent
                    """)
    void assess_holiday_isNotExpected(Instant now, String verdict) {
        assertThat(VerdictText.of(spec().build().assess(ABSENT, now))).isEqualTo(verdict);
    }

    @Test
    void assess_holidayOfCadenceWithoutCalendar_isDue() {
        ArtifactSpec spec = spec().cadence(Cadence.weekdaySf()).build();

        assertThat(VerdictText.of(spec.assess(ABSENT, Instant.parse("2026-05-25T13:45:00Z"))))
                .isEqualTo("2026-05-25 late PT0S, absent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2041-01-01T13:00:00Z | 2041-01-01
                    1999-12-31T13:00:00Z | 1999-12-31
                    """)
    void assess_beyondTheCalendar_isUnknownEvenWhileOnboarding(Instant now, LocalDate date) {
        ArtifactSpec young = spec().createdAt(date).build();

        assertThat(VerdictText.of(young.assess(ABSENT, now)))
                .isEqualTo(date + " unknown CALENDAR: NYSE is known from 2000 to 2040");
    }

    @Test
    void assess_uncoveredCyclesBefore_areNotCountedAsExpected() {
        ArtifactSpec old = spec().createdAt(LocalDate.of(1999, 12, 1)).build();

        assertThat(VerdictText.of(old.assess(ABSENT, Instant.parse("2000-01-04T13:00:00Z"))))
                .isEqualTo("2000-01-04 onboarding 2 of 2");
    }

    @Test
    void assess_unreadableOnHoliday_isNotExpected() {
        Freshness verdict = spec().build().assess(VerdictText.seen("denied"), Instant.parse("2026-05-25T14:00:00Z"));

        assertThat(VerdictText.of(verdict))
                .isEqualTo("2026-05-25 not expected: NYSE closed on 2026-05-25: Memorial Day");
    }

    @Test
    void assess_unreadableWhileOnboarding_isOnboarding() {
        ArtifactSpec young = spec().createdAt(LocalDate.of(2026, 5, 27)).build();

        assertThat(VerdictText.of(young.assess(VerdictText.seen("denied"), Instant.parse("2026-05-27T14:00:00Z"))))
                .isEqualTo("2026-05-27 onboarding 1 of 2");
    }

    @Test
    void assess_twoObservationsOnHoliday_isNotExpected() {
        Freshness verdict = spec().build().assess(ABSENT, ABSENT, Instant.parse("2026-05-25T14:00:00Z"));

        assertThat(VerdictText.of(verdict))
                .isEqualTo("2026-05-25 not expected: NYSE closed on 2026-05-25: Memorial Day");
    }

    @Test
    void assess_calendarThrows_isUnknown() {
        ArtifactSpec spec = spec().cadence(Cadence.weekdaySf().on(calendar(date -> {
                    throw new IllegalStateException("no table for " + date);
                })))
                .build();

        assertThat(VerdictText.of(spec.assess(ABSENT, Instant.parse("2026-05-27T14:00:00Z"))))
                .isEqualTo("2026-05-27 unknown CALENDAR: calendar test calendar threw"
                        + " java.lang.IllegalStateException: no table for 2026-05-27");
    }

    @Test
    void assess_calendarThrowsForAnEarlierCycle_isUnknown() {
        LocalDate today = LocalDate.of(2026, 5, 27);
        ArtifactSpec spec = spec().cadence(Cadence.weekdaySf().on(calendar(date -> {
                    if (date.isBefore(today)) {
                        throw new IllegalStateException("no table for " + date);
                    }
                    return BusinessCalendars.everyDay().day(date);
                })))
                .build();

        assertThat(VerdictText.of(spec.assess(ABSENT, Instant.parse("2026-05-27T14:00:00Z"))))
                .isEqualTo("2026-05-27 unknown CALENDAR: calendar test calendar threw"
                        + " java.lang.IllegalStateException: no table for 2026-05-26");
    }

    @Test
    @NullUnmarked
    void assess_calendarGivesNoAnswer_isUnknown() {
        ArtifactSpec spec =
                spec().cadence(Cadence.weekdaySf().on(calendar(date -> null))).build();

        assertThat(VerdictText.of(spec.assess(ABSENT, Instant.parse("2026-05-27T14:00:00Z"))))
                .isEqualTo("2026-05-27 unknown CALENDAR: calendar test calendar threw"
                        + " java.lang.NullPointerException: test calendar says nothing of 2026-05-27");
    }

    private static ArtifactSpec.Builder spec() {
        return ArtifactSpec.builder("signals")
                .location("research-bucket", "signals/{trading_day}/signals.json")
                .cadence(Cadence.weekdaySf().on(BusinessCalendars.nyse()))
                .sla(Duration.ofMinutes(45))
                .createdAt(LocalDate.of(2026, 1, 5));
    }

    private static BusinessCalendar calendar(Function<LocalDate, BusinessDay> days) {
        return new BusinessCalendar() {
            @Override
            public String name() {
                return "test calendar";
            }

            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }

            @Override
            public BusinessDay day(LocalDate date) {
                return days.apply(date);
            }
        };
    }
}
