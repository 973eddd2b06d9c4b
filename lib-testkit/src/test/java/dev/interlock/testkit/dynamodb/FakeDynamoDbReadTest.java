package dev.interlock.testkit.dynamodb;

import static dev.interlock.testkit.dynamodb.Items.RUNS;
import static dev.interlock.testkit.dynamodb.Items.item;
import static dev.interlock.testkit.dynamodb.Items.number;
import static dev.interlock.testkit.dynamodb.Items.ranges;
import static dev.interlock.testkit.dynamodb.Items.run;
import static dev.interlock.testkit.dynamodb.Items.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Query and Scan, of tables and indexes, page by page, and reads that lag. */
@FakeAwsTest
final class FakeDynamoDbReadTest {
    private final DynamoDbClient dynamoDb;

    FakeDynamoDbReadTest(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    @BeforeEach
    void putRuns() {
        Items.createRuns(dynamoDb);
        for (int sk = 1; sk <= 5; sk++) {
            int due = 10 - sk;
            put(run("daily", sk, sk % 2 == 0 ? "open" : "closed", due));
        }
        put(run("weekly", 1, "open", 7));
        put(run("weekly", 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    pk = :pk                              | 1, 2, 3, 4, 5
                    pk = :pk AND sk = :3                  | 3
                    pk = :pk AND sk < :3                  | 1, 2
                    pk = :pk AND sk >= :3                 | 3, 4, 5
                    sk BETWEEN :2 AND :3 AND pk = :pk     | 2, 3
                    """)
    void query_byKey_isInOrderOfTheRange(String condition, String found) {
        assertThat(ranges(query(q -> q.keyConditionExpression(condition)
                                .expressionAttributeValues(values(condition, "daily")))
                        .items()))
                .hasToString("[" + found + "]");
    }

    @Test
    void query_backward_isInReverse() {
        assertThat(ranges(query(q -> daily(q).scanIndexForward(false)).items())).containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void query_withALimit_goesOnAfterTheLastKey() {
        QueryResponse first = query(q -> daily(q).limit(2));
        QueryResponse second = query(q -> daily(q).limit(2).exclusiveStartKey(first.lastEvaluatedKey()));

        assertThat(ranges(first.items())).containsExactly(1, 2);
        assertThat(first.lastEvaluatedKey()).isEqualTo(run("daily", 2));
        assertThat(ranges(second.items())).containsExactly(3, 4);
        assertThat(ranges(
                        dynamoDb
                                .queryPaginator(daily(QueryRequest.builder().tableName(RUNS))
                                        .limit(2)
                                        .build())
                                .items()
                                .stream()
                                .toList()))
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void query_withAFilter_countsWhatItLookedAt() {
        QueryResponse page = query(q -> q.keyConditionExpression("pk = :pk")
                .filterExpression("phase = :open")
                .expressionAttributeValues(Map.of(":pk", text("daily"), ":open", text("open")))
                .limit(3));

        assertThat(ranges(page.items())).containsExactly(2);
        assertThat(page.count()).isEqualTo(1);
        assertThat(page.scannedCount()).isEqualTo(3);
    }

    @Test
    void query_count_givesNoItems() {
        QueryResponse counted = query(q -> daily(q).select(Select.COUNT));

        assertThat(counted.count()).isEqualTo(5);
        assertThat(counted.hasItems()).isFalse();
    }

    @Test
    void query_ofAnIndex_leavesOutItemsWithoutItsKey_andProjects() {
        put(item("pk", text("daily"), "sk", number(9), "phase", text("open"), "note", text("no due")));

        QueryResponse open = query(q -> q.indexName("by-phase")
                .keyConditionExpression("phase = :open AND due <= :due")
                .expressionAttributeValues(Map.of(":open", text("open"), ":due", number(7))));

        assertThat(open.items()).containsExactly(run("daily", 4, "open", 6), run("weekly", 1, "open", 7));
    }

    @Test
    void query_ofAnIndexPageByPage_givesEveryItemOnce() {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        dynamoDb.queryPaginator(q -> q.tableName(RUNS)
                        .indexName("by-phase")
                        .keyConditionExpression("phase = :open")
                        .expressionAttributeValues(Map.of(":open", text("open")))
                        .limit(1))
                .items()
                .forEach(found::add);

        assertThat(found)
                .containsExactly(run("daily", 4, "open", 6), run("weekly", 1, "open", 7), run("daily", 2, "open", 8));
    }

    @Test
    void query_ofAnIndex_consistently_isRefused() {
        assertThatThrownBy(() -> query(q -> q.indexName("by-phase")
                        .consistentRead(true)
                        .keyConditionExpression("phase = :open")
                        .expressionAttributeValues(Map.of(":open", text("open")))))
                .hasMessageContaining("Consistent reads are not supported on global secondary indexes");
    }

    @Test
    void query_ofMoreThanAMegabyte_stopsThere() {
        for (int sk = 1; sk <= 4; sk++) {
            put(item("pk", text("big"), "sk", number(sk), "body", text("x".repeat(390_000))));
        }

        QueryResponse page = query(q -> q.keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", text("big")))
                .select(Select.COUNT));

        assertThat(page.count()).isEqualTo(3);
        assertThat(page.hasLastEvaluatedKey()).isTrue();
    }

    @Test
    void scan_pageByPage_givesEveryItemOnce() {
        assertThat(dynamoDb.scanPaginator(r -> r.tableName(RUNS).limit(2)).items().stream()
                        .map(Items::nameOf))
                .containsExactlyInAnyOrder(
                        "daily 1", "daily 2", "daily 3", "daily 4", "daily 5", "weekly 1", "weekly 2");
    }

    @Test
    void staleRead_seesTheTableAsItWas_consistentOnesDoNot(FakeAws aws) {
        put(run("daily", 6));
        dynamoDb.deleteItem(r -> r.tableName(RUNS).key(run("daily", 1)));
        aws.faults().on("Query").stale(2);
        aws.faults().on("GetItem").stale(1);

        assertThat(ranges(query(this::daily).items())).containsExactly(1, 2, 3, 4, 5);
        assertThat(ranges(query(q -> daily(q).consistentRead(true)).items())).containsExactly(2, 3, 4, 5, 6);
        assertThat(dynamoDb.getItem(r -> r.tableName(RUNS).key(run("daily", 1))).hasItem())
                .isTrue();
        assertThat(dynamoDb.getItem(r -> r.tableName(RUNS).key(run("daily", 1)).consistentRead(true))
                        .hasItem())
                .isFalse();
        assertThat(dynamoDb.getItem(r -> r.tableName(RUNS).key(run("daily", 6))).hasItem())
                .isTrue();
    }

    @Test
    void staleRead_ofAnIndex_showsWhatTheTableHasNoMore(FakeAws aws) {
        dynamoDb.updateItem(r -> r.tableName(RUNS)
                .key(run("daily", 4))
                .updateExpression("SET phase = :closed")
                .expressionAttributeValues(Map.of(":closed", text("closed"))));
        aws.faults().on("Query").nth(1).stale(1);

        assertThat(open()).contains(run("daily", 4, "open", 6));
        assertThat(open()).doesNotContain(run("daily", 4, "open", 6));
    }

    private List<Map<String, AttributeValue>> open() {
        return query(q -> q.indexName("by-phase")
                        .keyConditionExpression("phase = :open")
                        .expressionAttributeValues(Map.of(":open", text("open"))))
                .items();
    }

    private QueryResponse query(Consumer<QueryRequest.Builder> query) {
        QueryRequest.Builder request = QueryRequest.builder().tableName(RUNS);
        query.accept(request);
        return dynamoDb.query(request.build());
    }

    private QueryRequest.Builder daily(QueryRequest.Builder query) {
        return query.keyConditionExpression("pk = :pk").expressionAttributeValues(Map.of(":pk", text("daily")));
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(r -> r.tableName(RUNS).item(item));
    }

    private static Map<String, AttributeValue> values(String condition, String pk) {
        Map<String, AttributeValue> values = item(":pk", text(pk));
        for (int n = 2; n <= 3; n++) {
            if (condition.contains(":" + n)) {
                values.put(":" + n, number(n));
            }
        }
        return values;
    }
}
