package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Path.Step;
import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.MapOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One update of one item. List indices mean the list as it was before: what is set beyond its end is appended in the
 * order of the indices, and what is removed leaves the other indices alone until the end.
 */
final class ItemEdit {
    private final Node root;

    ItemEdit(Map<String, Value> item) {
        root = new Node(new MapOf(item));
    }

    /** Refuses a path that leads nowhere, before anything is written. */
    void requireValid(Path path) {
        parent(path).requireFits(last(path));
    }

    void set(Path path, Value value) {
        parent(path).set(last(path), value);
    }

    void remove(Path path) {
        parent(path).remove(last(path));
    }

    Map<String, Value> finish() {
        return ((MapOf) root.finish()).fields();
    }

    private Node parent(Path path) {
        Node node = root;
        for (Step step : path.steps().subList(0, path.steps().size() - 1)) {
            node = node.child(step);
        }
        return node;
    }

    private static Step last(Path path) {
        return path.steps().get(path.steps().size() - 1);
    }

    /** A map or a list that is being changed; other values are leaves, and cannot be. */
    private static final class Node {
        private final Value before;
        private final Map<String, Object> fields = new LinkedHashMap<>();
        private final SortedMap<Integer, Object> items = new TreeMap<>();

        Node(Value before) {
            this.before = before;
            if (before instanceof MapOf map) {
                fields.putAll(map.fields());
            } else if (before instanceof ListOf list) {
                for (int i = 0; i < list.items().size(); i++) {
                    items.put(i, list.items().get(i));
                }
            }
        }

        Node child(Step step) {
            Object child = step instanceof Step.Field field && before instanceof MapOf
                    ? fields.get(field.name())
                    : step instanceof Step.Index index && before instanceof ListOf ? items.get(index.at()) : null;
            if (child instanceof Node node) {
                return node;
            }
            if (!(child instanceof Value value)) {
                throw invalidPath();
            }
            Node node = new Node(value);
            put(step, node);
            return node;
        }

        void set(Step step, Value value) {
            put(step, value);
        }

        void remove(Step step) {
            if (step instanceof Step.Field field) {
                fields.remove(field.name());
            } else {
                items.remove(((Step.Index) step).at());
            }
        }

        Value finish() {
            if (before instanceof MapOf) {
                Map<String, Value> finished = new LinkedHashMap<>();
                fields.forEach((name, child) -> finished.put(name, finish(child)));
                return new MapOf(Collections.unmodifiableMap(finished));
            }
            if (before instanceof ListOf) {
                List<Value> finished = new ArrayList<>();
                items.values().forEach(child -> finished.add(finish(child)));
                return new ListOf(finished);
            }
            return before;
        }

        private void put(Step step, Object child) {
            if (step instanceof Step.Field field) {
                fields.put(field.name(), child);
            } else {
                items.put(((Step.Index) step).at(), child);
            }
        }

        private void requireFits(Step step) {
            if (step instanceof Step.Field ? !(before instanceof MapOf) : !(before instanceof ListOf)) {
                throw invalidPath();
            }
        }

        private static Value finish(Object child) {
            return child instanceof Node node ? node.finish() : (Value) child;
        }

        private static Refusal invalidPath() {
            return Refusal.invalid("The document path provided in the update expression is invalid for update");
        }
    }
}
