package dev.interlock.freshness;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rows inherit, read and reported once. Where a default is in doubt no row may have it, nor do without it. */
final class RegistryDefaults {
    static final String KEY = "defaults";

    /** What follows from a bad default, for the end of its message. */
    static final String CONSEQUENCE = "; rows that inherit it are left out";

    private final Map<String, RegistryNode> values;
    private final Set<String> bad;

    private RegistryDefaults(Map<String, RegistryNode> values, Set<String> bad) {
        this.values = Map.copyOf(values);
        this.bad = Set.copyOf(bad);
    }

    /** The defaults of a document with these keys. */
    static RegistryDefaults of(RegistryFields document, RegistryCalendars calendars, RegistryProblems problems) {
        RegistryNode written = document.value(KEY);
        RegistryDefaults defaults = written == null ? none() : read(written, calendars, problems);
        boolean mayBeHidden = written == null && document.isOpaque();
        return document.repeats(KEY) || mayBeHidden ? allBad() : defaults;
    }

    /** The path of a default. */
    static String path(String key) {
        return RegistryProblems.path(KEY, key);
    }

    /** What a row inherits for {@code key}, a good value or one that says "none"; null if nothing is said. */
    @Nullable
    RegistryNode value(String key) {
        return values.get(key);
    }

    /** Whether nobody can tell what a row inherits for {@code key}. */
    boolean isBad(String key) {
        return bad.contains(key);
    }

    /** Nothing to inherit. */
    static RegistryDefaults none() {
        return new RegistryDefaults(Map.of(), Set.of());
    }

    private static RegistryDefaults allBad() {
        return new RegistryDefaults(Map.of(), Set.copyOf(RegistryKey.NAMES));
    }

    private static RegistryDefaults read(RegistryNode written, RegistryCalendars calendars, RegistryProblems problems) {
        if (!written.isPlain()) {
            return allBad();
        }
        if (written instanceof RegistryNode.Mapping mapping) {
            return read(RegistryFields.read(mapping, KEY, RegistryKey.NAMES, problems), calendars, problems);
        }
        if (RegistryNode.isNull(written)) {
            return none();
        }
        problems.add(written.at(), KEY, "must be a mapping, but is " + written.description() + CONSEQUENCE);
        return allBad();
    }

    private static RegistryDefaults read(
            RegistryFields fields, RegistryCalendars calendars, RegistryProblems problems) {
        Map<String, RegistryNode> values = new HashMap<>();
        Set<String> bad = new HashSet<>();
        for (RegistryKey<?> key : RegistryKey.ALL) {
            RegistryNode value = fields.value(key.name());
            if (value == null
                    ? fields.isOpaque()
                    : !isGood(key, value, calendars, problems) || fields.repeats(key.name())) {
                bad.add(key.name());
            } else if (value != null) {
                values.put(key.name(), value);
            }
        }
        bad.addAll(
                besides(fields, RegistryKey.SCHEDULE, RegistryKey.CADENCE, RegistryCadence.BESIDE_CADENCE, problems));
        bad.addAll(besides(
                fields, RegistryKey.CALENDAR_AWARE, RegistryKey.CALENDAR, RegistryCadence.BESIDE_CALENDAR, problems));
        return new RegistryDefaults(values, bad);
    }

    /** The names of two keys that exclude each other, if both are given; then that is reported at the first. */
    private static Set<String> besides(
            RegistryFields fields,
            RegistryKey<?> key,
            RegistryKey<?> other,
            String message,
            RegistryProblems problems) {
        RegistryNode value = fields.value(key.name());
        if (value == null || fields.value(other.name()) == null) {
            return Set.of();
        }
        problems.add(value.at(), path(key.name()), message + CONSEQUENCE);
        return Set.of(key.name(), other.name());
    }

    private static boolean isGood(
            RegistryKey<?> key, RegistryNode value, RegistryCalendars calendars, RegistryProblems problems) {
        if (!value.isPlain() || key.isUnsetBy(value)) {
            return value.isPlain();
        }
        try {
            if (key.equals(RegistryKey.CALENDAR)) {
                calendars.forRow(RegistryKey.CALENDAR.read(value));
            } else {
                key.read(value);
            }
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(value.at(), path(key.name()), e.getMessage() + CONSEQUENCE);
            return false;
        }
    }
}
