package dev.interlock.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** A cron expression's local times as the instants at which the clocks of a zone show them. */
final class CronTicks implements Ticks {
    /*
     * Where clocks are put forward, the local times between do not occur and are passed over. Where they are put back,
     * an hour of local times occurs twice and counts the first time. So ticks are in the order of their local times,
     * and in the second pass of that hour everything up to its end is over already: a search that begins there begins
     * at the end of the hour.
     *
     * Instants far from the years of a cron expression are moved near them first, so that none is too far for a local
     * time.
     */
    private static final Instant FIRST =
            LocalDateTime.of(CronField.YEAR.first() - 1, 12, 1, 0, 0).toInstant(ZoneOffset.UTC);
    private static final Instant LAST =
            LocalDateTime.of(CronField.YEAR.last() + 1, 2, 1, 0, 0).toInstant(ZoneOffset.UTC);

    private final CronTimes times;
    private final ZoneRules rules;

    CronTicks(CronTimes times, ZoneId zone) {
        this.times = times;
        this.rules = zone.getRules();
    }

    @Override
    public @Nullable Instant ceiling(Instant instant) {
        Instant near = instant.isBefore(FIRST) ? FIRST : instant;
        if (near.isAfter(LAST)) {
            return null;
        }
        LocalDateTime local = LocalDateTime.ofInstant(near, rules.getOffset(near));
        ZoneOffsetTransition repeated = repeated(near, local);
        long time = times.ceiling(ceilingMinute(repeated == null ? local : repeated.getDateTimeBefore()));
        while (time != CronTimes.NONE) {
            LocalDateTime at = local(time);
            ZoneOffsetTransition gap = gap(at);
            if (gap == null) {
                return at.toInstant(rules.getOffset(at));
            }
            time = times.ceiling(ceilingMinute(gap.getDateTimeAfter()));
        }
        return null;
    }

    @Override
    public @Nullable Instant floor(Instant instant) {
        Instant near = instant.isAfter(LAST) ? LAST : instant;
        if (near.isBefore(FIRST)) {
            return null;
        }
        LocalDateTime local = LocalDateTime.ofInstant(near, rules.getOffset(near));
        ZoneOffsetTransition repeated = repeated(near, local);
        long time = times.floor(repeated == null ? floorMinute(local) : minuteBefore(repeated.getDateTimeBefore()));
        while (time != CronTimes.NONE) {
            LocalDateTime at = local(time);
            ZoneOffsetTransition gap = gap(at);
            if (gap == null) {
                return at.toInstant(rules.getOffset(at)); // the earlier one of two
            }
            time = times.floor(minuteBefore(gap.getDateTimeBefore()));
        }
        return null;
    }

    /** The change of the clocks that makes {@code local} occur for the second time at {@code instant}, if it does. */
    private @Nullable ZoneOffsetTransition repeated(Instant instant, LocalDateTime local) {
        if (rules.isFixedOffset()) {
            return null;
        }
        ZoneOffsetTransition change = rules.getTransition(local);
        return change != null && change.isOverlap() && !instant.isBefore(change.getInstant()) ? change : null;
    }

    /** The change of the clocks that leaves {@code local} out, if one does. */
    private @Nullable ZoneOffsetTransition gap(LocalDateTime local) {
        if (rules.isFixedOffset()) {
            return null;
        }
        ZoneOffsetTransition change = rules.getTransition(local);
        return change != null && change.isGap() ? change : null;
    }

    private static LocalDateTime local(long minute) {
        return LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC);
    }

    private static long floorMinute(LocalDateTime local) {
        return Math.floorDiv(local.toEpochSecond(ZoneOffset.UTC), 60L);
    }

    private static long ceilingMinute(LocalDateTime local) {
        boolean whole = local.getSecond() == 0 && local.getNano() == 0;
        return whole ? floorMinute(local) : floorMinute(local) + 1;
    }

    /** The last whole minute before {@code local}. */
    private static long minuteBefore(LocalDateTime local) {
        return ceilingMinute(local) - 1;
    }
}
