package dev.interlock.testkit.dynamodb;

import java.util.List;

/** What requests with expressions have in common. */
final class Expressions {
    private Expressions() {}

    /**
     * Refuses placeholders without an expression that could use them.
     *
     * @param conditions fields with expressions that may use names and values
     * @param projections fields with expressions that may use names alone
     */
    static void requireUse(Call call, List<String> conditions, List<String> projections) {
        boolean usesValues = conditions.stream().anyMatch(call::has);
        boolean usesNames = usesValues || projections.stream().anyMatch(call::has);
        if (call.has(Placeholders.NAMES) && !usesNames) {
            throw Refusal.invalid("ExpressionAttributeNames can only be specified when using expressions");
        }
        if (call.has(Placeholders.VALUES) && !usesValues) {
            throw Refusal.invalid("ExpressionAttributeValues can only be specified when using expressions: "
                    + String.join(" and ", conditions) + (conditions.size() > 1 ? " are" : " is") + " null");
        }
    }
}
