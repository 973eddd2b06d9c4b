package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.ItemWrite.Outcome;
import dev.interlock.testkit.dynamodb.ItemWrite.Verb;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PutItem, GetItem, UpdateItem and DeleteItem. Not thread-safe; the service holds the lock. */
final class ItemOperations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> RETURNED = List.of("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");
    private static final Set<String> OLD_OR_NOTHING = Set.of("NONE", "ALL_OLD");

    private final Tables tables;

    ItemOperations(Tables tables) {
        this.tables = tables;
    }

    ObjectNode put(Call call) {
        call.requireOnly(Set.of(
                "TableName",
                "Item",
                "ConditionExpression",
                "ExpressionAttributeNames",
                "ExpressionAttributeValues",
                "ReturnValues",
                "ReturnValuesOnConditionCheckFailure"));
        return write(call, Verb.PUT);
    }

    ObjectNode delete(Call call) {
        call.requireOnly(Set.of(
                "TableName",
                "Key",
                "ConditionExpression",
                "ExpressionAttributeNames",
                "ExpressionAttributeValues",
                "ReturnValues",
                "ReturnValuesOnConditionCheckFailure"));
        return write(call, Verb.DELETE);
    }

    ObjectNode update(Call call) {
        call.requireOnly(Set.of(
                "TableName",
                "Key",
                "ConditionExpression",
                "UpdateExpression",
                "ExpressionAttributeNames",
                "ExpressionAttributeValues",
                "ReturnValues",
                "ReturnValuesOnConditionCheckFailure"));
        String returned = call.text("ReturnValues", "NONE");
        if (!RETURNED.contains(returned)) {
            throw Refusal.notInEnum("returnValues", returned, RETURNED);
        }
        ItemWrite write = ItemWrite.read(call, Verb.UPDATE);
        Outcome outcome = write.attempt(tables.require(write.tableName()));
        outcome.carryOut();
        List<Path> touched = write.paths();
        return switch (returned) {
            case "ALL_OLD" -> attributes(outcome.before());
            case "ALL_NEW" -> attributes(outcome.after());
            case "UPDATED_OLD" -> attributes(part(outcome.before(), touched));
            case "UPDATED_NEW" -> attributes(part(outcome.after(), touched));
            default -> JSON.objectNode();
        };
    }

    /** @param writesAgo how far a read that is not consistent lags behind */
    ObjectNode get(Call call, int writesAgo) {
        call.requireOnly(
                Set.of("TableName", "Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"));
        Expressions.requireUse(call, List.of(), List.of("ProjectionExpression"));
        Placeholders placeholders = Placeholders.of(call.body());
        List<Path> paths = call.text("ProjectionExpression")
                .map(text -> ExpressionParser.projection("ProjectionExpression", text, placeholders))
                .orElse(List.of());
        placeholders.requireAllUsed();
        Map<String, Value> given = ValueJson.readItem(call.get("Key"));
        Table table = tables.require(call.text("TableName", ""));
        ItemKey key = table.key().requireExactly(given);
        table.requireScalarKeys(paths.stream());
        Map<String, Value> item = writesAgo == 0 || call.flag("ConsistentRead", false)
                ? table.get(key)
                : table.before(writesAgo).get(key);
        ObjectNode answer = JSON.objectNode();
        if (item != null) {
            answer.set("Item", ValueJson.writeItem(paths.isEmpty() ? item : Projection.of(item, paths)));
        }
        return answer;
    }

    private ObjectNode write(Call call, Verb verb) {
        String returned = call.text("ReturnValues", "NONE");
        if (!RETURNED.contains(returned)) {
            throw Refusal.notInEnum("returnValues", returned, RETURNED);
        }
        if (!OLD_OR_NOTHING.contains(returned)) {
            throw Refusal.invalid("ReturnValues can only be ALL_OLD or NONE");
        }
        ItemWrite write = ItemWrite.read(call, verb);
        Outcome outcome = write.attempt(tables.require(write.tableName()));
        outcome.carryOut();
        return returned.equals("ALL_OLD") ? attributes(outcome.before()) : JSON.objectNode();
    }

    private static @Nullable Map<String, Value> part(@Nullable Map<String, Value> item, List<Path> paths) {
        return item == null || paths.isEmpty() ? null : Projection.of(item, paths);
    }

    private static ObjectNode attributes(@Nullable Map<String, Value> item) {
        ObjectNode answer = JSON.objectNode();
        if (item != null && !item.isEmpty()) {
            answer.set("Attributes", ValueJson.writeItem(item));
        }
        return answer;
    }
}
