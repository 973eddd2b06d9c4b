package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The values of a mapping over what it inherits. What is wrong with them is reported, and remembered. */
final class RegistryValues {
    private final RegistryFields fields;
    private final RegistryDefaults defaults;
    private final RegistryProblems problems;
    private final Set<String> doubtful = new HashSet<>();

    RegistryValues(RegistryFields fields, RegistryDefaults defaults, RegistryProblems problems) {
        this.fields = fields;
        this.defaults = defaults;
        this.problems = problems;
    }

    /** The own value, else the inherited one; empty if there is none, and then what is wrong was reported. */
    <T> Optional<T> value(RegistryKey<T> key) {
        RegistryNode own = fields.value(key.name());
        if (own != null) {
            return read(key, own);
        }
        if (defaults.isBad(key.name())) {
            doubt(key);
            return Optional.empty();
        }
        RegistryNode inherited = defaults.value(key.name());
        if (inherited != null && !key.isUnsetBy(inherited)) {
            return Optional.of(key.read(inherited));
        }
        if (key.presence() == RegistryKey.Presence.REQUIRED) {
            lacks(key, "is required, here or in defaults");
        }
        return Optional.empty();
    }

    /** Whether there is an own value for {@code key}, good or bad. */
    boolean owns(RegistryKey<?> key) {
        RegistryNode own = fields.value(key.name());
        return own != null && !key.isUnsetBy(own);
    }

    /** Whether {@code key} stands in the mapping itself, be it to say that there is none. */
    boolean mentions(RegistryKey<?> key) {
        return fields.value(key.name()) != null;
    }

    /** Whether something is inherited for {@code key}, good or bad, be it that there is none. */
    boolean inherits(RegistryKey<?> key) {
        return fields.value(key.name()) == null && (defaults.value(key.name()) != null || defaults.isBad(key.name()));
    }

    /** Whether anything was found to be wrong with the value of one of {@code keys}, or one cannot be told. */
    boolean isDoubtful(List<RegistryKey<?>> keys) {
        return fields.isOpaque() || keys.stream().anyMatch(key -> doubtful.contains(key.name()));
    }

    /** Remembers that the value of {@code key} is not to be used, for a reason that is reported elsewhere. */
    void doubt(RegistryKey<?> key) {
        doubtful.add(key.name());
    }

    /** Whether nothing is wrong with the values so far. Keys, aliases and tags are not looked at. */
    boolean isSound() {
        return doubtful.isEmpty();
    }

    /** Where the own value of {@code key} stands; without one, the mapping that lacks it. */
    Position at(RegistryKey<?> key) {
        RegistryNode own = fields.value(key.name());
        return own == null ? fields.at() : own.at();
    }

    /** Reports that a value is missing, unless it is there and was refused, or nobody can tell whether it is there. */
    void lacks(RegistryKey<?> key, String message) {
        RegistryNode own = fields.value(key.name());
        boolean isToldAlready = own == null ? defaults.isBad(key.name()) || fields.isOpaque() : !key.isUnsetBy(own);
        if (!isToldAlready) {
            refuse(key, at(key), message);
        }
    }

    /** Reports what is wrong with the value of {@code key} where it is written, here or in the defaults. */
    void refuse(RegistryKey<?> key, String message) {
        RegistryNode inherited = fields.value(key.name()) == null ? defaults.value(key.name()) : null;
        if (inherited == null) {
            refuse(key, at(key), message);
        } else {
            doubt(key);
            problems.add(inherited.at(), RegistryDefaults.path(key.name()), message + RegistryDefaults.CONSEQUENCE);
        }
    }

    /** Reports what is wrong with the value of {@code key}, at a place that is told apart. */
    void refuse(RegistryKey<?> key, Position at, String message) {
        doubt(key);
        problems.add(at, fields.path(key.name()), message);
    }

    /** What {@code step} makes of the value of {@code key}; empty if it refuses that, which is reported. */
    <T> Optional<T> attempt(RegistryKey<?> key, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (IllegalArgumentException e) {
            refuse(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What {@code step} makes of a part of the value of {@code key}; empty if it refuses that, which is reported. */
    <T> Optional<T> attempt(RegistryKey<?> key, Position at, String path, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (IllegalArgumentException e) {
            doubt(key);
            problems.add(at, path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private <T> Optional<T> read(RegistryKey<T> key, RegistryNode own) {
        if (!own.isPlain()) {
            doubt(key);
        }
        if (!own.isPlain() || key.isUnsetBy(own)) {
            return Optional.empty();
        }
        return attempt(key, () -> key.read(own));
    }
}
