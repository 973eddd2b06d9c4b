package dev.interlock.aws.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.aws.internal.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Whether a table is fit, and what its failures mean.
 *
 * @param name its name or ARN
 */
record ExecutionTable(String name) {
    private static final List<String> INDEX_KEY =
            List.of(ExecutionItem.WATCH_KEY + " HASH S", ExecutionItem.UPDATED_AT + " RANGE N");
    private static final String DECLARED = ": create another one, docs/reaper/table.yaml declares it";

    ExecutionTable {
        if (requireNonNull(name, "table").isBlank()) {
            throw new IllegalArgumentException("table is blank: '" + name + "'");
        }
    }

    /** Checks what {@code DescribeTable} answered. */
    void requireFit(TableDescription table) {
        List<String> problems = problems(table);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "table " + name + " cannot hold executions: " + String.join("; ", problems));
        }
    }

    private static List<String> problems(TableDescription table) {
        List<String> problems = new ArrayList<>(Tables.problems(
                table,
                ExecutionItem.ID,
                "docs/reaper/table.yaml",
                "a late end in one region would overwrite one of another"));
        Optional<GlobalSecondaryIndexDescription> index = table.globalSecondaryIndexes().stream()
                .filter(candidate -> StuckIndex.NAME.equals(candidate.indexName()))
                .findFirst();
        if (index.isEmpty()) {
            problems.add("it has no index " + StuckIndex.NAME + ", so nobody would be found: add it, as"
                    + " docs/reaper/table.yaml declares it");
        }
        index.ifPresent(found -> problems.addAll(problems(found, table)));
        return problems;
    }

    private static List<String> problems(GlobalSecondaryIndexDescription index, TableDescription table) {
        List<String> problems = new ArrayList<>();
        if (index.indexStatus() != IndexStatus.ACTIVE && index.indexStatus() != IndexStatus.UPDATING) {
            problems.add("its index " + StuckIndex.NAME + " is " + index.indexStatusAsString()
                    + " and not ACTIVE, so not every row is in it: wait");
        }
        List<String> key = Tables.shown(index.keySchema(), table);
        if (!key.equals(INDEX_KEY)) {
            problems.add("the key of its index " + StuckIndex.NAME + " is " + key + " and not " + INDEX_KEY + DECLARED);
        }
        Set<String> held = Set.copyOf(index.projection().nonKeyAttributes());
        if (index.projection().projectionType() != ProjectionType.ALL && !held.containsAll(ExecutionItem.PROJECTED)) {
            problems.add(
                    "its index " + StuckIndex.NAME + " does not hold all of " + ExecutionItem.PROJECTED + DECLARED);
        }
        return problems;
    }

    /** What a failed request says, for a human. */
    String told(String operation, Throwable cause) {
        String permission =
                "dynamodb:" + operation + (operation.equals("Query") ? " on its index " + StuckIndex.NAME : "");
        return operation + " on " + name + Tables.told(cause, permission);
    }
}
