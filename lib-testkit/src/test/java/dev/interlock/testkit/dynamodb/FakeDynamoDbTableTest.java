package dev.interlock.testkit.dynamodb;

import static dev.interlock.testkit.dynamodb.Items.LOCKS;
import static dev.interlock.testkit.dynamodb.Items.item;
import static dev.interlock.testkit.dynamodb.Items.number;
import static dev.interlock.testkit.dynamodb.Items.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What is about a table as a whole: its description, expiry, permissions, limits, and many writers at once. */
@FakeAwsTest
final class FakeDynamoDbTableTest {
    private final FakeAws aws;
    private final MutableInstantSource clock;
    private final DynamoDbClient dynamoDb;

    FakeDynamoDbTableTest(FakeAws aws, MutableInstantSource clock, DynamoDbClient dynamoDb) {
        this.aws = aws;
        this.clock = clock;
        this.dynamoDb = dynamoDb;
    }

    @BeforeEach
    void createTable() {
        Items.createLocks(dynamoDb);
    }

    @Test
    void describe_unreplicated_tellsOfNoReplicas() {
        assertThat(describe().hasReplicas()).isFalse();
        assertThat(describe().multiRegionConsistency()).isNull();
    }

    @Test
    void describe_replicated_tellsWhereAndHow() {
        aws.dynamoDb().replicateEventually(LOCKS, "eu-central-1", "us-east-1");

        assertThat(describe().replicas())
                .extracting(ReplicaDescription::regionName)
                .containsExactly("eu-central-1", "us-east-1");
        assertThat(describe().multiRegionConsistency()).isEqualTo(MultiRegionConsistency.EVENTUAL);
        assertThat(describe().globalTableVersion()).isEqualTo("2019.11.21");

        aws.dynamoDb().replicateStrongly(LOCKS, "eu-central-1");

        assertThat(describe().multiRegionConsistency()).isEqualTo(MultiRegionConsistency.STRONG);
    }

    @Test
    void replicate_nowhere_isRefused() {
        assertThatThrownBy(() -> aws.dynamoDb().replicateStrongly(LOCKS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("regions are empty, but a global table has a replica somewhere");
    }

    @Test
    void deleteTable_removesItWithItsItems() {
        put("a");
        dynamoDb.deleteTable(r -> r.tableName(LOCKS));

        assertThatThrownBy(this::describe).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> aws.dynamoDb().items(LOCKS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no table 'locks'");
    }

    @Test
    void expiredItem_isThereUntilItIsRemoved() {
        enableExpiry();
        long now = clock.instant().getEpochSecond();
        put("old", AttributeValue.fromN(Long.toString(now - 1)));
        put("now", AttributeValue.fromN(Long.toString(now)));
        put("text", text("0"));
        put("ancient", AttributeValue.fromN("1"));

        assertThat(dynamoDb.getItem(r -> r.tableName(LOCKS).key(item("pk", text("old"))))
                        .hasItem())
                .isTrue();
        assertThat(aws.dynamoDb().removeExpired(LOCKS)).isEqualTo(1);
        assertThat(dynamoDb.getItem(r -> r.tableName(LOCKS).key(item("pk", text("old"))))
                        .hasItem())
                .isFalse();
        assertThat(aws.dynamoDb().items(LOCKS)).hasSize(3);

        clock.advance(Duration.ofSeconds(1));
        assertThat(aws.dynamoDb().removeExpired(LOCKS)).isEqualTo(1);
    }

    @Test
    void removeExpired_withoutAnAttribute_removesNothing() {
        put("old", AttributeValue.fromN("1000000000"));

        assertThat(aws.dynamoDb().removeExpired(LOCKS)).isZero();
    }

    @Test
    void timeToLive_isDescribed_andNotSetTwice() {
        assertThat(dynamoDb.describeTimeToLive(r -> r.tableName(LOCKS))
                        .timeToLiveDescription()
                        .timeToLiveStatus())
                .isEqualTo(TimeToLiveStatus.DISABLED);

        enableExpiry();

        assertThat(dynamoDb.describeTimeToLive(r -> r.tableName(LOCKS)).timeToLiveDescription())
                .satisfies(ttl -> assertThat(ttl.attributeName()).isEqualTo("expires"))
                .satisfies(ttl -> assertThat(ttl.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED));
        assertThatThrownBy(this::enableExpiry).hasMessageContaining("TimeToLive is already enabled");
    }

    @Test
    void denied_isRefusedBeforeAnythingElse_untilAllowed() {
        aws.dynamoDb().deny(DynamoDbAction.PUT_ITEM, LOCKS);

        assertThatThrownBy(() -> put("a"))
                .isInstanceOfSatisfying(DynamoDbException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                    assertThat(e.statusCode()).isEqualTo(400);
                })
                .hasMessageContaining("is not authorized to perform: dynamodb:PutItem on resource: "
                        + "arn:aws:dynamodb:eu-west-1:000000000000:table/locks");
        assertThatThrownBy(() -> dynamoDb.transactWriteItems(t -> t.transactItems(TransactWriteItem.builder()
                        .put(p -> p.tableName(LOCKS).item(item("pk", text("a"))))
                        .build())))
                .hasMessageContaining("dynamodb:PutItem");
        assertThat(dynamoDb.getItem(r -> r.tableName(LOCKS).key(item("pk", text("a"))))
                        .hasItem())
                .isFalse();

        aws.dynamoDb().allow(DynamoDbAction.PUT_ITEM);
        put("a");
    }

    @ParameterizedTest
    @CsvSource({"409600, true", "409601, false"})
    void item_upTo400Kilobytes_isStored(int size, boolean stored) {
        String body = "x".repeat(size - "pk".length() - "a".length() - "body".length());

        if (stored) {
            dynamoDb.putItem(r -> r.tableName(LOCKS).item(item("pk", text("a"), "body", text(body))));
            assertThat(aws.dynamoDb().items(LOCKS)).hasSize(1);
        } else {
            assertThatThrownBy(() ->
                            dynamoDb.putItem(r -> r.tableName(LOCKS).item(item("pk", text("a"), "body", text(body)))))
                    .hasMessageContaining("Item size has exceeded the maximum allowed size");
        }
    }

    @Test
    void key_empty_isRefused() {
        assertThatThrownBy(() -> put(""))
                .hasMessageContaining("The AttributeValue for a key attribute cannot contain an empty string value");
    }

    @Test
    void manyWriters_ofEachKey_oneWins() {
        AtomicInteger winners = new AtomicInteger();
        IntStream.range(0, 800).parallel().mapToObj(i -> "key-" + i % 200).forEach(key -> {
            if (isFirst(key)) {
                winners.incrementAndGet();
            }
        });

        assertThat(winners).hasValue(200);
    }

    private boolean isFirst(String key) {
        try {
            dynamoDb.putItem(r ->
                    r.tableName(LOCKS).item(item("pk", text(key))).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private TableDescription describe() {
        return dynamoDb.describeTable(r -> r.tableName(LOCKS)).table();
    }

    private void enableExpiry() {
        dynamoDb.updateTimeToLive(r -> r.tableName(LOCKS)
                .timeToLiveSpecification(s -> s.attributeName("expires").enabled(true)));
    }

    private void put(String pk) {
        put(pk, number(0));
    }

    private void put(String pk, AttributeValue expires) {
        Map<String, AttributeValue> item = item("pk", text(pk), "expires", expires);
        dynamoDb.putItem(r -> r.tableName(LOCKS).item(item));
    }
}
