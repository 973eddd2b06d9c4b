package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NyseCalendarTest {
    private static final BusinessCalendar NYSE = BusinessCalendars.nyse();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2024 | 01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25
                    2025 | 01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25
                    2026 | 01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25
                    2027 | 01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24
                    2028 | 01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25
                    2029 | 01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25
                    2030 | 01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25
                    """)
    void day_everyDateOfYear_isClosedOnTheseWeekdaysOnly(int year, String monthDays) {
        List<LocalDate> closed = datesOf(year).stream()
                .filter(date -> !isWeekend(date))
                .filter(date -> NYSE.day(date) instanceof BusinessDay.Closed)
                .toList();

        assertThat(closed).isEqualTo(dates(year, monthDays));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2000 | 07-03 11-24
                    2001 | 07-03 11-23 12-24
                    2002 | 07-05 11-29 12-24
                    2003 | 07-03 11-28 12-24 12-26
                    2004 | 11-26
                    2005 | 11-25
                    2006 | 07-03 11-24
                    2007 | 07-03 11-23 12-24
                    2008 | 07-03 11-28 12-24
                    2009 | 11-27 12-24
                    2010 | 11-26
                    2011 | 11-25
                    2012 | 07-03 11-23 12-24
                    2013 | 07-03 11-29 12-24
                    2014 | 07-03 11-28 12-24
                    2015 | 11-27 12-24
                    2016 | 11-25
                    2017 | 07-03 11-24
                    2018 | 07-03 11-23 12-24
                    2019 | 07-03 11-29 12-24
                    2020 | 11-27 12-24
                    2021 | 11-26
                    2022 | 11-25
                    2023 | 07-03 11-24
                    2024 | 07-03 11-29 12-24
                    2025 | 07-03 11-28 12-24
                    2026 | 11-27 12-24
                    2027 | 11-26
                    2028 | 07-03 11-24
                    2029 | 07-03 11-23 12-24
                    2030 | 07-03 11-29 12-24
                    """)
    void day_everySessionOfYear_closesAtThirteenOnTheseDatesOnly(int year, String monthDays) {
        List<LocalDate> early = datesOf(year).stream()
                .filter(date -> NYSE.day(date) instanceof BusinessDay.Open open
                        && open.closes().toLocalTime().equals(LocalTime.of(13, 0)))
                .toList();

        assertThat(early).isEqualTo(dates(year, monthDays));
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 2007, 2013, 2021, 2028, 2034, 2040})
    void day_everySessionOfYear_opensAtHalfPastNineAndClosesAtThirteenOrSixteen(int year) {
        List<BusinessDay.Open> sessions = datesOf(year).stream()
                .map(NYSE::day)
                .filter(BusinessDay.Open.class::isInstance)
                .map(BusinessDay.Open.class::cast)
                .toList();

        assertThat(sessions).isNotEmpty().allSatisfy(session -> {
            assertThat(session.opens().toLocalTime()).isEqualTo(LocalTime.of(9, 30));
            assertThat(session.closes().toLocalTime()).isIn(LocalTime.of(13, 0), LocalTime.of(16, 0));
            assertThat(session.closes().toLocalDate()).isEqualTo(session.date());
            assertThat(session.opens().getZone()).isEqualTo(ZoneId.of("America/New_York"));
            assertThat(session.closes().getZone()).isEqualTo(ZoneId.of("America/New_York"));
        });
    }

    /** Counts that are known apart from the rules. */
    @ParameterizedTest
    @CsvSource({
        "2000, 252", "2001, 248", "2002, 252", "2003, 252", "2004, 252", "2005, 252", "2006, 251",
        "2007, 251", "2008, 253", "2009, 252", "2010, 252", "2011, 252", "2012, 250", "2013, 252",
        "2014, 252", "2015, 252", "2016, 252", "2017, 251", "2018, 251", "2019, 252", "2020, 253",
        "2021, 252", "2022, 251", "2023, 250", "2024, 252", "2025, 250"
    })
    void count_wholeYear_isTheKnownNumberOfSessions(int year, int sessions) {
        assertThat(NYSE.count(LocalDate.of(year - 1, 12, 31), LocalDate.of(year, 12, 31)))
                .hasValue(sessions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2000-04-21", "2001-04-13", "2002-03-29", "2003-04-18", "2004-04-09", "2005-03-25", "2006-04-14",
                "2007-04-06", "2008-03-21", "2009-04-10", "2010-04-02", "2011-04-22", "2012-04-06", "2013-03-29",
                "2014-04-18", "2015-04-03", "2016-03-25", "2017-04-14", "2018-03-30", "2019-04-19", "2020-04-10",
                "2021-04-02", "2022-04-15", "2023-04-07", "2024-03-29", "2025-04-18", "2026-04-03", "2027-03-26",
                "2028-04-14", "2029-03-30", "2030-04-19", "2031-04-11", "2032-03-26", "2033-04-15", "2034-04-07",
                "2035-03-23", "2036-04-11", "2037-04-03", "2038-04-23", "2039-04-08", "2040-03-30"
            })
    void day_goodFriday_isClosed(LocalDate date) {
        assertThat(NYSE.day(date)).isEqualTo(new BusinessDay.Closed(date, "Good Friday"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
                    2026-01-01 | New Year's Day
                    2017-01-02 | New Year's Day
                    2023-01-02 | New Year's Day
                    2026-01-19 | Martin Luther King Jr. Day
                    2026-02-16 | Washington's Birthday
                    2026-04-03 | Good Friday
                    2026-05-25 | Memorial Day
                    2022-06-20 | Juneteenth
                    2026-06-19 | Juneteenth
                    2027-06-18 | Juneteenth
                    2026-07-03 | Independence Day
                    2010-07-05 | Independence Day
                    2012-07-04 | Independence Day
                    2026-09-07 | Labor Day
                    2026-11-26 | Thanksgiving Day
                    2010-12-24 | Christmas Day
                    2022-12-26 | Christmas Day
                    2026-12-25 | Christmas Day
                    2001-09-11 | attacks of September 11
                    2001-09-12 | attacks of September 11
                    2001-09-13 | attacks of September 11
                    2001-09-14 | attacks of September 11
                    2004-06-11 | day of mourning for President Reagan
                    2007-01-02 | day of mourning for President Ford
                    2012-10-29 | Hurricane Sandy
                    2012-10-30 | Hurricane Sandy
                    2018-12-05 | day of mourning for President G. H. W. Bush
                    2025-01-09 | day of mourning for President Carter
                    2026-05-23 | weekend
                    2026-05-24 | weekend
                    2011-01-01 | weekend
                    2040-07-01 | weekend
                    """)
    void day_withoutSession_isClosedForReason(LocalDate date, String reason) {
        assertThat(NYSE.day(date)).isEqualTo(new BusinessDay.Closed(date, reason));
    }

    @ParameterizedTest
    @CsvSource({
        "2001-09-10, the day before the attacks",
        "2001-09-17, reopening",
        "2004-12-31, New Year on a Saturday is not moved",
        "2010-12-31, New Year on a Saturday is not moved",
        "2021-12-31, New Year on a Saturday is not moved",
        "2027-12-31, New Year on a Saturday is not moved",
        "2024-01-02, the second of January that is no Monday",
        "2017-01-03, the day after New Year was kept",
        "2020-06-19, Juneteenth before 2022",
        "2021-06-18, Juneteenth before 2022",
        "2012-10-31, after the hurricane",
        "2002-07-03, the early close was on the Friday",
        "2013-07-05, the early close was on the Wednesday",
        "2026-07-02, Independence Day was kept on the Friday",
        "2005-07-01, Independence Day on a Monday",
        "2021-07-02, Independence Day on a Sunday",
        "2024-12-26, an ordinary day after Christmas",
        "2023-11-22, the day before Thanksgiving",
        "2026-11-24, the twenty-fourth of another month",
        "2026-12-23, the day before Christmas Eve"
    })
    void day_ordinarySession_isOpenUntilSixteen(LocalDate date, String why) {
        assertThat(NYSE.day(date)).as(why).isEqualTo(session(date, LocalTime.of(16, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2002-07-05", "2013-07-03", "2003-12-26", "2003-12-24", "2019-07-03", "2028-07-03", "2040-07-03"
            })
    void day_shortenedSession_isOpenUntilThirteen(LocalDate date) {
        assertThat(NYSE.day(date)).isEqualTo(session(date, LocalTime.of(13, 0)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-06, 2026-03-06T14:30:00Z, 2026-03-06T21:00:00Z",
        "2026-03-09, 2026-03-09T13:30:00Z, 2026-03-09T20:00:00Z",
        "2026-10-30, 2026-10-30T13:30:00Z, 2026-10-30T20:00:00Z",
        "2026-11-02, 2026-11-02T14:30:00Z, 2026-11-02T21:00:00Z",
        "2026-11-27, 2026-11-27T14:30:00Z, 2026-11-27T18:00:00Z",
        "2028-07-03, 2028-07-03T13:30:00Z, 2028-07-03T17:00:00Z",
        "2006-04-03, 2006-04-03T13:30:00Z, 2006-04-03T20:00:00Z",
        "2006-03-31, 2006-03-31T14:30:00Z, 2006-03-31T21:00:00Z"
    })
    void day_session_followsNewYorkSummerTime(LocalDate date, Instant opens, Instant closes) {
        assertThat(NYSE.day(date)).isInstanceOfSatisfying(BusinessDay.Open.class, open -> {
            assertThat(open.opens().toInstant()).isEqualTo(opens);
            assertThat(open.closes().toInstant()).isEqualTo(closes);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1999-12-31", "2041-01-01", "1900-01-01", "9999-12-31"})
    void day_outsideOfKnownYears_isUncovered(LocalDate date) {
        assertThat(NYSE.day(date)).isEqualTo(new BusinessDay.Uncovered(date, "NYSE is known from 2000 to 2040"));
    }

    @Test
    void day_firstKnownDate_isCovered() {
        LocalDate first = LocalDate.of(2000, 1, 1);

        assertThat(NYSE.day(first)).isEqualTo(new BusinessDay.Closed(first, "weekend"));
    }

    @Test
    void day_lastKnownDate_isCovered() {
        LocalDate last = LocalDate.of(2040, 12, 31);

        assertThat(NYSE.day(last)).isEqualTo(session(last, LocalTime.of(16, 0)));
    }

    @Test
    void name_isTheShortNameOfTheExchange() {
        assertThat(NYSE.name()).isEqualTo("NYSE");
    }

    @Test
    void zone_isNewYork() {
        assertThat(NYSE.zone()).isEqualTo(ZoneId.of("America/New_York"));
    }

    private static BusinessDay session(LocalDate date, LocalTime closes) {
        ZoneId newYork = ZoneId.of("America/New_York");
        return new BusinessDay.Open(
                ZonedDateTime.of(date, LocalTime.of(9, 30), newYork), ZonedDateTime.of(date, closes, newYork));
    }

    private static List<LocalDate> datesOf(int year) {
        return LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).toList();
    }

    private static List<LocalDate> dates(int year, String monthDays) {
        return Arrays.stream(monthDays.split(" ", -1))
                .map(monthDay -> LocalDate.parse(year + "-" + monthDay))
                .toList();
    }

    private static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
