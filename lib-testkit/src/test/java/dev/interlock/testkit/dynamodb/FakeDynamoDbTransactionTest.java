package dev.interlock.testkit.dynamodb;

import static dev.interlock.testkit.dynamodb.Items.LOCKS;
import static dev.interlock.testkit.dynamodb.Items.item;
import static dev.interlock.testkit.dynamodb.Items.number;
import static dev.interlock.testkit.dynamodb.Items.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

@FakeAwsTest
final class FakeDynamoDbTransactionTest {
    private static final Map<String, AttributeValue> A = item("pk", text("a"));
    private static final Map<String, AttributeValue> B = item("pk", text("b"));

    private final FakeAws aws;
    private final DynamoDbClient dynamoDb;

    FakeDynamoDbTransactionTest(FakeAws aws, DynamoDbClient dynamoDb) {
        this.aws = aws;
        this.dynamoDb = dynamoDb;
    }

    @BeforeEach
    void createTable() {
        Items.createLocks(dynamoDb);
    }

    @Test
    void write_allHold_carriesOutAll() {
        put(B);

        dynamoDb.transactWriteItems(t -> t.transactItems(
                count("a"),
                part(p -> p.delete(d -> d.tableName(LOCKS).key(B))),
                part(p -> p.conditionCheck(c -> c.tableName(LOCKS)
                        .key(item("pk", text("c")))
                        .conditionExpression("attribute_not_exists(pk)")))));

        assertThat(aws.dynamoDb().items(LOCKS)).containsExactly("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}");
    }

    @Test
    void write_oneFails_carriesOutNone_andGivesEachReason() {
        put(B);

        assertThatThrownBy(() -> dynamoDb.transactWriteItems(t -> t.transactItems(count("a"), putNew(B))))
                .isInstanceOfSatisfying(TransactionCanceledException.class, e -> {
                    assertThat(e.cancellationReasons())
                            .extracting(CancellationReason::code)
                            .containsExactly("None", "ConditionalCheckFailed");
                    assertThat(e.cancellationReasons().get(1).item()).isEqualTo(B);
                })
                .hasMessageContaining("Transaction cancelled, please refer cancellation reasons for specific reasons "
                        + "[None, ConditionalCheckFailed]");
        assertThat(aws.dynamoDb().items(LOCKS)).hasSize(1);
    }

    @Test
    void write_impossibleUpdate_isAReason() {
        put(A);

        assertThatThrownBy(() -> dynamoDb.transactWriteItems(t -> t.transactItems(
                        putNew(B),
                        part(p -> p.update(u -> u.tableName(LOCKS).key(A).updateExpression("SET k = absent"))))))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e -> assertThat(e.cancellationReasons().get(1).code()).isEqualTo("ValidationError"));
        assertThat(aws.dynamoDb().items(LOCKS)).hasSize(1);
    }

    @Test
    void write_sameItemTwice_isRefused() {
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(t -> t.transactItems(count("a"), count("a"))))
                .hasMessageContaining("Transaction request cannot include multiple operations on one item");
    }

    @Test
    void write_answerLost_isCarriedOutOnce() {
        aws.faults().on("TransactWriteItems").key("a").nth(1).loseAnswer();

        dynamoDb.transactWriteItems(t -> t.transactItems(count("a"))); // the SDK fills in a token

        assertThat(aws.requests("TransactWriteItems")).hasSize(2);
        assertThat(aws.dynamoDb().items(LOCKS)).containsExactly("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}");
    }

    @Test
    void token_withinTenMinutes_answersAsBefore_thenForgets() {
        for (int i = 0; i < 2; i++) {
            dynamoDb.transactWriteItems(t -> t.transactItems(count("a")).clientRequestToken("token"));
        }
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(
                        t -> t.transactItems(count("b")).clientRequestToken("token")))
                .isInstanceOf(IdempotentParameterMismatchException.class);

        aws.clock().advance(Duration.ofMinutes(10));
        dynamoDb.transactWriteItems(t -> t.transactItems(count("a")).clientRequestToken("token"));

        assertThat(aws.dynamoDb().items(LOCKS)).containsExactly("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"2\"}}");
    }

    @Test
    void conflict_cancelsWithItsReason() {
        aws.faults().on("TransactWriteItems").nth(1).conflict();

        assertThatThrownBy(() -> dynamoDb.transactWriteItems(t -> t.transactItems(count("a"), count("b"))))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e -> assertThat(e.cancellationReasons())
                                .extracting(CancellationReason::code)
                                .containsExactly("TransactionConflict", "None"));
        assertThat(aws.dynamoDb().items(LOCKS)).isEmpty();
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(r -> r.tableName(LOCKS).item(item));
    }

    private static TransactWriteItem count(String pk) {
        return part(p -> p.update(u -> u.tableName(LOCKS)
                .key(item("pk", text(pk)))
                .updateExpression("ADD n :one")
                .expressionAttributeValues(Map.of(":one", number(1)))));
    }

    private static TransactWriteItem putNew(Map<String, AttributeValue> item) {
        return part(p -> p.put(u -> u.tableName(LOCKS)
                .item(item)
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    }

    private static TransactWriteItem part(Consumer<TransactWriteItem.Builder> part) {
        return TransactWriteItem.builder().applyMutation(part).build();
    }
}
