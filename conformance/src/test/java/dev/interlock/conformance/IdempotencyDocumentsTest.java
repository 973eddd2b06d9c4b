package dev.interlock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.Payload;
import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.StoredResult;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The table and the permissions that {@code docs/idempotency} gives are those that the store needs. */
final class IdempotencyDocumentsTest {
    private static final Path DOCS = Path.of("..", "docs", "idempotency");

    private final FakeAws aws = FakeAws.create();

    @Test
    void table_asDeclared_isFitAndCleansByTheAttributeThatIsWritten() throws IOException {
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            Json declared = createTable(dynamoDb);
            DynamoDbIdempotencyStore store = DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", aws.clock())
                    .verifyTable();

            store.claim(request());

            String attribute =
                    declared.at("TimeToLiveSpecification").at("AttributeName").text();
            assertThat(aws.dynamoDb().items("idempotency"))
                    .singleElement()
                    .asString()
                    .contains("\"" + attribute + "\":{\"N\":\"");
        }
    }

    @Test
    void policy_actions_areThoseThatTheStoreSends() throws IOException {
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            createTable(dynamoDb);
            int before = aws.requests().size();
            DynamoDbIdempotencyStore store = DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", aws.clock())
                    .verifyTable();
            Hold hold = ((Claim.Granted) store.claim(request())).hold();
            store.renew(hold, Duration.ofHours(1));
            store.complete(hold, StoredResult.success(Payload.none()));
            store.abandon(hold);
            Set<String> sent = aws.requests().stream()
                    .skip(before)
                    .map(AwsRequest::operation)
                    .map(operation -> "dynamodb:" + operation)
                    .collect(Collectors.toCollection(TreeSet::new));

            Json policy =
                    Json.of(Plain.READER.readTree(DOCS.resolve("policy.json").toFile()));
            Set<String> allowed = new TreeSet<>();
            for (Json statement : policy.at("Statement").elements()) {
                assertThat(statement.at("Effect").text()).isEqualTo("Allow");
                assertThat(statement.at("Resource").text()).endsWith(":table/idempotency");
                allowed.add(statement.at("Action").text());
            }
            assertThat(allowed).isEqualTo(sent);
        }
    }

    private static ClaimRequest request() {
        return new ClaimRequest(
                IdempotencyTokens.deriveIdempotencyToken("execution", 0),
                "run-1",
                Fingerprint.unchecked(),
                ClaimPolicy.of(Duration.ofMinutes(15), Duration.ofDays(30)));
    }

    private static Json createTable(DynamoDbClient dynamoDb) throws IOException {
        Object template = new Yaml().load(Files.readString(DOCS.resolve("table.yaml")));
        Json resources = Json.of(Plain.READER.<JsonNode>valueToTree(template)).at("Resources");
        assertThat(resources.names()).containsExactly("Idempotency");
        Json table = resources.at("Idempotency");
        assertThat(table.at("Type").text()).isEqualTo("AWS::DynamoDB::Table");
        assertThat(table.at("DeletionPolicy").text()).isEqualTo("Retain");
        Json properties = table.at("Properties");
        dynamoDb.createTable(create -> create.tableName(
                        properties.at("TableName").text())
                .billingMode(BillingMode.fromValue(properties.at("BillingMode").text()))
                .attributeDefinitions(properties.at("AttributeDefinitions").elements().stream()
                        .map(definition -> AttributeDefinition.builder()
                                .attributeName(definition.at("AttributeName").text())
                                .attributeType(definition.at("AttributeType").text())
                                .build())
                        .toList())
                .keySchema(properties.at("KeySchema").elements().stream()
                        .map(key -> KeySchemaElement.builder()
                                .attributeName(key.at("AttributeName").text())
                                .keyType(key.at("KeyType").text())
                                .build())
                        .toList()));
        return properties;
    }
}
