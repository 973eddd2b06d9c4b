package dev.interlock.testkit.dynamodb;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Tables and items for tests. */
final class Items {
    static final String LOCKS = "locks";
    static final String RUNS = "runs";

    private Items() {}

    /** Keyed by {@code pk}, a string. */
    static void createLocks(DynamoDbClient dynamoDb) {
        dynamoDb.createTable(r -> r.tableName(LOCKS)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH))
                .attributeDefinitions(attribute("pk", ScalarAttributeType.S)));
    }

    /**
     * Keyed by {@code pk}, a string, and {@code sk}, a number; indexed by {@code state} and {@code due}, keys alone.
     */
    static void createRuns(DynamoDbClient dynamoDb) {
        dynamoDb.createTable(r -> r.tableName(RUNS)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(
                        attribute("pk", ScalarAttributeType.S),
                        attribute("sk", ScalarAttributeType.N),
                        attribute("phase", ScalarAttributeType.S),
                        attribute("due", ScalarAttributeType.N))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("by-phase")
                        .keySchema(key("phase", KeyType.HASH), key("due", KeyType.RANGE))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
    }

    static Map<String, AttributeValue> run(String pk, int sk) {
        return item("pk", text(pk), "sk", number(sk));
    }

    static Map<String, AttributeValue> run(String pk, int sk, String phase, int due) {
        return item("pk", text(pk), "sk", number(sk), "phase", text(phase), "due", number(due));
    }

    /** Names and values in turn. */
    static Map<String, AttributeValue> item(Object... namesAndValues) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            item.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
        }
        return item;
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(int number) {
        return AttributeValue.fromN(Integer.toString(number));
    }

    /** The {@code sk} of each. */
    static List<Integer> ranges(List<Map<String, AttributeValue>> items) {
        return items.stream()
                .map(item ->
                        Integer.valueOf(requireNonNull(item.get("sk"), "sk").n()))
                .toList();
    }

    /** Such as {@code daily 1}. */
    static String nameOf(Map<String, AttributeValue> run) {
        return requireNonNull(run.get("pk"), "pk").s() + " "
                + requireNonNull(run.get("sk"), "sk").n();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
