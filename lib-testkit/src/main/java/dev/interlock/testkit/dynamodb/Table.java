package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One table: its items, and how they were before its latest writes. Not thread-safe; the service holds the lock. */
final class Table {
    private static final int REMEMBERED = 1_000;

    private final String name;
    private final KeySchema key;
    private final List<Index> indexes;
    private final ObjectNode description;
    private final Map<ItemKey, Map<String, Value>> items = new LinkedHashMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private String ttlAttribute = "";
    private String multiRegionConsistency = "";
    private List<String> replicas = List.of();

    /** @param description what a DescribeTable tells that does not change */
    Table(String name, KeySchema key, List<Index> indexes, ObjectNode description) {
        this.name = name;
        this.key = key;
        this.indexes = List.copyOf(indexes);
        this.description = description;
    }

    /** An item before one write; null if there was none. */
    private record Change(ItemKey key, @Nullable Map<String, Value> before) {}

    String name() {
        return name;
    }

    KeySchema key() {
        return key;
    }

    List<Index> indexes() {
        return indexes;
    }

    Optional<Index> index(String name) {
        return indexes.stream().filter(index -> index.name().equals(name)).findFirst();
    }

    ObjectNode description() {
        return description;
    }

    /** The attribute that items expire by; empty if they do not. */
    String ttlAttribute() {
        return ttlAttribute;
    }

    void ttlAttribute(String attribute) {
        ttlAttribute = attribute;
    }

    /** Refuses paths that lead into an attribute of a key, which can only be a scalar. */
    void requireScalarKeys(Stream<Path> paths) {
        paths.filter(path -> !path.isAttribute()).map(Path::attribute).forEach(attribute -> {
            boolean ofIndex = indexes.stream().anyMatch(index -> index.key().has(attribute));
            if (key.has(attribute) || ofIndex) {
                throw Refusal.invalid("Key attributes must be scalars; list random access '[]' and map lookup '.' are "
                        + "not allowed: " + (key.has(attribute) ? "Key: " : "IndexKey: ") + attribute);
            }
        });
    }

    /** Where else a global table is; empty if it is none. */
    List<String> replicas() {
        return replicas;
    }

    /** {@code EVENTUAL} or {@code STRONG}; empty if it is no global table. */
    String multiRegionConsistency() {
        return multiRegionConsistency;
    }

    void replicate(String consistency, List<String> regions) {
        multiRegionConsistency = consistency;
        replicas = List.copyOf(regions);
    }

    @Nullable
    Map<String, Value> get(ItemKey key) {
        return items.get(key);
    }

    /** Every item, in no order that means anything. */
    Collection<Map<String, Value>> items() {
        return items.values();
    }

    /** The items as they were {@code writes} writes ago, as far as the table remembers. */
    Map<ItemKey, Map<String, Value>> before(int writes) {
        Map<ItemKey, Map<String, Value>> past = new HashMap<>(items);
        Iterator<Change> latest = changes.descendingIterator();
        for (int i = 0; i < writes && latest.hasNext(); i++) {
            Change change = latest.next();
            if (change.before() == null) {
                past.remove(change.key());
            } else {
                past.put(change.key(), change.before());
            }
        }
        return past;
    }

    void put(ItemKey key, Map<String, Value> item) {
        remember(key);
        items.put(key, item);
    }

    void remove(ItemKey key) {
        if (items.containsKey(key)) {
            remember(key);
            items.remove(key);
        }
    }

    private void remember(ItemKey key) {
        changes.addLast(new Change(key, items.get(key)));
        if (changes.size() > REMEMBERED) {
            changes.removeFirst();
        }
    }
}
