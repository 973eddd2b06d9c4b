package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closed whenever a part of it is. Instead of a part that is combined itself its parts are taken, each once: otherwise
 * calendars made of each other would cost as many questions as there are paths through them.
 */
final class CombinedCalendar implements BusinessCalendar {
    private final OwnDays own;
    private final BusinessCalendar sessions;
    private final List<BusinessCalendar> parts;

    private CombinedCalendar(OwnDays own, BusinessCalendar sessions, List<BusinessCalendar> parts) {
        this.own = own;
        this.sessions = sessions;
        this.parts = parts;
    }

    static CombinedCalendar of(OwnDays own, BusinessCalendar base, List<BusinessCalendar> others) {
        Set<BusinessCalendar> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<BusinessCalendar> parts = Stream.concat(Stream.of(base), others.stream())
                .flatMap(CombinedCalendar::partsOf)
                .filter(seen::add)
                .toList();
        return new CombinedCalendar(own, base instanceof CombinedCalendar combined ? combined.sessions : base, parts);
    }

    @Override
    public String name() {
        return own.name();
    }

    @Override
    public ZoneId zone() {
        return sessions.zone();
    }

    @Override
    public BusinessDay day(LocalDate date) {
        BusinessDay ownDay = own.day(date);
        if (ownDay instanceof BusinessDay.Closed) {
            return ownDay;
        }
        @Nullable BusinessDay uncovered = ownDay instanceof BusinessDay.Uncovered ? ownDay : null;
        for (BusinessCalendar part : parts) {
            BusinessDay day = said(part, date);
            if (day instanceof BusinessDay.Closed closed) {
                return new BusinessDay.Closed(date, part.name() + ": " + closed.reason());
            }
            if (uncovered == null && day instanceof BusinessDay.Uncovered) {
                uncovered = day;
            }
        }
        return uncovered == null ? said(sessions, date) : uncovered;
    }

    /** Or a part that breaks its promise would pass for open. */
    private static BusinessDay said(BusinessCalendar part, LocalDate date) {
        return requireNonNull(part.day(date), () -> part.name() + " says nothing of " + date);
    }

    private static Stream<BusinessCalendar> partsOf(BusinessCalendar calendar) {
        return calendar instanceof CombinedCalendar combined
                ? Stream.concat(Stream.of(combined.own), combined.parts.stream())
                : Stream.of(calendar);
    }
}
