package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.lease.FencedWrite;
import dev.interlock.testkit.FakeAws;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

final class DynamoDbFencedWriterTest {
    private static final String TABLE = "manifests";
    private static final Map<String, AttributeValue> KEY = Map.of("pk", AttributeValue.fromS("universe"));

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final AtomicInteger nonces = new AtomicInteger();
    private final DynamoDbFencedWriter writer =
            DynamoDbFencedWriter.create(dynamoDb, TABLE).nonces(() -> "n" + nonces.incrementAndGet());

    @BeforeEach
    void createTable() {
        dynamoDb.createTable(r -> r.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("pk")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("pk")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    }

    @Test
    void update_first_setsTheAttributesWithFenceAndNonceInOneRequest() {
        assertThat(update(5, "one")).isEqualTo(new FencedWrite.Accepted());
        assertThat(item())
                .containsEntry("manifest", AttributeValue.fromS("one"))
                .containsEntry("lastFence", AttributeValue.fromN("5"))
                .containsEntry("lastWrite", AttributeValue.fromS("n1"));
        assertThat(aws.requests("UpdateItem")).hasSize(1);
    }

    @Test
    void update_newerFence_isAccepted_olderOrEqual_isRefused() {
        update(9, "one");
        assertThat(update(10, "two")).isEqualTo(new FencedWrite.Accepted());
        assertThat(update(9, "zombie")).isEqualTo(new FencedWrite.Refused(10));
        assertThat(update(10, "again")).isEqualTo(new FencedWrite.Refused(10));
        assertThat(item()).containsEntry("manifest", AttributeValue.fromS("two"));
    }

    @Test
    void put_newerFence_replacesTheItem_older_isRefused() {
        assertThat(put(5)).isEqualTo(new FencedWrite.Accepted());
        assertThat(put(6)).isEqualTo(new FencedWrite.Accepted());
        assertThat(put(4)).isEqualTo(new FencedWrite.Refused(6));
        assertThat(item()).containsEntry("rows", AttributeValue.fromN("6"));
    }

    @Test
    void write_answerLost_isRecognizedAsItsOwn() {
        aws.faults().on("UpdateItem").nth(1).loseAnswer();
        assertThat(update(5, "one")).isEqualTo(new FencedWrite.Accepted());
        aws.faults().on("PutItem").nth(1).loseAnswer();
        assertThat(put(6)).isEqualTo(new FencedWrite.Accepted());
        assertThat(aws.requests("PutItem")).hasSize(2);
    }

    @Test
    void write_everyAnswerLost_isUnknown_andTriedAgainIsRefusedByItsOwnFence() {
        aws.faults().on("UpdateItem").loseAnswer();
        assertThat(update(5, "one")).isInstanceOf(FencedWrite.Unknown.class);
        aws.faults().clear();
        assertThat(update(5, "one")).isEqualTo(new FencedWrite.Refused(5));
    }

    @Test
    void write_fenceOfTheItemIsNone_isUnknown() {
        dynamoDb.putItem(r -> r.tableName(TABLE)
                .item(Map.of("pk", AttributeValue.fromS("universe"), "lastFence", AttributeValue.fromS("x"))));
        assertThat(update(5, "one"))
                .isEqualTo(new FencedWrite.Unknown(
                        "lastFence of an item of manifests is no fence, so nobody can be refused by it"));
    }

    @Test
    void write_noTable_isUnknown() {
        assertThat(DynamoDbFencedWriter.create(dynamoDb, "other").put(KEY, 1)).isInstanceOf(FencedWrite.Unknown.class);
    }

    @Test
    void write_badArguments_areRefused() {
        assertThatThrownBy(() -> update(0, "one")).hasMessage("fence is below 1: 0");
        assertThatThrownBy(() -> writer.update(KEY, Map.of("lastFence", AttributeValue.fromN("1")), 1))
                .hasMessage("the attribute lastFence is the writer's own");
        assertThatThrownBy(() -> writer.put(Map.of("lastWrite", AttributeValue.fromN("1")), 1))
                .hasMessage("the attribute lastWrite is the writer's own");
        assertThatThrownBy(() -> DynamoDbFencedWriter.create(dynamoDb, " ")).hasMessage("table is blank");
    }

    private FencedWrite update(long fence, String manifest) {
        return writer.update(KEY, Map.of("manifest", AttributeValue.fromS(manifest)), fence);
    }

    private FencedWrite put(long fence) {
        return writer.put(
                Map.of("pk", AttributeValue.fromS("universe"), "rows", AttributeValue.fromN(Long.toString(fence))),
                fence);
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.getItem(r -> r.tableName(TABLE).key(KEY).consistentRead(true))
                .item();
    }
}
