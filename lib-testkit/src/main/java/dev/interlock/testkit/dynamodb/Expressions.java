package dev.interlock.testkit.dynamodb;

import java.util.List;
import java.util.stream.Stream;

/** What requests with expressions have in common. */
final class Expressions {
    private Expressions() {}

    /** Refuses placeholders without an expression that could use them. */
    static void requireKnown(Call call, String... expressions) {
        List<String> given = Stream.of(expressions).filter(call::has).toList();
        if (given.isEmpty()) {
            if (call.has(Placeholders.NAMES)) {
                throw Refusal.invalid("ExpressionAttributeNames can only be specified when using expressions");
            }
            if (call.has(Placeholders.VALUES)) {
                throw Refusal.invalid("ExpressionAttributeValues can only be specified when using expressions: "
                        + String.join(" and ", expressions) + (expressions.length > 1 ? " are" : " is")
                        + " null");
            }
        }
    }
}
