package dev.interlock.freshness;

import dev.interlock.freshness.RegistryKey.Presence;
import dev.interlock.freshness.RegistryNode.Mapping;
import dev.interlock.freshness.RegistryNode.Sequence;
import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One calendar of a document. Everything is read even after a problem, so that all of them are reported. */
final class RegistryCalendar {
    private static final RegistryKey<String> BASE = new RegistryKey<>("base", Presence.OPTIONAL, RegistryScalar::text);
    private static final RegistryKey<Sequence> CLOSED_WITH =
            new RegistryKey<>("closed_with", Presence.NULLABLE, RegistryCalendar::sequence);
    private static final RegistryKey<Mapping> CLOSURES =
            new RegistryKey<>("closures", Presence.NULLABLE, RegistryCalendar::mapping);
    private static final RegistryKey<LocalDate> FROM =
            new RegistryKey<>("from", Presence.NULLABLE, RegistryScalar::day);
    private static final RegistryKey<LocalDate> UNTIL =
            new RegistryKey<>("until", Presence.NULLABLE, RegistryScalar::day);
    private static final List<String> NAMES = List.of(
            BASE.name(), RegistryKey.TIMEZONE.name(), CLOSED_WITH.name(), CLOSURES.name(), FROM.name(), UNTIL.name());

    /** For the dates of whom it closes with; they are the same in every zone. */
    private static final BusinessCalendar WEEKDAYS =
            BusinessCalendars.weekdays(RegistryCalendars.WEEKDAYS, ZoneOffset.UTC);

    private static final Function<RegistryNode, String> REASON = RegistryScalar.text(reason -> {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason is blank");
        }
    });

    private final RegistryFields fields;
    private final RegistryProblems problems;
    private final RegistryValues values;
    private final Function<String, Optional<BusinessCalendar>> others;

    private RegistryCalendar(
            RegistryFields fields, Function<String, Optional<BusinessCalendar>> others, RegistryProblems problems) {
        this.fields = fields;
        this.problems = problems;
        this.values = new RegistryValues(fields, RegistryDefaults.none(), problems);
        this.others = others;
    }

    /**
     * The calendar that a mapping declares; empty if anything is wrong with it.
     *
     * @param others the calendar of a name; empty if it is a bad one, which is reported where it is declared; throws
     *     {@link IllegalArgumentException} if this calendar cannot refer to it
     */
    static Optional<BusinessCalendar> read(
            String name,
            Mapping mapping,
            String path,
            Function<String, Optional<BusinessCalendar>> others,
            RegistryProblems problems) {
        RegistryFields fields = RegistryFields.read(mapping, path, NAMES, problems);
        RegistryCalendar calendar = new RegistryCalendar(fields, others, problems);
        BusinessCalendars.Builder parts = calendar.read(name);
        return calendar.values.isSound() && fields.isSound() && mapping.isPlainThroughout()
                ? Optional.of(parts.build())
                : Optional.empty();
    }

    private BusinessCalendars.Builder read(String name) {
        BusinessCalendars.Builder calendar = BusinessCalendars.builder(name, base());
        values.value(FROM).ifPresent(calendar::from);
        values.value(UNTIL).ifPresent(until -> values.attempt(UNTIL, () -> calendar.until(until)));
        values.value(CLOSURES).ifPresent(dates -> close(calendar, dates));
        values.value(CLOSED_WITH).ifPresent(names -> unite(calendar, names));
        return calendar;
    }

    /** The base; a bad one, or none, is every day until the calendar is left out. */
    private BusinessCalendar base() {
        Optional<String> name = values.value(BASE);
        Optional<ZoneId> zone = values.value(RegistryKey.TIMEZONE);
        if (name.isEmpty()) {
            values.lacks(BASE, "is required");
            return BusinessCalendars.everyDay();
        }
        if (name.get().equals(RegistryCalendars.WEEKDAYS)) {
            if (zone.isEmpty()) {
                values.lacks(RegistryKey.TIMEZONE, "is required with base weekdays");
            }
            return BusinessCalendars.weekdays(RegistryCalendars.WEEKDAYS, zone.orElse(ZoneOffset.UTC));
        }
        if (zone.isPresent()) {
            values.refuse(
                    RegistryKey.TIMEZONE,
                    "is for base weekdays only; " + RegistryExcerpt.of(name.get()) + " has its own");
        }
        Optional<BusinessCalendar> base =
                values.attempt(BASE, () -> others.apply(name.get())).flatMap(Function.identity());
        if (base.isEmpty()) {
            values.doubt(BASE);
        }
        return base.orElseGet(BusinessCalendars::everyDay);
    }

    private void close(BusinessCalendars.Builder calendar, Mapping dates) {
        RegistryFields closures = RegistryFields.readNames(dates, fields.path(CLOSURES.name()), problems);
        if (!closures.isSound()) {
            values.doubt(CLOSURES);
        }
        closures.values().forEach((text, reason) -> {
            String path = closures.path(text);
            Optional<LocalDate> date =
                    values.attempt(CLOSURES, closures.at(text), path, () -> RegistryScalar.day(text));
            Optional<String> why = reason.isPlain()
                    ? values.attempt(CLOSURES, reason.at(), path, () -> REASON.apply(reason))
                    : Optional.empty();
            date.ifPresent(d ->
                    why.ifPresent(w -> values.attempt(CLOSURES, closures.at(text), path, () -> calendar.closed(d, w))));
        });
    }

    private void unite(BusinessCalendars.Builder calendar, Sequence names) {
        for (int i = 0; i < names.items().size(); i++) {
            RegistryNode name = names.items().get(i);
            if (name.isPlain()) {
                String path = fields.path(CLOSED_WITH.name()) + "[" + i + "]";
                values.attempt(CLOSED_WITH, name.at(), path, () -> other(RegistryScalar.text(name)))
                        .flatMap(Function.identity())
                        .ifPresentOrElse(calendar::closedWith, () -> values.doubt(CLOSED_WITH));
            }
        }
    }

    private Optional<BusinessCalendar> other(String name) {
        return name.equals(RegistryCalendars.WEEKDAYS) ? Optional.of(WEEKDAYS) : others.apply(name);
    }

    private static Sequence sequence(RegistryNode value) {
        if (value instanceof Sequence sequence) {
            return sequence;
        }
        throw new IllegalArgumentException("must be a sequence, but is " + value.description());
    }

    private static Mapping mapping(RegistryNode value) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw new IllegalArgumentException("must be a mapping, but is " + value.description());
    }
}
