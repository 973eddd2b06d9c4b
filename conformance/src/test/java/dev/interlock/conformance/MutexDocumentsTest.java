package dev.interlock.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.aws.mutex.DynamoDbAdmissionStore;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.MutexKey;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What {@code docs/mutex} gives to users of state machines does what the library does, in the same table. */
final class MutexDocumentsTest {
    private static final Path DOCS = Path.of("..", "docs", "mutex");
    private static final long SEED = 20260526;
    private static final String SDK = "sdk-integration.asl.json";
    private static final String OPTIMIZED = "optimized-integration.asl.json";
    private static final String MACHINE = "weekday-pipeline";
    private static final String DUE = "2026-05-26T12:45:00Z";

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();

    @AfterEach
    void close() {
        dynamoDb.close();
    }

    @ParameterizedTest
    @CsvSource({
        SDK + ", arn:aws:states:::aws-sdk:dynamodb:putItem, DynamoDb",
        OPTIMIZED + ", arn:aws:states:::dynamodb:putItem, DynamoDB"
    })
    void fragment_errors_areThoseThatItsIntegrationRaises(String file, String resource, String prefix) {
        StateMachine states = StateMachine.ofDocs(file);
        Json task = states.state("AcquireMutex");

        assertThat(task.at("Resource").text()).isEqualTo(resource);
        assertThat(errors(task, "Retry"))
                .isEqualTo(List.of(List.of(prefix + ".ConditionalCheckFailedException"), List.of("States.ALL")));
        assertThat(errors(task, "Catch"))
                .isEqualTo(List.of(List.of(prefix + ".ConditionalCheckFailedException"), List.of("States.ALL")));
        assertThat(task.at("Retry").elements().get(0).at("MaxAttempts").integer())
                .isZero();
        assertThat(states.caught("AcquireMutex", prefix + ".ConditionalCheckFailedException"))
                .isEqualTo(new StateMachine.Caught("MutexConflict", "$.mutex_conflict"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SDK, OPTIMIZED})
    void fragment_everyOtherError_failsClosed(String file) {
        StateMachine states = StateMachine.ofDocs(file);

        for (String error : List.of(
                "States.Timeout",
                "States.TaskFailed",
                "States.Permissions",
                "DynamoDb.ResourceNotFoundException",
                "DynamoDB.ResourceNotFoundException",
                "DynamoDb.SdkClientException")) {
            assertThat(states.caught("AcquireMutex", error))
                    .isEqualTo(new StateMachine.Caught("MutexUnknown", "$.mutex_error"));
        }
        assertThat(states.type("MutexUnknown")).isEqualTo("Fail");
        assertThat(states.type("MutexConflict")).isEqualTo("Fail");
        assertThat(states.type("ScheduledTimeMissing")).isEqualTo("Fail");
    }

    @ParameterizedTest
    @ValueSource(strings = {SDK, OPTIMIZED})
    void fragment_everyState_isReachedAndEveryTargetThere(String file) {
        StateMachine states = StateMachine.ofDocs(file);
        Set<String> reached = new HashSet<>();
        List<String> open =
                new ArrayList<>(List.of(states.document().at("StartAt").text()));
        while (!open.isEmpty()) {
            String name = open.remove(0);
            if (reached.add(name)) {
                for (String field : List.of("Next", "Default")) {
                    states.state(name).node().findValuesAsText(field).forEach(open::add);
                }
            }
        }

        assertThat(reached)
                .containsExactlyInAnyOrderElementsOf(
                        states.document().at("States").names());
    }

    /** Also that both are of one making: the second is the first with another spelling. */
    @Test
    void fragments_differ_inIntegrationAndSpellingAlone() throws IOException {
        String sdk = Files.readString(DOCS.resolve(SDK));

        assertThat(sdk.replace("aws-sdk:dynamodb", "dynamodb").replace("DynamoDb.", "DynamoDB."))
                .isEqualTo(Files.readString(DOCS.resolve(OPTIMIZED)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'pipeline_role':'daily','scheduled_at':'2026-05-26T12:45:00Z'} | AcquireMutex",
                "{'pipeline_role':'shell-run','scheduled_at':'2026-05-26T12:45:00.123Z'} | AcquireMutex",
                "{'pipeline_role':'daily'} | ScheduledTimeMissing",
                "{'pipeline_role':'daily','scheduled_at':'2026-05-26'} | ScheduledTimeMissing",
                "{'pipeline_role':'daily','scheduled_at':'<aws.scheduler.scheduled-time>'} | ScheduledTimeMissing",
                "{'pipeline_role':'daily','scheduled_at':'2026-05-26T14:45:00+02:00'} | ScheduledTimeMissing",
                "{'pipeline_role':'daily','scheduled_at':7} | ScheduledTimeMissing",
                "{'pipeline_role':'Daily','scheduled_at':'2026-05-26T12:45:00Z'} | FirstState",
                "{'pipeline_role':'recovery'} | FirstState",
                "{'pipeline_role':7} | FirstState",
                "{'pipeline_role':null} | FirstState",
                "{} | FirstState"
            })
    void fragment_input_goesItsWay(String input, String state) throws IOException {
        for (String file : List.of(SDK, OPTIMIZED)) {
            assertThat(StateMachine.ofDocs(file)
                            .firstAfterChoices(execution("e1", Plain.READER.readTree(input.replace('\'', '"')))))
                    .as(file)
                    .isEqualTo(state);
        }
    }

    /** The execution starts whenever it does; the key is of the scheduled time, and the very key of the library. */
    @ParameterizedTest
    @ValueSource(strings = {SDK, OPTIMIZED})
    void fragment_key_isThatOfTheLibraryForTheScheduledTime(String file) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            Instant due = Instant.ofEpochSecond(random.nextLong(1_600_000_000L, 2_000_000_000L));
            JsonNode parameters = parameters(file, "e" + round, due.toString());

            assertThat(parameters.at("/Item/mutex_key/S").asText())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(MutexKey.of(MACHINE, "daily", due).value());
        }
        assertThat(StateMachine.ofDocs(file)
                        .state("AcquireMutex")
                        .node()
                        .at("/Parameters/Item/mutex_key")
                        .toString())
                .contains("$.scheduled_at")
                .doesNotContain("StartTime", "Execution", "EnteredTime");
    }

    @ParameterizedTest
    @ValueSource(strings = {SDK, OPTIMIZED})
    void fragment_twoExecutions_startOneAndKnowTheirOwnWriteAgain(String file) {
        createTheTable();

        put(parameters(file, "e1", DUE));
        put(parameters(file, "e1", DUE)); // sent again, its answer lost

        assertThatThrownBy(() -> put(parameters(file, "e2", DUE))).isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(aws.dynamoDb().items("execution-mutex")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {SDK, OPTIMIZED})
    void fragmentAndLibrary_inOneTable_excludeEachOther(String file) throws IOException {
        createTheTable();
        Instant due = Instant.parse(DUE);

        put(parameters(file, "e1", DUE));
        Admission duplicate = mutex().admit(MACHINE, Optional.of("daily"), due, "another");
        Admission sameRun = mutex().admit(MACHINE, Optional.of("daily"), due, arn("e1"));
        mutex().admit(MACHINE, Optional.of("daily"), due.plusSeconds(60), arn("e2"));

        assertThat(duplicate).isInstanceOfSatisfying(Admission.Duplicate.class, other -> {
            assertThat(other.holder().runId()).isEqualTo(arn("e1"));
            assertThat(other.holder().attempt()).isEmpty();
            assertThat(other.holder().startedAt()).contains(Instant.parse("2026-05-26T12:46:07.5Z"));
        });
        assertThat(sameRun).isInstanceOf(Admission.SameRun.class);
        put(parameters(file, "e2", "2026-05-26T12:46:00Z"));
        assertThatThrownBy(() -> put(parameters(file, "e3", "2026-05-26T12:46:00Z")))
                .isInstanceOf(ConditionalCheckFailedException.class);
    }

    @Test
    void fragment_attributes_areThoseOfTheLibraryWithoutAttemptAndExpiry() throws IOException {
        createTheTable();
        mutex().admit(MACHINE, Optional.of("daily"), Instant.parse(DUE), "run");
        JsonNode item =
                Plain.READER.readTree(aws.dynamoDb().items("execution-mutex").get(0));
        Set<String> names = new TreeSet<>(Json.of(item).names());

        names.removeAll(Set.of("attempt", "expires_at"));

        assertThat(new TreeSet<>(Json.of(parameters(SDK, "e1", DUE)).at("Item").names()))
                .isEqualTo(names);
    }

    @Test
    void table_ofTheTemplate_isWhatTheLibraryAccepts() {
        Json properties = createTheTable();

        assertThat(DynamoDbAdmissionStore.create(dynamoDb, "execution-mutex").verifyTable())
                .isNotNull();
        assertThat(properties.at("TimeToLiveSpecification").node().toString())
                .isEqualTo("{\"AttributeName\":\"expires_at\",\"Enabled\":true}");
        assertThat(properties.at("TableName").text()).isEqualTo("execution-mutex");
        assertThat(resource().at("DeletionPolicy").text()).isEqualTo("Retain");
        assertThat(parameters(SDK, "e1", DUE).at("/TableName").asText()).isEqualTo("execution-mutex");
    }

    @Test
    void policy_actions_areTheOperationsThatTheLibrarySends() throws IOException {
        createTheTable();
        int before = aws.requests().size();
        DynamoDbAdmissionStore.create(dynamoDb, "execution-mutex").verifyTable();
        mutex().admit(MACHINE, Optional.of("daily"), Instant.parse(DUE), "run-1");
        mutex().admit(MACHINE, Optional.of("daily"), Instant.parse(DUE), "run-1");
        mutex().admit(MACHINE, Optional.of("daily"), Instant.parse(DUE), "run-2");
        Set<String> sent = new TreeSet<>();
        aws.requests().stream()
                .skip(before)
                .map(AwsRequest::operation)
                .forEach(operation -> sent.add("dynamodb:" + operation));

        Json policy = Json.of(Plain.READER.readTree(DOCS.resolve("policy.json").toFile()));
        Set<String> allowed = new TreeSet<>();
        for (Json statement : policy.at("Statement").elements()) {
            assertThat(statement.at("Effect").text()).isEqualTo("Allow");
            assertThat(statement.at("Resource").text()).endsWith(":table/execution-mutex");
            allowed.add(statement.at("Action").text());
        }

        assertThat(allowed).isEqualTo(sent);
        assertThat(policy.at("Version").text()).isEqualTo("2012-10-17");
    }

    private ExecutionMutex mutex() {
        return ExecutionMutex.create(
                DynamoDbAdmissionStore.create(dynamoDb, "execution-mutex"),
                MutexPolicy.guarding(MutexRoles.of("daily")),
                aws.clock(),
                event -> {});
    }

    private static List<List<String>> errors(Json task, String field) {
        return task.at(field).elements().stream()
                .map(entry -> entry.at("ErrorEquals").texts())
                .toList();
    }

    private static JsonNode parameters(String file, String name, String scheduledAt) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.put("pipeline_role", "daily").put("scheduled_at", scheduledAt);
        return StateMachine.ofDocs(file).parameters("AcquireMutex", execution(name, input));
    }

    private static StateMachine.Execution execution(String name, JsonNode input) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("StateMachine").put("Name", MACHINE);
        context.putObject("Execution").put("Id", arn(name)).put("StartTime", "2026-05-26T12:46:07.500Z");
        return new StateMachine.Execution(input, context);
    }

    private static String arn(String name) {
        return "arn:aws:states:eu-west-1:123456789012:execution:weekday-pipeline:" + name;
    }

    /** Sends what a task would send. */
    private void put(JsonNode parameters) {
        assertThat(Json.of(parameters).names())
                .containsExactlyInAnyOrder("TableName", "Item", "ConditionExpression", "ExpressionAttributeValues");
        dynamoDb.putItem(PutItemRequest.builder()
                .tableName(parameters.get("TableName").asText())
                .item(attributes(parameters.get("Item")))
                .conditionExpression(parameters.get("ConditionExpression").asText())
                .expressionAttributeValues(attributes(parameters.get("ExpressionAttributeValues")))
                .build());
    }

    private static Map<String, AttributeValue> attributes(JsonNode values) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        values.properties()
                .forEach(value -> attributes.put(
                        value.getKey(),
                        AttributeValue.fromS(Json.of(value.getValue()).at("S").text())));
        return attributes;
    }

    /** The table of the template on the fake; everything else in the template a fake account has no use for. */
    private Json createTheTable() {
        Json properties = resource().at("Properties");
        dynamoDb.createTable(CreateTableRequest.builder()
                .tableName(properties.at("TableName").text())
                .billingMode(properties.at("BillingMode").text())
                .attributeDefinitions(properties.at("AttributeDefinitions").elements().stream()
                        .map(entry -> AttributeDefinition.builder()
                                .attributeName(entry.at("AttributeName").text())
                                .attributeType(entry.at("AttributeType").text())
                                .build())
                        .toList())
                .keySchema(properties.at("KeySchema").elements().stream()
                        .map(entry -> KeySchemaElement.builder()
                                .attributeName(entry.at("AttributeName").text())
                                .keyType(entry.at("KeyType").text())
                                .build())
                        .toList())
                .build());
        return properties;
    }

    private static Json resource() {
        try {
            Object template = new Yaml().load(Files.readString(DOCS.resolve("table.yaml")));
            Json resources =
                    Json.of(Plain.READER.<JsonNode>valueToTree(template)).at("Resources");
            assertThat(resources.names()).hasSize(1);
            Json table = resources.at(resources.names().get(0));
            assertThat(table.at("Type").text()).isEqualTo("AWS::DynamoDB::Table");
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
