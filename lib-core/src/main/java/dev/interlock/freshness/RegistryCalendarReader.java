package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Mapping;
import dev.interlock.schedule.BusinessCalendar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the calendars that a document declares, each once: when its turn comes, or when another refers to it. */
final class RegistryCalendarReader {
    private final RegistryFields declared;
    private final RegistryProblems problems;
    private final Map<String, BusinessCalendar> good = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> unfinished = new LinkedHashSet<>();

    private RegistryCalendarReader(RegistryFields declared, RegistryProblems problems) {
        this.declared = declared;
        this.problems = problems;
    }

    /** The calendars of a document with these keys. */
    static RegistryCalendars read(RegistryFields document, RegistryProblems problems) {
        RegistryNode written = document.value(RegistryCalendars.KEY);
        RegistryCalendars calendars = written == null ? RegistryCalendars.none() : read(written, problems);
        boolean isCertain = written == null ? !document.isOpaque() : !document.repeats(RegistryCalendars.KEY);
        return isCertain ? calendars : RegistryCalendars.unknown();
    }

    private static RegistryCalendars read(RegistryNode written, RegistryProblems problems) {
        if (!written.isPlain()) {
            return RegistryCalendars.unknown();
        }
        if (RegistryNode.isNull(written)) {
            return RegistryCalendars.none();
        }
        if (!(written instanceof Mapping mapping)) {
            return refuse(written, "must be a mapping, but is " + written.description(), problems);
        }
        if (mapping.entries().size() > ArtifactRegistry.MAX_CALENDARS) {
            return refuse(written, "has more than " + ArtifactRegistry.MAX_CALENDARS + " calendars", problems);
        }
        RegistryFields declared = RegistryFields.readNames(mapping, RegistryCalendars.KEY, problems);
        RegistryCalendarReader reader = new RegistryCalendarReader(declared, problems);
        declared.values().keySet().forEach(reader::read);
        return new RegistryCalendars(reader.good, declared.values().keySet(), !declared.isOpaque());
    }

    private static RegistryCalendars refuse(RegistryNode calendars, String message, RegistryProblems problems) {
        problems.add(calendars.at(), RegistryCalendars.KEY, message + "; rows that use one of them are left out");
        return RegistryCalendars.unknown();
    }

    private void read(String name) {
        RegistryNode written = declared.value(name);
        if (!begun.add(name) || written == null || !written.isPlain()) {
            return;
        }
        String path = declared.path(name);
        if (name.isBlank()) {
            problems.add(declared.at(name), path, "is blank; a calendar needs a name");
        } else if (written instanceof Mapping mapping) {
            unfinished.add(name);
            Optional<BusinessCalendar> calendar = RegistryCalendar.read(name, mapping, path, this::referred, problems);
            unfinished.remove(name);
            calendar.filter(c -> isFree(name) && !declared.repeats(name)).ifPresent(c -> good.put(name, c));
        } else {
            problems.add(written.at(), path, "must be a mapping, but is " + written.description());
        }
    }

    /** Upper case makes no difference, because it would not be seen as one. */
    private boolean isFree(String name) {
        boolean isFree = RegistryCalendars.BUILT_IN.stream().noneMatch(name::equalsIgnoreCase);
        if (!isFree) {
            problems.add(declared.at(name), declared.path(name), "is the name of a built-in calendar");
        }
        return isFree;
    }

    /**
     * The calendar that another refers to; empty if it is a bad one.
     *
     * @throws IllegalArgumentException if there is none of that name, or if it refers to the other itself
     */
    private Optional<BusinessCalendar> referred(String name) {
        Optional<BusinessCalendar> builtIn = RegistryCalendars.builtIn(name);
        if (builtIn.isPresent() || (declared.value(name) == null && declared.isOpaque())) {
            return builtIn;
        }
        if (declared.value(name) == null) {
            throw RegistryCalendars.noSuch(
                    name, RegistryCalendars.BUILT_IN, declared.values().keySet());
        }
        if (unfinished.contains(name)) {
            throw new IllegalArgumentException("leads back to itself: " + circle(name));
        }
        read(name);
        return Optional.ofNullable(good.get(name));
    }

    private String circle(String name) {
        List<String> names = new ArrayList<>(unfinished);
        names.add(name);
        return String.join(
                " -> ",
                names.subList(names.indexOf(name), names.size()).stream()
                        .map(RegistryExcerpt::of)
                        .toList());
    }
}
