package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Position;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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
            doubtful.add(key.name());
            return Optional.empty();
        }
        RegistryNode inherited = defaults.value(key.name());
        if (inherited != null) {
            return Optional.of(key.read(inherited));
        }
        if (key.presence() == RegistryKey.Presence.REQUIRED) {
            lacks(key, "is required, here or in defaults");
        }
        return Optional.empty();
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
            doubtful.add(key.name());
            problems.add(inherited.at(), RegistryDefaults.path(key.name()), message + RegistryDefaults.CONSEQUENCE);
        }
    }

    /** Reports what is wrong with the value of {@code key}, at a place that is told apart. */
    void refuse(RegistryKey<?> key, Position at, String message) {
        doubtful.add(key.name());
        problems.add(at, fields.path(key.name()), message);
    }

    private <T> Optional<T> read(RegistryKey<T> key, RegistryNode own) {
        if (!own.isPlain() || key.isUnsetBy(own)) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.read(own));
        } catch (IllegalArgumentException e) {
            refuse(key, own.at(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
