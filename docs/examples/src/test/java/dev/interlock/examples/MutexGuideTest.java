package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.mutex.DynamoDbAdmissionStore;
import dev.interlock.aws.mutex.DynamoDbAsyncAdmissionStore;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.Message;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.AsyncExecutionMutex;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.FakeAws;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The examples of the guide's part on the execution mutex. */
final class MutexGuideTest {
    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final DynamoDbAsyncClient asyncDynamoDb =
            aws.connect(DynamoDbAsyncClient.builder()).build();
    private final InstantSource clock = aws.clock();
    private final List<InterlockEvent> metrics = new ArrayList<>();
    private final InterlockListener listener = metrics::add;

    @SuppressWarnings("NullAway.Init") // made once there is a table
    private ExecutionMutex mutex;

    @BeforeEach
    void createMutex() {
        dynamoDb.createTable(table -> table.tableName("execution-mutex")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("mutex_key")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("mutex_key")
                        .keyType(KeyType.HASH)
                        .build()));
        // @start region="create"
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily", "weekly", "eod", "shell-run"));
        mutex = ExecutionMutex.create(
                DynamoDbAdmissionStore.create(dynamoDb, "execution-mutex").verifyTable(), policy, clock, listener);
        // @end
    }

    @AfterEach
    void close() {
        dynamoDb.close();
        asyncDynamoDb.close();
    }

    // @start region="handle"
    String handle(byte[] event, String requestId) { // Lambda's request id: the same when it tries again
        if (!(Envelopes.unwrap(event).get(0) instanceof Message message)) {
            throw new IllegalArgumentException("not a trigger");
        }
        Optional<String> role = message.payload().at("/pipeline_role").map(Payload::text);
        Admission admission = mutex.admit("weekday-pipeline", role, due(message), requestId);
        return admission.proceeds() ? runPipeline() : "not started: " + admission;
    }

    /**
     * From the envelope of a rule, or from the input of a schedule, which says <aws.scheduler.scheduled-time> there.
     */
    private static Instant due(Message message) {
        return message.scheduledTime()
                .or(() ->
                        message.payload().at("/scheduled_at").map(Payload::text).map(Instant::parse))
                .orElseThrow(() -> new IllegalArgumentException("a trigger that does not say when it was due"));
    }
    // @end

    private String runPipeline() {
        return "started";
    }

    private String nextStep(Admission admission) {
        // @start region="fold"
        return admission.fold(
                admitted -> "start",
                sameRun -> sameRun.policy() == MutexPolicy.OnSameRun.ADMIT
                        ? "go on where " + sameRun.first() + " died"
                        : "stop",
                duplicate -> "stop, and find out who else triggers: " + duplicate.holder(),
                bypassed -> "start, without protection",
                unknown -> unknown.policy() == MutexPolicy.OnUnknown.FAIL_OPEN
                        ? "start, perhaps twice"
                        : "stop, and alarm");
        // @end
    }

    private CompletionStage<Admission> admitAsync(Instant scheduledAt, String executionArn) {
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily"));
        // @start region="async"
        AsyncExecutionMutex mutex = AsyncExecutionMutex.create(
                DynamoDbAsyncAdmissionStore.create(asyncDynamoDb, "execution-mutex"), policy, clock, listener);
        CompletionStage<Admission> admission =
                mutex.admit("weekday-pipeline", Optional.of("daily"), scheduledAt, executionArn);
        // @end
        return admission;
    }

    @Test
    void handle_twoTriggersOfASchedule_startOneRun() {
        byte[] event = "{\"pipeline_role\":\"daily\",\"scheduled_at\":\"2026-05-26T12:45:00Z\"}".getBytes(UTF_8);

        assertThat(handle(event, "request-1")).isEqualTo("started");
        assertThat(handle(event, "request-2")).startsWith("not started: Duplicate[holder=request-1 since ");
        assertThat(handle(event, "request-1")).isEqualTo("started");
        assertThat(metrics).extracting(InterlockEvent::kind).containsExactly(InterlockEvent.Kind.CONFLICT);
    }

    @Test
    void handle_eventOfARuleWithoutARole_isDueWhenTheEnvelopeSays() {
        byte[] event = """
                {"id":"e-1","source":"aws.events","detail-type":"Scheduled Event","time":"2026-05-26T12:45:00Z",\
                "resources":[],"detail":{}}""".getBytes(UTF_8);

        assertThat(handle(event, "request-1")).isEqualTo("started");
        assertThat(metrics).extracting(InterlockEvent::kind).containsExactly(InterlockEvent.Kind.BYPASSED);
    }

    @Test
    void handle_triggerThatDoesNotSayWhenItWasDue_isRefused() {
        assertThatThrownBy(() -> handle("{\"pipeline_role\":\"daily\"}".getBytes(UTF_8), "request-1"))
                .hasMessage("a trigger that does not say when it was due");
    }

    @Test
    void fold_everyAdmission_hasItsNextStep() {
        Admission unknown = new Admission.Unknown("time-out", MutexPolicy.OnUnknown.STAY_CLOSED);

        assertThat(nextStep(new Admission.Admitted())).isEqualTo("start");
        assertThat(nextStep(unknown)).isEqualTo("stop, and alarm");
        assertThat(nextStep(new Admission.Bypassed("recovery"))).isEqualTo("start, without protection");
    }

    @Test
    void admitAsync_twoTriggers_startOneRun() {
        Instant due = Instant.parse("2026-05-26T12:45:00Z");

        assertThat(admitAsync(due, "run-1").toCompletableFuture().join().proceeds())
                .isTrue();
        assertThat(admitAsync(due, "run-2").toCompletableFuture().join().proceeds())
                .isFalse();
    }
}
