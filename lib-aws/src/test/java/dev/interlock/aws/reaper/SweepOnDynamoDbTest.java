package dev.interlock.aws.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.reaper.Execution;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.SweepReport;
import dev.interlock.reaper.SweepReport.Outcome;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class SweepOnDynamoDbTest {
    private static final Duration THRESHOLD = Duration.ofMinutes(10);
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:00Z");

    private final FakeAws aws = FakeAws.create(MutableInstantSource.at(NOW));
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final ReapPolicy policy = ReapPolicy.builder(Duration.ofMinutes(5), Duration.ofMinutes(1))
            .redrive("approved", THRESHOLD)
            .redrive("running", THRESHOLD)
            .pageSize(7)
            .build();
    private final DynamoDbExecutionStore store =
            DynamoDbExecutionStore.create(dynamoDb, "executions", aws.clock(), policy.states());
    private final Queue<Execution> redriven = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createTable() {
        ExecutionFixture.createTable(dynamoDb, "executions");
    }

    @Test
    void run_twoSweepsAtOnce_redriveEachRowOnce() throws Exception {
        for (int row = 0; row < 60; row++) {
            store.create("execution-" + row, row % 2 == 0 ? "approved" : "running");
        }
        aws.clock().advance(THRESHOLD);
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Callable<SweepReport>> sweeps =
                List.of(() -> together(start, sweep("sweep-1")), () -> together(start, sweep("sweep-2")));

        int reported = 0;
        try {
            for (Future<SweepReport> report : threads.invokeAll(sweeps)) {
                assertThat(report.get().errored()).isZero();
                reported += report.get().redriven();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(reported).isEqualTo(60);
        assertThat(redriven).hasSize(60);
        assertThat(new TreeSet<>(redriven.stream().map(Execution::id).toList())).hasSize(60);
        assertThat(redriven).allSatisfy(row -> assertThat(store.find(row.id())).contains(row));
    }

    private static SweepReport together(CyclicBarrier start, Sweep sweep) throws Exception {
        start.await();
        return sweep.run(NOW.plus(THRESHOLD));
    }

    @Test
    void run_redrivenRowsThatDieAgain_areFoundAgainAndGivenUpInTheEnd() {
        store.create("execution-1", "approved");
        for (int redrive = 1; redrive <= 3; redrive++) {
            aws.clock().advance(THRESHOLD);
            assertThat(sweep("sweep-1").run(aws.clock().instant()).redriven()).isEqualTo(1);
        }
        aws.clock().advance(THRESHOLD);
        assertThat(sweep("sweep-1").run(aws.clock().instant()).reaped()).isEqualTo(1);

        Execution failed = store.find("execution-1").orElseThrow();
        assertThat(failed.state()).isEqualTo("failed");
        assertThat(failed.message())
                .isEqualTo("reaped after 10m in running state \u2014 executor did not complete; redriven 3 times;"
                        + " safe to retry");
        assertThat(redriven).extracting(row -> row.drive().fence()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void run_heartbeatBetweenTheLookAndTheChange_leavesTheRowAlone() {
        Execution driven = ((Transition.Won) store.transition(
                        ((Transition.Won) store.create("execution-1", "approved")).row(),
                        Next.drivenBy("running", "run-1", "")))
                .row();
        aws.clock().advance(THRESHOLD);
        Sweep sweep = Sweep.builder(store, policy, "sweep-1")
                .repeatable(row -> store.heartbeat(driven.tenure()) instanceof Transition.Won)
                .redriver(redriven::add)
                .build();

        assertThat(sweep.run(aws.clock().instant()).counts()).containsEntry(Outcome.RACE_LOST, 1);
        assertThat(redriven).isEmpty();
    }

    @Test
    void run_indexThatShowsWhatEndedSince_leavesItAlone() {
        Execution driven = ((Transition.Won) store.transition(
                        ((Transition.Won) store.create("execution-1", "approved")).row(),
                        Next.drivenBy("running", "run-1", "")))
                .row();
        aws.clock().advance(THRESHOLD);
        store.finish(driven.tenure(), "completed", "done");
        aws.faults().on("Query").stale(1);

        SweepReport report = sweep("sweep-1").run(aws.clock().instant());

        assertThat(report.counts())
                .isEqualTo(Map.of(
                        Outcome.RACE_LOST,
                        1,
                        Outcome.REAPED,
                        0,
                        Outcome.REDRIVEN,
                        0,
                        Outcome.ALERTED,
                        0,
                        Outcome.ERRORED,
                        0));
        assertThat(store.find("execution-1").orElseThrow().state()).isEqualTo("completed");
    }

    @Test
    void run_databaseDown_isNoLostRace() {
        store.create("execution-1", "approved");
        aws.clock().advance(THRESHOLD);
        aws.faults().on("UpdateItem").throttle();

        SweepReport report = sweep("sweep-1").run(aws.clock().instant());

        assertThat(report.errored()).isEqualTo(1);
        assertThat(report.raceLost()).isZero();
        assertThat(redriven).isEmpty();
        aws.faults().clear();
        assertThat(sweep("sweep-1").run(aws.clock().instant()).redriven()).isEqualTo(1);
    }

    @Test
    void run_oneShardThrottledForGood_hidesNoOther() {
        for (int row = 0; row < 40; row++) {
            store.create("execution-" + row, "approved");
        }
        aws.clock().advance(THRESHOLD);
        aws.faults().on("Query").nth(3).answer(400, "AccessDeniedException"); // not sent again

        SweepReport report = sweep("sweep-1").run(aws.clock().instant());

        assertThat(report.ending()).isEqualTo(SweepReport.Ending.UNLISTED);
        assertThat(report.cause()).startsWith("approved#2: Query on executions answered 400 AccessDeniedException");
        assertThat(report.resume()).isEmpty();
        assertThat(report.redriven()).isBetween(30, 39);
        aws.faults().clear();
        SweepReport next = sweep("sweep-2").run(aws.clock().instant(), report.resume());
        assertThat(next.redriven()).isEqualTo(40 - report.redriven());
        assertThat(next.ending()).isEqualTo(SweepReport.Ending.COMPLETE);
    }

    @Test
    void run_thousandsOfShards_askBetweenQueriesWhetherToStop() {
        DynamoDbExecutionStore many = store.sharded(1_024);
        int[] asked = {0};

        SweepReport report = Sweep.builder(many, policy, "sweep-1")
                .redriver(redriven::add)
                .stopWhen(() -> ++asked[0] > 5)
                .build()
                .run(NOW);

        assertThat(aws.requests("Query")).hasSize(5);
        assertThat(report.resume()).endsWith("~0~approved/5");
    }

    @Test
    void run_rowWithAForeignTime_starvesNobodyHoweverFewAreLookedAt() {
        dynamoDb.putItem(put -> put.tableName("executions")
                .item(Map.of(
                        "execution_id", AttributeValue.fromS("foreign"),
                        "watch_key", AttributeValue.fromS("approved#0"),
                        "updated_at", AttributeValue.fromN("1700000000.5"))));
        for (int row = 0; row < 20; row++) {
            store.create("execution-" + row, "approved");
        }
        aws.clock().advance(THRESHOLD);
        Sweep one = Sweep.builder(store, policy, "sweep-1")
                .repeatable(row -> true)
                .redriver(redriven::add)
                .maxRows(1)
                .build();

        SweepReport report = one.run(aws.clock().instant());
        int errored = report.errored();
        for (int runs = 0; runs < 30 && !report.resume().isEmpty(); runs++) {
            report = one.run(aws.clock().instant(), report.resume());
            errored += report.errored();
        }

        assertThat(report.ending()).isEqualTo(SweepReport.Ending.COMPLETE);
        assertThat(redriven).hasSize(20);
        assertThat(errored).isEqualTo(1);
    }

    private Sweep sweep(String owner) {
        return Sweep.builder(store, policy, owner)
                .repeatable(row -> true)
                .redriver(redriven::add)
                .build();
    }
}
