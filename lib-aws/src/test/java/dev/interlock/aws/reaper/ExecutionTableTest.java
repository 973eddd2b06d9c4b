package dev.interlock.aws.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.interlock.testkit.FakeAws;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Whether a table is fit is asked once, when the program starts. */
final class ExecutionTableTest {
    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final DynamoDbExecutionStore store =
            DynamoDbExecutionStore.create(dynamoDb, "executions", aws.clock(), Set.of("running"));

    @BeforeEach
    void createTable() {
        ExecutionFixture.createTable(dynamoDb, "executions");
    }

    @Test
    void verifyTable_theDocumentedTable_isFitInOneRequest() {
        assertThat(store.verifyTable()).isSameAs(store);
        assertThat(aws.requests("DescribeTable")).hasSize(1);
    }

    @Test
    void verifyTable_noTable_saysSo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> DynamoDbExecutionStore.create(dynamoDb, "none", aws.clock(), Set.of("running"))
                        .verifyTable())
                .withMessage("cannot tell whether table none can hold executions: DescribeTable on none answered 400"
                        + " ResourceNotFoundException; there is no such table in this account and region");
    }

    @Test
    void verifyTable_otherKeyAndNoIndex_isRefused() {
        ExecutionFixture.createClaims(dynamoDb, "claims");

        assertThatIllegalStateException()
                .isThrownBy(() -> DynamoDbExecutionStore.create(dynamoDb, "claims", aws.clock(), Set.of("running"))
                        .verifyTable())
                .withMessage("table claims cannot hold executions: its key is [idempotency_token HASH S] and not"
                        + " [execution_id HASH S]: create another table, docs/reaper/table.yaml declares it; it has no"
                        + " index stuck, so nobody would be found: add it, as docs/reaper/table.yaml declares it");
    }

    @Test
    void requireFit_tableOrIndexThatIsNotThereYet_isRefused() {
        assertThat(problem(table -> table.tableStatus(TableStatus.CREATING)))
                .isEqualTo(
                        "table executions cannot hold executions: it is CREATING and not ACTIVE: wait, or create it");
        assertThat(problem(table -> table.tableStatus(TableStatus.UPDATING))).isEmpty();
        assertThat(indexProblem(index -> index.indexStatus(IndexStatus.CREATING)))
                .isEqualTo("table executions cannot hold executions: its index stuck is CREATING and not ACTIVE, so not"
                        + " every row is in it: wait");
    }

    @Test
    void requireFit_indexThatHoldsTooLittleOrSortsByOtherThings_isRefused() {
        assertThat(indexProblem(
                        index -> index.projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))))
                .contains("its index stuck does not hold all of [execution_state, row_version, execution_owner, fence,"
                        + " redrives, execution_message]");
        for (String missing : ExecutionItem.PROJECTED) {
            assertThat(indexProblem(index -> index.projection(projection -> projection
                            .projectionType(ProjectionType.INCLUDE)
                            .nonKeyAttributes(ExecutionItem.PROJECTED.stream()
                                    .filter(attribute -> !attribute.equals(missing))
                                    .toList()))))
                    .as(missing)
                    .contains("its index stuck does not hold all of ");
        }
        assertThat(indexProblem(index -> index.projection(projection -> projection.projectionType(ProjectionType.ALL))))
                .isEmpty();
        assertThat(indexProblem(index -> index.keySchema(KeySchemaElement.builder()
                        .attributeName("watch_key")
                        .keyType(KeyType.HASH)
                        .build())))
                .contains("the key of its index stuck is [watch_key HASH S] and not [watch_key HASH S, updated_at RANGE"
                        + " N]");
    }

    @Test
    void requireFit_globalTable_mustBeStronglyConsistent() {
        List<ReplicaDescription> replicas =
                List.of(ReplicaDescription.builder().regionName("eu-central-1").build());
        assertThat(problem(table -> table.replicas(replicas)))
                .contains("it is a global table in which the last writer wins, with replicas in [eu-central-1]");
        assertThat(problem(table -> table.replicas(replicas).multiRegionConsistency(MultiRegionConsistency.STRONG)))
                .isEmpty();
    }

    private String indexProblem(Consumer<GlobalSecondaryIndexDescription.Builder> change) {
        return problem(table -> {
            GlobalSecondaryIndexDescription.Builder index = described().globalSecondaryIndexes().get(0).toBuilder();
            change.accept(index);
            table.globalSecondaryIndexes(index.build());
        });
    }

    private String problem(Consumer<TableDescription.Builder> change) {
        TableDescription.Builder table = described().toBuilder();
        change.accept(table);
        try {
            new ExecutionTable("executions").requireFit(table.build());
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private TableDescription described() {
        return dynamoDb.describeTable(describe -> describe.tableName("executions"))
                .table();
    }
}
