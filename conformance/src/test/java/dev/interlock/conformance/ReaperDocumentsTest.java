package dev.interlock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.aws.reaper.DynamoDbExecutionStore;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The table and the permissions that {@code docs/reaper} gives are those that the store needs. */
final class ReaperDocumentsTest {
    private static final Path DOCS = Path.of("..", "docs", "reaper");
    private static final String TABLE = ":table/executions";

    private final FakeAws aws = FakeAws.create();

    @Test
    void tableAndPolicy_asDeclared_areWhatTheStoreNeeds() throws IOException {
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            createTable(dynamoDb);
            int before = aws.requests().size();
            DynamoDbExecutionStore store = DynamoDbExecutionStore.create(
                            dynamoDb, "executions", aws.clock(), Set.of("approved", "running"))
                    .verifyTable();
            Execution created = row(store.create("execution-1", "approved"));
            Execution driven = row(store.transition(created, Next.drivenBy("running", "run-1", "")));
            row(store.heartbeat(driven.tenure()));
            assertThat(store.findStuck(Set.of("running"), aws.clock().instant(), new Page("running/7", 10))
                            .rows())
                    .singleElement()
                    .satisfies(stuck -> assertThat(store.find("execution-1")).contains(stuck.row()));
            row(store.finish(driven.tenure(), "completed", ""));

            Set<String> sent = aws.requests().stream()
                    .skip(before)
                    .map(AwsRequest::operation)
                    .map(operation -> "dynamodb:" + operation)
                    .collect(Collectors.toCollection(TreeSet::new));
            Json policy =
                    Json.of(Plain.READER.readTree(DOCS.resolve("policy.json").toFile()));
            Set<String> allowed = new TreeSet<>();
            for (Json statement : policy.at("Statement").elements()) {
                String action = statement.at("Action").text();
                assertThat(statement.at("Effect").text()).isEqualTo("Allow");
                assertThat(statement.at("Resource").text())
                        .endsWith(action.equals("dynamodb:Query") ? TABLE + "/index/stuck" : TABLE);
                allowed.add(action);
            }
            assertThat(allowed).isEqualTo(sent);
        }
    }

    private static Execution row(Transition transition) {
        return ((Transition.Won) transition).row();
    }

    private static void createTable(DynamoDbClient dynamoDb) throws IOException {
        Object template = new Yaml().load(Files.readString(DOCS.resolve("table.yaml")));
        Json resources = Json.of(Plain.READER.<JsonNode>valueToTree(template)).at("Resources");
        assertThat(resources.names()).containsExactly("Executions");
        Json table = resources.at("Executions");
        assertThat(table.at("Type").text()).isEqualTo("AWS::DynamoDB::Table");
        assertThat(table.at("DeletionPolicy").text()).isEqualTo("Retain");
        Json properties = table.at("Properties");
        List<Json> indexes = properties.at("GlobalSecondaryIndexes").elements();
        assertThat(indexes).hasSize(1);
        Json declared = indexes.get(0);
        dynamoDb.createTable(create -> create.tableName(
                        properties.at("TableName").text())
                .billingMode(BillingMode.fromValue(properties.at("BillingMode").text()))
                .attributeDefinitions(properties.at("AttributeDefinitions").elements().stream()
                        .map(definition -> AttributeDefinition.builder()
                                .attributeName(definition.at("AttributeName").text())
                                .attributeType(definition.at("AttributeType").text())
                                .build())
                        .toList())
                .keySchema(keys(properties))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(declared.at("IndexName").text())
                        .keySchema(keys(declared))
                        .projection(projection -> projection
                                .projectionType(declared.at("Projection")
                                        .at("ProjectionType")
                                        .text())
                                .nonKeyAttributes(declared.at("Projection")
                                        .at("NonKeyAttributes")
                                        .texts()))
                        .build()));
    }

    private static List<KeySchemaElement> keys(Json of) {
        return of.at("KeySchema").elements().stream()
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.at("AttributeName").text())
                        .keyType(key.at("KeyType").text())
                        .build())
                .toList();
    }
}
