package dev.interlock.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.aws.mutex.DynamoDbAdmissionStore;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.FakeAws;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A mutex of its own for one case, over a table of its own in the fake DynamoDB.
 *
 * @param aws the account that has the table
 * @param dynamoDb the mutex's client
 * @param name the table's name
 */
record MutexTable(FakeAws aws, DynamoDbClient dynamoDb, String name) {
    private static final List<String> OF_THE_ORIGINAL =
            List.of("mutex_key", "execution_arn", "started_at", "state_machine", "pipeline_role");
    private static final MutexPolicy POLICY =
            MutexPolicy.guarding(MutexRoles.of("daily", "weekly", "eod", "shell-run"));

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static MutexTable create(FakeAws aws, DynamoDbClient dynamoDb, String name) {
        dynamoDb.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("mutex_key")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("mutex_key")
                        .keyType(KeyType.HASH)
                        .build()));
        return new MutexTable(aws, dynamoDb, name);
    }

    /** How the record of an admission writes a time. */
    static String withMillis(Instant time) {
        return MILLIS.format(time);
    }

    Admission admit(String machine, Optional<String> role, Instant at, String runId) {
        DynamoDbAdmissionStore store =
                DynamoDbAdmissionStore.create(dynamoDb, name).verifyTable();
        return ExecutionMutex.create(store, POLICY, () -> at, event -> {}).admit(machine, role, at, runId);
    }

    /** The records, without what Interlock has in them beside what the original has. */
    List<JsonNode> items() {
        List<JsonNode> items = new ArrayList<>();
        for (String text : aws.dynamoDb().items(name)) {
            try {
                ObjectNode item = (ObjectNode) Plain.READER.readTree(text);
                items.add(item.retain(OF_THE_ORIGINAL));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an item that is no JSON: " + text, e);
            }
        }
        return items;
    }

    List<String> keys() {
        return items().stream().map(item -> item.at("/mutex_key/S").asText()).toList();
    }
}
