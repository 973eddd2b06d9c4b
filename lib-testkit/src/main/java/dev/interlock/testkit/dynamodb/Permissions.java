package dev.interlock.testkit.dynamodb;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What nobody may do. Not thread-safe; the service holds the lock. */
final class Permissions {
    private static final Map<String, DynamoDbAction> OF_TRANSACTIONS = Map.of(
            "Put", DynamoDbAction.PUT_ITEM,
            "Update", DynamoDbAction.UPDATE_ITEM,
            "Delete", DynamoDbAction.DELETE_ITEM,
            "ConditionCheck", DynamoDbAction.CONDITION_CHECK_ITEM);

    private final Map<DynamoDbAction, Set<String>> denied = new EnumMap<>(DynamoDbAction.class);

    void deny(DynamoDbAction action, String table) {
        denied.computeIfAbsent(action, a -> new TreeSet<>()).add(table);
    }

    void allow(DynamoDbAction action) {
        denied.remove(action);
    }

    /** Refuses a request for which a permission is missing. */
    void require(Call call) {
        if (call.operation().equals("TransactWriteItems")) {
            TransactWrite.parts(call).forEach(this::requirePart);
        } else {
            require(action(call.operation()), call.text("TableName", ""));
        }
    }

    private void requirePart(Call part) {
        DynamoDbAction action = OF_TRANSACTIONS.get(part.operation());
        if (action != null) {
            require(action, part.text("TableName", ""));
        }
    }

    private void require(DynamoDbAction action, String table) {
        if (denied.getOrDefault(action, Set.of()).contains(table)) {
            String resource = "arn:aws:dynamodb:eu-west-1:000000000000:table/" + table;
            throw Refusal.of(
                    "AccessDeniedException",
                    "User: arn:aws:iam::000000000000:user/interlock is not authorized to perform: "
                            + action.policyName() + " on resource: " + resource
                            + " because no identity-based policy allows the " + action.policyName() + " action");
        }
    }

    private static DynamoDbAction action(String operation) {
        List<DynamoDbAction> named = Arrays.stream(DynamoDbAction.values())
                .filter(action -> action.policyName().equals("dynamodb:" + operation))
                .toList();
        return named.get(0);
    }
}
