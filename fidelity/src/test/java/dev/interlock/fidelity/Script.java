package dev.interlock.fidelity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Random calls on a small key space of one table, the same for the same seed; each fits the state that the last ones
 * left.
 */
final class Script {
    private static final List<String> HASHES = List.of("a", "b", "c");
    private static final int RANGES = 4;
    private static final List<ReturnValue> RETURNED = List.of(
            ReturnValue.NONE,
            ReturnValue.ALL_OLD,
            ReturnValue.UPDATED_OLD,
            ReturnValue.ALL_NEW,
            ReturnValue.UPDATED_NEW);

    private final SplittableRandom random;
    private final String table;
    private final List<TransactWriteItemsRequest> sent = new ArrayList<>();

    private Script(long seed, String table) {
        this.random = new SplittableRandom(seed);
        this.table = table;
    }

    static List<Step> of(long seed, int length, String table) {
        Script script = new Script(seed, table);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(new Step(script.next()));
        }
        return steps;
    }

    /** Creates a table that a script can be about. */
    static void createTable(DynamoDbClient client, String table) {
        client.createTable(r -> r.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(
                        attribute("pk", ScalarAttributeType.S),
                        attribute("sk", ScalarAttributeType.N),
                        attribute("g", ScalarAttributeType.S),
                        attribute("n", ScalarAttributeType.N))
                .globalSecondaryIndexes(
                        index("all", ProjectionType.ALL, "sk"), index("keys", ProjectionType.KEYS_ONLY, "n")));
    }

    private DynamoDbRequest next() {
        int kind = random.nextInt(104);
        if (kind < 22) {
            return put();
        }
        if (kind < 48) {
            return update();
        }
        if (kind < 56) {
            return delete();
        }
        if (kind < 66) {
            return get();
        }
        if (kind < 82) {
            return query();
        }
        if (kind < 100) {
            return kind < 86 ? scan() : transaction();
        }
        return withWrongKey();
    }

    /** Nothing else is wrong with it: which of two errors is told first is nobody's promise. */
    private DynamoDbRequest withWrongKey() {
        Map<String, AttributeValue> key = wrongKey(new Expression(random));
        return switch (random.nextInt(4)) {
            case 0 -> PutItemRequest.builder().tableName(table).item(key).build();
            case 1 -> DeleteItemRequest.builder().tableName(table).key(key).build();
            case 2 ->
                UpdateItemRequest.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression("REMOVE n")
                        .build();
            default -> GetItemRequest.builder().tableName(table).key(key).build();
        };
    }

    private PutItemRequest put() {
        Expression expression = new Expression(random);
        PutItemRequest.Builder put = PutItemRequest.builder()
                .tableName(table)
                .item(item(expression, key()))
                .returnValues(random.nextBoolean() ? ReturnValue.ALL_OLD : ReturnValue.NONE)
                .returnValuesOnConditionCheckFailure(onFailure());
        if (random.nextBoolean()) {
            put.conditionExpression(expression.condition());
        }
        return put.expressionAttributeNames(orNull(expression.names()))
                .expressionAttributeValues(orNull(expression.values()))
                .build();
    }

    private UpdateItemRequest update() {
        Expression expression = new Expression(random);
        ReturnValue returned = RETURNED.get(random.nextInt(RETURNED.size()));
        // inside of maps and lists DynamoDB Local returns more than was updated, and DynamoDB does not
        boolean deep = !returned.name().startsWith("UPDATED");
        UpdateItemRequest.Builder update = UpdateItemRequest.builder()
                .tableName(table)
                .key(key())
                .updateExpression(expression.update(deep))
                .returnValues(returned)
                .returnValuesOnConditionCheckFailure(onFailure());
        if (random.nextInt(3) == 0) {
            update.conditionExpression(expression.condition());
        }
        return update.expressionAttributeNames(orNull(expression.names()))
                .expressionAttributeValues(orNull(expression.values()))
                .build();
    }

    private DeleteItemRequest delete() {
        Expression expression = new Expression(random);
        DeleteItemRequest.Builder delete = DeleteItemRequest.builder()
                .tableName(table)
                .key(key())
                .returnValues(random.nextBoolean() ? ReturnValue.ALL_OLD : ReturnValue.NONE)
                .returnValuesOnConditionCheckFailure(onFailure());
        if (random.nextBoolean()) {
            delete.conditionExpression(expression.condition());
        }
        return delete.expressionAttributeNames(orNull(expression.names()))
                .expressionAttributeValues(orNull(expression.values()))
                .build();
    }

    private GetItemRequest get() {
        if (random.nextInt(40) == 0) {
            return GetItemRequest.builder()
                    .tableName("missing")
                    .key(Map.of("pk", AttributeValue.fromS("a")))
                    .build();
        }
        Expression expression = new Expression(random);
        GetItemRequest.Builder get =
                GetItemRequest.builder().tableName(table).key(key()).consistentRead(random.nextBoolean());
        if (random.nextBoolean()) {
            get.projectionExpression(expression.projection());
        }
        return get.expressionAttributeNames(orNull(expression.names())).build();
    }

    private QueryRequest query() {
        Expression expression = new Expression(random);
        String index = random.nextInt(3) > 0 ? null : random.nextBoolean() ? "all" : "keys";
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .indexName(index)
                .scanIndexForward(random.nextBoolean())
                .keyConditionExpression(
                        index == null
                                ? expression.keyCondition("pk", AttributeValue.fromS(hash()), "sk")
                                : expression.keyCondition(
                                        "g", AttributeValue.fromS(group()), index.equals("all") ? "sk" : "n"));
        // of equal ranges in an index, DynamoDB Local loses some between two pages
        if (index == null && random.nextInt(3) == 0) {
            query.limit(1 + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            query.filterExpression(expression.filter());
        }
        if (random.nextInt(4) == 0) {
            query.projectionExpression(expression.projection());
        } else if (random.nextInt(4) == 0) {
            query.select(Select.COUNT);
        }
        return query.expressionAttributeNames(orNull(expression.names()))
                .expressionAttributeValues(orNull(expression.values()))
                .build();
    }

    private ScanRequest scan() {
        Expression expression = new Expression(random);
        ScanRequest.Builder scan = ScanRequest.builder().tableName(table);
        if (random.nextBoolean()) {
            scan.filterExpression(expression.condition());
        }
        if (random.nextBoolean()) {
            scan.limit(2 + random.nextInt(3));
        }
        return scan.expressionAttributeNames(orNull(expression.names()))
                .expressionAttributeValues(orNull(expression.values()))
                .build();
    }

    private TransactWriteItemsRequest transaction() {
        if (!sent.isEmpty() && random.nextInt(3) == 0) {
            TransactWriteItemsRequest before = sent.get(random.nextInt(sent.size()));
            return random.nextInt(3) > 0
                    ? before
                    : before.toBuilder()
                            .transactItems(TransactWriteItem.builder()
                                    .put(putPart(key()))
                                    .build())
                            .build();
        }
        if (random.nextInt(20) == 0) {
            TransactWriteItem deletion = deletion(key());
            return TransactWriteItemsRequest.builder()
                    .transactItems(deletion, deletion)
                    .build();
        }
        List<TransactWriteItem> parts = new ArrayList<>();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            parts.add(part(key(hash(), 1 + i)));
        }
        TransactWriteItemsRequest transaction = TransactWriteItemsRequest.builder()
                .transactItems(parts)
                .clientRequestToken("token-" + sent.size() + "-" + table)
                .build();
        sent.add(transaction);
        return transaction;
    }

    private TransactWriteItem part(Map<String, AttributeValue> key) {
        Expression expression = new Expression(random);
        return switch (random.nextInt(4)) {
            case 0 -> TransactWriteItem.builder().put(putPart(key)).build();
            case 1 -> {
                Update.Builder update = Update.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression(expression.update(true))
                        .returnValuesOnConditionCheckFailure(onFailure());
                if (random.nextInt(3) == 0) {
                    update.conditionExpression(expression.condition());
                }
                yield TransactWriteItem.builder()
                        .update(update.expressionAttributeNames(orNull(expression.names()))
                                .expressionAttributeValues(orNull(expression.values()))
                                .build())
                        .build();
            }
            case 2 -> deletion(key);
            default -> {
                ConditionCheck.Builder check = ConditionCheck.builder()
                        .tableName(table)
                        .key(key)
                        .conditionExpression(expression.condition())
                        .returnValuesOnConditionCheckFailure(onFailure());
                yield TransactWriteItem.builder()
                        .conditionCheck(check.expressionAttributeNames(orNull(expression.names()))
                                .expressionAttributeValues(orNull(expression.values()))
                                .build())
                        .build();
            }
        };
    }

    private TransactWriteItem deletion(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(Delete.builder().tableName(table).key(key).build())
                .build();
    }

    private Put putPart(Map<String, AttributeValue> key) {
        Expression expression = new Expression(random);
        Put.Builder put = Put.builder()
                .tableName(table)
                .item(item(expression, key))
                .returnValuesOnConditionCheckFailure(onFailure());
        if (random.nextInt(3) == 0) {
            put.conditionExpression(expression.condition());
        }
        return put.expressionAttributeNames(orNull(expression.names()))
                .expressionAttributeValues(orNull(expression.values()))
                .build();
    }

    private Map<String, AttributeValue> key() {
        return key(hash(), 1 + random.nextInt(RANGES));
    }

    private static Map<String, AttributeValue> key(String hash, int range) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        key.put("pk", AttributeValue.fromS(hash));
        key.put("sk", Expression.number(range));
        return key;
    }

    /** Too short, too long, of other types, or empty. */
    private Map<String, AttributeValue> wrongKey(Expression expression) {
        Map<String, AttributeValue> key = key();
        switch (random.nextInt(5)) {
            case 0 -> key.remove("sk");
            case 4 -> key.put("n", expression.any());
            case 1 -> key.put("other", expression.text());
            case 2 -> key.put("sk", AttributeValue.fromS("1"));
            default -> key.put("pk", AttributeValue.fromS(""));
        }
        return key;
    }

    private Map<String, AttributeValue> item(Expression expression, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key);
        item.put("s", expression.text());
        if (random.nextInt(4) > 0) {
            item.put("n", expression.number());
        }
        if (random.nextInt(4) > 0) {
            item.put("g", AttributeValue.fromS(group()));
        }
        for (String name : List.of("l", "m", "b", "t", "k")) {
            if (random.nextBoolean()) {
                item.put(name, expression.any());
            }
        }
        if (random.nextInt(4) > 0) {
            item.put("l", AttributeValue.fromL(List.of(expression.number(), expression.text())));
            item.put(
                    "m",
                    AttributeValue.fromM(Map.of(
                            "a", expression.number(), "b", AttributeValue.fromM(Map.of("c", expression.text())))));
            item.put("ss", AttributeValue.fromSs(List.of("a", "b")));
            item.put("ns", AttributeValue.fromNs(List.of("1", "2")));
        }
        return item;
    }

    private String hash() {
        return HASHES.get(random.nextInt(HASHES.size()));
    }

    private String group() {
        return random.nextBoolean() ? "G" : "H";
    }

    private ReturnValuesOnConditionCheckFailure onFailure() {
        return random.nextBoolean()
                ? ReturnValuesOnConditionCheckFailure.ALL_OLD
                : ReturnValuesOnConditionCheckFailure.NONE;
    }

    private static <V> @Nullable Map<String, V> orNull(Map<String, V> map) {
        return map.isEmpty() ? null : map;
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

    private static GlobalSecondaryIndex index(String name, ProjectionType projection, String range) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key("g", KeyType.HASH), key(range, KeyType.RANGE))
                .projection(p -> p.projectionType(projection))
                .build();
    }
}
