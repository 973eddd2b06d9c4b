package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rhythm at which something is produced: a schedule cuts time into {@linkplain Cycle cycles}, and a calendar says
 * in which of them nothing is due.
 *
 * <p>A cycle is in force from its tick on, that instant included, until the next tick; after the last tick it stays in
 * force. A day without business still has its cycle, so that labels and keys do not shift; {@link #businessDay} tells
 * that nothing is expected in it. The time {@linkplain #isBeforeTheFirst before the first tick} is a cycle too, in
 * which nothing is expected: its tick lies in the remotest past, and its label is {@code before-} and the label of the
 * first cycle. Immutable.
 */
public final class Cadence {
    /** The longest interval of a {@linkplain #continuous continuous} cadence. */
    public static final Duration MAX_INTERVAL = Duration.ofDays(366);

    /** The tick of the time before the first tick: the remotest day that has a date in every zone. */
    private static final Instant BEGINNING =
            LocalDate.MIN.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();

    private final String name;
    private final Schedule schedule;
    private final @Nullable Duration interval;
    private final CycleLabel label;
    private final TradingDay tradingDay;
    private final BusinessCalendar calendar;

    private Cadence(
            String name,
            Schedule schedule,
            @Nullable Duration interval,
            CycleLabel label,
            TradingDay tradingDay,
            BusinessCalendar calendar) {
        this.name = name;
        this.schedule = schedule;
        this.interval = interval;
        this.label = label;
        this.tradingDay = tradingDay;
        this.calendar = calendar;
    }

    /** What {@code {trading_day}} means. */
    private sealed interface TradingDay {
        /** The date of the tick in a zone. */
        record Of(ZoneId zone) implements TradingDay {}

        /** The last business day before the date of the tick. */
        record Before() implements TradingDay {}
    }

    /**
     * Ticks as {@code schedule} says. Cycles are labelled by the minute, every day is a business day, and
     * {@code {trading_day}} is the date of the tick in the schedule's zone, unless said otherwise.
     *
     * @throws IllegalArgumentException if the schedule has no tick at all, such as one for 30 February
     */
    public static Cadence of(Schedule schedule) {
        if (schedule.next(BEGINNING).isEmpty()) {
            throw new IllegalArgumentException(schedule + " never fires");
        }
        return of(schedule.toString(), schedule, CycleLabel.MINUTE);
    }

    /** Ticks on Saturdays at 09:00 UTC; labelled by ISO week, such as {@code 2026-W22}. */
    public static Cadence saturdaySf() {
        return of("saturday_sf", Schedule.rule("cron(0 9 ? * SAT *)"), CycleLabel.ISO_WEEK);
    }

    /** Ticks Monday to Friday at 13:00 UTC; labelled by date, such as {@code 2026-05-27}. */
    public static Cadence weekdaySf() {
        return of("weekday_sf", Schedule.rule("cron(0 13 ? * MON-FRI *)"), CycleLabel.DATE);
    }

    /** Ticks Monday to Friday at 21:00 UTC; labelled by date. */
    public static Cadence eodSf() {
        return of("eod_sf", Schedule.rule("cron(0 21 ? * MON-FRI *)"), CycleLabel.DATE);
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
        return new Cadence(
                "continuous",
                Schedule.fromEpoch(interval),
                interval,
                CycleLabel.BUCKET,
                new TradingDay.Of(ZoneOffset.UTC),
                BusinessCalendars.everyDay());
    }

    /**
     * This cadence with {@code calendar}: nothing is expected in a cycle whose tick falls, by its date in the
     * calendar's zone, on a day that the calendar says is closed.
     *
     * @throws IllegalArgumentException if this cadence is continuous, which knows no days off
     */
    public Cadence on(BusinessCalendar calendar) {
        requireNonNull(calendar, "calendar");
        if (interval != null) {
            throw new IllegalArgumentException("a continuous cadence takes no calendar: " + calendar.name());
        }
        return new Cadence(name, schedule, null, label, tradingDay, calendar);
    }

    /**
     * This cadence with cycles labelled so.
     *
     * @throws IllegalArgumentException if this cadence is continuous, which has its own labels; if it is
     *     {@link CycleLabel#BUCKET} and the schedule is not a rate
     */
    public Cadence labelled(CycleLabel label) {
        requireNonNull(label, "label");
        if (interval != null) {
            throw new IllegalArgumentException("a continuous cadence takes no label: " + label);
        }
        if (label == CycleLabel.BUCKET && schedule.period().isEmpty()) {
            throw new IllegalArgumentException(schedule + " has no period to label by; only a rate has");
        }
        return new Cadence(name, schedule, null, label, tradingDay, calendar);
    }

    /** This cadence, with the date of the tick in {@code zone} for {@code {trading_day}}. */
    public Cadence tradingDayIn(ZoneId zone) {
        return new Cadence(name, schedule, interval, label, new TradingDay.Of(requireNonNull(zone, "zone")), calendar);
    }

    /**
     * This cadence, with the last business day before the day of the tick for {@code {trading_day}}, both by the
     * calendar. Where the calendar cannot tell that day, {@link #businessDay} is uncovered.
     */
    public Cadence tradingDayBefore() {
        return new Cadence(name, schedule, interval, label, new TradingDay.Before(), calendar);
    }

    /** The cycle in force at {@code now}: the one with the latest tick at or before it. */
    public Cycle cycleAt(Instant now) {
        return schedule.latest(now).map(this::cycle).orElseGet(this::beforeTheFirst);
    }

    /** The cycle before {@code cycle}; the time before the first tick is before itself. */
    public Cycle before(Cycle cycle) {
        return isBeforeTheFirst(cycle) ? cycle : cycleAt(cycle.tick().minusNanos(1));
    }

    /** Whether {@code cycle} is the time before the first tick. */
    public boolean isBeforeTheFirst(Cycle cycle) {
        return cycle.tick().equals(BEGINNING);
    }

    /** How many cycles on business days have their tick in {@code [since, upTo]}, counted up to {@code most}. */
    public int countBusiness(Instant since, Cycle upTo, int most) {
        int count = 0;
        Cycle cycle = upTo;
        while (count < most && !isBeforeTheFirst(cycle) && !cycle.tick().isBefore(since)) {
            if (businessDay(cycle) instanceof BusinessDay.Open) {
                count++;
                cycle = before(cycle);
            } else {
                cycle = cycleAt(startOfDay(cycle).minusNanos(1)); // not tick by tick through a long closure
            }
        }
        return count;
    }

    /**
     * What the calendar says of the day of {@code cycle}; without a calendar every day is open. Before the first tick
     * it is closed.
     */
    public BusinessDay businessDay(Cycle cycle) {
        if (isBeforeTheFirst(cycle)) {
            Instant first = schedule.next(BEGINNING).orElseThrow();
            return new BusinessDay.Closed(cycle.date(), "the first tick is " + first);
        }
        LocalDate date = dateInCalendar(cycle.tick());
        BusinessDay day = requireNonNull(calendar.day(date), () -> calendar.name() + " says nothing of " + date);
        boolean unknownBefore = tradingDay instanceof TradingDay.Before
                && calendar.previous(date).isEmpty();
        return day instanceof BusinessDay.Open && unknownBefore
                ? new BusinessDay.Uncovered(date, calendar.name() + " knows no business day before " + date)
                : day;
    }

    /** The cadence's symbol, such as {@code weekday_sf}; without one, its schedule. */
    public String name() {
        return name;
    }

    /** When it ticks. */
    public Schedule schedule() {
        return schedule;
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

    private static Cadence of(String name, Schedule schedule, CycleLabel label) {
        return new Cadence(
                name, schedule, null, label, new TradingDay.Of(schedule.zone()), BusinessCalendars.everyDay());
    }

    private Cycle cycle(Instant tick) {
        return new Cycle(label(tick), tick, tradingDay(tick));
    }

    private Cycle beforeTheFirst() {
        Cycle first = cycle(schedule.next(BEGINNING).orElseThrow());
        return new Cycle("before-" + first.label(), BEGINNING, first.tradingDay());
    }

    private String label(Instant tick) {
        return label == CycleLabel.BUCKET
                ? CycleLabel.bucket(
                        interval == null ? "rate" : name, schedule.period().orElseThrow(), tick)
                : label.of(tick, schedule.period().isPresent() ? ZoneOffset.UTC : schedule.zone());
    }

    private LocalDate tradingDay(Instant tick) {
        if (tradingDay instanceof TradingDay.Of of) {
            return LocalDate.ofInstant(tick, of.zone);
        }
        LocalDate date = dateInCalendar(tick);
        try {
            return calendar.previous(date).orElse(date);
        } catch (RuntimeException e) {
            return date; // as where there is none: businessDay asks again, and tells
        }
    }

    private Instant startOfDay(Cycle cycle) {
        return dateInCalendar(cycle.tick()).atStartOfDay(calendar.zone()).toInstant();
    }

    private LocalDate dateInCalendar(Instant tick) {
        return LocalDate.ofInstant(tick, calendar.zone());
    }
}
