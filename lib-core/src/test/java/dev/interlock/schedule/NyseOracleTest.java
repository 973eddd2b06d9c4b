package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in calendar against a library that shares no rule with it; no date is known on which it is wrong. */
final class NyseOracleTest {
    private static final BusinessCalendar NYSE = BusinessCalendars.nyse();
    private static final HolidayManager ORACLE =
            HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.NYSE));

    @Test
    void day_everyWeekdayFrom2012To2040_isClosedOnTheHolidaysOfTheOracle() {
        assertThat(LocalDate.of(2012, 1, 1).datesUntil(LocalDate.of(2041, 1, 1)).filter(NyseOracleTest::isWeekday))
                .hasSize(7566)
                .allSatisfy(date -> assertThat(NYSE.day(date) instanceof BusinessDay.Closed)
                        .as("closed on " + date)
                        .isEqualTo(ORACLE.isHoliday(date)));
    }

    /** Days that other calendars, or an older one of the same library, are known to have wrong. */
    @ParameterizedTest
    @CsvSource({
        "2012-10-29, true, the hurricane's first day",
        "2012-10-30, true, the hurricane's second day",
        "2018-12-05, true, day of mourning",
        "2025-01-09, true, day of mourning",
        "2021-06-18, false, Juneteenth came a year later",
        "2022-06-20, true, Juneteenth on a Sunday",
        "2027-06-18, true, Juneteenth on a Saturday",
        "2027-07-05, true, Independence Day on a Sunday",
        "2026-07-03, true, Independence Day on a Saturday",
        "2027-12-24, true, Christmas Day on a Saturday",
        "2021-12-31, false, New Year on a Saturday",
        "2027-12-31, false, New Year on a Saturday"
    })
    void day_disputedDates_agreeWithTheOracle(LocalDate date, boolean closed, String why) {
        assertThat(ORACLE.isHoliday(date)).as("oracle, " + why).isEqualTo(closed);
        assertThat(NYSE.day(date) instanceof BusinessDay.Closed).as(why).isEqualTo(closed);
    }

    private static boolean isWeekday(LocalDate date) {
        return date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
    }
}
