package dev.interlock.aws.mutex;

import static dev.interlock.aws.mutex.MutexFixture.DUE;
import static dev.interlock.aws.mutex.MutexFixture.MACHINE;
import static dev.interlock.aws.mutex.MutexFixture.NOW;
import static dev.interlock.aws.mutex.MutexFixture.TABLE;
import static dev.interlock.aws.mutex.MutexFixture.admission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.AdmissionStore;
import dev.interlock.mutex.AdmissionStore.Answer;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.Holder;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DynamoDbAdmissionStoreTest {
    private static final MutexPolicy POLICY = MutexPolicy.guarding(MutexRoles.of("daily"));

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final DynamoDbAsyncClient asyncDynamoDb =
            aws.connect(DynamoDbAsyncClient.builder()).build();

    /** Both stores behind one port: what holds for one holds for the other. */
    enum Form {
        BLOCKING {
            @Override
            AdmissionStore store(DynamoDbAdmissionStoreTest test) {
                return DynamoDbAdmissionStore.create(test.dynamoDb, TABLE);
            }
        },
        ASYNC {
            @Override
            AdmissionStore store(DynamoDbAdmissionStoreTest test) {
                DynamoDbAsyncAdmissionStore store = DynamoDbAsyncAdmissionStore.create(test.asyncDynamoDb, TABLE);
                return admission -> store.putIfAbsent(admission).join();
            }
        };

        abstract AdmissionStore store(DynamoDbAdmissionStoreTest test);
    }

    @BeforeEach
    void createTable() {
        MutexFixture.createTable(aws);
    }

    @AfterEach
    void close() {
        dynamoDb.close();
        asyncDynamoDb.close();
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_firstRun_writesTheDocumentedRecordInOneRequest(Form form) throws IOException {
        assertThat(form.store(this).putIfAbsent(admission("run-1", "a-1"))).isEqualTo(new Answer.Stored());

        assertThat(aws.requests("PutItem"))
                .containsExactly(new AwsRequest("dynamodb", "PutItem", "weekday-pipeline#daily#2026-05-26T12:45", 1));
        assertThat(aws.dynamoDb().items(TABLE)).hasSize(1);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(aws.dynamoDb().items(TABLE).get(0))).isEqualTo(json.readTree("""
                        {
                          "mutex_key": {"S": "weekday-pipeline#daily#2026-05-26T12:45"},
                          "execution_arn": {"S": "run-1"},
                          "attempt": {"S": "a-1"},
                          "started_at": {"S": "2026-05-26T12:45:03.123Z"},
                          "state_machine": {"S": "weekday-pipeline"},
                          "pipeline_role": {"S": "daily"},
                          "scheduled_at": {"S": "2026-05-26T12:45:00.000Z"},
                          "expires_at": {"N": "1782391503"}
                        }
                        """));
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_anotherRunFirst_saysWhoInOneRequest(Form form) {
        form.store(this).putIfAbsent(admission("run-1", "a-1"));

        Answer answer = form.store(this).putIfAbsent(admission("run-2", "a-2"));

        assertThat(answer)
                .isEqualTo(new Answer.Existing(Holder.of("run-1")
                        .withAttempt("a-1")
                        .withStartedAt(Instant.parse("2026-05-26T12:45:03.123Z"))));
        assertThat(aws.requests("PutItem")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void admit_answerLost_isAdmittedByItsOwnRecord(Form form) {
        aws.faults().on("PutItem").nth(1).loseAnswer();

        Admission admission = mutex(form, POLICY.refusingSameRun()).admit(MACHINE, Optional.of("daily"), DUE, "run-1");

        assertThat(admission).isEqualTo(new Admission.Admitted());
        assertThat(aws.requests("PutItem")).extracting(AwsRequest::attempt).containsExactly(1, 2);
        assertThat(aws.requests("GetItem")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void admit_storedAlthoughTheServiceFailed_isAdmittedByItsOwnRecord(Form form) {
        aws.faults().on("PutItem").nth(1).failAfter();

        assertThat(mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1"))
                .isEqualTo(new Admission.Admitted());
    }

    @ParameterizedTest
    @EnumSource
    void admit_everyAnswerLost_isUnknownAndTheSameRunNextTime(Form form) {
        aws.faults().on("PutItem").loseAnswer();
        Admission unknown = mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1");
        aws.faults().clear();

        assertThat(unknown).isInstanceOf(Admission.Unknown.class);
        assertThat(unknown.proceeds()).isFalse();
        assertThat(mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-2"))
                .isInstanceOf(Admission.Duplicate.class);
        assertThat(mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1"))
                .isInstanceOf(Admission.SameRun.class);
    }

    /** The client gave up on the write, and the store carries it out after all. */
    @ParameterizedTest
    @EnumSource
    void admit_writeThatLandsLate_keepsTheKeyForItsRun(Form form) {
        aws.faults().on("PutItem").landLate(Duration.ofMinutes(1));
        Admission unknown = mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1");
        aws.faults().clear();
        aws.landLateRequests();

        assertThat(unknown).isInstanceOf(Admission.Unknown.class);
        assertThat(mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-2"))
                .isInstanceOf(Admission.Duplicate.class);
        assertThat(mutex(form, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1"))
                .isInstanceOf(Admission.SameRun.class);
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_throttledWithoutEnd_failsAfterTheRetries(Form form) {
        aws.faults().on("PutItem").throttle();

        assertThat(form.store(this).putIfAbsent(admission("run-1", "a-1")))
                .isEqualTo(new Answer.Failed(
                        "PutItem into execution-mutex answered 400 ProvisionedThroughputExceededException"));
        assertThat(aws.requests("PutItem")).hasSizeGreaterThan(1);
        assertThat(aws.dynamoDb().items(TABLE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_everyRequestLost_fails(Form form) {
        aws.faults().on("PutItem").loseRequest();

        assertThat(form.store(this).putIfAbsent(admission("run-1", "a-1")))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.cause())
                                .startsWith("PutItem into execution-mutex has no answer: "
                                        + "software.amazon.awssdk.core.exception.SdkClientException: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDeniedException | ; it needs dynamodb:PutItem",
                "ResourceNotFoundException | ; there is no such table in this account and region",
                "TransactionConflictException | ''",
                "ValidationException | ''"
            })
    void putIfAbsent_refused_failsWithWhatToDo(String code, String hint) {
        for (Form form : Form.values()) {
            aws.faults().on("PutItem").answer(400, code);

            assertThat(form.store(this).putIfAbsent(admission("run-1", "a-1")))
                    .isEqualTo(new Answer.Failed("PutItem into execution-mutex answered 400 " + code + hint));
        }
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_conflictWithoutTheRecord_failsAsItMayBeItsOwn(Form form) {
        aws.faults().on("PutItem").answer(400, "ConditionalCheckFailedException");

        assertThat(form.store(this).putIfAbsent(admission("run-1", "a-1")))
                .isEqualTo(
                        new Answer.Failed(
                                "PutItem into execution-mutex found a record of"
                                        + " weekday-pipeline#daily#2026-05-26T12:45 that does not tell its run, so it may be this one's"));
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_recordWithoutARun_fails(Form form) {
        write(Map.of("mutex_key", AttributeValue.fromS("weekday-pipeline#daily#2026-05-26T12:45")));

        assertThat(form.store(this).putIfAbsent(admission("run-1", "a-1")))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.cause()).contains("does not tell its run"));
    }

    @ParameterizedTest
    @EnumSource
    void putIfAbsent_recordOfSomebodyElsesMaking_stillTellsTheRun(Form form) {
        write(Map.of(
                "mutex_key", AttributeValue.fromS("weekday-pipeline#daily#2026-05-26T12:45"),
                "execution_arn", AttributeValue.fromS("run-1"),
                "attempt", AttributeValue.fromN("7"),
                "started_at", AttributeValue.fromS("this morning")));

        assertThat(form.store(this).putIfAbsent(admission("run-2", "a-2")))
                .isEqualTo(new Answer.Existing(Holder.of("run-1")));
    }

    @Test
    void admit_interruptedThread_isUnknownAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        Admission admission = mutex(Form.BLOCKING, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(admission).isInstanceOf(Admission.Unknown.class);
    }

    @Test
    void putIfAbsent_closedClient_throwsAndTheMutexKnowsNothing() {
        aws.faults().on("PutItem").loseRequest();
        dynamoDb.close();

        assertThat(mutex(Form.BLOCKING, POLICY).admit(MACHINE, Optional.of("daily"), DUE, "run-1"))
                .isInstanceOf(Admission.Unknown.class);
    }

    @Test
    void create_blankTable_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbAdmissionStore.create(dynamoDb, " "))
                .withMessage("table is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbAsyncAdmissionStore.create(asyncDynamoDb, ""))
                .withMessage("table is blank: ''");
    }

    @Test
    @NullUnmarked
    void create_nullArgument_isRefusedByName() {
        assertThatThrownBy(() -> DynamoDbAdmissionStore.create(null, TABLE)).hasMessage("dynamoDb");
        assertThatThrownBy(() -> DynamoDbAdmissionStore.create(dynamoDb, null)).hasMessage("table");
        assertThatThrownBy(() -> DynamoDbAsyncAdmissionStore.create(null, TABLE))
                .hasMessage("dynamoDb");
    }

    private void write(Map<String, AttributeValue> item) {
        dynamoDb.putItem(put -> put.tableName(TABLE).item(item));
    }

    private ExecutionMutex mutex(Form form, MutexPolicy policy) {
        return ExecutionMutex.create(form.store(this), policy, () -> NOW, event -> {});
    }
}
