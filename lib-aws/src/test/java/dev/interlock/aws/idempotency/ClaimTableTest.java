package dev.interlock.aws.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.interlock.testkit.FakeAws;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Whether a table is fit is asked once, when the program starts. */
final class ClaimTableTest {
    private static final TableDescription FIT = TableDescription.builder()
            .tableStatus(TableStatus.ACTIVE)
            .keySchema(KeySchemaElement.builder()
                    .attributeName("idempotency_token")
                    .keyType(KeyType.HASH)
                    .build())
            .attributeDefinitions(AttributeDefinition.builder()
                    .attributeName("idempotency_token")
                    .attributeType(ScalarAttributeType.S)
                    .build())
            .build();

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final DynamoDbIdempotencyStore store =
            DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", aws.clock());

    @Test
    void verifyTable_theDocumentedTable_isFitInOneRequest() {
        ClaimFixture.createTable(dynamoDb, "idempotency");

        assertThat(store.verifyTable()).isSameAs(store);
        assertThat(aws.requests("DescribeTable")).hasSize(1);
    }

    @Test
    void verifyTable_noTable_saysSo() {
        assertThatIllegalStateException()
                .isThrownBy(store::verifyTable)
                .withMessage(
                        "cannot tell whether table idempotency can hold claims: DescribeTable on idempotency answered 400"
                                + " ResourceNotFoundException; there is no such table in this account and region");
    }

    @ParameterizedTest
    @CsvSource({"pk, S, [pk HASH S]", "idempotency_token, N, [idempotency_token HASH N]"})
    void requireFit_otherKey_isRefused(String name, ScalarAttributeType type, String shown) {
        TableDescription other = FIT.toBuilder()
                .keySchema(KeySchemaElement.builder()
                        .attributeName(name)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(type)
                        .build())
                .build();

        assertThat(problem(other))
                .isEqualTo("table idempotency cannot hold claims: its key is " + shown
                        + " and not [idempotency_token HASH S]:"
                        + " create another table, docs/idempotency/table.yaml declares it");
    }

    @Test
    void requireFit_tableThatIsNotThereYet_isRefused() {
        assertThat(problem(FIT.toBuilder().tableStatus(TableStatus.CREATING).build()))
                .isEqualTo("table idempotency cannot hold claims: it is CREATING and not ACTIVE: wait, or create it");
        assertThat(problem(FIT.toBuilder().tableStatus(TableStatus.UPDATING).build()))
                .isEmpty();
    }

    @Test
    void requireFit_globalTable_mustBeStronglyConsistent() {
        TableDescription global = FIT.toBuilder()
                .replicas(List.of(
                        ReplicaDescription.builder().regionName("eu-west-1").build()))
                .build();

        assertThat(problem(global))
                .contains("it is a global table in which the last writer wins, with replicas in [eu-west-1]");
        assertThat(problem(global.toBuilder()
                        .multiRegionConsistency(MultiRegionConsistency.STRONG)
                        .build()))
                .isEmpty();
    }

    @Test
    void create_badArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbIdempotencyStore.create(dynamoDb, " ", aws.clock()))
                .withMessage("table is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.tolerating(Duration.ofMillis(-1)))
                .withMessage("tolerance is not within PT0S and PT1H: PT-0.001S");
        assertThatIllegalArgumentException().isThrownBy(() -> store.tolerating(Duration.ofMinutes(61)));
    }

    private static String problem(TableDescription table) {
        try {
            new ClaimTable("idempotency").requireFit(table);
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
