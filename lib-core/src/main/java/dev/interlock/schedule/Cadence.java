package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.IsoFields;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rhythm at which something is produced: it cuts time into {@linkplain Cycle cycles}, and a calendar says in which
 * of them nothing is due.
 *
 * <p>A cycle is in force from its tick on, that instant included, until the next tick. A day without business still has
 * its cycle, so that labels and keys do not shift; {@link #businessDay} tells that nothing is expected in it. Immutable.
 */
public final class Cadence {
    /** The longest interval of a {@linkplain #continuous continuous} cadence. */
    public static final Duration MAX_INTERVAL = Duration.ofDays(366);

    private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    private static final DateTimeFormatter ISO_WEEK = new DateTimeFormatterBuilder()
            .appendValue(IsoFields.WEEK_BASED_YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendLiteral("-W")
            .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
            .toFormatter();

    private final String name;
    private final Ticks ticks;
    private final Function<Instant, String> label;
    private final @Nullable Duration interval;
    private final BusinessCalendar calendar;

    private Cadence(
            String name,
            Ticks ticks,
            Function<Instant, String> label,
            @Nullable Duration interval,
            BusinessCalendar calendar) {
        this.name = name;
        this.ticks = ticks;
        this.label = label;
        this.interval = interval;
        this.calendar = calendar;
    }

    /** Ticks on Saturdays at 09:00 UTC; labelled by ISO week, such as {@code 2026-W22}. */
    public static Cadence saturdaySf() {
        return daily("saturday_sf", EnumSet.of(DayOfWeek.SATURDAY), LocalTime.of(9, 0), ISO_WEEK);
    }

    /** Ticks Monday to Friday at 13:00 UTC; labelled by date, such as {@code 2026-05-27}. */
    public static Cadence weekdaySf() {
        return daily("weekday_sf", WEEKDAYS, LocalTime.of(13, 0), DateTimeFormatter.ISO_LOCAL_DATE);
    }

    /** Ticks Monday to Friday at 21:00 UTC; labelled by date. */
    public static Cadence eodSf() {
        return daily("eod_sf", WEEKDAYS, LocalTime.of(21, 0), DateTimeFormatter.ISO_LOCAL_DATE);
    }

    /**
     * Ticks every {@code interval}, counted from the epoch and not from midnight; labelled by length and number of the
     * interval, such as {@code continuous_15m_1977650}.
     *
     * @param interval whole minutes, at least one, at most 366 days
     * @throws IllegalArgumentException if {@code interval} is not
     */
    public static Cadence continuous(Duration interval) {
        long minutes = interval.toMinutes();
        if (minutes < 1 || !interval.equals(Duration.ofMinutes(minutes))) {
            throw new IllegalArgumentException("interval is not a whole number of minutes above 0: " + interval);
        }
        if (interval.compareTo(MAX_INTERVAL) > 0) {
            throw new IllegalArgumentException("interval is longer than 366 days: " + interval);
        }
        long seconds = minutes * 60L;
        return new Cadence(
                "continuous",
                now -> Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds),
                tick -> "continuous_" + minutes + "m_" + Math.floorDiv(tick.getEpochSecond(), seconds),
                interval,
                BusinessCalendars.everyDay());
    }

    /**
     * This cadence with {@code calendar}: nothing is expected in a cycle whose tick falls, by its UTC date, on a day
     * that the calendar says is closed.
     *
     * @throws IllegalArgumentException if this cadence is continuous, which knows no days off
     */
    public Cadence on(BusinessCalendar calendar) {
        requireNonNull(calendar, "calendar");
        if (interval != null) {
            throw new IllegalArgumentException("a continuous cadence takes no calendar: " + calendar.name());
        }
        return new Cadence(name, ticks, label, null, calendar);
    }

    /** The cycle in force at {@code now}: the one with the latest tick at or before it. */
    public Cycle cycleAt(Instant now) {
        Instant tick = ticks.latest(now);
        return new Cycle(label.apply(tick), tick, LocalDate.ofInstant(tick, ZoneOffset.UTC));
    }

    /** The cycle before {@code cycle}. */
    public Cycle before(Cycle cycle) {
        return cycleAt(cycle.tick().minusNanos(1));
    }

    /** What the calendar says of the day of {@code cycle}; without a calendar every day is open. */
    public BusinessDay businessDay(Cycle cycle) {
        LocalDate date = cycle.date();
        return requireNonNull(calendar.day(date), () -> calendar.name() + " says nothing of " + date);
    }

    /** The cadence's symbol, such as {@code weekday_sf}. */
    public String name() {
        return name;
    }

    /** The calendar, {@link BusinessCalendars#everyDay()} unless another was {@linkplain #on given}. */
    public BusinessCalendar calendar() {
        return calendar;
    }

    /** How often a continuous artifact is rewritten; empty for a cadence that produces once in a cycle. */
    public Optional<Duration> interval() {
        return Optional.ofNullable(interval);
    }

    @Override
    public String toString() {
        String every = interval == null ? name : name + " every " + interval;
        return calendar == BusinessCalendars.everyDay() ? every : every + " on " + calendar.name();
    }

    private static Cadence daily(String name, Set<DayOfWeek> days, LocalTime atUtc, DateTimeFormatter label) {
        return new Cadence(
                name,
                now -> latest(days, atUtc, now),
                tick -> label.format(LocalDate.ofInstant(tick, ZoneOffset.UTC)),
                null,
                BusinessCalendars.everyDay());
    }

    private static Instant latest(Set<DayOfWeek> days, LocalTime atUtc, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        while (!days.contains(day.getDayOfWeek())
                || day.atTime(atUtc).toInstant(ZoneOffset.UTC).isAfter(now)) {
            day = day.minusDays(1);
        }
        return day.atTime(atUtc).toInstant(ZoneOffset.UTC);
    }

    @FunctionalInterface
    private interface Ticks {
        Instant latest(Instant atOrBefore);
    }
}
