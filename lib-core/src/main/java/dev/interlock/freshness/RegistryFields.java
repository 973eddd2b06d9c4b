package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Position;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a mapping by their keys, after everything that is wrong with the keys was reported. */
final class RegistryFields {
    private static final String MERGE = "<<";

    private final RegistryNode.Mapping mapping;
    private final String path;
    private final Collection<String> known;
    private final RegistryProblems problems;
    private final Map<String, RegistryNode> values = new LinkedHashMap<>();
    private final Map<String, Position> seen = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();

    private RegistryFields(
            RegistryNode.Mapping mapping, String path, Collection<String> known, RegistryProblems problems) {
        this.mapping = mapping;
        this.path = path;
        this.known = known;
        this.problems = problems;
    }

    static RegistryFields read(
            RegistryNode.Mapping mapping, String path, Collection<String> known, RegistryProblems problems) {
        RegistryFields fields = new RegistryFields(mapping, path, known, problems);
        mapping.entries().forEach(entry -> fields.read(entry.key(), entry.value()));
        return fields;
    }

    /** The values of a mapping whose keys are whatever the document calls them. */
    static RegistryFields readNames(RegistryNode.Mapping mapping, String path, RegistryProblems problems) {
        Set<String> names = new HashSet<>();
        mapping.entries().forEach(entry -> {
            if (entry.key() instanceof RegistryNode.Scalar scalar) {
                names.add(scalar.text());
            }
        });
        return read(mapping, path, names, problems);
    }

    /**
     * The values by their known keys, in the order of the document; of a key that is given more than once the first.
     */
    Map<String, RegistryNode> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Where {@code key} begins; where the mapping does if it has none. */
    Position at(String key) {
        return seen.getOrDefault(key, mapping.at());
    }

    /** Where the mapping begins. */
    Position at() {
        return mapping.at();
    }

    /** The path of a key. */
    String path(String key) {
        return RegistryProblems.path(path, key);
    }

    /** What is given for a known key, the first time if it is given more than once; null if it is not given. */
    @Nullable
    RegistryNode value(String key) {
        return values.get(key);
    }

    /** Whether a key is given more than once, so that nobody can tell which value is meant. */
    boolean repeats(String key) {
        return repeated.contains(key);
    }

    /** Whether nothing is wrong with the keys. */
    boolean isSound() {
        return values.size() == mapping.entries().size();
    }

    /** Whether a merge key, an alias or a tag among the keys may stand for any key. */
    boolean isOpaque() {
        return mapping.entries().stream().map(RegistryNode.Entry::key).anyMatch(key -> !key.isPlain() || isMerge(key));
    }

    private void read(RegistryNode key, RegistryNode value) {
        if (key.isPlain() && key instanceof RegistryNode.Scalar scalar) {
            read(scalar.at(), scalar.text(), value);
        } else if (key.isPlain()) {
            problems.add(key.at(), path, "a key must be a string, but is " + key.description());
        }
    }

    private void read(Position at, String key, RegistryNode value) {
        Position first = seen.putIfAbsent(key, at);
        if (first != null) {
            repeated.add(key);
            problems.add(at, path(key), "repeats the key of line " + first.line());
        } else if (key.equals(MERGE)) {
            problems.add(at, path(key), "merge keys are not supported; use defaults");
        } else if (known.contains(key)) {
            values.put(key, value);
        } else {
            String hint = RegistrySpelling.nearest(key, known)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            problems.add(at, path(key), "is not a known key" + hint);
        }
    }

    private static boolean isMerge(RegistryNode key) {
        return key instanceof RegistryNode.Scalar scalar && scalar.text().equals(MERGE);
    }
}
