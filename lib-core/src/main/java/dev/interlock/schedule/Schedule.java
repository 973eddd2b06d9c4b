package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When an EventBridge rule or an EventBridge Scheduler schedule fires: the instants, called ticks, that AWS derives
 * from an expression such as {@code cron(45 12 ? * MON-FRI *)}.
 *
 * <p>A {@code cron} has six fields, minutes, hours, day-of-month, month, day-of-week (1 is Sunday) and year (1970 to
 * 2199), with {@code , - * /}, in the day fields {@code ?} and {@code L}, in the day-of-month {@code W} and in the
 * day-of-week {@code #}. Exactly one of the day fields is {@code ?}. A range may go past the last value of its field,
 * as in {@code 20-2}. A {@code W} stays within its month, and a day that a month does not have is passed over.
 *
 * <p>A {@code rate} counts minutes, hours and days of 24 hours from an anchor; the expression alone does not say when
 * it fires, so it is refused without one. Its number has at most nine digits.
 *
 * <p>Zones: a local time that the clocks pass over in spring does not fire, a local time that they show twice in autumn
 * fires the first time only.
 *
 * <p>AWS starts a target within the minute after a tick, and within the flexible window if there is one, and says
 * nothing of the order of targets; a tick is the beginning of that time. Not said here either: whether a rule is
 * enabled. A position in an error is counted from 1. Immutable, and equal if what was given is equal.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">Rules</a>
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">Scheduler</a>
 */
public final class Schedule {
    private static final int MAX_WINDOW_MINUTES = 24 * 60;
    private static final Instant LAST_MINUTE = Instant.MAX.truncatedTo(ChronoUnit.MINUTES);

    private final String expression;
    private final Ticks ticks;
    private final ZoneId zone;
    private final boolean isRule;
    private final Limits limits;

    private Schedule(String expression, Ticks ticks, ZoneId zone, boolean isRule, Limits limits) {
        this.expression = expression;
        this.ticks = ticks;
        this.zone = zone;
        this.isRule = isRule;
        this.limits = limits;
    }

    /** What Scheduler has beside the expression: the first and the last instant for a tick, and the flexible window. */
    private record Limits(@Nullable Instant start, @Nullable Instant end, Duration window) {
        static final Limits NONE = new Limits(null, null, Duration.ZERO);

        static Limits from(Instant start) {
            return new Limits(start, null, Duration.ZERO);
        }
    }

    /**
     * The schedule of an EventBridge rule, whose {@code cron} is in UTC.
     *
     * @throws IllegalArgumentException if the expression is not valid, with its field, position and what is allowed; if
     *     it is a {@code rate}, which needs an anchor; if it is an {@code at}, which only Scheduler has
     */
    public static Schedule rule(String expression) {
        Expression parsed = parse(expression);
        if (parsed instanceof Expression.Cron cron) {
            return new Schedule(expression, cron.in(ZoneOffset.UTC), ZoneOffset.UTC, true, Limits.NONE);
        }
        if (parsed instanceof Expression.Rate) {
            throw unanchored(expression, "Schedule.rule(expression, anchor) with a known tick as the anchor");
        }
        throw new IllegalArgumentException(
                expression + " is for EventBridge Scheduler; a rule takes cron(...) or rate(...)");
    }

    /**
     * The schedule of an EventBridge rule with a {@code rate}.
     *
     * @param anchor a tick that is known, such as when the rule was created or first fired; there is none before it
     * @throws IllegalArgumentException if the expression is not a valid {@code rate}; a rule takes {@code 1 minute} and
     *     {@code 2 minutes}, but not {@code 1 minutes}
     */
    public static Schedule rule(String expression, Instant anchor) {
        requireNonNull(anchor, "anchor");
        if (!(parse(expression) instanceof Expression.Rate rate)) {
            throw new IllegalArgumentException(expression + " takes no anchor; only a rate does");
        }
        if (!rate.isWellNumbered()) {
            throw new IllegalArgumentException(
                    expression + " is refused by a rule; the unit is singular after 1 and plural after more");
        }
        return new Schedule(expression, rate.from(anchor), ZoneOffset.UTC, true, Limits.from(anchor));
    }

    /**
     * The schedule of EventBridge Scheduler, whose {@code cron} and {@code at} are in {@code zone}.
     *
     * @throws IllegalArgumentException if the expression is not valid, with its field, position and what is allowed; if
     *     it is a {@code rate}, which needs a start date
     */
    public static Schedule scheduler(String expression, ZoneId zone) {
        requireNonNull(zone, "zone");
        Expression parsed = parse(expression);
        if (parsed instanceof Expression.Cron cron) {
            return new Schedule(expression, cron.in(zone), zone, false, Limits.NONE);
        }
        if (parsed instanceof Expression.At at) {
            return new Schedule(expression, at.in(zone), zone, false, Limits.NONE);
        }
        throw unanchored(expression, "Schedule.scheduler(expression, zone, startDate)");
    }

    /**
     * The schedule of EventBridge Scheduler with a start date: there is no tick before it. A {@code rate} is counted
     * from it. Scheduler ignores it for {@code at}, and so does this.
     *
     * @throws IllegalArgumentException if the expression is not valid, with its field, position and what is allowed
     */
    public static Schedule scheduler(String expression, ZoneId zone, Instant startDate) {
        requireNonNull(zone, "zone");
        requireNonNull(startDate, "startDate");
        Expression parsed = parse(expression);
        if (parsed instanceof Expression.Cron cron) {
            return new Schedule(expression, cron.in(zone), zone, false, Limits.from(startDate));
        }
        if (parsed instanceof Expression.Rate rate) {
            return new Schedule(expression, rate.from(startDate), zone, false, Limits.from(startDate));
        }
        return scheduler(expression, zone);
    }

    /** Ticks every {@code interval}, counted from the epoch in both directions. */
    static Schedule fromEpoch(Duration interval) {
        long minutes = interval.toMinutes();
        String expression = "rate(" + minutes + (minutes == 1 ? " minute)" : " minutes)");
        return new Schedule(expression, new RateTicks(Instant.EPOCH, interval), ZoneOffset.UTC, true, Limits.NONE);
    }

    /**
     * This schedule of EventBridge Scheduler with an end date: there is no tick after it. Scheduler ignores it for
     * {@code at}, and so does this.
     *
     * @throws IllegalArgumentException if this is a rule, which has none, or if the end is before the start
     */
    public Schedule endingAt(Instant endDate) {
        requireNonNull(endDate, "endDate");
        requireScheduler("end date");
        if (limits.start != null && endDate.isBefore(limits.start)) {
            throw new IllegalArgumentException("end date " + endDate + " is before start date " + limits.start);
        }
        Instant end = ticks instanceof OneTick ? null : endDate;
        return new Schedule(expression, ticks, zone, false, new Limits(limits.start, end, limits.window));
    }

    /**
     * This schedule of EventBridge Scheduler with a flexible window: what is due at a tick is started some time in the
     * window that begins with it. Ticks stay as they are.
     *
     * @param window 1 to 1440 whole minutes
     * @throws IllegalArgumentException if it is not, or if this is a rule, which has none
     */
    public Schedule flexible(Duration window) {
        long minutes = requireNonNull(window, "window").toMinutes();
        requireScheduler("flexible window");
        if (minutes < 1 || minutes > MAX_WINDOW_MINUTES || !window.equals(Duration.ofMinutes(minutes))) {
            throw new IllegalArgumentException("flexible window is not 1 to 1440 whole minutes: " + window);
        }
        return new Schedule(expression, ticks, zone, false, new Limits(limits.start, limits.end, window));
    }

    /** The first tick strictly after {@code after}; empty if there is none any more. */
    public Optional<Instant> next(Instant after) {
        return requireNonNull(after, "after").equals(Instant.MAX)
                ? Optional.empty()
                : Optional.ofNullable(ceiling(after.plusNanos(1)));
    }

    /** The last tick at or before {@code atOrBefore}; empty if there was none yet. */
    public Optional<Instant> latest(Instant atOrBefore) {
        requireNonNull(atOrBefore, "atOrBefore");
        Instant end = limits.end;
        Instant tick = ticks.floor(end != null && end.isBefore(atOrBefore) ? end : atOrBefore);
        return Optional.ofNullable(tick).filter(found -> limits.start == null || !found.isBefore(limits.start));
    }

    /** The ticks in {@code [from, to)} in their order, each found when it is asked for, the first one too. */
    public Stream<Instant> between(Instant from, Instant to) {
        return ascending(from, to, instant -> Optional.ofNullable(ceiling(instant)));
    }

    /**
     * The minutes, beginning in {@code [from, to)}, in which both this and {@code other} have a tick; in their order,
     * each found when it is asked for. Flexible windows are not looked at.
     *
     * <p>The search for one walks from tick to tick, and if there is none, all the way to {@code to}: two schedules of
     * every other minute that never meet cost some 500,000 steps for a year.
     */
    public Stream<Instant> coincidences(Schedule other, Instant from, Instant to) {
        requireNonNull(other, "other");
        return ascending(from, to, instant -> common(other, wholeMinute(instant), to));
    }

    /**
     * The minutes, beginning in {@code [from, to)}, in which either this or {@code other} has a tick, but not both; in
     * their order, each found when it is asked for. Two expressions mean the same there if it is empty.
     *
     * <p>The search for one walks from tick to tick, and if there is none, all the way to {@code to}.
     */
    public Stream<Instant> differences(Schedule other, Instant from, Instant to) {
        requireNonNull(other, "other");
        return ascending(from, to, instant -> different(other, wholeMinute(instant), to));
    }

    /** The expression as it was given. */
    public String expression() {
        return expression;
    }

    /** The zone of the expression; UTC for a rule. */
    public ZoneId zone() {
        return zone;
    }

    /** How long after a tick the target may be started; zero without a flexible window. */
    public Duration window() {
        return limits.window;
    }

    /**
     * Whether the other one was given the same: the text of the expression, letter by letter, to a rule or to
     * Scheduler, its zone by id, start, end and window, and for a rate the anchor. Two that are not equal may still
     * have the same ticks; {@link #differences} tells.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule schedule
                && isRule == schedule.isRule
                && expression.equals(schedule.expression)
                && zone.equals(schedule.zone)
                && limits.equals(schedule.limits)
                && Objects.equals(rate(), schedule.rate());
    }

    @Override
    public int hashCode() {
        return Objects.hash(isRule, expression, zone, limits, rate());
    }

    /** The expression, and for Scheduler the zone and what else was given. */
    @Override
    public String toString() {
        return expression
                + (isRule ? "" : " " + zone)
                + (limits.start == null ? "" : " from " + limits.start)
                + (limits.end == null ? "" : " until " + limits.end)
                + (limits.window.isZero() ? "" : " within " + limits.window);
    }

    /** How long it is from one tick to the next, if the expression is a rate. */
    Optional<Duration> period() {
        return Optional.ofNullable(rate()).map(RateTicks::period);
    }

    private @Nullable RateTicks rate() {
        return ticks instanceof RateTicks rate ? rate : null;
    }

    private @Nullable Instant ceiling(Instant from) {
        Instant start = limits.start;
        Instant tick = ticks.ceiling(start != null && start.isAfter(from) ? start : from);
        return tick == null || (limits.end != null && tick.isAfter(limits.end)) ? null : tick;
    }

    /** The first minute at or after {@code from} in which both tick, looked for up to {@code to}. */
    private Optional<Instant> common(Schedule other, Instant from, Instant to) {
        Instant minute = from;
        while (minute.isBefore(to)) {
            Instant ours = ceilingMinute(minute);
            Instant theirs = other.ceilingMinute(minute);
            if (ours == null || theirs == null) {
                return Optional.empty();
            }
            if (ours.equals(theirs)) {
                return Optional.of(ours);
            }
            minute = ours.isAfter(theirs) ? ours : theirs;
        }
        return Optional.empty();
    }

    /** The first minute at or after {@code from} in which one of the two ticks, looked for up to {@code to}. */
    private Optional<Instant> different(Schedule other, Instant from, Instant to) {
        Instant minute = from;
        while (minute.isBefore(to)) {
            Instant ours = ceilingMinute(minute);
            Instant theirs = other.ceilingMinute(minute);
            if (ours == null || theirs == null) {
                return Optional.ofNullable(ours == null ? theirs : ours);
            }
            if (!ours.equals(theirs)) {
                return Optional.of(ours.isBefore(theirs) ? ours : theirs);
            }
            minute = wholeMinute(ours.plusNanos(1));
        }
        return Optional.empty();
    }

    private @Nullable Instant ceilingMinute(Instant from) {
        Instant tick = ceiling(from);
        return tick == null ? null : tick.truncatedTo(ChronoUnit.MINUTES);
    }

    private static Stream<Instant> ascending(Instant from, Instant to, Function<Instant, Optional<Instant>> atOrAfter) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return Stream.iterate(
                        Optional.of(new Step(from, null)),
                        Optional::isPresent,
                        step -> step.map(Step::next)
                                .filter(to::isAfter)
                                .flatMap(atOrAfter)
                                .filter(to::isAfter)
                                .map(found -> new Step(found.plusNanos(1), found)))
                .flatMap(Optional::stream)
                .flatMap(step -> Stream.ofNullable(step.found()));
    }

    /** The first whole minute at or after {@code from}; the end of time, which is before nothing, if there is none. */
    private static Instant wholeMinute(Instant from) {
        Instant minute = from.truncatedTo(ChronoUnit.MINUTES);
        if (minute.equals(from)) {
            return minute;
        }
        return from.isAfter(LAST_MINUTE) ? Instant.MAX : minute.plus(1, ChronoUnit.MINUTES);
    }

    /**
     * Where to search on, and what was found before; nothing at the start, so that the first is searched for when
     * asked.
     */
    private record Step(Instant next, @Nullable Instant found) {}

    private void requireScheduler(String what) {
        if (isRule) {
            throw new IllegalArgumentException(
                    "an EventBridge rule has no " + what + ", EventBridge Scheduler has: " + expression);
        }
    }

    private static Expression parse(String expression) {
        return Expression.parse(requireNonNull(expression, "expression"));
    }

    private static IllegalArgumentException unanchored(String expression, String instead) {
        return new IllegalArgumentException(
                expression + " does not say when it fires without an anchor; use " + instead);
    }
}
