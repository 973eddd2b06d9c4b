package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import dev.interlock.testkit.dynamodb.Value.Binary;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A global secondary index: the items of its table that have its key, by that key, with the attributes that it projects.
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
            boolean emptyText = value instanceof Text text && text.value().isEmpty();
            if (emptyText || (value instanceof Binary binary && binary.latin1().isEmpty())) {
                throw Refusal.invalid("One or more parameter values are not valid. A value specified for a secondary "
                        + "index key is not supported. The AttributeValue for a key attribute cannot contain an empty "
                        + (emptyText ? "string" : "binary") + " value. IndexName: " + name + ", IndexKey: "
                        + attribute.name());
            }
        }
    }

    /** What the index holds of an item. */
    Map<String, Value> projected(Map<String, Value> item, KeySchema tableKey) {
        if (projection.equals("ALL")) {
            return item;
        }
        Map<String, Value> projected = new LinkedHashMap<>();
        item.forEach((attribute, value) -> {
            if (key.has(attribute) || tableKey.has(attribute) || included.contains(attribute)) {
                projected.put(attribute, value);
            }
        });
        return projected;
    }
}
