package dev.interlock.aws.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.reaper.Disposition;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.SweepReport;
import dev.interlock.reaper.SweepReport.Outcome;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What a sweep costs: it goes by the rows that are stuck, and not by those that are there. At length:
 * {@code -Dinterlock.reaper.rows=100000}.
 */
final class SweepCostTest {
    private static final int ROWS = Integer.getInteger("interlock.reaper.rows", 10_000);
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:00Z");
    private static final Duration THRESHOLD = Duration.ofMinutes(10);
    private static final Shards SHARDS = new Shards(8);
    private static final int PARTS = 2 * 8; // states and shards
    private static final int PAGE = 100;

    @Test
    void run_requests_areInProportionToWhatIsStuck() {
        Cost many = sweep(ROWS, 500);
        Cost few = sweep(1_000, 500);
        Cost none = sweep(1_000, 0);

        System.out.printf(
                "Sweep over %,d rows with 500 stuck: %d queries and %d updates; over 1,000 with 500: %d and %d;"
                        + " over 1,000 with none: %d and %d%n",
                ROWS, many.queries(), many.updates(), few.queries(), few.updates(), none.queries(), none.updates());
        assertThat(many.updates()).isEqualTo(500);
        assertThat(many.queries()).isLessThanOrEqualTo(PARTS + 2 * 500 / PAGE);
        assertThat(many.others()).isZero();
        assertThat(few).isEqualTo(many);
        assertThat(none).isEqualTo(new Cost(PARTS, 0, 0));
    }

    @Test
    void run_redrive_isOneUpdateForEachRow() {
        Cost cost = sweep(1_000, 50, Disposition.REDRIVE);

        assertThat(cost).isEqualTo(new Cost(PARTS, 50, 0));
    }

    @Test
    void run_alert_isOneReadForEachRow() {
        Cost cost = sweep(1_000, 50, Disposition.ALERT);

        assertThat(cost).isEqualTo(new Cost(PARTS, 0, 50));
    }

    private record Cost(int queries, int updates, int others) {}

    private static Cost sweep(int rows, int stuck) {
        return sweep(rows, stuck, Disposition.FAIL);
    }

    private static Cost sweep(int rows, int stuck, Disposition disposition) {
        FakeAws aws = FakeAws.create(MutableInstantSource.at(NOW));
        DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build();
        ExecutionFixture.createTable(dynamoDb, "executions");
        load(dynamoDb, rows, stuck);
        int before = aws.requests().size();
        ReapPolicy.Builder watching = ReapPolicy.builder(Duration.ofMinutes(5), Duration.ofMinutes(1));
        for (String state : List.of("approved", "running")) {
            switch (disposition) {
                case REDRIVE -> watching.redrive(state, THRESHOLD);
                case FAIL -> watching.fail(state, THRESHOLD);
                case ALERT -> watching.alert(state, THRESHOLD);
            }
        }
        ReapPolicy policy = watching.pageSize(PAGE).build();

        SweepReport report = Sweep.builder(
                        DynamoDbExecutionStore.create(dynamoDb, "executions", aws.clock(), policy.states()),
                        policy,
                        "sweep-1")
                .repeatable(row -> true)
                .redriver(row -> {})
                .build()
                .run(NOW);

        assertThat(report.counts())
                .containsEntry(
                        switch (disposition) {
                            case REDRIVE -> Outcome.REDRIVEN;
                            case FAIL -> Outcome.REAPED;
                            case ALERT -> Outcome.ALERTED;
                        },
                        stuck);
        assertThat(report.found()).isEqualTo(stuck);
        int queries = aws.requests("Query").size();
        int updates = aws.requests("UpdateItem").size();
        return new Cost(queries, updates, aws.requests().size() - before - queries - updates);
    }

    /** Of those that are not stuck every other one is running, and has shown life; the rest has ended long ago. */
    private static void load(DynamoDbClient dynamoDb, int rows, int stuck) {
        List<TransactWriteItem> batch = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            boolean isStuck = row < stuck;
            boolean isAlive = !isStuck && row % 2 == 0;
            Instant updatedAt =
                    isAlive ? NOW.minusSeconds(row % 500) : NOW.minus(THRESHOLD).minusSeconds(row % 5_000);
            Map<String, AttributeValue> item =
                    item("execution-" + row, isStuck || isAlive ? "running" : "completed", updatedAt);
            batch.add(TransactWriteItem.builder()
                    .put(put -> put.tableName("executions").item(item))
                    .build());
            if (batch.size() == 100 || row == rows - 1) {
                List<TransactWriteItem> full = List.copyOf(batch);
                dynamoDb.transactWriteItems(write -> write.transactItems(full));
                batch.clear();
            }
        }
    }

    private static Map<String, AttributeValue> item(String id, String state, Instant updatedAt) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "execution_id", AttributeValue.fromS(id),
                "execution_state", AttributeValue.fromS(state),
                "row_version", AttributeValue.fromN("2"),
                "updated_at", AttributeValue.fromN(Long.toString(updatedAt.toEpochMilli())),
                "fence", AttributeValue.fromN("1"),
                "redrives", AttributeValue.fromN("0"),
                "execution_owner", AttributeValue.fromS("run-1")));
        if (state.equals("running")) {
            item.put("watch_key", AttributeValue.fromS(SHARDS.key(state, id)));
        }
        return item;
    }
}
