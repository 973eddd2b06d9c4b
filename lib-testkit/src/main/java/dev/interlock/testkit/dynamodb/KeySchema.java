package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.Binary;
import dev.interlock.testkit.dynamodb.Value.Null;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one or two attributes that items are found by, in a table or an index. */
record KeySchema(Attribute hash, @Nullable Attribute range) {
    private static final int LONGEST_HASH = 2048;
    private static final int LONGEST_RANGE = 1024;
    private static final Value NO_RANGE = new Null();

    /** @param type {@code S}, {@code N} or {@code B} */
    record Attribute(String name, String type) {}

    List<Attribute> attributes() {
        return Stream.of(hash, range).flatMap(Stream::ofNullable).toList();
    }

    boolean has(String attribute) {
        return attributes().stream().anyMatch(one -> one.name().equals(attribute));
    }

    /** The key of an item that is to be written. */
    ItemKey requireIn(Map<String, Value> item) {
        for (Attribute attribute : attributes()) {
            Value value = item.get(attribute.name());
            if (value == null) {
                throw Refusal.invalidParameters("Missing the key " + attribute.name() + " in the item");
            }
        }
        return bounded(item);
    }

    /** Refuses an item whose key is there, but of other types. */
    void requireTypes(Map<String, Value> item) {
        for (Attribute attribute : attributes()) {
            Value value = item.get(attribute.name());
            if (value != null && !value.type().equals(attribute.type())) {
                throw Refusal.invalidParameters("Type mismatch for key " + attribute.name() + " expected: "
                        + attribute.type() + " actual: " + value.type());
            }
        }
    }

    /** The key that a request gives, which has to be nothing but the key. */
    ItemKey requireExactly(Map<String, Value> given) {
        for (Attribute attribute : attributes()) {
            Value value = given.get(attribute.name());
            if (value == null
                    || !value.type().equals(attribute.type())
                    || given.size() != attributes().size()) {
                throw Refusal.invalid("The provided key element does not match the schema");
            }
        }
        return bounded(given);
    }

    /** The key of an item that is known to have one, of this table or of another index. */
    ItemKey of(Map<String, Value> item) {
        return new ItemKey(item.getOrDefault(hash.name(), NO_RANGE), range(item));
    }

    /** Whether an item has all the attributes, of the right types: else an index leaves it out. */
    boolean isIn(Map<String, Value> item) {
        return attributes().stream().allMatch(attribute -> {
            Value value = item.get(attribute.name());
            return value != null && value.type().equals(attribute.type());
        });
    }

    /** The key's attributes alone. */
    Map<String, Value> only(Map<String, Value> item) {
        Map<String, Value> key = new LinkedHashMap<>();
        attributes().forEach(attribute -> {
            Value value = item.get(attribute.name());
            if (value != null) {
                key.put(attribute.name(), value);
            }
        });
        return key;
    }

    private Value range(Map<String, Value> item) {
        return range == null ? NO_RANGE : item.getOrDefault(range.name(), NO_RANGE);
    }

    private ItemKey bounded(Map<String, Value> item) {
        for (Attribute attribute : attributes()) {
            requireContent(attribute, item.get(attribute.name()));
        }
        ItemKey key = of(item);
        if (Sizes.of(key.hash()) > LONGEST_HASH) {
            throw Refusal.invalidParameters(
                    "Size of hashkey has exceeded the maximum size limit of" + LONGEST_HASH + " bytes");
        }
        if (range != null && Sizes.of(key.range()) > LONGEST_RANGE) {
            throw Refusal.invalidParameters(
                    "Aggregated size of all range keys has exceeded the size limit of " + LONGEST_RANGE + " bytes");
        }
        return key;
    }

    private static void requireContent(Attribute attribute, @Nullable Value value) {
        boolean emptyText = value instanceof Text text && text.value().isEmpty();
        boolean emptyBinary = value instanceof Binary binary && binary.latin1().isEmpty();
        if (emptyText || emptyBinary) {
            throw Refusal.invalid("One or more parameter values are not valid. "
                    + "The AttributeValue for a key attribute cannot contain an empty "
                    + (emptyText ? "string" : "binary") + " value. Key: " + attribute.name());
        }
    }
}
