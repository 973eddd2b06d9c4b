package dev.interlock.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in a schedule expression: {@code cron(...)}, {@code rate(...)} or {@code at(...)}. */
sealed interface Expression {
    Pattern FORM = Pattern.compile("(cron|rate|at)\\((.*)\\)", Pattern.DOTALL);

    /** What EventBridge and EventBridge Scheduler take. */
    int MAX_LENGTH = 256;

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if it is none; names the place and what is allowed
     */
    static Expression parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a schedule expression has at most " + MAX_LENGTH + " characters, this one has " + text.length());
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a schedule expression; write cron(...), rate(...) or at(...)");
        }
        return switch (form.group(1)) {
            case "cron" -> new Cron(CronParser.parse(text, form.start(2), form.end(2)));
            case "rate" -> Rate.parse(text, form.group(2));
            default -> At.parse(text, form.group(2));
        };
    }

    /** Times of the clock and the calendar. */
    record Cron(CronTimes times) implements Expression {
        Ticks in(ZoneId zone) {
            return new CronTicks(times, zone);
        }
    }

    /**
     * A period; where it is counted from, the expression does not say.
     *
     * @param isWellNumbered whether the unit is singular for 1 and plural for more
     */
    record Rate(Duration period, boolean isWellNumbered) implements Expression {
        private static final Pattern FORM = Pattern.compile("\\s*([0-9]+)\\s+(minute|hour|day)(s?)\\s*");
        private static final int MAX_DIGITS = 9;
        private static final Map<String, Duration> UNITS =
                Map.of("minute", Duration.ofMinutes(1), "hour", Duration.ofHours(1), "day", Duration.ofDays(1));

        static Rate parse(String text, String fields) {
            Matcher form = FORM.matcher(fields);
            boolean isRate = form.matches();
            if (isRate && form.group(1).length() > MAX_DIGITS) {
                throw new IllegalArgumentException(text + " has a number of "
                        + form.group(1).length() + " digits; a rate takes at most " + MAX_DIGITS);
            }
            if (!isRate || Integer.parseInt(form.group(1)) == 0) {
                throw new IllegalArgumentException(
                        text + " is not a rate; write a number above 0 and minutes, hours or days: rate(5 minutes)");
            }
            int value = Integer.parseInt(form.group(1));
            Duration unit = UNITS.getOrDefault(form.group(2), Duration.ZERO);
            return new Rate(
                    unit.multipliedBy(value), (value == 1) == form.group(3).isEmpty());
        }

        Ticks from(Instant anchor) {
            return new RateTicks(anchor, period);
        }
    }

    /** One time of the clock. */
    record At(LocalDateTime time) implements Expression {
        private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
                .appendValue(ChronoField.YEAR, 4) // and no sign, unlike the pattern uuuu
                .appendPattern("-MM-dd'T'HH:mm:ss")
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);

        static At parse(String text, String time) {
            try {
                return new At(LocalDateTime.parse(time.strip(), FORM));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        text + " is not a time that there is; write at(yyyy-MM-ddTHH:mm:ss)", e);
            }
        }

        /** One tick, the earlier one where the time occurs twice; none where clocks pass over it. */
        Ticks in(ZoneId zone) {
            ZoneRules rules = zone.getRules();
            boolean exists = !rules.getValidOffsets(time).isEmpty();
            return new OneTick(exists ? time.toInstant(rules.getOffset(time)) : null);
        }
    }
}
