package dev.interlock.aws.reaper;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * Whether a table is fit, and what its failures mean.
 *
 * @param name its name or ARN
 */
record ExecutionTable(String name) {
    private static final List<String> KEY = List.of(ExecutionItem.ID + " HASH S");
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
        List<String> problems = new ArrayList<>();
        TableStatus status = table.tableStatus();
        if (status != TableStatus.ACTIVE && status != TableStatus.UPDATING) {
            problems.add("it is " + table.tableStatusAsString() + " and not ACTIVE: wait, or create it");
        }
        List<String> key = shown(table.keySchema(), table);
        if (!key.equals(KEY)) {
            problems.add("its key is " + key + " and not " + KEY + DECLARED);
        }
        Optional<GlobalSecondaryIndexDescription> index = table.globalSecondaryIndexes().stream()
                .filter(candidate -> StuckIndex.NAME.equals(candidate.indexName()))
                .findFirst();
        if (index.isEmpty()) {
            problems.add("it has no index " + StuckIndex.NAME + ", so nobody would be found: add it, as"
                    + " docs/reaper/table.yaml declares it");
        }
        index.ifPresent(found -> problems.addAll(problems(found, table)));
        boolean isGlobal = !table.replicas().isEmpty() || table.globalTableVersion() != null;
        if (isGlobal && table.multiRegionConsistency() != MultiRegionConsistency.STRONG) {
            problems.add("it is a global table in which the last writer wins, with replicas in "
                    + table.replicas().stream()
                            .map(ReplicaDescription::regionName)
                            .toList()
                    + ", so a late end in one region would overwrite one of another: use a table of one region, or a"
                    + " global table with MultiRegionConsistency STRONG");
        }
        return problems;
    }

    private static List<String> problems(GlobalSecondaryIndexDescription index, TableDescription table) {
        List<String> problems = new ArrayList<>();
        if (index.indexStatus() != IndexStatus.ACTIVE && index.indexStatus() != IndexStatus.UPDATING) {
            problems.add("its index " + StuckIndex.NAME + " is " + index.indexStatusAsString()
                    + " and not ACTIVE, so not every row is in it: wait");
        }
        List<String> key = shown(index.keySchema(), table);
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

    private static List<String> shown(List<KeySchemaElement> keys, TableDescription table) {
        return keys.stream().map(key -> shown(key, table)).toList();
    }

    private static String shown(KeySchemaElement key, TableDescription table) {
        return key.attributeName() + " " + key.keyTypeAsString() + " "
                + table.attributeDefinitions().stream()
                        .filter(definition -> definition.attributeName().equals(key.attributeName()))
                        .map(AttributeDefinition::attributeTypeAsString)
                        .findFirst()
                        .orElse("of no type");
    }

    /** What a failed request says, for a human. */
    String told(String operation, Throwable cause) {
        if (!(cause instanceof AwsServiceException answer)) {
            return operation + " on " + name + " has no answer: " + cause;
        }
        String code =
                answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                        ? "without a code"
                        : answer.awsErrorDetails().errorCode();
        String hint = switch (code) {
            case "AccessDeniedException" ->
                "; it needs dynamodb:" + operation
                        + (operation.equals("Query") ? " on its index " + StuckIndex.NAME : "");
            case "ResourceNotFoundException" -> "; there is no such table in this account and region";
            default -> "";
        };
        return operation + " on " + name + " answered " + answer.statusCode() + " " + code + hint;
    }
}
