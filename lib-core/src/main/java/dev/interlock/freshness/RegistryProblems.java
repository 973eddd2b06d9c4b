package dev.interlock.freshness;

import dev.interlock.freshness.ArtifactRegistry.Problem;
import dev.interlock.freshness.RegistryNode.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems while a registry is read. A default that fails several rows in the same way is listed once. */
final class RegistryProblems {
    private static final Comparator<Problem> BY_POSITION =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final Set<Problem> listed = new LinkedHashSet<>();
    private final List<Problem> firstUnlisted = new ArrayList<>(1);

    void add(Position at, String path, String message) {
        Problem problem = new Problem(at.line(), at.column(), path, RegistryExcerpt.sentence(message));
        if (listed.size() < ArtifactRegistry.MAX_PROBLEMS) {
            listed.add(problem);
        } else if (firstUnlisted.isEmpty() && !listed.contains(problem)) {
            firstUnlisted.add(
                    new Problem(at.line(), at.column(), "", "more problems, here or elsewhere, are not listed"));
        }
    }

    /** Reports every alias and every explicit tag in {@code node}, whether it is looked at otherwise or not. */
    void addAliasesAndTags(RegistryNode node, String path) {
        String tag = node.tag();
        if (tag != null) {
            String name = RegistryExcerpt.quoted(tag.replace("tag:yaml.org,2002:", "!!"));
            add(node.at(), path, "has the tag " + name + "; explicit tags are not supported");
        }
        if (node instanceof RegistryNode.Alias alias) {
            String name = RegistryExcerpt.quoted("*" + alias.anchor());
            add(node.at(), path, "is the alias " + name + "; aliases are not supported");
        } else if (node instanceof RegistryNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                addAliasesAndTags(sequence.items().get(i), path + "[" + i + "]");
            }
        } else if (node instanceof RegistryNode.Mapping mapping) {
            for (RegistryNode.Entry entry : mapping.entries()) {
                addAliasesAndTags(entry.key(), path);
                addAliasesAndTags(entry.value(), path(path, entry.key()));
            }
        }
    }

    /** The problems in the order of the document. */
    List<Problem> inOrder() {
        List<Problem> ordered = new ArrayList<>(listed);
        ordered.sort(BY_POSITION);
        ordered.addAll(firstUnlisted);
        return List.copyOf(ordered);
    }

    /** The path of what {@code key} names in the mapping at {@code path}. */
    static String path(String path, String key) {
        return (path.isEmpty() ? "" : path + ".") + RegistryExcerpt.of(key);
    }

    private static String path(String path, RegistryNode key) {
        return path(path, key instanceof RegistryNode.Scalar scalar ? scalar.text() : "?");
    }
}
