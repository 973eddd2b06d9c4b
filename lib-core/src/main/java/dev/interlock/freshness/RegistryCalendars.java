package dev.interlock.freshness;

import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The calendars that rows may name: the built-in ones, and those of the document.
 *
 * @param good the document's that can be used, by name
 * @param declared the names of all of the document's
 * @param isComplete whether there are no others of which nobody can tell
 */
record RegistryCalendars(Map<String, BusinessCalendar> good, Set<String> declared, boolean isComplete) {
    static final String KEY = "calendars";

    /** The one that needs a zone, and so is none by its name alone. */
    static final String WEEKDAYS = "weekdays";

    private static final String NYSE = "nyse";
    private static final String EVERY_DAY = "every_day";

    static final List<String> BUILT_IN = List.of(NYSE, WEEKDAYS, EVERY_DAY);

    RegistryCalendars {
        good = Map.copyOf(good);
        declared = Set.copyOf(declared);
    }

    /** The built-in calendars alone. */
    static RegistryCalendars none() {
        return new RegistryCalendars(Map.of(), Set.of(), true);
    }

    /** The built-in calendars, and others of which nobody can tell. */
    static RegistryCalendars unknown() {
        return new RegistryCalendars(Map.of(), Set.of(), false);
    }

    /** The built-in calendar of that name, if it is one by its name alone. */
    static Optional<BusinessCalendar> builtIn(String name) {
        return switch (name) {
            case NYSE -> Optional.of(BusinessCalendars.nyse());
            case EVERY_DAY -> Optional.of(BusinessCalendars.everyDay());
            default -> Optional.empty();
        };
    }

    /**
     * The calendar that a row names; empty if it is a bad one, which was reported where it is declared.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    Optional<BusinessCalendar> forRow(String name) {
        if (declared.contains(name)) {
            return Optional.ofNullable(good.get(name));
        }
        if (name.equals(WEEKDAYS)) {
            throw new IllegalArgumentException(
                    "'weekdays' lacks a time zone; declare a calendar with base weekdays and a timezone");
        }
        Optional<BusinessCalendar> builtIn = builtIn(name);
        if (builtIn.isEmpty() && isComplete) {
            throw noSuch(name, List.of(NYSE, EVERY_DAY), declared);
        }
        return builtIn;
    }

    /** The refusal of {@code name}, which is none of {@code builtIn} and {@code declared}. */
    static IllegalArgumentException noSuch(String name, List<String> builtIn, Set<String> declared) {
        List<String> names =
                Stream.concat(builtIn.stream(), declared.stream().sorted()).toList();
        String hint = RegistrySpelling.nearest(name, names)
                .map(near -> "; did you mean " + RegistryExcerpt.quoted(near) + "?")
                .orElse("");
        return new IllegalArgumentException(RegistryExcerpt.quoted(name) + " is none of " + String.join(", ", builtIn)
                + " and the calendars of this file" + hint);
    }
}
