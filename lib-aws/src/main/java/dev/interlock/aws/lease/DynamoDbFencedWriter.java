package dev.interlock.aws.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.lease.FencedWrite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Writes items of one table, each only for a fence that is newer than that of every write to it before:
 * {@code attribute_not_exists(lastFence) OR lastFence < :fence}, in one request.
 *
 * <p>The item keeps the fence in {@value #LAST_FENCE} and a nonce of the write in {@value #LAST_WRITE}. The SDK sends
 * again what it has no answer to; the item that comes with the refusal then tells by its nonce that the write was done.
 *
 * <p>Somebody who writes the item without these attributes is not kept out, and keeps nobody out. In a global table of
 * eventual consistency a condition holds in one Region only. Immutable, and as thread-safe as the client is, which it
 * does not close. Permissions: {@code dynamodb:PutItem} or {@code dynamodb:UpdateItem}.
 */
public final class DynamoDbFencedWriter {
    /** The attribute with the fence of the last write, a number. */
    public static final String LAST_FENCE = "lastFence";

    /** The attribute with the nonce of the last write, a string. */
    public static final String LAST_WRITE = "lastWrite";

    private static final String NEWER = "attribute_not_exists(#lastFence) OR #lastFence < :lastFence";
    private static final Map<String, String> NAMES = Map.of("#lastFence", LAST_FENCE);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Supplier<String> nonces;

    private DynamoDbFencedWriter(DynamoDbClient dynamoDb, String table, Supplier<String> nonces) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.nonces = nonces;
    }

    /**
     * A writer to {@code table}.
     *
     * @throws IllegalArgumentException if the table's name is blank
     */
    public static DynamoDbFencedWriter create(DynamoDbClient dynamoDb, String table) {
        requireNonNull(dynamoDb, "dynamoDb");
        if (requireNonNull(table, "table").isBlank()) {
            throw new IllegalArgumentException("table is blank");
        }
        return new DynamoDbFencedWriter(dynamoDb, table, () -> UUID.randomUUID().toString());
    }

    /** This writer, but with nonces from elsewhere, which never repeat themselves. */
    public DynamoDbFencedWriter nonces(Supplier<String> nonces) {
        return new DynamoDbFencedWriter(dynamoDb, table, requireNonNull(nonces, "nonces"));
    }

    /**
     * Replaces an item, as PutItem does.
     *
     * @param item with its key, and without the two attributes of this writer
     * @param fence that of the lease under which it is written
     * @throws IllegalArgumentException if the fence is below 1, or the item has one of the two attributes
     */
    public FencedWrite put(Map<String, AttributeValue> item, long fence) {
        requireOwn(requireNonNull(item, "item"));
        Fence.require(fence);
        String nonce = nonces.get();
        Map<String, AttributeValue> fenced = new LinkedHashMap<>(item);
        fenced.put(LAST_FENCE, number(fence));
        fenced.put(LAST_WRITE, AttributeValue.fromS(nonce));
        return outcome(
                "PutItem",
                fence,
                nonce,
                () -> dynamoDb.putItem(r -> r.tableName(table)
                        .item(fenced)
                        .conditionExpression(NEWER)
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(Map.of(":lastFence", number(fence)))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    }

    /**
     * Sets attributes of an item and leaves the others, as UpdateItem does; makes the item if there is none.
     *
     * @param key the item's key
     * @param set the attributes and their values, without the two of this writer
     * @param fence that of the lease under which it is written
     * @throws IllegalArgumentException if the fence is below 1, or {@code set} has one of the two attributes
     */
    public FencedWrite update(Map<String, AttributeValue> key, Map<String, AttributeValue> set, long fence) {
        requireNonNull(key, "key");
        requireOwn(requireNonNull(set, "set"));
        Fence.require(fence);
        String nonce = nonces.get();
        Map<String, String> names = new LinkedHashMap<>(NAMES);
        names.put("#lastWrite", LAST_WRITE);
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":lastFence", number(fence));
        values.put(":lastWrite", AttributeValue.fromS(nonce));
        set.forEach((name, value) -> {
            String place = "set" + values.size();
            names.put("#" + place, name);
            values.put(":" + place, value);
        });
        String expression = names.keySet().stream()
                .map(name -> name + " = :" + name.substring(1))
                .collect(Collectors.joining(", ", "SET ", ""));
        return outcome(
                "UpdateItem",
                fence,
                nonce,
                () -> dynamoDb.updateItem(r -> r.tableName(table)
                        .key(key)
                        .updateExpression(expression)
                        .conditionExpression(NEWER)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    }

    private FencedWrite outcome(String operation, long fence, String nonce, Runnable request) {
        try {
            request.run();
            return new FencedWrite.Accepted();
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem()
                    ? refused(e, operation, fence, nonce)
                    : new FencedWrite.Unknown(operation + " on " + table + " was refused without the item");
        } catch (SdkException e) {
            return new FencedWrite.Unknown(operation + " on " + table + " failed: " + e);
        }
    }

    private FencedWrite refused(ConditionalCheckFailedException e, String operation, long fence, String nonce) {
        Map<String, AttributeValue> item = e.item();
        AttributeValue last = item.get(LAST_FENCE);
        AttributeValue write = item.get(LAST_WRITE);
        if (last == null || last.n() == null || !last.n().matches("[0-9]{1,18}")) {
            return new FencedWrite.Unknown(
                    LAST_FENCE + " of an item of " + table + " is no fence, so nobody can be refused by it");
        }
        long lastFence = Long.parseLong(last.n());
        if (lastFence > fence && !Integer.valueOf(1).equals(e.numAttempts())) {
            return new FencedWrite.Unknown(operation + " on " + table + " was sent " + e.numAttempts()
                    + " times; fence " + lastFence + " has taken its place, and it may have been done before");
        }
        return lastFence == fence && write != null && nonce.equals(write.s())
                ? new FencedWrite.Accepted()
                : new FencedWrite.Refused(lastFence);
    }

    private static void requireOwn(Map<String, AttributeValue> attributes) {
        for (String own : new String[] {LAST_FENCE, LAST_WRITE}) {
            if (attributes.containsKey(own)) {
                throw new IllegalArgumentException("the attribute " + own + " is the writer's own");
            }
        }
    }

    private static AttributeValue number(long fence) {
        return AttributeValue.fromN(Long.toString(fence));
    }
}
