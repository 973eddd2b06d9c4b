package dev.interlock.schedule;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The calendars in the box. */
public final class BusinessCalendars {
    private static final BusinessCalendar NYSE = new NyseCalendar();
    private static final BusinessCalendar EVERY_DAY = new EveryDay();

    private BusinessCalendars() {}

    /**
     * The sessions of the New York Stock Exchange, 09:30 to 16:00 New York time, from 2000-01-01 to 2040-12-31.
     *
     * <p>Holidays and early closes (13:00) follow the exchange's standing rules, Juneteenth from 2022. Unscheduled
     * closures are known up to 2025-01-09; a later one is not known before it is added here. Halts and late openings
     * within a day are not modelled.
     */
    public static BusinessCalendar nyse() {
        return NYSE;
    }

    /** The calendar without closures: every date is a business day from midnight to midnight, UTC. */
    public static BusinessCalendar everyDay() {
        return EVERY_DAY;
    }

    private static final class EveryDay implements BusinessCalendar {
        @Override
        public String name() {
            return "every day";
        }

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }

        @Override
        public BusinessDay day(LocalDate date) {
            return new BusinessDay.Open(
                    date.atStartOfDay(ZoneOffset.UTC), date.plusDays(1).atStartOfDay(ZoneOffset.UTC));
        }
    }
}
