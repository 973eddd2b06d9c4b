package dev.interlock.schedule;

import java.util.BitSet;

/** Which days of a month are meant; all that matters of a month is its length and the weekday it begins with. */
@FunctionalInterface
interface MonthDays {
    int SATURDAY = 7;
    int SUNDAY = 1;

    /**
     * The days as bits, bit 1 for the first.
     *
     * @param length how many days the month has
     * @param first the weekday of its first day, from 1 for Sunday
     */
    int in(int length, int first);

    /** These and those. */
    default MonthDays or(MonthDays those) {
        return (length, first) -> in(length, first) | those.in(length, first);
    }

    static MonthDays none() {
        return (length, first) -> 0;
    }

    /** The days with these numbers, as far as the month has them. */
    static MonthDays numbered(BitSet days) {
        int bits = days.isEmpty() ? 0 : (int) days.toLongArray()[0];
        return (length, first) -> bits & ((1 << length) | ((1 << length) - 1));
    }

    static MonthDays last() {
        return (length, first) -> 1 << length;
    }

    /** The last Monday to Friday of the month. */
    static MonthDays lastWorkday() {
        return (length, first) -> switch (weekday(length, first)) {
            case SATURDAY -> 1 << (length - 1);
            case SUNDAY -> 1 << (length - 2);
            default -> 1 << length;
        };
    }

    /** The Monday to Friday that is nearest to a day, without leaving the month; none if the month has no such day. */
    static MonthDays nearestWorkday(int day) {
        return (length, first) -> {
            if (day > length) {
                return 0;
            }
            return switch (weekday(day, first)) {
                case SATURDAY -> 1 << (day > 1 ? day - 1 : day + 2);
                case SUNDAY -> 1 << (day < length ? day + 1 : day - 2);
                default -> 1 << day;
            };
        };
    }

    /** Every day that falls on one of these weekdays. */
    static MonthDays on(BitSet weekdays) {
        return (length, first) -> {
            int bits = 0;
            for (int day = 1; day <= length; day++) {
                if (weekdays.get(weekday(day, first))) {
                    bits |= 1 << day;
                }
            }
            return bits;
        };
    }

    /** The {@code n}-th day that falls on {@code weekday}; none if the month has fewer. */
    static MonthDays nth(int weekday, int n) {
        return (length, first) -> {
            int day = firstOn(weekday, first) + 7 * (n - 1);
            return day > length ? 0 : 1 << day;
        };
    }

    /** The last day that falls on {@code weekday}. */
    static MonthDays lastOn(int weekday) {
        return (length, first) -> {
            int day = firstOn(weekday, first) + 28;
            return 1 << (day > length ? day - 7 : day);
        };
    }

    private static int firstOn(int weekday, int first) {
        return 1 + Math.floorMod(weekday - first, 7);
    }

    private static int weekday(int day, int first) {
        return 1 + (first + day - 2) % 7;
    }
}
