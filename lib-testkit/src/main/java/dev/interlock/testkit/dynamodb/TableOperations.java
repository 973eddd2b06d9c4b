package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CreateTable, DescribeTable and DeleteTable. A table is active at once. Not thread-safe; the service holds the lock.
 */
final class TableOperations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Set<String> CAPACITY = Set.of("BillingMode", "ProvisionedThroughput");

    private final Tables tables;
    private final InstantSource clock;

    TableOperations(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    ObjectNode create(Call call) {
        call.requireOnly(Set.of(
                "TableName",
                "AttributeDefinitions",
                "KeySchema",
                "GlobalSecondaryIndexes",
                "BillingMode",
                "ProvisionedThroughput"));
        String name = call.text("TableName", "");
        requireName(name);
        if (tables.find(name) != null) {
            throw Refusal.of("ResourceInUseException", "Table already exists: " + name);
        }
        Map<String, String> types = new LinkedHashMap<>();
        call.get("AttributeDefinitions")
                .forEach(definition -> types.put(
                        definition.path("AttributeName").asText(),
                        definition.path("AttributeType").asText()));
        KeySchema key = key(call.get("KeySchema"), types);
        List<Index> indexes = new ArrayList<>();
        call.get("GlobalSecondaryIndexes").forEach(index -> indexes.add(index(index, types)));
        requireAllUsed(types, key, indexes);
        Table table = new Table(name, key, indexes, description(call, name));
        tables.add(table);
        return JSON.objectNode().set("TableDescription", described(table));
    }

    ObjectNode describe(Call call) {
        call.requireOnly(Set.of("TableName"));
        return JSON.objectNode().set("Table", described(require(call)));
    }

    ObjectNode delete(Call call) {
        call.requireOnly(Set.of("TableName"));
        Table table = require(call);
        tables.remove(table);
        ObjectNode description = described(table);
        description.put("TableStatus", "DELETING");
        return JSON.objectNode().set("TableDescription", description);
    }

    private Table require(Call call) {
        String name = call.text("TableName", "");
        requireName(name);
        Table table = tables.find(name);
        if (table == null) {
            throw Refusal.of(
                    "ResourceNotFoundException", "Requested resource not found: Table: " + name + " not found");
        }
        return table;
    }

    private ObjectNode description(Call call, String name) {
        ObjectNode description = JSON.objectNode();
        description.put("TableName", name);
        description.put("TableStatus", "ACTIVE");
        description.put("TableArn", "arn:aws:dynamodb:eu-west-1:000000000000:table/" + name);
        description.put("CreationDateTime", clock.instant().toEpochMilli() / 1000.0);
        description.set("AttributeDefinitions", call.get("AttributeDefinitions"));
        description.set("KeySchema", call.get("KeySchema"));
        if (call.has("GlobalSecondaryIndexes")) {
            ArrayNode indexes = description.putArray("GlobalSecondaryIndexes");
            call.get("GlobalSecondaryIndexes").forEach(index -> {
                ObjectNode described = index.deepCopy();
                described.remove(CAPACITY);
                described.put("IndexStatus", "ACTIVE");
                described.put(
                        "IndexArn",
                        "arn:aws:dynamodb:eu-west-1:000000000000:table/" + name + "/index/"
                                + index.path("IndexName").asText());
                indexes.add(described);
            });
        }
        if (call.text("BillingMode", "PROVISIONED").equals("PAY_PER_REQUEST")) {
            description.putObject("BillingModeSummary").put("BillingMode", "PAY_PER_REQUEST");
        } else if (call.has("ProvisionedThroughput")) {
            description.set("ProvisionedThroughput", call.get("ProvisionedThroughput"));
        } else {
            throw Refusal.invalidParameters(
                    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
        }
        return description;
    }

    private static ObjectNode described(Table table) {
        ObjectNode description = table.description().deepCopy();
        description.put("ItemCount", table.items().size());
        description.put(
                "TableSizeBytes", table.items().stream().mapToLong(Sizes::of).sum());
        if (!table.replicas().isEmpty()) {
            ArrayNode replicas = description.putArray("Replicas");
            table.replicas()
                    .forEach(region ->
                            replicas.addObject().put("RegionName", region).put("ReplicaStatus", "ACTIVE"));
            description.put("GlobalTableVersion", "2019.11.21");
            description.put("MultiRegionConsistency", table.multiRegionConsistency());
        }
        return description;
    }

    private static KeySchema key(JsonNode json, Map<String, String> types) {
        Attribute hash = null;
        Attribute range = null;
        for (JsonNode element : json) {
            String name = element.path("AttributeName").asText();
            String type = types.get(name);
            if (type == null) {
                throw Refusal.invalidParameters("Some index key attributes are not defined in AttributeDefinitions. "
                        + "Keys: [" + name + "], AttributeDefinitions: " + types.keySet());
            }
            if (element.path("KeyType").asText().equals("HASH")) {
                hash = new Attribute(name, type);
            } else {
                range = new Attribute(name, type);
            }
        }
        if (hash == null || json.size() > 2) {
            throw Refusal.invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        return new KeySchema(hash, range);
    }

    private static Index index(JsonNode json, Map<String, String> types) {
        JsonNode projection = json.path("Projection");
        List<String> included = new ArrayList<>();
        projection.path("NonKeyAttributes").forEach(attribute -> included.add(attribute.asText()));
        return new Index(
                json.path("IndexName").asText(),
                key(json.path("KeySchema"), types),
                projection.path("ProjectionType").asText("ALL"),
                included);
    }

    private static void requireAllUsed(Map<String, String> types, KeySchema key, List<Index> indexes) {
        Set<String> used = new LinkedHashSet<>();
        key.attributes().forEach(attribute -> used.add(attribute.name()));
        indexes.forEach(index -> index.key().attributes().forEach(attribute -> used.add(attribute.name())));
        if (!used.equals(types.keySet())) {
            throw Refusal.invalidParameters("Number of attributes in KeySchema does not exactly match number of "
                    + "attributes defined in AttributeDefinitions; keys " + new TreeSet<>(used) + ", defined "
                    + new TreeSet<>(types.keySet()));
        }
    }

    private static void requireName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Refusal.invalid("Invalid table/index name. Table/index names must be between 3 and 255 characters "
                    + "long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'");
        }
    }
}
