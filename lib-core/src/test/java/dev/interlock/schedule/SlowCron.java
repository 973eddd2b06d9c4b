package dev.interlock.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * AWS cron by definition and not by skill: walks the dates one by one and asks of each minute of a matching date at
 * which instant a clock in the zone shows it for the first time. Slow, and meant to be seen to be right.
 */
final class SlowCron {
    private static final Instant BEFORE_ALL = Instant.parse("1969-12-01T00:00:00Z");
    private static final Instant AFTER_ALL = Instant.parse("2200-02-01T00:00:00Z");

    private final SlowCronFields fields;
    private final ZoneId zone;

    private SlowCron(SlowCronFields fields, ZoneId zone) {
        this.fields = fields;
        this.zone = zone;
    }

    /** {@return the evaluator of {@code expression}, or an exception that says which part is wrong} */
    static SlowCron parse(String expression, ZoneId zone) {
        return new SlowCron(SlowCronFields.parse(expression), zone);
    }

    Optional<Instant> next(Instant after) {
        // A clock that is set back may show yesterday again, so each walk takes in a day more at either end.
        for (LocalDate date = dateAt(after).minusDays(1); date.getYear() <= 2199; date = date.plusDays(1)) {
            if (!fields.monthMatches(date)) {
                date = date.with(TemporalAdjusters.lastDayOfMonth());
                continue;
            }
            for (Instant firing : firingsOf(date)) {
                if (firing.isAfter(after)) {
                    return Optional.of(firing);
                }
            }
        }
        return Optional.empty();
    }

    Optional<Instant> latest(Instant atOrBefore) {
        for (LocalDate date = dateAt(atOrBefore).plusDays(1); date.getYear() >= 1970; date = date.minusDays(1)) {
            if (!fields.monthMatches(date)) {
                date = date.withDayOfMonth(1);
                continue;
            }
            Optional<Instant> last = firingsOf(date).stream()
                    .filter(firing -> !firing.isAfter(atOrBefore))
                    .reduce((earlier, later) -> later);
            if (last.isPresent()) {
                return last;
            }
        }
        return Optional.empty();
    }

    /** The firings of {@code [from, to)}, the first {@code limit} of them. */
    List<Instant> between(Instant from, Instant to, int limit) {
        List<Instant> found = new ArrayList<>();
        LocalDate end = dateAt(to).plusDays(1);
        for (LocalDate date = dateAt(from).minusDays(1);
                !date.isAfter(end) && found.size() < limit;
                date = date.plusDays(1)) {
            for (Instant firing : firingsOf(date)) {
                if (!firing.isBefore(from) && firing.isBefore(to) && found.size() < limit) {
                    found.add(firing);
                }
            }
        }
        return found;
    }

    private List<Instant> firingsOf(LocalDate date) {
        List<Instant> firings = new ArrayList<>();
        if (!fields.dateMatches(date)) {
            return firings;
        }
        Set<ZoneOffset> offsets = offsetsAround(date);
        for (int hour = 0; hour < 24; hour++) {
            for (int minute = 0; fields.hourMatches(hour) && minute < 60; minute++) {
                if (fields.minuteMatches(minute)) {
                    firstShownAt(date, hour, minute, offsets).ifPresent(firings::add);
                }
            }
        }
        firings.sort(null);
        return firings;
    }

    /** Empty in a gap: no clock of the zone ever shows such a time. The earliest in an overlap: it is shown twice. */
    private Optional<Instant> firstShownAt(LocalDate date, int hour, int minute, Set<ZoneOffset> offsets) {
        return offsets.stream()
                .map(offset -> date.atTime(hour, minute).toInstant(offset).atOffset(offset))
                .filter(shown -> zone.getRules().getOffset(shown.toInstant()).equals(shown.getOffset()))
                .map(shown -> shown.toInstant())
                .min(Instant::compareTo);
    }

    /** Every offset in force at some hour of a span that holds the date whatever the offset is, and a day's jump. */
    private Set<ZoneOffset> offsetsAround(LocalDate date) {
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        Set<ZoneOffset> offsets = new HashSet<>();
        for (int hour = -30; hour <= 54; hour++) {
            offsets.add(zone.getRules().getOffset(midnight.plusSeconds(hour * 3600L)));
        }
        return offsets;
    }

    private LocalDate dateAt(Instant instant) {
        Instant near = instant.isBefore(BEFORE_ALL) ? BEFORE_ALL : instant.isAfter(AFTER_ALL) ? AFTER_ALL : instant;
        return LocalDate.ofInstant(near, zone);
    }
}
