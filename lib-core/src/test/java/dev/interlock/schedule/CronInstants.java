package dev.interlock.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.SplittableRandom;

/** Seeded instants of the years 1970 to 2199 and a little beyond, most of them at an edge of a calendar or a clock. */
final class CronInstants {
    private static final Instant FIRST = Instant.parse("1969-12-30T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-03T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2030-01-01T00:00:00Z");
    private static final int[] LEAP_YEARS = {1972, 2000, 2024, 2028, 2096, 2100, 2104, 2196};

    private final SplittableRandom random;
    private final ZoneId zone;

    CronInstants(SplittableRandom random, ZoneId zone) {
        this.random = random;
        this.zone = zone;
    }

    Instant next() {
        return switch (random.nextInt(8)) {
            case 0 -> around(at(LocalDate.of(anyYear(), random.nextInt(1, 13), 1)));
            case 1 -> around(at(LocalDate.of(LEAP_YEARS[random.nextInt(LEAP_YEARS.length)], 3, 1)));
            case 2 -> around(at(LocalDate.of(random.nextInt(1970, 2201), 1, 1)));
            case 3 -> around(at(LocalDate.of(random.nextInt(5) == 0 ? 1970 : 2200, 1, 1)));
            case 4, 5, 6 -> around(transition());
            default -> minuteBefore(END).plusNanos(random.nextLong(60_000_000_000L));
        };
    }

    /** The instant itself as often as one nanosecond to either side of it. */
    Instant hairOf(Instant instant) {
        return instant.plusNanos(random.nextInt(-1, 2));
    }

    /** A transition, half the time one of the past, where the odd ones are; any instant if there is none before it. */
    private Instant transition() {
        Instant any = minuteBefore(random.nextBoolean() ? FUTURE : END);
        ZoneOffsetTransition previous = zone.getRules().previousTransition(any);
        return previous == null || previous.getInstant().isBefore(FIRST) ? any : previous.getInstant();
    }

    private Instant around(Instant instant) {
        long minutes = random.nextInt(3) == 0 ? random.nextLong(-2880, 2880) : random.nextLong(-120, 121);
        return hairOf(instant.plus(minutes, ChronoUnit.MINUTES));
    }

    private Instant minuteBefore(Instant end) {
        return Instant.ofEpochSecond(random.nextLong(FIRST.getEpochSecond(), end.getEpochSecond()))
                .truncatedTo(ChronoUnit.MINUTES);
    }

    private int anyYear() {
        return random.nextBoolean() ? random.nextInt(2005, 2030) : random.nextInt(1970, 2200);
    }

    private static Instant at(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
