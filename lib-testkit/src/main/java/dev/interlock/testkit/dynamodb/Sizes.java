package dev.interlock.testkit.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.dynamodb.Value.Binary;
import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.MapOf;
import dev.interlock.testkit.dynamodb.Value.Num;
import dev.interlock.testkit.dynamodb.Value.SetOf;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.Collection;
import java.util.Map;

/** How much of an item's 400 KB its attributes take, in bytes, as the developer guide counts. */
final class Sizes {
    static final int LARGEST_ITEM = 400 * 1024;

    private static final int CONTAINER = 3;

    private Sizes() {}

    static int of(Map<String, Value> item) {
        int size = 0;
        for (Map.Entry<String, Value> attribute : item.entrySet()) {
            size += utf8(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    static int of(Value value) {
        if (value instanceof Text text) {
            return utf8(text.value());
        }
        if (value instanceof Num number) {
            return Numbers.size(number);
        }
        if (value instanceof Binary binary) {
            return binary.latin1().length();
        }
        if (value instanceof SetOf set) {
            return sum(set.members());
        }
        if (value instanceof ListOf list) {
            return CONTAINER + sum(list.items()) + list.items().size();
        }
        if (value instanceof MapOf map) {
            return CONTAINER + of(map.fields()) + map.fields().size();
        }
        return 1;
    }

    /** What {@code size()} in an expression is, of a string in UTF-16 units; -1 for a type that has none. */
    static int ofOperand(Value value) {
        if (value instanceof Text text) {
            return text.value().length();
        }
        if (value instanceof Binary binary) {
            return binary.latin1().length();
        }
        if (value instanceof SetOf set) {
            return set.members().size();
        }
        if (value instanceof ListOf list) {
            return list.items().size();
        }
        return value instanceof MapOf map ? map.fields().size() : -1;
    }

    private static int sum(Collection<Value> values) {
        return values.stream().mapToInt(Sizes::of).sum();
    }

    private static int utf8(String text) {
        return text.getBytes(UTF_8).length;
    }
}
