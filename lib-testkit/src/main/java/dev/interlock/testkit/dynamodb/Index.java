package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A global secondary index: the items of its table that have its key, by that key, with the attributes that it
 * projects.
 *
 * @param projection {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
 * @param included with {@code INCLUDE}, the attributes beside the keys
 */
record Index(String name, KeySchema key, String projection, List<String> included) {
    Index {
        included = List.copyOf(included);
    }

    /** Refuses an item that has one of the key's attributes, but not in a form that the index could hold. */
    void requireFits(Map<String, Value> item) {
        for (Attribute attribute : key.attributes()) {
            Value value = item.get(attribute.name());
            if (value != null && !value.type().equals(attribute.type())) {
                throw Refusal.invalidParameters("Type mismatch for Index Key " + attribute.name() + " Expected: "
                        + attribute.type() + " Actual: " + value.type() + " IndexName: " + name);
            }
            if (value != null && isEmpty(value)) {
                throw Refusal.invalid("One or more parameter values are not valid. A value specified for a secondary "
                        + "index key is not supported. The AttributeValue for a key attribute cannot contain an empty "
                        + emptyType(value) + " value. IndexName: " + name + ", IndexKey: "
                        + attribute.name());
            }
        }
    }

    /** As {@link #requireFits}, in the words that DynamoDB has for updates. */
    void requireFitsAfterUpdate(Map<String, Value> item) {
        for (Attribute attribute : key.attributes()) {
            Value value = item.get(attribute.name());
            if (value != null && isEmpty(value)) {
                throw Refusal.invalid("One or more parameter values are not valid. The update expression attempted to "
                        + "update a secondary index key to a value that is not supported. The AttributeValue for a key "
                        + "attribute cannot contain an empty " + emptyType(value) + " value.");
            }
            if (value != null && !value.type().equals(attribute.type())) {
                throw Refusal.invalid(
                        "The update expression attempted to update the secondary index key to unsupported type");
            }
        }
    }

    /** Whether the index holds an attribute. */
    boolean projects(String attribute, KeySchema tableKey) {
        return projection.equals("ALL")
                || key.has(attribute)
                || tableKey.has(attribute)
                || included.contains(attribute);
    }

    /** What the index holds of an item. */
    Map<String, Value> projected(Map<String, Value> item, KeySchema tableKey) {
        if (projection.equals("ALL")) {
            return item;
        }
        Map<String, Value> projected = new LinkedHashMap<>();
        item.forEach((attribute, value) -> {
            if (projects(attribute, tableKey)) {
                projected.put(attribute, value);
            }
        });
        return projected;
    }

    private static boolean isEmpty(Value value) {
        return Sizes.ofOperand(value) == 0;
    }

    private static String emptyType(Value value) {
        return value instanceof Text ? "string" : "binary";
    }
}
