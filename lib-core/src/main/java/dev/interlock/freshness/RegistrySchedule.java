package dev.interlock.freshness;

import dev.interlock.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The schedule of a row: with a time zone that of EventBridge Scheduler, without one that of an EventBridge rule. */
final class RegistrySchedule {
    private static final List<RegistryKey<?>> WITH_EXPRESSION = List.of(
            RegistryKey.TIMEZONE,
            RegistryKey.ANCHOR,
            RegistryKey.START_DATE,
            RegistryKey.END_DATE,
            RegistryKey.FLEXIBLE_MINUTES);

    private final RegistryValues values;

    private RegistrySchedule(RegistryValues values) {
        this.values = values;
    }

    /**
     * The schedule that a row has; empty, or to be left out, if anything is wrong with it, and then that was reported.
     */
    static Optional<Schedule> read(RegistryValues values) {
        Optional<String> expression = values.value(RegistryKey.SCHEDULE);
        WITH_EXPRESSION.forEach(values::value);
        if (expression.isEmpty() || values.isDoubtful(WITH_EXPRESSION)) {
            return Optional.empty();
        }
        RegistrySchedule schedule = new RegistrySchedule(values);
        Optional<ZoneId> zone = values.value(RegistryKey.TIMEZONE);
        return zone.isPresent() ? schedule.scheduler(expression.get(), zone.get()) : schedule.rule(expression.get());
    }

    /**
     * Reads an expression of any kind with all that it may need, so that only what is wrong with itself is told of it.
     */
    static void check(String expression) {
        try {
            Schedule.scheduler(expression, ZoneOffset.UTC, Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            boolean isCut = expression.startsWith("cron(") && expression.indexOf(')') < 0;
            throw isCut
                    ? new IllegalArgumentException(
                            e.getMessage() + "; put it in quotes if it stands between { and }", e)
                    : e;
        }
    }

    private Optional<Schedule> rule(String expression) {
        refuseOwn(
                RegistryKey.START_DATE, "is for EventBridge Scheduler; add timezone, or give a rule's rate an anchor");
        refuseOwn(RegistryKey.END_DATE, "is for EventBridge Scheduler; add timezone");
        refuseOwn(RegistryKey.FLEXIBLE_MINUTES, "is for EventBridge Scheduler; add timezone");
        if (isRate(expression)) {
            Optional<Instant> anchor = values.value(RegistryKey.ANCHOR);
            if (anchor.isEmpty() && !values.owns(RegistryKey.START_DATE)) {
                values.lacks(RegistryKey.ANCHOR, "is required with " + expression);
            }
            return anchor.flatMap(tick -> values.attempt(RegistryKey.SCHEDULE, () -> Schedule.rule(expression, tick)));
        }
        refuseOwn(RegistryKey.ANCHOR, "is for a rate; a start_date goes with timezone");
        if (expression.startsWith("at(")) {
            values.refuse(
                    RegistryKey.SCHEDULE,
                    expression + " is for EventBridge Scheduler; a rule takes cron(...) or rate(...); add timezone");
            return Optional.empty();
        }
        return values.attempt(RegistryKey.SCHEDULE, () -> Schedule.rule(expression));
    }

    private Optional<Schedule> scheduler(String expression, ZoneId zone) {
        refuseOwn(RegistryKey.ANCHOR, "is for the rate of a rule, which has no timezone; use start_date");
        Optional<Instant> start = values.value(RegistryKey.START_DATE);
        if (isRate(expression) && start.isEmpty()) {
            if (!values.owns(RegistryKey.ANCHOR)) {
                values.lacks(RegistryKey.START_DATE, "is required with timezone and " + expression);
            }
            return Optional.empty();
        }
        Schedule endless = start.map(from -> Schedule.scheduler(expression, zone, from))
                .orElseGet(() -> Schedule.scheduler(expression, zone));
        Optional<Instant> end = values.value(RegistryKey.END_DATE);
        Optional<Duration> window = values.value(RegistryKey.FLEXIBLE_MINUTES).map(Duration::ofMinutes);
        Optional<Schedule> schedule = end.isEmpty()
                ? Optional.of(endless)
                : values.attempt(RegistryKey.END_DATE, () -> endless.endingAt(end.get()));
        return schedule.map(exact -> window.map(exact::flexible).orElse(exact));
    }

    private void refuseOwn(RegistryKey<?> key, String message) {
        if (values.owns(key)) {
            values.refuse(key, message);
        }
    }

    private static boolean isRate(String expression) {
        return expression.startsWith("rate(");
    }
}
