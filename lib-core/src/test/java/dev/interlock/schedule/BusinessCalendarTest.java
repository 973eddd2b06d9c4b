package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BusinessCalendarTest {
    private static final BusinessCalendar NYSE = BusinessCalendars.nyse();
    private static final LocalDate START = LocalDate.of(2026, 5, 27);

    @ParameterizedTest
    @CsvSource({
        "2026-05-26, 2026-05-27",
        "2026-05-22, 2026-05-26",
        "2026-05-23, 2026-05-26",
        "2026-05-24, 2026-05-26",
        "2026-05-25, 2026-05-26",
        "2026-12-31, 2027-01-04",
        "2028-02-28, 2028-02-29",
        "2001-09-10, 2001-09-17",
        "2040-12-28, 2040-12-31"
    })
    void next_isTheFirstBusinessDayAfter(LocalDate date, LocalDate expected) {
        assertThat(NYSE.next(date)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27, 2026-05-26",
        "2026-05-26, 2026-05-22",
        "2026-05-25, 2026-05-22",
        "2026-05-24, 2026-05-22",
        "2026-05-23, 2026-05-22",
        "2027-01-04, 2026-12-31",
        "2028-03-01, 2028-02-29",
        "2001-09-17, 2001-09-10",
        "2000-01-04, 2000-01-03"
    })
    void previous_isTheLastBusinessDayBefore(LocalDate date, LocalDate expected) {
        assertThat(NYSE.previous(date)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2040-12-31", "2041-06-01", "1999-12-30", "1999-06-01"})
    void next_acrossAnUncoveredDate_isEmpty(LocalDate date) {
        assertThat(NYSE.next(date)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000-01-03", "2000-01-01", "1999-06-01", "2041-01-02", "2041-06-01"})
    void previous_acrossAnUncoveredDate_isEmpty(LocalDate date) {
        assertThat(NYSE.previous(date)).isEmpty();
    }

    @Test
    void next_fromTheDateBeforeTheFirstCovered_isTheFirstSession() {
        assertThat(NYSE.next(LocalDate.of(1999, 12, 31))).hasValue(LocalDate.of(2000, 1, 3));
    }

    @Test
    void previous_fromTheDateAfterTheLastCovered_isTheLastSession() {
        assertThat(NYSE.previous(LocalDate.of(2041, 1, 1))).hasValue(LocalDate.of(2040, 12, 31));
    }

    @Test
    void next_openOnTheLastDayOfTheHorizon_isThatDay() {
        assertThat(openOnlyOn(START.plusDays(BusinessCalendar.HORIZON_DAYS)).next(START))
                .hasValue(LocalDate.of(2027, 7, 1));
    }

    @Test
    void next_openOnlyBeyondTheHorizon_isEmpty() {
        assertThat(openOnlyOn(START.plusDays(BusinessCalendar.HORIZON_DAYS + 1)).next(START))
                .isEmpty();
    }

    @Test
    void previous_openOnTheLastDayOfTheHorizon_isThatDay() {
        assertThat(openOnlyOn(START.minusDays(BusinessCalendar.HORIZON_DAYS)).previous(START))
                .hasValue(LocalDate.of(2025, 4, 22));
    }

    @Test
    void previous_openOnlyBeyondTheHorizon_isEmpty() {
        assertThat(openOnlyOn(START.minusDays(BusinessCalendar.HORIZON_DAYS + 1))
                        .previous(START))
                .isEmpty();
    }

    @Test
    void horizon_isFourHundredDays() {
        assertThat(BusinessCalendar.HORIZON_DAYS).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-25, 0, 2026-05-25",
        "2026-05-27, 0, 2026-05-27",
        "1999-01-01, 0, 1999-01-01",
        "2026-05-22, 1, 2026-05-26",
        "2026-05-22, 2, 2026-05-27",
        "2026-05-25, 1, 2026-05-26",
        "2026-05-22, 5, 2026-06-01",
        "2026-05-26, -1, 2026-05-22",
        "2026-05-27, -2, 2026-05-22",
        "2026-05-25, -1, 2026-05-22",
        "2026-06-01, -5, 2026-05-22",
        "2025-12-31, 251, 2026-12-31"
    })
    void plus_isThatManyBusinessDaysAway(LocalDate date, int sessions, LocalDate expected) {
        assertThat(NYSE.plus(date, sessions)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({"2040-12-28, 2", "2040-12-28, 100000", "2000-01-04, -2", "2000-01-04, -100000", "2041-06-01, 1"})
    void plus_beyondTheCoveredRange_isEmpty(LocalDate date, int sessions) {
        assertThat(NYSE.plus(date, sessions)).isEmpty();
    }

    @Test
    void plus_smallestInteger_isEmpty() {
        assertThat(NYSE.plus(START, Integer.MIN_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-22, 2026-05-27, 2",
        "2026-05-22, 2026-05-25, 0",
        "2026-05-22, 2026-05-26, 1",
        "2026-05-25, 2026-05-26, 1",
        "2026-05-26, 2026-05-27, 1",
        "2026-05-26, 2026-05-26, 0",
        "2026-05-27, 2026-05-26, 0",
        "2026-05-27, 2025-05-26, 0",
        "2050-01-01, 2045-01-01, 0",
        "2025-12-31, 2026-12-31, 251",
        "1999-12-31, 2000-01-03, 1",
        "2040-12-28, 2040-12-31, 1"
    })
    void count_excludesTheFirstDateAndIncludesTheLast(LocalDate after, LocalDate upTo, int sessions) {
        assertThat(NYSE.count(after, upTo)).hasValue(sessions);
    }

    @ParameterizedTest
    @CsvSource({"2040-12-28, 2041-01-01", "1999-12-30, 2000-01-03", "1990-01-01, 2050-01-01", "2045-01-01, 2045-01-02"})
    void count_acrossAnUncoveredDate_isEmpty(LocalDate after, LocalDate upTo) {
        assertThat(NYSE.count(after, upTo)).isEmpty();
    }

    @Test
    void count_uncoveredDateInside_isEmpty() {
        BusinessCalendar withHole = calendar(
                ZoneOffset.UTC, date -> date.equals(START) ? new BusinessDay.Uncovered(date, "a hole") : allDay(date));

        assertThat(withHole.count(START.minusDays(2), START.plusDays(2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27T20:00:00Z, 2026-05-27",
        "2026-05-27T19:59:59.999999999Z, 2026-05-26",
        "2026-05-27T20:00:00.000000001Z, 2026-05-27",
        "2026-05-28T03:59:59.999999999Z, 2026-05-27",
        "2026-05-28T04:00:00Z, 2026-05-27",
        "2026-05-28T12:00:00Z, 2026-05-27",
        "2026-11-27T18:00:00Z, 2026-11-27",
        "2026-11-27T17:59:59.999999999Z, 2026-11-25",
        "2026-01-05T21:00:00Z, 2026-01-05",
        "2026-01-05T20:59:59.999999999Z, 2026-01-02",
        "2026-05-30T12:00:00Z, 2026-05-29",
        "2026-05-31T12:00:00Z, 2026-05-29",
        "2026-05-25T22:00:00Z, 2026-05-22",
        "2026-05-26T12:00:00Z, 2026-05-22",
        "2000-01-03T21:00:00Z, 2000-01-03",
        "2041-01-01T04:59:59.999999999Z, 2040-12-31"
    })
    void lastClosed_isTheLastSessionThatIsOver(Instant now, LocalDate expected) {
        assertThat(NYSE.lastClosed(now)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2041-01-01T05:00:00Z",
                "2000-01-03T20:59:59.999999999Z",
                "2000-01-01T12:00:00Z",
                "1999-12-31T12:00:00Z"
            })
    void lastClosed_acrossAnUncoveredDate_isEmpty(Instant now) {
        assertThat(NYSE.lastClosed(now)).isEmpty();
    }

    @Test
    void lastClosed_allDaySession_isOverAtMidnight() {
        BusinessCalendar everyDay = BusinessCalendars.everyDay();

        assertThat(everyDay.lastClosed(Instant.parse("2026-05-28T00:00:00Z"))).hasValue(START);
        assertThat(everyDay.lastClosed(Instant.parse("2026-05-27T23:59:59.999999999Z")))
                .hasValue(START.minusDays(1));
    }

    @Test
    void lastClosed_dateInTheCalendarsZone_isNotTheUtcDate() {
        BusinessCalendar tokyo = calendar(
                ZoneId.of("Asia/Tokyo"),
                date -> new BusinessDay.Open(
                        date.atTime(9, 0).atZone(ZoneId.of("Asia/Tokyo")),
                        date.atTime(15, 0).atZone(ZoneId.of("Asia/Tokyo"))));

        assertThat(tokyo.lastClosed(Instant.parse("2026-05-26T23:00:00Z"))).hasValue(LocalDate.of(2026, 5, 26));
        assertThat(tokyo.lastClosed(Instant.parse("2026-05-27T06:00:00Z"))).hasValue(START);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27T16:59:59.999999999Z, 2026-05-25",
        "2026-05-27T17:00:00Z, 2026-05-26",
        "2026-05-27T23:00:00Z, 2026-05-26",
        "2026-05-28T16:59:59Z, 2026-05-26",
        "2026-05-28T17:00:00Z, 2026-05-27"
    })
    void lastClosed_sessionsPastMidnight_isOneThatIsOver(Instant now, LocalDate expected) {
        BusinessCalendar overnight = calendar(
                ZoneOffset.UTC,
                date -> new BusinessDay.Open(
                        date.atTime(18, 0).atZone(ZoneOffset.UTC),
                        date.plusDays(1).atTime(17, 0).atZone(ZoneOffset.UTC)));

        assertThat(overnight.lastClosed(now)).hasValue(expected);
    }

    @Test
    void everyDay_day_isOpenFromMidnightToMidnightUtc() {
        assertThat(BusinessCalendars.everyDay().day(LocalDate.of(2028, 2, 29)))
                .isEqualTo(new BusinessDay.Open(
                        LocalDate.of(2028, 2, 29).atStartOfDay(ZoneOffset.UTC),
                        LocalDate.of(2028, 3, 1).atStartOfDay(ZoneOffset.UTC)));
    }

    @Test
    void everyDay_name_saysSo() {
        assertThat(BusinessCalendars.everyDay().name()).isEqualTo("every day");
    }

    @Test
    void everyDay_zone_isUtc() {
        assertThat(BusinessCalendars.everyDay().zone()).isEqualTo(ZoneOffset.UTC);
    }

    private static BusinessCalendar openOnlyOn(LocalDate only) {
        return calendar(
                ZoneOffset.UTC,
                date -> date.equals(only) ? allDay(date) : new BusinessDay.Closed(date, "everything is closed"));
    }

    private static BusinessDay allDay(LocalDate date) {
        return new BusinessDay.Open(
                date.atStartOfDay(ZoneOffset.UTC), date.plusDays(1).atStartOfDay(ZoneOffset.UTC));
    }

    private static BusinessCalendar calendar(ZoneId zone, Function<LocalDate, BusinessDay> days) {
        return new BusinessCalendar() {
            @Override
            public String name() {
                return "test calendar";
            }

            @Override
            public ZoneId zone() {
                return zone;
            }

            @Override
            public BusinessDay day(LocalDate date) {
                return days.apply(date);
            }
        };
    }
}
