package dev.interlock.conformance;

import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;

/** What the vectors ask of Interlock's NYSE. */
final class TradingDays {
    private static final BusinessCalendar NYSE = BusinessCalendars.nyse();

    private TradingDays() {}

    static boolean isOpen(LocalDate date) {
        return NYSE.day(date) instanceof BusinessDay.Open;
    }

    static boolean isClosedWeekday(LocalDate date) {
        return !isWeekend(date) && NYSE.day(date) instanceof BusinessDay.Closed;
    }

    static boolean closesEarly(LocalDate date) {
        return NYSE.day(date) instanceof BusinessDay.Open open
                && open.closes().toLocalTime().isBefore(LocalTime.of(16, 0));
    }

    static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
