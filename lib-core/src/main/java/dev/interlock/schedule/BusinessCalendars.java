package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The calendars in the box, and calendars of one's own made from them. */
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

    /**
     * Monday to Friday, from midnight to midnight in {@code zone}, without an end and without holidays.
     *
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public static BusinessCalendar weekdays(String name, ZoneId zone) {
        return new Weekdays(named(name), requireNonNull(zone, "zone"));
    }

    /**
     * Starts a calendar of one's own: {@code base} with more closures.
     *
     * <p>It is closed where the base, a calendar that it is {@linkplain Builder#closedWith closed with}, or one of its
     * {@linkplain Builder#closed own closures} is, and the reason names the part. A date that is not closed and that
     * one of them, or its own {@linkplain Builder#from bounds}, does not cover is uncovered. On every other date it has
     * the base's session, shortened where the base shortens it. Its zone is the base's.
     *
     * @param name a short name for texts, which begins the reason why nothing is expected
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public static Builder builder(String name, BusinessCalendar base) {
        return new Builder(named(name), requireNonNull(base, "base"));
    }

    private static String named(String name) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name is blank");
        }
        return name;
    }

    /** Collects the parts of a calendar; every part is checked when it is given. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final BusinessCalendar base;
        private final List<BusinessCalendar> others = new ArrayList<>();
        private final TreeMap<LocalDate, String> closures = new TreeMap<>();
        private @Nullable LocalDate from;
        private @Nullable LocalDate until;

        private Builder(String name, BusinessCalendar base) {
            this.name = name;
            this.base = base;
        }

        /**
         * Closed whenever {@code other} is, too; more than one may be given. It is asked for the same date, whatever
         * its zone is. Its sessions are not looked at, so that an early close of it shortens nothing.
         */
        public Builder closedWith(BusinessCalendar other) {
            others.add(requireNonNull(other, "other"));
            return this;
        }

        /**
         * Closed on {@code date}; a date that is given again has the later reason.
         *
         * @throws IllegalArgumentException if the reason is blank, or the date outside the bounds that were given
         */
        public Builder closed(LocalDate date, String reason) {
            requireNonNull(date, "date");
            if (requireNonNull(reason, "reason").isBlank()) {
                throw new IllegalArgumentException("reason is blank");
            }
            requireInOrder(from, date, until);
            closures.put(date, reason);
            return this;
        }

        /**
         * The first date that is covered; without it the parts alone set a bound.
         *
         * @throws IllegalArgumentException if it is after the last date that is covered, or after a closure
         */
        public Builder from(LocalDate first) {
            requireNonNull(first, "first");
            requireInOrder(first, closures.isEmpty() ? null : closures.firstKey(), until);
            this.from = first;
            return this;
        }

        /**
         * The last date that is covered; without it the parts alone set a bound.
         *
         * @throws IllegalArgumentException if it is before the first date that is covered, or before a closure
         */
        public Builder until(LocalDate last) {
            requireNonNull(last, "last");
            requireInOrder(from, closures.isEmpty() ? null : closures.lastKey(), last);
            this.until = last;
            return this;
        }

        /** The calendar; what is given to the builder afterwards does not change it. */
        public BusinessCalendar build() {
            return CombinedCalendar.of(new OwnDays(name, new TreeMap<>(closures), from, until), base, others);
        }

        private static void requireInOrder(
                @Nullable LocalDate from, @Nullable LocalDate closure, @Nullable LocalDate until) {
            if (from != null && until != null && from.isAfter(until)) {
                throw new IllegalArgumentException("from " + from + " is after until " + until);
            }
            if (closure != null && from != null && closure.isBefore(from)) {
                throw new IllegalArgumentException("closure " + closure + " is before from " + from);
            }
            if (closure != null && until != null && closure.isAfter(until)) {
                throw new IllegalArgumentException("closure " + closure + " is after until " + until);
            }
        }
    }

    private record Weekdays(String name, ZoneId zone) implements BusinessCalendar {
        @Override
        public BusinessDay day(LocalDate date) {
            ZonedDateTime opens = date.atStartOfDay(zone);
            if (!opens.toLocalDate().equals(date)) {
                // A zone that changes sides of the date line leaves out a day.
                return new BusinessDay.Closed(date, zone + " has no such day");
            }
            return switch (date.getDayOfWeek()) {
                case SATURDAY, SUNDAY -> new BusinessDay.Closed(date, "weekend");
                default -> new BusinessDay.Open(opens, date.plusDays(1).atStartOfDay(zone));
            };
        }
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
