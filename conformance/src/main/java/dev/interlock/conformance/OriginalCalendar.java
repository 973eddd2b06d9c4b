package dev.interlock.conformance;

import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The exchange as the original sees it: standing holidays from 2025 to 2030 without the closure of 2025-01-09, none at
 * all before and after, and no early closes.
 */
final class OriginalCalendar implements BusinessCalendar {
    private static final LocalDate UNKNOWN_CLOSURE = LocalDate.of(2025, 1, 9);

    @Override
    public String name() {
        return "the original's NYSE";
    }

    @Override
    public ZoneId zone() {
        return BusinessCalendars.nyse().zone();
    }

    @Override
    public BusinessDay day(LocalDate date) {
        if (date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return new BusinessDay.Closed(date, "weekend");
        }
        boolean inTable = date.getYear() >= 2025 && date.getYear() <= 2030 && !date.equals(UNKNOWN_CLOSURE);
        if (inTable && BusinessCalendars.nyse().day(date) instanceof BusinessDay.Closed closed) {
            return closed;
        }
        return new BusinessDay.Open(
                date.atTime(LocalTime.of(9, 30)).atZone(zone()),
                date.atTime(LocalTime.of(16, 0)).atZone(zone()));
    }

    boolean isOpen(LocalDate date) {
        return day(date) instanceof BusinessDay.Open;
    }
}
