package dev.interlock.schedule;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of single dates: every date is a business day but the closures, and nothing is known outside the
 * bounds.
 *
 * @param closures the reasons by date
 * @param from the first date that is covered; null for no bound
 * @param until the last date that is covered; null for no bound
 */
record OwnDays(
        String name,
        Map<LocalDate, String> closures,
        @Nullable LocalDate from,
        @Nullable LocalDate until) implements BusinessCalendar {
    @Override
    public ZoneId zone() {
        return BusinessCalendars.everyDay().zone();
    }

    @Override
    public BusinessDay day(LocalDate date) {
        String reason = closures.get(date);
        if (reason != null) {
            return new BusinessDay.Closed(date, reason);
        }
        boolean isCovered = (from == null || !date.isBefore(from)) && (until == null || !date.isAfter(until));
        return isCovered
                ? BusinessCalendars.everyDay().day(date)
                : new BusinessDay.Uncovered(date, name + " is known" + bounds());
    }

    private String bounds() {
        return (from == null ? "" : " from " + from) + (until == null ? " on" : " until " + until);
    }
}
