package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.Bool;
import dev.interlock.testkit.dynamodb.Value.Num;
import dev.interlock.testkit.dynamodb.Value.Text;

/** Values as DynamoDB's messages write them. */
final class ValueText {
    private ValueText() {}

    static String of(Value value) {
        return "{" + value.type() + ":" + content(value) + "}";
    }

    /** The type's long name, such as {@code STRING}. */
    static String typeName(Value value) {
        return switch (value.type()) {
            case "S" -> "STRING";
            case "N" -> "NUMBER";
            case "B" -> "BINARY";
            case "BOOL" -> "BOOLEAN";
            case "L" -> "LIST";
            case "M" -> "MAP";
            default -> value.type();
        };
    }

    private static String content(Value value) {
        if (value instanceof Text text) {
            return text.value();
        }
        if (value instanceof Num number) {
            return Numbers.text(number);
        }
        return value instanceof Bool bool ? Boolean.toString(bool.value()) : "...";
    }
}
