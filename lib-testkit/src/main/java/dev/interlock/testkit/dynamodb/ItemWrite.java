package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One write to one item, alone or in a transaction: first read from the request, then tried, then carried out. A
 * refusal in the first two steps leaves everything as it was.
 */
final class ItemWrite {
    private final Call call;
    private final Verb verb;
    private final @Nullable Condition condition;
    private final @Nullable UpdateExpression update;
    private final Map<String, Value> given;

    private ItemWrite(
            Call call,
            Verb verb,
            @Nullable Condition condition,
            @Nullable UpdateExpression update,
            Map<String, Value> given) {
        this.call = call;
        this.verb = verb;
        this.condition = condition;
        this.update = update;
        this.given = given;
    }

    /** What is done with the item. */
    enum Verb {
        PUT("Item"),
        UPDATE("Key"),
        DELETE("Key"),
        CHECK("Key");

        private final String field;

        Verb(String field) {
            this.field = field;
        }

        /** The field of the request that names the item. */
        String field() {
            return field;
        }
    }

    /** The item before and after; null where there is none. */
    record Outcome(
            Table table,
            ItemKey key,
            Verb verb,
            @Nullable Map<String, Value> before,
            @Nullable Map<String, Value> after) {
        /** What the item takes, before or after, whichever is more. */
        int size() {
            return Math.max(before == null ? 0 : Sizes.of(before), after == null ? 0 : Sizes.of(after));
        }

        void carryOut() {
            if (after == null) {
                table.remove(key);
            } else if (verb != Verb.CHECK) {
                table.put(key, after);
            }
        }
    }

    /** Reads a request as far as that goes without its table. */
    static ItemWrite read(Call call, Verb verb) {
        Expressions.requireUse(
                call,
                verb == Verb.UPDATE
                        ? List.of("UpdateExpression", "ConditionExpression")
                        : List.of("ConditionExpression"),
                List.of());
        Placeholders placeholders = Placeholders.of(call.body());
        UpdateExpression update = call.text("UpdateExpression")
                .map(text -> ExpressionParser.update("UpdateExpression", text, placeholders))
                .orElse(null);
        Condition condition = call.text("ConditionExpression")
                .map(text -> ExpressionParser.condition("ConditionExpression", text, placeholders))
                .orElse(null);
        placeholders.requireAllUsed();
        Map<String, Value> given = ValueJson.readItem(call.get(verb.field()));
        if (verb == Verb.PUT && Sizes.of(given) > Sizes.LARGEST_ITEM) {
            throw Refusal.invalid("Item size has exceeded the maximum allowed size");
        }
        return new ItemWrite(call, verb, condition, update, given);
    }

    String tableName() {
        return call.text("TableName", "");
    }

    /** What an update expression writes; nothing without one. */
    List<Path> paths() {
        return update == null ? List.of() : update.paths();
    }

    /** The key of the item that the write is about; of a put, whatever its types. */
    ItemKey key(Table table) {
        return verb == Verb.PUT ? table.key().requireIn(given) : table.key().requireExactly(given);
    }

    /** Holds the write against the table, and says what it would do. */
    Outcome attempt(Table table) {
        ItemKey key = key(table);
        if (verb == Verb.PUT) {
            table.key().requireTypes(given);
        }
        if (verb == Verb.PUT) {
            table.indexes().forEach(index -> index.requireFits(given));
        }
        if (update != null) {
            requireKeyUntouched(table, update);
        }
        requireScalarKeys(table);
        Map<String, Value> before = table.get(key);
        if (condition != null && !condition.holds(before == null ? Map.of() : before)) {
            throw conditionFailed(before);
        }
        return new Outcome(table, key, verb, before, after(table, before));
    }

    private @Nullable Map<String, Value> after(Table table, @Nullable Map<String, Value> before) {
        return switch (verb) {
            case PUT -> given;
            case DELETE -> null;
            case CHECK -> before;
            case UPDATE -> updated(table, before);
        };
    }

    private Map<String, Value> updated(Table table, @Nullable Map<String, Value> before) {
        Map<String, Value> start = new LinkedHashMap<>(before == null ? given : before);
        Map<String, Value> after = update == null ? start : update.applyTo(start);
        table.indexes().forEach(index -> index.requireFitsAfterUpdate(after));
        if (Sizes.of(after) > Sizes.LARGEST_ITEM) {
            throw Refusal.invalid("Item size to update has exceeded the maximum allowed size");
        }
        return after;
    }

    /** Refuses paths into attributes of keys. */
    void requireScalarKeys(Table table) {
        table.requireScalarKeys(looksAt());
    }

    private Stream<Path> looksAt() {
        return Stream.concat(
                Stream.ofNullable(update).flatMap(UpdateExpression::looksAt),
                Stream.ofNullable(condition).flatMap(Condition::paths));
    }

    private static void requireKeyUntouched(Table table, UpdateExpression update) {
        Optional<Path> touched = update.paths().stream()
                .filter(path -> table.key().has(path.attribute()))
                .findFirst();
        if (touched.isPresent()) {
            throw Refusal.invalidParameters(
                    "Cannot update attribute " + touched.get().attribute() + ". This attribute is part of the key");
        }
    }

    private Refusal conditionFailed(@Nullable Map<String, Value> before) {
        boolean tell = call.text("ReturnValuesOnConditionCheckFailure", "NONE").equals("ALL_OLD");
        return before == null || !tell
                ? Refusal.conditionFailed()
                : Refusal.conditionFailed()
                        .with(JsonNodeFactory.instance.objectNode().set("Item", ValueJson.writeItem(before)));
    }
}
