package dev.interlock.aws.mutex;

import static dev.interlock.aws.mutex.MutexFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Whether a table is fit is asked once, when the program starts. */
final class AdmissionTableTest {
    private final FakeAws aws = FakeAws.create();

    @Test
    void verifyTable_theDocumentedTable_isFitInOneRequest() {
        MutexFixture.createTable(aws);

        assertThat(verified(description -> {})).isEmpty();
        assertThat(aws.requests("DescribeTable")).hasSize(2); // one for each form of the store
    }

    @Test
    void verifyTable_noTable_saysSo() {
        assertThat(verified(description -> {}))
                .isEqualTo("cannot tell whether table execution-mutex can hold admissions: DescribeTable answered 400"
                        + " ResourceNotFoundException; there is no such table in this account and region");
    }

    @Test
    void verifyTable_notAllowed_saysWhatItNeeds() {
        MutexFixture.createTable(aws);
        aws.faults().on("DescribeTable").answer(400, "AccessDeniedException");

        assertThat(verified(description -> {}))
                .isEqualTo("cannot tell whether table execution-mutex can hold admissions: DescribeTable answered 400"
                        + " AccessDeniedException; it needs dynamodb:DescribeTable");
        assertThatIllegalStateException()
                .isThrownBy(() -> DynamoDbAdmissionStore.create(client(description -> {}), TABLE)
                        .verifyTable())
                .withCauseInstanceOf(DynamoDbException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pk S        | [pk HASH S]",
                "mutex_key N | [mutex_key HASH N]",
                "mutex_key B | [mutex_key HASH B]",
                "mutex_key S, minute S | [mutex_key HASH S, minute RANGE S]"
            })
    void verifyTable_otherKey_isRefused(String keys, String shown) {
        create(keys.split(", "));

        assertThat(verified(description -> {}))
                .isEqualTo("table execution-mutex cannot hold admissions: its key is " + shown
                        + " and not [mutex_key HASH S]: create another table, docs/mutex/table.yaml declares it");
    }

    @ParameterizedTest
    @CsvSource({"CREATING", "DELETING", "INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVED"})
    void verifyTable_tableThatIsNotThereYetOrAnyLonger_isRefused(TableStatus status) {
        MutexFixture.createTable(aws);

        assertThat(verified(description -> description.tableStatus(status)))
                .isEqualTo("table execution-mutex cannot hold admissions: it is " + status
                        + " and not ACTIVE: wait, or create it");
        assertThat(verified(description -> description.tableStatus(TableStatus.UPDATING)))
                .isEmpty();
    }

    @Test
    void verifyTable_globalTableInWhichTheLastWriterWins_isRefused() {
        MutexFixture.createTable(aws);
        String refusal = "table execution-mutex cannot hold admissions: it is a global table in which the last writer"
                + " wins, with replicas in [eu-west-1, us-east-1], so each region would admit a run of its own: use a"
                + " table of one region, or a global table with MultiRegionConsistency STRONG";

        assertThat(verified(AdmissionTableTest::replicated)).isEqualTo(refusal);
        assertThat(verified(
                        description -> replicated(description.multiRegionConsistency(MultiRegionConsistency.EVENTUAL))))
                .isEqualTo(refusal);
        assertThat(verified(description -> replicated(description.multiRegionConsistency("MODE_OF_2030"))))
                .isEqualTo(refusal);
        assertThat(verified(description -> description.globalTableVersion("2019.11.21")))
                .contains("it is a global table in which the last writer wins");
    }

    @Test
    void verifyTable_globalTableOfStrongConsistency_isFit() {
        MutexFixture.createTable(aws);

        assertThat(verified(
                        description -> replicated(description.multiRegionConsistency(MultiRegionConsistency.STRONG))))
                .isEmpty();
    }

    @Test
    void verifyTable_severalProblems_areToldAtOnce() {
        create("pk S");

        assertThat(verified(description -> replicated(description.tableStatus(TableStatus.CREATING))))
                .contains("it is CREATING", "its key is [pk HASH S]", "it is a global table");
    }

    /** The message with which both forms of the store refuse the table; empty if they accept it. */
    private String verified(Consumer<TableDescription.Builder> change) {
        String blocking = "";
        try (DynamoDbClient client = client(change)) {
            DynamoDbAdmissionStore store = DynamoDbAdmissionStore.create(client, TABLE);
            assertThat(store.verifyTable()).isSameAs(store);
        } catch (IllegalStateException e) {
            blocking = message(e);
        }
        String async = "";
        try (DynamoDbAsyncClient client = aws.connect(DynamoDbAsyncClient.builder()
                        .overrideConfiguration(config -> config.addExecutionInterceptor(new Changed(change))))
                .build()) {
            DynamoDbAsyncAdmissionStore store = DynamoDbAsyncAdmissionStore.create(client, TABLE);
            assertThat(store.verifyTable().join()).isSameAs(store);
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
            async = message(e.getCause());
        }
        assertThat(async).isEqualTo(blocking);
        return blocking;
    }

    private static String message(@Nullable Throwable refusal) {
        return Optional.ofNullable(refusal).map(Throwable::getMessage).orElse("no message");
    }

    private DynamoDbClient client(Consumer<TableDescription.Builder> change) {
        return aws.connect(DynamoDbClient.builder()
                        .overrideConfiguration(config -> config.addExecutionInterceptor(new Changed(change))))
                .build();
    }

    private void create(String... keys) {
        List<String[]> parts = List.of(keys).stream().map(key -> key.split(" ")).toList();
        try (DynamoDbClient client = client(description -> {})) {
            client.createTable(table -> table.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(parts.stream()
                            .map(part -> AttributeDefinition.builder()
                                    .attributeName(part[0])
                                    .attributeType(ScalarAttributeType.fromValue(part[1]))
                                    .build())
                            .toList())
                    .keySchema(parts.stream()
                            .map(part -> KeySchemaElement.builder()
                                    .attributeName(part[0])
                                    .keyType(part == parts.get(0) ? KeyType.HASH : KeyType.RANGE)
                                    .build())
                            .toList()));
        }
        assertThatThrownBy(() -> MutexFixture.createTable(aws)).hasMessageContaining(TABLE);
    }

    private static void replicated(TableDescription.Builder description) {
        description.replicas(
                ReplicaDescription.builder().regionName("eu-west-1").build(),
                ReplicaDescription.builder().regionName("us-east-1").build());
    }

    /** Makes of the fake's table, which is in one region, what only a real account has. */
    private record Changed(Consumer<TableDescription.Builder> change) implements ExecutionInterceptor {
        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            return context.response() instanceof DescribeTableResponse answer
                    ? answer.toBuilder()
                            .table(answer.table().toBuilder()
                                    .applyMutation(change)
                                    .build())
                            .build()
                    : context.response();
        }
    }
}
