package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.ItemWrite.Outcome;
import dev.interlock.testkit.dynamodb.ItemWrite.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** TransactWriteItems: all of its writes or none. Not thread-safe; the service holds the lock. */
final class TransactWrite {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration TOKEN_LIVES = Duration.ofMinutes(10);
    private static final int MOST_WRITES = 100;
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final Map<String, Verb> VERBS =
            Map.of("Put", Verb.PUT, "Update", Verb.UPDATE, "Delete", Verb.DELETE, "ConditionCheck", Verb.CHECK);
    private static final Map<Verb, Set<String>> FIELDS = Map.of(
            Verb.PUT, fields("Item", "ConditionExpression"),
            Verb.UPDATE, fields("Key", "ConditionExpression", "UpdateExpression"),
            Verb.DELETE, fields("Key", "ConditionExpression"),
            Verb.CHECK, fields("Key", "ConditionExpression"));

    private final Tables tables;
    private final InstantSource clock;
    /** Eldest first. */
    private final Map<String, Done> done = new LinkedHashMap<>();

    TransactWrite(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** A transaction that was carried out under a token. */
    private record Done(JsonNode request, Instant at) {}

    /** One part, and what it would do. */
    private record Part(ItemWrite write, Table table) {}

    ObjectNode write(Call call) {
        call.requireOnly(Set.of("TransactItems", "ClientRequestToken"));
        JsonNode items = call.get("TransactItems");
        requireCount(items.size());
        List<Part> parts = new ArrayList<>();
        for (JsonNode item : items) {
            ItemWrite write = read(item, parts.size() + 1);
            parts.add(new Part(write, tables.require(write.tableName())));
        }
        parts.forEach(part -> part.write().requireScalarKeys(part.table()));
        requireApart(parts);
        String token = call.text("ClientRequestToken", "");
        if (isReplay(token, items)) {
            return JSON.objectNode();
        }
        carryOut(parts);
        if (!token.isEmpty()) {
            done.put(token, new Done(items, clock.instant()));
        }
        return JSON.objectNode();
    }

    /** The tables and verbs of a request, for permissions; as far as it can be read. */
    static List<Call> parts(Call call) {
        List<Call> parts = new ArrayList<>();
        call.get("TransactItems")
                .forEach(item ->
                        item.properties().forEach(part -> parts.add(new Call(part.getKey(), part.getValue()))));
        return parts;
    }

    /** The refusal of a transaction whose first item another one holds. */
    static Refusal conflict(Call call) {
        List<@Nullable Refusal> reasons = new ArrayList<>();
        for (int i = 0; i < call.get("TransactItems").size(); i++) {
            reasons.add(i == 0 ? Refusal.of("TransactionConflict", "Transaction is ongoing for the item") : null);
        }
        return cancelled(reasons);
    }

    private static ItemWrite read(JsonNode item, int number) {
        if (item.size() != 1) {
            throw Refusal.invalid("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        String verb = item.fieldNames().next();
        Verb known = VERBS.get(verb);
        if (known == null) {
            throw new UnsupportedOperationException(
                    "the fake DynamoDB has no TransactWriteItems with " + verb + "; it has " + VERBS.keySet());
        }
        Call part = new Call("TransactWriteItems of " + verb, item.get(verb));
        part.requireOnly(FIELDS.getOrDefault(known, Set.of()));
        requireField(part, known == Verb.CHECK, number, "conditionCheck", "ConditionExpression");
        requireField(part, known == Verb.UPDATE, number, "update", "UpdateExpression");
        return ItemWrite.read(part, known);
    }

    private static void requireField(Call part, boolean applies, int number, String verb, String field) {
        if (applies && !part.has(field)) {
            throw Refusal.invalid("1 validation error detected: Value null at 'transactItems." + number + ".member."
                    + verb + "." + field.substring(0, 1).toLowerCase(Locale.ROOT) + field.substring(1)
                    + "' failed to satisfy constraint: Member must not be null");
        }
    }

    private static void requireCount(int count) {
        if (count < 1 || count > MOST_WRITES) {
            throw Refusal.invalid("1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
                    + "Member must have length "
                    + (count < 1 ? "greater than or equal to 1" : "less than or equal to " + MOST_WRITES));
        }
    }

    private static void requireApart(List<Part> parts) {
        Set<List<Object>> seen = new HashSet<>();
        for (Part part : parts) {
            if (!seen.add(List.of(part.table().name(), part.write().key(part.table())))) {
                throw Refusal.invalid("Transaction request cannot include multiple operations on one item");
            }
        }
    }

    private boolean isReplay(String token, JsonNode items) {
        Instant now = clock.instant();
        Iterator<Done> eldest = done.values().iterator();
        while (eldest.hasNext() && !eldest.next().at().plus(TOKEN_LIVES).isAfter(now)) {
            eldest.remove();
        }
        Done before = done.get(token);
        if (before != null && !before.request().equals(items)) {
            throw Refusal.of(
                    "IdempotentParameterMismatchException",
                    "The request uses the same client token as a previous, but non-identical request.");
        }
        return before != null;
    }

    private static void carryOut(List<Part> parts) {
        List<Outcome> outcomes = new ArrayList<>();
        List<@Nullable Refusal> reasons = new ArrayList<>();
        for (Part part : parts) {
            try {
                outcomes.add(part.write().attempt(part.table()));
                reasons.add(null);
            } catch (Refusal refusal) {
                reasons.add(refusal);
            }
        }
        if (outcomes.size() < parts.size()) {
            throw cancelled(reasons);
        }
        if (outcomes.stream().mapToLong(Outcome::size).sum() > LARGEST) {
            throw Refusal.invalid("Transaction payload size cannot exceed 4MB");
        }
        outcomes.forEach(Outcome::carryOut);
    }

    private static Refusal cancelled(List<@Nullable Refusal> refusals) {
        ArrayNode reasons = JSON.arrayNode();
        List<String> codes = new ArrayList<>();
        for (Refusal refusal : refusals) {
            ObjectNode reason = reasons.addObject();
            if (refusal == null) {
                reason.put("Code", "None");
            } else {
                reason.put("Code", reasonCode(refusal));
                reason.put("Message", refusal.text());
                if (refusal.body().has("Item")) {
                    reason.set("Item", refusal.body().get("Item"));
                }
            }
            codes.add(reason.get("Code").asText());
        }
        return Refusal.of(
                        "TransactionCanceledException",
                        "Transaction cancelled, please refer cancellation reasons for specific reasons "
                                + codes.stream().collect(Collectors.joining(", ", "[", "]")))
                .with(JSON.objectNode().set("CancellationReasons", reasons));
    }

    private static String reasonCode(Refusal refusal) {
        return switch (refusal.code()) {
            case "ConditionalCheckFailedException" -> "ConditionalCheckFailed";
            case "ValidationException" -> "ValidationError";
            default -> refusal.code();
        };
    }

    private static Set<String> fields(String... own) {
        Set<String> fields = new HashSet<>(Set.of(
                "TableName",
                "ExpressionAttributeNames",
                "ExpressionAttributeValues",
                "ReturnValuesOnConditionCheckFailure"));
        fields.addAll(List.of(own));
        return Set.copyOf(fields);
    }
}
