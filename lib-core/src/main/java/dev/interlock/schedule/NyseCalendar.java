package dev.interlock.schedule;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exchange's rules rather than a table, so that a year cannot be forgotten.
 *
 * <p>A holiday on a Sunday is kept on the Monday, one on a Saturday on the Friday before, but for New Year's Day: that
 * Friday is the last trading day of a year and stays open (2021-12-31, 2027-12-31). The early close before Independence
 * Day was on the Friday after it when the holiday fell on a Thursday, until 2013 moved it to the Wednesday before.
 */
final class NyseCalendar implements BusinessCalendar {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalTime OPENS = LocalTime.of(9, 30);
    private static final LocalTime CLOSES = LocalTime.of(16, 0);
    private static final LocalTime CLOSES_EARLY = LocalTime.of(13, 0);
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2040;
    private static final LocalDate EARLY_CLOSE_BY_DECISION = LocalDate.of(2003, 12, 26);

    private static final Map<LocalDate, String> UNSCHEDULED = Map.of(
            LocalDate.of(2001, 9, 11), "attacks of September 11",
            LocalDate.of(2001, 9, 12), "attacks of September 11",
            LocalDate.of(2001, 9, 13), "attacks of September 11",
            LocalDate.of(2001, 9, 14), "attacks of September 11",
            LocalDate.of(2004, 6, 11), "day of mourning for President Reagan",
            LocalDate.of(2007, 1, 2), "day of mourning for President Ford",
            LocalDate.of(2012, 10, 29), "Hurricane Sandy",
            LocalDate.of(2012, 10, 30), "Hurricane Sandy",
            LocalDate.of(2018, 12, 5), "day of mourning for President G. H. W. Bush",
            LocalDate.of(2025, 1, 9), "day of mourning for President Carter");

    @Override
    public String name() {
        return "NYSE";
    }

    @Override
    public ZoneId zone() {
        return NEW_YORK;
    }

    @Override
    public BusinessDay day(LocalDate date) {
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            return new BusinessDay.Uncovered(date, "NYSE is known from " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        if (isWeekend(date)) {
            return new BusinessDay.Closed(date, "weekend");
        }
        String holiday = holiday(date);
        if (holiday != null) {
            return new BusinessDay.Closed(date, holiday);
        }
        LocalTime closes = closesEarly(date) ? CLOSES_EARLY : CLOSES;
        return new BusinessDay.Open(
                date.atTime(OPENS).atZone(NEW_YORK), date.atTime(closes).atZone(NEW_YORK));
    }

    private static @Nullable String holiday(LocalDate date) {
        int year = date.getYear();
        if (isNewYear(date)) {
            return "New Year's Day";
        }
        if (is(date, Month.JANUARY, 3, MONDAY)) {
            return "Martin Luther King Jr. Day";
        }
        if (is(date, Month.FEBRUARY, 3, MONDAY)) {
            return "Washington's Birthday";
        }
        if (date.equals(easter(year).minusDays(2))) {
            return "Good Friday";
        }
        if (date.equals(LocalDate.of(year, Month.MAY, 1).with(lastInMonth(MONDAY)))) {
            return "Memorial Day";
        }
        if (year >= 2022 && date.equals(observed(LocalDate.of(year, Month.JUNE, 19)))) {
            return "Juneteenth";
        }
        if (date.equals(observed(LocalDate.of(year, Month.JULY, 4)))) {
            return "Independence Day";
        }
        if (is(date, Month.SEPTEMBER, 1, MONDAY)) {
            return "Labor Day";
        }
        if (is(date, Month.NOVEMBER, 4, THURSDAY)) {
            return "Thanksgiving Day";
        }
        if (date.equals(observed(LocalDate.of(year, Month.DECEMBER, 25)))) {
            return "Christmas Day";
        }
        return UNSCHEDULED.get(date);
    }

    private static boolean closesEarly(LocalDate date) {
        LocalDate thanksgiving = LocalDate.of(date.getYear(), Month.NOVEMBER, 1).with(dayOfWeekInMonth(4, THURSDAY));
        return date.equals(thanksgiving.plusDays(1))
                || (date.getMonth() == Month.DECEMBER && date.getDayOfMonth() == 24)
                || date.equals(independenceEarlyClose(date.getYear()))
                || date.equals(EARLY_CLOSE_BY_DECISION);
    }

    private static @Nullable LocalDate independenceEarlyClose(int year) {
        LocalDate fourth = LocalDate.of(year, Month.JULY, 4);
        return switch (fourth.getDayOfWeek()) {
            case TUESDAY, WEDNESDAY, FRIDAY -> fourth.minusDays(1);
            case THURSDAY -> year < 2013 ? fourth.plusDays(1) : fourth.minusDays(1);
            case MONDAY, SATURDAY, SUNDAY -> null;
        };
    }

    private static boolean isNewYear(LocalDate date) {
        return date.getMonth() == Month.JANUARY
                && (date.getDayOfMonth() == 1 || (date.getDayOfMonth() == 2 && date.getDayOfWeek() == MONDAY));
    }

    private static LocalDate observed(LocalDate holiday) {
        return switch (holiday.getDayOfWeek()) {
            case SATURDAY -> holiday.minusDays(1);
            case SUNDAY -> holiday.plusDays(1);
            default -> holiday;
        };
    }

    private static boolean is(LocalDate date, Month month, int nth, DayOfWeek weekday) {
        return date.getMonth() == month && date.equals(date.withDayOfMonth(1).with(dayOfWeekInMonth(nth, weekday)));
    }

    private static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == SATURDAY || date.getDayOfWeek() == SUNDAY;
    }

    /** Easter Sunday by the anonymous Gregorian computus (Meeus, Jones, Butcher). */
    private static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
        return LocalDate.of(year, f / 31, f % 31 + 1);
    }
}
