package dev.interlock.aws.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.StoreException;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.junit.ExecutionStoreSuite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

final class DynamoDbExecutionStoreTest extends ExecutionStoreSuite {
    private static final String TABLE = "executions";
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:03.123456Z");
    private static final Set<String> WATCHED = Set.of("approved", "running");

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final MutableInstantSource clock = MutableInstantSource.at(NOW);
    private final DynamoDbExecutionStore store = DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, WATCHED);

    @BeforeEach
    void createTable() {
        ExecutionFixture.createTable(dynamoDb, TABLE);
    }

    @Override
    protected ExecutionStore store(InstantSource clock, Set<String> watched) {
        return DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, watched);
    }

    @Override
    protected boolean loseNextAnswer() {
        aws.faults().on("UpdateItem").nth(1).loseAnswer();
        return true;
    }

    @Test
    void everyStep_isOneRequest() {
        int before = aws.requests().size();
        Execution created = won(store.create("execution-1", "approved"));
        Execution driven = won(store.transition(created, Next.drivenBy("running", "a", "")));
        store.heartbeat(driven.tenure());
        store.finish(driven.tenure(), "completed", "");
        store.transition(driven, Next.of("failed", "late"));
        assertThat(aws.requests()).hasSize(before + 5);
        assertThat(aws.requests("UpdateItem")).hasSize(5);

        store.find("execution-1");
        assertThat(aws.requests()).hasSize(before + 6);
    }

    @Test
    void item_ofADrivenExecution_isAsDocumented() {
        Execution created = won(store.create("execution-1", "approved"));
        store.transition(created, Next.drivenBy("running", "run-1", "begins").counted());

        Map<String, AttributeValue> item = item("execution-1");
        String writeId =
                item.getOrDefault("write_id", AttributeValue.fromNul(true)).s();
        assertThat(writeId).hasSize(36);
        assertThat(item)
                .isEqualTo(Map.of(
                        "execution_id", AttributeValue.fromS("execution-1"),
                        "execution_state", AttributeValue.fromS("running"),
                        "row_version", AttributeValue.fromN("2"),
                        "updated_at", AttributeValue.fromN("1779799503123"),
                        "execution_owner", AttributeValue.fromS("run-1"),
                        "fence", AttributeValue.fromN("1"),
                        "redrives", AttributeValue.fromN("1"),
                        "execution_message", AttributeValue.fromS("begins"),
                        "watch_key", AttributeValue.fromS("running#7"),
                        "write_id", AttributeValue.fromS(writeId)));
    }

    @Test
    void item_inAStateThatIsNotWatched_isNotInTheIndex() {
        Execution created = won(store.create("execution-1", "approved"));
        store.transition(created, Next.of("failed", ""));

        assertThat(item("execution-1"))
                .containsEntry("execution_state", AttributeValue.fromS("failed"))
                .doesNotContainKeys("watch_key", "execution_owner", "execution_message")
                .hasSize(7);
    }

    @Test
    void item_thatHasEnded_saysByWhomAndNobodyOwnsIt() {
        Execution driven = won(
                store.transition(won(store.create("execution-1", "approved")), Next.drivenBy("running", "run-1", "")));
        Execution ended = won(store.finish(driven.tenure(), "completed", "done"));

        Map<String, AttributeValue> item = item("execution-1");
        assertThat(item)
                .isEqualTo(Map.of(
                        "execution_id", AttributeValue.fromS("execution-1"),
                        "execution_state", AttributeValue.fromS("completed"),
                        "row_version", AttributeValue.fromN("3"),
                        "updated_at", AttributeValue.fromN("1779799503123"),
                        "ended_by", AttributeValue.fromS("run-1"),
                        "fence", AttributeValue.fromN("1"),
                        "redrives", AttributeValue.fromN("0"),
                        "execution_message", AttributeValue.fromS("done"),
                        "write_id", item.getOrDefault("write_id", AttributeValue.fromNul(true))));

        won(store.transition(ended, Next.of("approved", "")));
        assertThat(item("execution-1")).doesNotContainKey("ended_by");
    }

    /** Computed with Python: {@code int.from_bytes(hashlib.sha256(id.encode()).digest()[:4], "big") % shards}. */
    @ParameterizedTest
    @CsvSource({
        "execution-1, 8, 7",
        "execution-1, 1, 0",
        "execution-1, 1024, 255",
        "execution-2, 8, 2",
        "arn:aws:states:eu-west-1:123456789012:execution:weekday:1, 8, 1",
        "ü€, 8, 7",
        "x, 7, 5"
    })
    void shard_goldenVectors(String id, int shards, int shard) {
        assertThat(new Shards(shards).key("running", id)).isEqualTo("running#" + shard);
    }

    @Test
    void attributesOfOthers_areLeftAlone() {
        dynamoDb.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "execution_id", AttributeValue.fromS("execution-1"), "order", AttributeValue.fromS("mine"))));
        assertThat(store.find("execution-1")).isEmpty();

        Execution created = won(store.create("execution-1", "approved"));
        Execution driven = won(store.transition(created, Next.drivenBy("running", "a", "")));
        store.finish(driven.tenure(), "completed", "");

        assertThat(item("execution-1")).containsEntry("order", AttributeValue.fromS("mine"));
    }

    @Test
    void heartbeat_thatLandsLate_makesNothingOlder() {
        Execution driven =
                won(store.transition(won(store.create("execution-1", "approved")), Next.drivenBy("running", "a", "")));
        clock.advance(Duration.ofMinutes(1));
        aws.faults().on("UpdateItem").nth(1).landLate(Duration.ofMinutes(5));
        store.heartbeat(driven.tenure());
        clock.advance(Duration.ofMinutes(1));
        Execution alive = won(store.heartbeat(driven.tenure()));

        aws.landLateRequests();

        assertThat(store.find("execution-1")).contains(alive);
    }

    @Test
    void transition_thatLandsLate_afterTheStateCameBack_changesNothing() {
        Execution observed =
                won(store.transition(won(store.create("execution-1", "approved")), Next.drivenBy("running", "a", "")));
        aws.faults().on("UpdateItem").nth(1).landLate(Duration.ofMinutes(5));
        Execution failed = won(store.transition(observed, Next.of("failed", "reaped")));
        Execution again = won(store.transition(failed, Next.drivenBy("running", "a", "")));

        aws.landLateRequests();

        assertThat(store.find("execution-1")).contains(again);
    }

    @Test
    void transition_noAnswerEver_throwsAndTheSameAgainIsLost() {
        Execution observed = won(store.create("execution-1", "approved"));
        aws.faults().on("UpdateItem").loseAnswer();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.transition(observed, Next.of("failed", "reaped")))
                .withMessageStartingWith("UpdateItem on executions has no answer: ");
        aws.faults().clear();
        Execution failed = store.find("execution-1").orElseThrow();

        assertThat(failed.message()).isEqualTo("reaped");
        assertThat(store.transition(observed, Next.of("failed", "reaped"))).isEqualTo(new Transition.Lost(failed));
    }

    @Test
    void everyStep_throttledForGood_throwsAndIsNoLostRace() {
        Execution driven =
                won(store.transition(won(store.create("execution-1", "approved")), Next.drivenBy("running", "a", "")));
        for (String operation : Set.of("UpdateItem", "GetItem", "Query")) {
            aws.faults().on(operation).throttle();
        }

        String answered = " on executions answered 400 ProvisionedThroughputExceededException";
        assertThrown("UpdateItem" + answered, () -> store.create("execution-2", "approved"));
        assertThrown("UpdateItem" + answered, () -> store.transition(driven, Next.of("failed", "")));
        assertThrown("UpdateItem" + answered, () -> store.heartbeat(driven.tenure()));
        assertThrown("UpdateItem" + answered, () -> store.finish(driven.tenure(), "completed", ""));
        assertThrown("GetItem" + answered, () -> store.find("execution-1"));
        assertThat(store.findStuck(WATCHED, NOW, Page.first(1)))
                .isEqualTo(StuckPage.unread("approved#0: Query" + answered, "approved/1"));
    }

    @Test
    void notAllowed_saysWhatItNeeds() {
        aws.faults().on("Query").answer(400, "AccessDeniedException");
        aws.faults().on("UpdateItem").answer(400, "AccessDeniedException");

        assertThat(store.findStuck(WATCHED, NOW, new Page("running/7", 1)))
                .isEqualTo(StuckPage.unread(
                        "running#7: Query on executions answered 400 AccessDeniedException; it needs dynamodb:Query on"
                                + " its index stuck",
                        ""));
        assertThrown(
                "UpdateItem on executions answered 400 AccessDeniedException; it needs dynamodb:UpdateItem",
                () -> store.create("execution-1", "approved"));
    }

    @Test
    void rowOfSomethingElse_isAnErrorAndLeftAlone() {
        Map<String, AttributeValue> foreign = Map.of(
                "execution_id", AttributeValue.fromS("execution-1"),
                "execution_state", AttributeValue.fromS("no version"));
        dynamoDb.putItem(put -> put.tableName(TABLE).item(foreign));

        String told = " on executions found a row that is none of an execution";
        assertThrown("GetItem" + told, () -> store.find("execution-1"));
        assertThrown("UpdateItem" + told, () -> store.create("execution-1", "approved"));
        assertThat(item("execution-1")).isEqualTo(foreign);
    }

    @Test
    void findStuck_rowThatNobodyUnderstands_isNamedBesideTheOthers() {
        Execution row = won(store.sharded(1).create("execution-1", "approved"));
        dynamoDb.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "execution_id", AttributeValue.fromS("broken"),
                        "watch_key", AttributeValue.fromS("approved#0"),
                        "updated_at", AttributeValue.fromN("7"))));

        StuckPage page = store.sharded(1).findStuck(WATCHED, NOW, Page.first(10));

        assertThat(page.unreadable()).containsExactly("broken");
        assertThat(page.rows()).extracting(StuckPage.Stuck::row).containsExactly(row);
        assertThat(page.next()).isEqualTo("running/0");
    }

    @Test
    void findStuck_rowsThatNobodyUnderstands_fillThePage() {
        for (int row = 0; row < 3; row++) {
            foreign("broken-" + row, "approved#0", "7");
        }

        StuckPage page = store.findStuck(WATCHED, NOW, Page.first(2));

        List<String> ids = new ArrayList<>(page.unreadable());
        assertThat(ids).hasSize(2);
        ids.addAll(store.findStuck(WATCHED, NOW, new Page(page.next(), 2)).unreadable());
        assertThat(ids).containsExactlyInAnyOrder("broken-0", "broken-1", "broken-2");
    }

    @ParameterizedTest
    @CsvSource({"1700000000.5", "-1234567890123456789012", "1.5E+12"})
    void findStuck_rowWithAForeignTimeAtTheEndOfAPage_isPassed(String updatedAt) {
        DynamoDbExecutionStore one = store.sharded(1);
        foreign("broken", "approved#0", updatedAt);
        Execution row = won(one.create("execution-1", "approved"));

        StuckPage page = one.findStuck(WATCHED, NOW, Page.first(1));
        assertThat(page.unreadable()).containsExactly("broken");
        StuckPage next = one.findStuck(WATCHED, NOW, new Page(page.next(), 1));

        assertThat(next.rows()).extracting(StuckPage.Stuck::row).containsExactly(row);
    }

    private void foreign(String id, String part, String updatedAt) {
        dynamoDb.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "execution_id", AttributeValue.fromS(id),
                        "watch_key", AttributeValue.fromS(part),
                        "updated_at", AttributeValue.fromN(updatedAt))));
    }

    @Test
    void find_isConsistent() {
        Execution created = won(store.create("execution-1", "approved"));
        Execution failed = won(store.transition(created, Next.of("failed", "")));
        aws.faults().on("GetItem").stale(1);

        assertThat(store.find("execution-1")).contains(failed);
    }

    @Test
    void heartbeat_ofARowThatWasWrittenBeforeItsStateWasWatched_bringsItIntoTheIndex() {
        DynamoDbExecutionStore before = DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, Set.of("running"))
                .sharded(1);
        Execution driven = won(
                before.transition(won(before.create("execution-1", "approved")), Next.drivenBy("running", "a", "")));
        dynamoDb.updateItem(update -> update.tableName(TABLE)
                .key(Map.of("execution_id", AttributeValue.fromS("execution-1")))
                .updateExpression("REMOVE watch_key"));
        DynamoDbExecutionStore now = store.sharded(1);
        assertThat(now.findStuck(Set.of("running"), NOW, Page.first(1)).rows()).isEmpty();

        Execution alive = won(now.heartbeat(driven.tenure()));

        assertThat(now.findStuck(Set.of("running"), NOW, Page.first(1)).rows())
                .extracting(StuckPage.Stuck::row)
                .containsExactly(alive);
    }

    @Test
    void heartbeat_ofAWriterThatDoesNotWatchTheState_takesNothingOutOfTheIndex() {
        Execution driven =
                won(store.transition(won(store.create("execution-1", "approved")), Next.drivenBy("running", "a", "")));

        won(DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, Set.of("approved"))
                .heartbeat(driven.tenure()));

        assertThat(item("execution-1")).containsEntry("watch_key", AttributeValue.fromS("running#7"));
    }

    /** As {@code docs/reaper/backfill.md} does it. */
    @Test
    void backfill_ofRowsThatNobodyDrives_bringsThemIntoTheIndexWithTheirAge() {
        DynamoDbExecutionStore before = DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, Set.of("running"));
        Execution created = won(before.create("execution-1", "approved"));
        clock.advance(Duration.ofHours(1));

        for (int times = 0; times < 2; times++) {
            backfill("execution-1", "approved", "approved#7");
        }

        assertThat(store.findStuck(Set.of("approved"), NOW, new Page("approved/7", 1))
                        .rows())
                .extracting(StuckPage.Stuck::row)
                .containsExactly(created);
        assertThat(store.transition(created, Next.of("failed", ""))).isInstanceOf(Transition.Won.class);
        backfill("execution-1", "approved", "approved#7");
        assertThat(item("execution-1")).doesNotContainKey("watch_key");
    }

    private void backfill(String id, String state, String key) {
        try {
            dynamoDb.updateItem(update -> update.tableName(TABLE)
                    .key(Map.of("execution_id", AttributeValue.fromS(id)))
                    .updateExpression("SET watch_key = :key")
                    .conditionExpression("execution_state = :state AND attribute_not_exists(watch_key)")
                    .expressionAttributeValues(
                            Map.of(":key", AttributeValue.fromS(key), ":state", AttributeValue.fromS(state))));
        } catch (ConditionalCheckFailedException e) {
            return; // it moved on, or is in the index
        }
    }

    @Test
    void transition_toAnOwnerInAStateThatIsNotWatched_isRefused() {
        Execution created = won(store.create("execution-1", "approved"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.transition(created, Next.drivenBy("run-9", "running", "")))
                .withMessage("state 'run-9' is none of the watched [approved, running], so nobody would find an"
                        + " execution that dies in it; watch it, or let nobody drive it there");
        assertThat(store.find("execution-1")).contains(created);
    }

    @Test
    void findStuck_indexThatLags_isToldAndTheTableDecides() {
        Execution created = won(store.create("execution-1", "approved"));
        Execution driven = won(store.transition(created, Next.drivenBy("running", "a", "")));
        aws.faults().on("Query").stale(1);

        StuckPage page = store.findStuck(Set.of("approved"), NOW, new Page("approved/7", 10));

        assertThat(page.rows()).extracting(StuckPage.Stuck::row).containsExactly(created);
        assertThat(store.transition(created, Next.of("failed", "reaped"))).isEqualTo(new Transition.Lost(driven));
    }

    @Test
    void findStuck_placeBeyondTheLimitOfAnotherClock_goesOnWithTheNextPart() {
        won(store.create("a", "approved"));
        clock.advance(Duration.ofMinutes(1));
        won(store.sharded(1).create("b", "approved"));
        StuckPage first = store.sharded(1).findStuck(Set.of("approved"), clock.instant(), Page.first(10));
        String last = first.rows().get(first.rows().size() - 1).after();

        int before = aws.requests("Query").size();
        assertThat(store.sharded(1).findStuck(WATCHED, NOW, new Page(last, 10)))
                .isEqualTo(StuckPage.of(List.of(), List.of(), "running/0"));
        assertThat(aws.requests("Query")).hasSize(before);
    }

    @Test
    void findStuck_requests_areOneForEachPartAndOneForEachFurtherPage() {
        for (int row = 0; row < 40; row++) {
            won(store.create("execution-" + row, "approved"));
        }
        int rows = 0;
        int pages;
        StuckPage page = store.findStuck(WATCHED, NOW, Page.first(100));
        for (pages = 1; !page.isLast(); pages++) {
            rows += page.rows().size();
            assertThat(aws.requests("Query")).as("one request for each page").hasSize(pages);
            page = store.findStuck(WATCHED, NOW, new Page(page.next(), 100));
        }

        assertThat(rows).isEqualTo(40);
        assertThat(pages).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"failed", "Approved"})
    void findStuck_stateThatIsNotIndexed_isRefused(String state) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.findStuck(Set.of(state), NOW, Page.first(1)))
                .withMessage("states are [" + state
                        + "], and not some of the watched [approved, running]: others are not in the index");
    }

    @ParameterizedTest
    @CsvSource({
        "approved/8",
        "approved/x",
        "failed/1",
        "approved/1/7",
        "approved/1/x/id",
        "approved/1/1E9999/id",
        "approved"
    })
    void findStuck_placeOfNobody_isRefused(String after) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.findStuck(WATCHED, NOW, new Page(after, 1)))
                .withMessage("page after '" + after + "' is none that this store told");
    }

    @Test
    void create_badArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbExecutionStore.create(dynamoDb, " ", clock, WATCHED))
                .withMessage("table is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, Set.of()))
                .withMessage("watched is empty, so nobody would be found");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.sharded(0))
                .withMessage("shards are not within 1 and 1024: 0");
    }

    private interface Step {
        Object take();
    }

    private static void assertThrown(String message, Step step) {
        assertThatExceptionOfType(StoreException.class).isThrownBy(step::take).withMessage(message);
    }

    private Map<String, AttributeValue> item(String id) {
        return dynamoDb.getItem(get -> get.tableName(TABLE).key(Map.of("execution_id", AttributeValue.fromS(id))))
                .item();
    }

    private static Execution won(Transition transition) {
        return ((Transition.Won) transition).row();
    }
}
