package dev.interlock.aws.reaper;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table, as {@code docs/reaper/table.yaml} declares it. */
final class ExecutionFixture {
    private ExecutionFixture() {}

    static void createTable(DynamoDbClient dynamoDb, String name) {
        dynamoDb.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(Stream.of("execution_id", "watch_key", "updated_at")
                        .map(attribute -> AttributeDefinition.builder()
                                .attributeName(attribute)
                                .attributeType(
                                        attribute.equals("updated_at") ? ScalarAttributeType.N : ScalarAttributeType.S)
                                .build())
                        .toList())
                .keySchema(key("execution_id", KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("stuck")
                        .keySchema(key("watch_key", KeyType.HASH), key("updated_at", KeyType.RANGE))
                        .projection(projection -> projection
                                .projectionType(ProjectionType.INCLUDE)
                                .nonKeyAttributes(List.of(
                                        "execution_state",
                                        "row_version",
                                        "execution_owner",
                                        "fence",
                                        "redrives",
                                        "execution_message")))
                        .build()));
    }

    /** The table of claims, as {@code docs/idempotency/table.yaml} declares it. */
    static void createClaims(DynamoDbClient dynamoDb, String name) {
        dynamoDb.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("idempotency_token")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(key("idempotency_token", KeyType.HASH)));
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
