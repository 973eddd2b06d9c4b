package dev.interlock.aws.mutex;

import dev.interlock.mutex.AdmissionRecord;
import dev.interlock.mutex.Holder;
import dev.interlock.mutex.MutexKey;
import dev.interlock.testkit.FakeAws;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table, and a run that asks. */
final class MutexFixture {
    static final String TABLE = "execution-mutex";
    static final String MACHINE = "weekday-pipeline";
    static final Instant DUE = Instant.parse("2026-05-26T12:45:00Z");
    static final Instant NOW = Instant.parse("2026-05-26T12:45:03.123456Z");

    private MutexFixture() {}

    static void createTable(FakeAws aws) {
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            dynamoDb.createTable(table -> table.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("mutex_key")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("mutex_key")
                            .keyType(KeyType.HASH)
                            .build()));
        }
    }

    static AdmissionRecord admission(String runId, String attempt) {
        Holder holder = Holder.of(runId).withAttempt(attempt).withStartedAt(NOW);
        return new AdmissionRecord(MutexKey.of(MACHINE, "daily", DUE), holder, DUE, NOW.plus(Duration.ofDays(30)));
    }
}
