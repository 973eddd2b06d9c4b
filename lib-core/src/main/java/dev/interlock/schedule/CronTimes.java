package dev.interlock.schedule;

import java.time.LocalDate;
import java.util.BitSet;

/**
 * The local times that a cron expression stands for. A time is the number of its minute on a clock without a zone,
 * counted from 1970-01-01T00:00.
 */
final class CronTimes {
    /** There is no such time. */
    static final long NONE = Long.MIN_VALUE;

    private static final int DAY = 24 * 60;
    private static final int SHORTEST_MONTH = 28;
    private static final int MONTH_LENGTHS = 4;
    private static final int WEEK = 7;
    private static final long FIRST = LocalDate.of(CronField.YEAR.first(), 1, 1).toEpochDay() * DAY;
    private static final long LAST =
            LocalDate.of(CronField.YEAR.last() + 1, 1, 1).toEpochDay() * DAY - 1;

    private final long minutes;
    private final int hours;
    private final int months;
    private final BitSet years;

    /** The days for each of the 28 months that there are: four lengths, beginning with any of seven weekdays. */
    private final int[] days = new int[MONTH_LENGTHS * WEEK];

    CronTimes(BitSet minutes, BitSet hours, MonthDays monthDays, BitSet months, BitSet years) {
        this.minutes = bits(minutes);
        this.hours = (int) bits(hours);
        this.months = (int) bits(months);
        this.years = years;
        for (int kind = 0; kind < days.length; kind++) {
            days[kind] = monthDays.in(SHORTEST_MONTH + kind / WEEK, 1 + kind % WEEK);
        }
    }

    /** The first time at or after {@code time}, or {@link #NONE}. */
    long ceiling(long time) {
        if (time > LAST) {
            return NONE;
        }
        long from = Math.max(time, FIRST);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(from, DAY));
        int minute = (int) Math.floorMod(from, (long) DAY);
        int today = daysOf(date.getYear(), date.getMonthValue()) & (-1 << date.getDayOfMonth());
        if ((today >>> date.getDayOfMonth() & 1) != 0) {
            int found = ceilingInDay(minute);
            if (found >= 0) {
                return date.toEpochDay() * DAY + found;
            }
            today &= -2 << date.getDayOfMonth();
        }
        LocalDate month = date.withDayOfMonth(1);
        while (today == 0) {
            month = month.plusMonths(1);
            if (month.getYear() > CronField.YEAR.last()) {
                return NONE;
            }
            today = daysOf(month.getYear(), month.getMonthValue());
        }
        return (month.toEpochDay() + Integer.numberOfTrailingZeros(today) - 1) * DAY + ceilingInDay(0);
    }

    /** The last time at or before {@code time}, or {@link #NONE}. */
    long floor(long time) {
        if (time < FIRST) {
            return NONE;
        }
        long from = Math.min(time, LAST);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(from, DAY));
        int minute = (int) Math.floorMod(from, (long) DAY);
        int upToToday = daysOf(date.getYear(), date.getMonthValue()) & ~(-2 << date.getDayOfMonth());
        if ((upToToday >>> date.getDayOfMonth() & 1) != 0) {
            int found = floorInDay(minute);
            if (found >= 0) {
                return date.toEpochDay() * DAY + found;
            }
            upToToday &= ~(1 << date.getDayOfMonth());
        }
        LocalDate month = date.withDayOfMonth(1);
        while (upToToday == 0) {
            month = month.minusMonths(1);
            if (month.getYear() < CronField.YEAR.first()) {
                return NONE;
            }
            upToToday = daysOf(month.getYear(), month.getMonthValue());
        }
        int day = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(upToToday);
        return (month.toEpochDay() + day - 1) * DAY + floorInDay(DAY - 1);
    }

    private int ceilingInDay(int minute) {
        int hour = minute / 60;
        if ((hours >>> hour & 1) != 0) {
            long left = minutes & (-1L << minute % 60);
            if (left != 0) {
                return hour * 60 + Long.numberOfTrailingZeros(left);
            }
        }
        int later = hours & (-2 << hour);
        return later == 0 ? -1 : Integer.numberOfTrailingZeros(later) * 60 + Long.numberOfTrailingZeros(minutes);
    }

    private int floorInDay(int minute) {
        int hour = minute / 60;
        if ((hours >>> hour & 1) != 0) {
            long left = minutes & ~(-2L << minute % 60);
            if (left != 0) {
                return hour * 60 + lastBit(left);
            }
        }
        int earlier = hours & ~(-1 << hour);
        return earlier == 0 ? -1 : lastBit(earlier) * 60 + lastBit(minutes);
    }

    private int daysOf(int year, int month) {
        if ((months >>> month & 1) == 0 || !years.get(year)) {
            return 0;
        }
        LocalDate first = LocalDate.of(year, month, 1);
        return days[
                (first.lengthOfMonth() - SHORTEST_MONTH) * WEEK
                        + first.getDayOfWeek().getValue() % WEEK];
    }

    private static int lastBit(long bits) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
    }

    private static long bits(BitSet values) {
        return values.toLongArray()[0];
    }
}
