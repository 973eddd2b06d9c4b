package dev.interlock.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * How a cycle is named after its tick. Dates and times are those of the schedule's zone; of a rate those of UTC,
 * because its ticks go on while the clocks of a zone show an hour twice. A label that two ticks share makes them one
 * cycle to whoever tells cycles by it, so take one that is at least as fine as the schedule.
 */
public enum CycleLabel {
    /** The ISO 8601 week, such as {@code 2026-W22}: for what ticks at most once a week. */
    ISO_WEEK,

    /** The date, such as {@code 2026-05-27}: for what ticks at most once a day. */
    DATE,

    /** The minute, such as {@code 20260527T1245}: for any schedule. */
    MINUTE,

    /**
     * The period and how many of it fit between the epoch and the tick, such as {@code rate_15m_1977650}: for a rate
     * only.
     */
    BUCKET;

    private static final DateTimeFormatter WEEK = new DateTimeFormatterBuilder()
            .appendValue(IsoFields.WEEK_BASED_YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendLiteral("-W")
            .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm", Locale.ROOT);

    String of(Instant tick, ZoneId zone) {
        return switch (this) {
            case ISO_WEEK -> WEEK.format(tick.atZone(zone));
            case DATE -> DateTimeFormatter.ISO_LOCAL_DATE.format(tick.atZone(zone));
            case MINUTE -> COMPACT.format(tick.atZone(zone));
            case BUCKET -> throw new IllegalStateException("a bucket needs a period");
        };
    }

    static String bucket(String name, Duration period, Instant tick) {
        return name + "_" + period.toMinutes() + "m_" + Math.floorDiv(tick.getEpochSecond(), period.toSeconds());
    }
}
