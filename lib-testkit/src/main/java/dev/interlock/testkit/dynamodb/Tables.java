package dev.interlock.testkit.dynamodb;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of the account. Not thread-safe; the service holds the lock. */
final class Tables {
    private final Map<String, Table> tables = new TreeMap<>();

    /** For an operation on items. */
    Table require(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw Refusal.noSuchTable();
        }
        return table;
    }

    @Nullable
    Table find(String name) {
        return tables.get(name);
    }

    void add(Table table) {
        tables.put(table.name(), table);
    }

    void remove(Table table) {
        tables.remove(table.name());
    }
}
