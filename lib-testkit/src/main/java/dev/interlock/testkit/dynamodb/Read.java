package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Query or a Scan asks for, as far as that can be read without its table.
 *
 * @param limit how many items it looks at; -1 for all
 * @param paths the attributes it wants; none for all
 */
record Read(
        @Nullable Condition keyCondition,
        @Nullable Condition filter,
        List<Path> paths,
        boolean countOnly,
        int limit,
        @Nullable JsonNode startKey) {
    private static final int NO_LIMIT = -1;
    private static final List<String> SELECTS =
            List.of("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");

    /** @param keyCondition the field with the key condition, if the operation has one */
    static Read of(Call call, String... keyCondition) {
        int limit = limit(call);
        String select = call.text("Select", "");
        requireKnown(select);
        List<String> conditions = new ArrayList<>(List.of("FilterExpression"));
        conditions.addAll(List.of(keyCondition));
        Expressions.requireUse(call, conditions, List.of("ProjectionExpression"));
        Placeholders placeholders = Placeholders.of(call.body());
        Condition filter = condition(call, "FilterExpression", placeholders);
        Condition key = null;
        for (String field : keyCondition) {
            key = condition(call, field, placeholders);
        }
        List<Path> paths = call.text("ProjectionExpression")
                .map(text -> ExpressionParser.projection("ProjectionExpression", text, placeholders))
                .orElse(List.of());
        placeholders.requireAllUsed();
        requireFits(select, paths, call.has("IndexName"));
        return new Read(
                key,
                filter,
                paths,
                select.equals("COUNT"),
                limit,
                call.has("ExclusiveStartKey") ? call.get("ExclusiveStartKey") : null);
    }

    /** Where in the items it looks, beside their keys. */
    Stream<Path> looksAt() {
        return Stream.concat(paths.stream(), Stream.ofNullable(filter).flatMap(Condition::paths));
    }

    Map<String, Value> projected(Map<String, Value> item) {
        return paths.isEmpty() ? item : Projection.of(item, paths);
    }

    /** Where the page begins, after this; null at the beginning. */
    @Nullable
    Map<String, Value> start(ReadOperations.Source source) {
        if (startKey == null) {
            return null;
        }
        Map<String, Value> start = ValueJson.readItem(startKey);
        Set<Attribute> wanted = new HashSet<>(source.table().key().attributes());
        wanted.addAll(source.key().attributes());
        boolean fits = start.size() == wanted.size()
                && wanted.stream().allMatch(attribute -> {
                    Value value = start.get(attribute.name());
                    return value != null && value.type().equals(attribute.type());
                });
        if (!fits) {
            throw Refusal.invalid(
                    "The provided starting key is invalid: The provided key element does not match the schema");
        }
        return start;
    }

    private static @Nullable Condition condition(Call call, String field, Placeholders placeholders) {
        return call.text(field)
                .map(text -> ExpressionParser.condition(field, text, placeholders))
                .orElse(null);
    }

    private static int limit(Call call) {
        if (!call.has("Limit")) {
            return NO_LIMIT;
        }
        int limit = call.get("Limit").asInt();
        if (limit < 1) {
            throw Refusal.invalid("1 validation error detected: Value '" + limit + "' at 'limit' failed to satisfy "
                    + "constraint: Member must have value greater than or equal to 1");
        }
        return limit;
    }

    private static void requireKnown(String select) {
        if (!select.isEmpty() && !SELECTS.contains(select)) {
            throw Refusal.notInEnum("select", select, SELECTS);
        }
    }

    private static void requireFits(String select, List<Path> paths, boolean ofIndex) {
        if (select.equals("COUNT") && !paths.isEmpty()) {
            throw Refusal.invalid("Cannot specify the ProjectionExpression when choosing to get only the Count");
        }
        if (select.startsWith("ALL_") && !paths.isEmpty()) {
            throw Refusal.invalid("Cannot specify the ProjectionExpression when choosing to get " + select);
        }
        if (select.equals("SPECIFIC_ATTRIBUTES") && paths.isEmpty()) {
            throw Refusal.invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get "
                    + "SPECIFIC_ATTRIBUTES");
        }
        if (select.equals("ALL_PROJECTED_ATTRIBUTES") && !ofIndex) {
            throw Refusal.invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
    }
}
