package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The name of one scheduled run: {@code machine#role#yyyy-MM-ddTHH:mm}, the time in UTC without a zone. A stored
 * format; see {@code docs/formats.md}.
 *
 * <p>Included: machine, role, and the moment for which the run was scheduled, cut to its bucket. Excluded: who triggers
 * and when the trigger arrives, because that is what two triggers of one run differ in. So hand in the scheduled time
 * that the scheduler tells, and never the present: a trigger at 09:59:59.9 and its twin at 10:00:00.1 would be two
 * runs.
 *
 * <p>Immutable.
 */
public final class MutexKey {
    private static final char SEPARATOR = '#';
    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final String[] TWO_DIGITS = twoDigits();

    private final String value;

    private MutexKey(String value) {
        this.value = value;
    }

    /**
     * How wide a bucket is: all scheduled times within it are one run. The forms differ, so that no two can be equal.
     */
    public enum Bucket {
        /** {@code yyyy-MM-ddTHH:mm}, as the state machines derive it. */
        MINUTE,
        /** {@code yyyy-MM-ddTHH}. */
        HOUR,
        /** {@code yyyy-MM-dd}, from midnight to midnight UTC. */
        DAY
    }

    /**
     * The key of a run in a bucket of one minute.
     *
     * @throws IllegalArgumentException if machine or role is blank or has a {@code #}, which would make two keys of
     *     one; or if the year is not within 0 and 9999
     */
    public static MutexKey of(String machine, String role, Instant scheduledAt) {
        return of(machine, role, scheduledAt, Bucket.MINUTE);
    }

    /**
     * The key of a run in a bucket of the given width.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, Instant)}
     */
    public static MutexKey of(String machine, String role, Instant scheduledAt, Bucket bucket) {
        part("machine", machine);
        part("role", role);
        requireNonNull(scheduledAt, "scheduledAt");
        requireNonNull(bucket, "bucket");
        String minute = minute(machine, role, scheduledAt);
        return new MutexKey(
                switch (bucket) {
                    case MINUTE -> minute;
                    case HOUR -> minute.substring(0, minute.length() - ":mm".length());
                    case DAY -> minute.substring(0, minute.length() - "THH:mm".length());
                });
    }

    /**
     * Reads a key.
     *
     * <p>Law: {@code parse(key.value()).equals(key)}.
     *
     * @throws IllegalArgumentException if the text is not a key
     */
    public static MutexKey parse(String text) {
        String[] parts = requireNonNull(text, "text").split("#", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a mutex key is machine#role#time, and not: " + text);
        }
        Bucket bucket = switch (parts[2].length()) {
            case 16 -> Bucket.MINUTE;
            case 13 -> Bucket.HOUR;
            case 10 -> Bucket.DAY;
            default -> throw new IllegalArgumentException("the time of a mutex key is no bucket: " + text);
        };
        String start = parts[2] + "0000-01-01T00:00".substring(parts[2].length());
        try {
            MutexKey key = of(parts[0], parts[1], LocalDateTime.parse(start).toInstant(ZoneOffset.UTC), bucket);
            if (key.value.equals(text)) {
                return key;
            }
            throw new IllegalArgumentException("a mutex key that is written otherwise, as " + key + ": " + text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the time of a mutex key is none: " + text, e);
        }
    }

    /** The machine's name. */
    public String machine() {
        return value.substring(0, value.indexOf(SEPARATOR));
    }

    /** The role. */
    public String role() {
        return value.substring(value.indexOf(SEPARATOR) + 1, value.lastIndexOf(SEPARATOR));
    }

    /** The whole key. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MutexKey key && value.equals(key.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    /** One concatenation of shared strings instead of a formatter: no other text is created on the way. */
    private static String minute(String machine, String role, Instant scheduledAt) {
        long second = scheduledAt.getEpochSecond();
        if (second < YEAR_0 || second >= YEAR_10000) {
            throw new IllegalArgumentException("year is not within 0 and 9999: " + scheduledAt);
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        int year = time.getYear();
        return machine
                + SEPARATOR
                + role
                + SEPARATOR
                + TWO_DIGITS[year / 100]
                + TWO_DIGITS[year % 100]
                + '-'
                + TWO_DIGITS[time.getMonthValue()]
                + '-'
                + TWO_DIGITS[time.getDayOfMonth()]
                + 'T'
                + TWO_DIGITS[time.getHour()]
                + ':'
                + TWO_DIGITS[time.getMinute()];
    }

    static void part(String name, String part) {
        if (requireNonNull(part, name).isBlank()) {
            throw new IllegalArgumentException(name + " is blank: '" + part + "'");
        }
        if (part.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(name + " has a #: " + part);
        }
    }

    private static String[] twoDigits() {
        String[] digits = new String[100];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = "" + (char) ('0' + i / 10) + (char) ('0' + i % 10);
        }
        return digits;
    }
}
