package dev.interlock.testkit.dynamodb;

import static dev.interlock.testkit.dynamodb.Items.number;
import static dev.interlock.testkit.dynamodb.Items.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

@FakeAwsTest
final class FakeDynamoDbTest {
    private static final String TABLE = Items.LOCKS;
    private static final Map<String, AttributeValue> DAILY = Map.of("pk", text("daily"));

    @BeforeEach
    void createTable(DynamoDbClient dynamoDb) {
        Items.createLocks(dynamoDb);
    }

    @Test
    void createTable_existing_isRefused(DynamoDbClient dynamoDb) {
        assertThatThrownBy(() -> createTable(dynamoDb)).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void describeTable_existing_isActiveAtOnce(DynamoDbClient dynamoDb) {
        assertThat(dynamoDb.describeTable(r -> r.tableName(TABLE)).table().tableStatus())
                .isEqualTo(TableStatus.ACTIVE);
        assertThat(dynamoDb.waiter()
                        .waitUntilTableExists(r -> r.tableName(TABLE))
                        .attemptsExecuted())
                .isEqualTo(1);
    }

    @Test
    void describeTable_missing_isNotFound(DynamoDbClient dynamoDb) {
        assertThatThrownBy(() -> dynamoDb.describeTable(r -> r.tableName("missing")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Table: missing not found");
    }

    @Test
    void put_conditionUnmet_givesTheOldItemIfAsked(DynamoDbClient dynamoDb) {
        Map<String, AttributeValue> first = Map.of("pk", text("daily"), "owner", text("a"), "fence", number(1));
        dynamoDb.putItem(r -> r.tableName(TABLE).item(first));

        assertThatThrownBy(() -> dynamoDb.putItem(r -> r.tableName(TABLE)
                        .item(DAILY)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        e -> assertThat(e.item()).isEqualTo(first))
                .hasMessageContaining("The conditional request failed");
        assertThatThrownBy(() -> dynamoDb.putItem(
                        r -> r.tableName(TABLE).item(DAILY).conditionExpression("attribute_not_exists(pk)")))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        e -> assertThat(e.hasItem()).isFalse());
    }

    @Test
    void update_conditionMet_changesAndReturnsTheNewItem(DynamoDbClient dynamoDb) {
        dynamoDb.putItem(r -> r.tableName(TABLE).item(Map.of("pk", text("daily"), "fence", number(1))));

        Map<String, AttributeValue> updated = dynamoDb.updateItem(r -> r.tableName(TABLE)
                        .key(DAILY)
                        .updateExpression("SET #owner = :me ADD fence :one")
                        .conditionExpression("fence < :ten AND NOT attribute_exists(#owner)")
                        .expressionAttributeNames(Map.of("#owner", "owner"))
                        .expressionAttributeValues(Map.of(":me", text("b"), ":one", number(1), ":ten", number(10)))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();

        assertThat(updated).isEqualTo(Map.of("pk", text("daily"), "owner", text("b"), "fence", number(2)));
    }

    @Test
    void delete_withOldItemReturned_leavesNothing(FakeAws aws, DynamoDbClient dynamoDb) {
        dynamoDb.putItem(r -> r.tableName(TABLE).item(DAILY));

        assertThat(dynamoDb.deleteItem(r -> r.tableName(TABLE).key(DAILY).returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .isEqualTo(DAILY);
        assertThat(dynamoDb.getItem(r -> r.tableName(TABLE).key(DAILY)).hasItem())
                .isFalse();
        assertThat(aws.dynamoDb().items(TABLE)).isEmpty();
    }

    @Test
    void async_putAndGet_readsTheItem(DynamoDbAsyncClient dynamoDb) {
        dynamoDb.putItem(r -> r.tableName(TABLE).item(DAILY)).join();

        assertThat(dynamoDb.getItem(r -> r.tableName(TABLE).key(DAILY)).join().item())
                .isEqualTo(DAILY);
    }

    @Test
    void requests_countEverySendWithItsKey(FakeAws aws, DynamoDbClient dynamoDb) {
        aws.faults().on("PutItem").key("daily").nth(1).loseAnswer();

        assertThatThrownBy(() -> dynamoDb.putItem(r -> r.tableName(TABLE)
                        .item(DAILY)
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(ConditionalCheckFailedException.class, e -> {
                    assertThat(e.item()).isEqualTo(DAILY); // our own first send
                    assertThat(e.numAttempts()).isEqualTo(2);
                });
        assertThat(aws.requests("PutItem"))
                .containsExactly(
                        new AwsRequest("dynamodb", "PutItem", "daily", 1),
                        new AwsRequest("dynamodb", "PutItem", "daily", 2));
    }

    @Test
    void throttled_always_isSentNineTimes(FakeAws aws, DynamoDbClient dynamoDb) {
        aws.faults().on("GetItem").throttle();

        assertThatThrownBy(() -> dynamoDb.getItem(r -> r.tableName(TABLE).key(DAILY)))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(aws.requests("GetItem")).hasSize(9);
    }

    @Test
    void failBefore_always_isAnInternalServerError(FakeAws aws, DynamoDbClient dynamoDb) {
        aws.faults().on("PutItem").failBefore();

        assertThatThrownBy(() -> dynamoDb.putItem(r -> r.tableName(TABLE).item(DAILY)))
                .isInstanceOf(InternalServerErrorException.class);
        assertThat(aws.dynamoDb().items(TABLE)).isEmpty();
    }

    @Test
    void conflict_once_isATransactionConflict(FakeAws aws, DynamoDbClient dynamoDb) {
        aws.faults().on("PutItem").nth(1).conflict();

        assertThatThrownBy(() -> dynamoDb.putItem(r -> r.tableName(TABLE).item(DAILY)))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(aws.dynamoDb().items(TABLE)).isEmpty();
    }

    @Test
    void expression_reservedWord_isRefused(DynamoDbClient dynamoDb) {
        assertThatThrownBy(() -> dynamoDb.putItem(
                        r -> r.tableName(TABLE).item(DAILY).conditionExpression("attribute_exists(owner)")))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("Attribute name is a reserved keyword; reserved keyword: owner");
    }

    @Test
    void unknownField_isRefusedByName(DynamoDbClient dynamoDb) {
        assertThatThrownBy(() ->
                        dynamoDb.getItem(r -> r.tableName(TABLE).key(DAILY).attributesToGet("pk")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("no GetItem with AttributesToGet");
    }

    @Test
    void unknownOperation_isRefusedByName(DynamoDbAsyncClient dynamoDb) {
        assertThatThrownBy(() -> dynamoDb.listTables().join())
                .hasCauseInstanceOf(SdkClientException.class)
                .hasStackTraceContaining("the fake DynamoDB has no ListTables");
    }
}
