package dev.interlock.reaper;

import static dev.interlock.reaper.ScriptedExecutionStore.FAIL;
import static dev.interlock.reaper.ScriptedExecutionStore.LONG_AGO;
import static dev.interlock.reaper.ScriptedExecutionStore.LOSE;
import static dev.interlock.reaper.ScriptedExecutionStore.VANISH;
import static dev.interlock.reaper.ScriptedExecutionStore.WIN;
import static dev.interlock.reaper.ScriptedExecutionStore.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockEvent.Kind;
import dev.interlock.StoreException;
import dev.interlock.reaper.SweepReport.Ending;
import dev.interlock.reaper.SweepReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SweepTest {
    private static final Duration TEN = Duration.ofMinutes(10);
    private static final Instant NOW = LONG_AGO.plus(TEN);

    private final List<InterlockEvent> heard = new ArrayList<>();
    private final List<Execution> redriven = new ArrayList<>();
    private final ScriptedExecutionStore store = new ScriptedExecutionStore();

    @Test
    void run_everyOutcome_isCountedToldAndNobodyElses() {
        store.with(row("won", "running", 0), WIN)
                .with(row("down", "running", 0), FAIL)
                .with(row("lost", "running", 0), LOSE)
                .with(row("gone", "running", 0), VANISH)
                .with(row("won-too", "approved", 0), WIN);

        SweepReport report = failing().build().run(NOW);

        assertThat(report)
                .isEqualTo(new SweepReport(
                        Map.of(Outcome.REAPED, 2, Outcome.ERRORED, 1, Outcome.RACE_LOST, 2), Ending.COMPLETE, "", ""));
        assertThat(report.found()).isEqualTo(5);
        assertThat(report.orThrow()).isSameAs(report);
        assertThat(heard)
                .containsExactly(
                        event(Kind.REAPED, "won", "reaped after 10m in running state \u2014 executor did not complete"),
                        event(Kind.REJECTED, "down", "stuck in running, and UpdateItem answered 500"),
                        event(
                                Kind.CONFLICT,
                                "lost",
                                "looked stuck in running, but it is completed in version 7 by now"),
                        event(Kind.CONFLICT, "gone", "looked stuck in running, but it is gone by now"),
                        event(
                                Kind.REAPED,
                                "won-too",
                                "reaped after 10m in approved state \u2014 executor did not complete"));
    }

    @Test
    void run_rowAtItsThreshold_isStuckAndBeforeItIsNot() {
        store.with(row("a", "running", 0), WIN);

        assertThat(failing().build().run(NOW.minusNanos(1)).found()).isZero();
        assertThat(failing().build().run(NOW).reaped()).isEqualTo(1);
    }

    @Test
    void run_statesOfOneThreshold_areListedTogether() {
        ReapPolicy policy = policy().fail("approved", TEN)
                .alert("pending", TEN.multipliedBy(2))
                .fail("running", TEN)
                .build();

        Sweep.builder(store, policy, "sweep-1").build().run(NOW);

        assertThat(store.calls)
                .containsExactly(
                        "list [approved, running] until 2026-05-26T10:00:00Z",
                        "list [pending] until 2026-05-26T09:50:00Z");
    }

    @Test
    void run_redrive_takesTheRowFirstAndThenStartsIt() {
        store.with(row("a", "approved", 0), WIN).with(row("b", "running", 1), LOSE);

        SweepReport report = redriving().build().run(NOW);

        assertThat(report.counts()).containsEntry(Outcome.REDRIVEN, 1).containsEntry(Outcome.RACE_LOST, 1);
        assertThat(redriven)
                .singleElement()
                .isEqualTo(new Execution(
                        "a",
                        new Execution.Revision("running", 8, LONG_AGO),
                        new Execution.Drive("sweep-1", 4, 1),
                        "redrive 1 after no sign of life in approved"));
        assertThat(heard)
                .contains(event(
                        Kind.REDRIVEN, "a", "no sign of life in approved since 2026-05-26T10:00:00Z, redrive 1 of 2"));
    }

    @Test
    void run_redriverThatFails_isThatRowsAffairAndTheWinIsTold() {
        store.with(row("a", "approved", 0), WIN)
                .with(row("b", "approved", 0), WIN)
                .with(row("c", "approved", 1), WIN);

        SweepReport report = redriving()
                .redriver(won -> {
                    if (won.id().equals("a")) {
                        throw new IllegalStateException("content of an order");
                    }
                    if (won.id().equals("c")) {
                        throw new StoreException("SendMessage answered 500");
                    }
                    redriven.add(won);
                })
                .build()
                .run(NOW);

        assertThat(report.redriven()).isEqualTo(1);
        assertThat(report.errored()).isEqualTo(2);
        String silent = "no sign of life in approved since 2026-05-26T10:00:00Z, redrive ";
        assertThat(heard)
                .containsExactly(
                        event(Kind.REDRIVEN, "a", silent + "1 of 2"),
                        event(
                                Kind.REJECTED,
                                "a",
                                "won as redrive 1, and the redriver failed with java.lang.IllegalStateException"),
                        event(Kind.REDRIVEN, "b", silent + "1 of 2"),
                        event(Kind.REDRIVEN, "c", silent + "2 of 2"),
                        event(
                                Kind.REJECTED,
                                "c",
                                "won as redrive 2, and the redriver failed with SendMessage answered 500"));
    }

    @Test
    void run_redrive_isToldBeforeItIsStarted() {
        store.with(row("a", "approved", 0), WIN);
        List<Integer> told = new ArrayList<>();

        redriving().redriver(won -> told.add(heard.size())).build().run(NOW);

        assertThat(told).containsExactly(1);
    }

    @Test
    void run_redrivenOftenEnough_isGivenUp() {
        store.with(row("a", "running", 1), WIN).with(row("b", "running", 2), WIN);

        SweepReport report = redriving().build().run(NOW);

        assertThat(redriven).extracting(Execution::id).containsExactly("a");
        assertThat(report.reaped()).isEqualTo(1);
        assertThat(heard)
                .contains(event(
                        Kind.REAPED,
                        "b",
                        "reaped after 10m in running state \u2014 executor did not complete; redriven 2 times; safe to"
                                + " retry"));
    }

    @Test
    void run_notRepeatable_isNotRedriven() {
        store.with(row("a", "running", 0), WIN);

        SweepReport report = redriving().repeatable(row -> false).build().run(NOW);

        assertThat(redriven).isEmpty();
        assertThat(report.reaped()).isEqualTo(1);
        assertThat(heard)
                .singleElement()
                .extracting(InterlockEvent::reason)
                .asString()
                .doesNotContain("safe to retry");
    }

    @Test
    void run_predicateThatFails_isThatRowsAffair() {
        store.with(row("a", "running", 0), WIN).with(row("b", "running", 0), WIN);

        SweepReport report = redriving()
                .repeatable(row -> {
                    if (row.id().equals("a")) {
                        throw new IllegalStateException();
                    }
                    return true;
                })
                .build()
                .run(NOW);

        assertThat(report.errored()).isEqualTo(1);
        assertThat(report.redriven()).isEqualTo(1);
    }

    @Test
    void run_errorOfThePredicate_isThatRowsAffairToo() {
        List<Error> errors = List.of(new StackOverflowError(), new NoClassDefFoundError("x"), new AssertionError());
        for (int i = 0; i < errors.size(); i++) {
            store.with(row("bad-" + i, "running", 0), WIN);
        }
        store.with(row("good", "running", 0), WIN);

        SweepReport report = redriving()
                .repeatable(row -> {
                    if (row.id().startsWith("bad-")) {
                        throw errors.get(Integer.parseInt(row.id().substring(4)));
                    }
                    return true;
                })
                .build()
                .run(NOW);

        assertThat(report.errored()).isEqualTo(3);
        assertThat(report.redriven()).isEqualTo(1);
        assertThat(heard)
                .contains(
                        event(Kind.REJECTED, "bad-0", "stuck in running, and java.lang.StackOverflowError was thrown"));
    }

    @Test
    void run_alert_asksTheRowItselfAndChangesNothing() {
        store.with(row("stuck", "running", 1), WIN)
                .with(
                        row("moved", "running", 0),
                        (row, next) -> new Transition.Lost(
                                new Execution(row.id(), new Execution.Revision("running", 8, NOW), row.drive(), "")))
                .with(row("gone", "running", 0), VANISH)
                .with(row("down", "running", 0), FAIL);
        ReapPolicy policy = policy().alert("running", TEN).build();

        SweepReport report = Sweep.builder(store, policy, "sweep-1")
                .listener(heard::add)
                .build()
                .run(NOW);

        assertThat(report.counts())
                .isEqualTo(Map.of(
                        Outcome.ALERTED,
                        1,
                        Outcome.RACE_LOST,
                        2,
                        Outcome.ERRORED,
                        1,
                        Outcome.REAPED,
                        0,
                        Outcome.REDRIVEN,
                        0));
        assertThat(heard.get(0))
                .isEqualTo(event(
                        Kind.STUCK,
                        "stuck",
                        "no sign of life in running since 2026-05-26T10:00:00Z, redriven 1 times"));
        assertThat(store.calls).noneMatch(call -> call.contains("->"));
    }

    @Test
    void run_storeThatCannotList_saysSoKeepsWhatItDidAndBeginsAnewNextTime() {
        for (int i = 0; i < 7; i++) {
            store.with(row("row-" + i, "running", 0), FAIL);
        }

        SweepReport report = Sweep.builder(
                        store.listing(2),
                        policy().fail("running", TEN).pageSize(3).build(),
                        "sweep-1")
                .listener(heard::add)
                .build()
                .run(NOW);

        assertThat(report.ending()).isEqualTo(Ending.UNLISTED);
        assertThat(report.errored()).isEqualTo(6);
        assertThat(report.resume()).isEmpty();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(report::orThrow)
                .withMessage("Query answered 500; what could be listed came to {REAPED=0, REDRIVEN=0, ALERTED=0,"
                        + " RACE_LOST=0, ERRORED=6}");
        assertThat(heard)
                .last()
                .isEqualTo(event(Kind.REJECTED, "[running]", "cannot be swept in part: Query answered 500"));
    }

    @Test
    void run_statesThatCannotBeListed_hideNoOthers() {
        store.with(row("a", "running", 0), WIN)
                .with(row("b", "pending", 0), WIN)
                .listing(0);
        ReapPolicy policy = policy().fail("running", TEN)
                .fail("pending", TEN.minusMinutes(1))
                .build();

        SweepReport report = Sweep.builder(store, policy, "sweep-1").build().run(NOW);

        assertThat(report.ending()).isEqualTo(Ending.UNLISTED);
        assertThat(store.calls).hasSize(2);
    }

    @Test
    void run_partThatCannotBeRead_isToldAndPassedOver() {
        store.with(row("hot-1", "running", 0), WIN)
                .with(row("a", "running", 0), WIN)
                .with(row("hot-2", "running", 0), WIN)
                .with(row("b", "running", 0), WIN)
                .unread("hot-1")
                .unread("hot-2");
        ReapPolicy policy = policy().fail("running", TEN).pageSize(1).build();
        Sweep sweep =
                Sweep.builder(store, policy, "sweep-1").listener(heard::add).build();

        SweepReport report = sweep.run(NOW);

        assertThat(report.reaped()).isEqualTo(2);
        assertThat(report.ending()).isEqualTo(Ending.UNLISTED);
        assertThat(report.cause()).isEqualTo("part of hot-1 is hot");
        assertThat(report.resume()).isEmpty();
        assertThat(heard)
                .contains(
                        event(Kind.REJECTED, "[running]", "cannot be swept in part: part of hot-1 is hot"),
                        event(Kind.REJECTED, "[running]", "cannot be swept in part: part of hot-2 is hot"));
    }

    @Test
    void run_fewRowsAtATimeWithAPartThatCannotBeRead_goesOnBehindIt() {
        store.with(row("hot", "running", 0), WIN)
                .with(row("a", "running", 0), WIN)
                .with(row("b", "running", 0), WIN)
                .unread("hot");
        Sweep sweep = failing().maxRows(1).build();

        SweepReport first = sweep.run(NOW);
        assertThat(first.ending()).isEqualTo(Ending.UNLISTED);
        sweep.run(NOW, first.resume());

        assertThat(store.tries("a")).isEqualTo(1);
        assertThat(store.tries("b")).isEqualTo(1);
    }

    @Test
    void run_stopIsAskedBeforeEachPage() {
        for (int i = 0; i < 9; i++) {
            store.with(row("hot-" + i, "running", 0), WIN).unread("hot-" + i);
        }
        int[] asked = {0};

        SweepReport report = failing().stopWhen(() -> ++asked[0] > 3).build().run(NOW);

        assertThat(store.calls).hasSize(3);
        assertThat(report.resume()).endsWith("~0~3");
    }

    @Test
    void run_storeThatTellsOnePageForEver_isNotBelieved() {
        ExecutionStore looping = new LoopingStore();

        SweepReport report = Sweep.builder(
                        looping, policy().fail("running", TEN).build(), "sweep-1")
                .build()
                .run(NOW);

        assertThat(report.cause()).isEqualTo("the store told the page after 'again' twice");
        assertThat(report.errored()).isEqualTo(1);
    }

    @Test
    void run_thousandRowsThatFailForEver_starveNobody() {
        for (int i = 0; i < 1_000; i++) {
            store.with(row("bad-" + i, "running", 0), FAIL);
        }
        store.with(row("good", "running", 0), WIN);

        SweepReport report = failing().build().run(NOW);

        assertThat(report.errored()).isEqualTo(1_000);
        assertThat(report.reaped()).isEqualTo(1);
        assertThat(store.calls.stream().filter(call -> call.startsWith("list"))).hasSize(11);
    }

    @Test
    void run_fewRowsAtATime_goesOnWhereTheLastOneStopped() {
        for (int i = 0; i < 1_000; i++) {
            store.with(row("bad-" + i, i % 2 == 0 ? "running" : "approved", 0), FAIL);
        }
        store.with(row("good", "approved", 0), WIN);
        Sweep sweep = failing().maxRows(170).build();

        String resume = "";
        int runs = 0;
        do {
            SweepReport report = sweep.run(NOW.plusSeconds(runs), resume);
            assertThat(report.found()).isLessThanOrEqualTo(170);
            resume = report.resume();
            runs++;
        } while (!resume.isEmpty());

        assertThat(runs).isEqualTo(6);
        assertThat(store.tries("good")).isEqualTo(1);
        assertThat(store.tries("bad-999")).isEqualTo(1);
    }

    @Test
    void run_stoppedInThePage_goesOnBehindTheLastRow() {
        for (int i = 0; i < 9; i++) {
            store.with(row("row-" + i, "running", 0), FAIL);
        }
        int[] asked = {0};
        Sweep sweep = failing().stopWhen(() -> ++asked[0] % 5 == 0).build();

        SweepReport first = sweep.run(NOW);
        assertThat(first.ending()).isEqualTo(Ending.STOPPED);
        assertThat(first.cause()).isEqualTo("told to stop");
        assertThat(first.found()).isEqualTo(3); // asked before the page too
        sweep.run(NOW, sweep.run(NOW, first.resume()).resume());

        for (int i = 0; i < 9; i++) {
            assertThat(store.tries("row-" + i)).as("row-%d", i).isEqualTo(1);
        }
    }

    @Test
    void run_interrupted_stopsBeforeTheNextRowAndStaysInterrupted() {
        store.with(row("a", "running", 0), (row, next) -> {
                    Thread.currentThread().interrupt();
                    return new Transition.Gone();
                })
                .with(row("b", "running", 0), WIN);

        SweepReport report = failing().build().run(NOW);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.cause()).isEqualTo("interrupted");
        assertThat(report.found()).isEqualTo(1);
        assertThat(store.tries("b")).isZero();
    }

    @Test
    void run_errorOfTheRedriver_isNobodysToCount() {
        store.with(row("a", "running", 0), WIN);
        Sweep sweep = redriving()
                .redriver(won -> {
                    throw new StackOverflowError();
                })
                .build();

        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> sweep.run(NOW));
    }

    @Test
    void run_problemsOfThePolicy_areToldEachTime() {
        ReapPolicy policy = policy().fail("running", TEN)
                .thresholdFrom(Map.of("REAP_AFTER", "500ms"), "REAP_AFTER", "running")
                .build();
        Sweep sweep =
                Sweep.builder(store, policy, "sweep-1").listener(heard::add).build();

        sweep.run(NOW);
        sweep.run(NOW);

        InterlockEvent told = event(
                Kind.REJECTED,
                "REAP_AFTER",
                "REAP_AFTER is '500ms', which is below the floor of PT6M; used is {running=PT10M}");
        assertThat(heard).containsExactly(told, told);
    }

    @Test
    void run_resumeOfOtherStatesOrThresholds_isToldAndBeginsAnew() {
        for (int i = 0; i < 5; i++) {
            store.with(row("row-" + i, i < 3 ? "running" : "approved", 0), FAIL);
        }
        String resume = failing().maxRows(4).build().run(NOW).resume();
        assertThat(resume).matches("[0-9a-f]{16}~0~4");
        ReapPolicy other = policy().fail("running", TEN.minusMinutes(1))
                .fail("approved", TEN)
                .build();
        heard.clear();

        for (String stored : List.of(resume, "nowhere", "0~4", resume.replace("~0~", "~7~"))) {
            Sweep sweep =
                    Sweep.builder(store, other, "sweep-1").listener(heard::add).build();
            assertThat(sweep.run(NOW, stored).found()).as(stored).isEqualTo(5);
            assertThat(heard.get(0))
                    .as(stored)
                    .isEqualTo(event(
                            Kind.REJECTED,
                            "resume",
                            "the sweep begins anew and not where it was told, because it is of other states or"
                                    + " thresholds"));
            heard.clear();
        }
        assertThat(failing().build().run(NOW, resume).found()).isEqualTo(1);
    }

    @Test
    void run_resumeThatTheStoreDoesNotKnow_isToldAndBeginsAnew() {
        store.with(row("a", "running", 0), WIN).with(row("b", "running", 0), WIN);
        String resume = failing().maxRows(1).build().run(NOW).resume();
        heard.clear();
        store.knowing(0);

        assertThat(failing().build().run(NOW, resume).found()).isEqualTo(2);

        assertThat(heard.get(0))
                .isEqualTo(event(
                        Kind.REJECTED,
                        "resume",
                        "the sweep begins anew and not where it was told, because the store does not know its place"));
    }

    @Test
    void run_storeThatDoesNotKnowItsOwnPlace_isAnError() {
        store.with(row("a", "running", 0), WIN)
                .with(row("b", "running", 0), WIN)
                .knowing(0);
        ReapPolicy policy = policy().fail("running", TEN).pageSize(1).build();

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Sweep.builder(store, policy, "sweep-1").build().run(NOW));
    }

    @Test
    void build_policyThatRedrivesWithoutARedriver_isRefused() {
        ReapPolicy policy = policy().redrive("running", TEN).build();

        assertThatIllegalStateException()
                .isThrownBy(() -> Sweep.builder(store, policy, "sweep-1").build())
                .withMessage("the policy redrives, and there is no redriver; give one, or let it fail");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.builder(store, policy, " "))
                .withMessage("owner is not 1 to 1024 characters: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.builder(store, policy, "a").maxRows(0))
                .withMessage("maxRows is below 1: 0");
    }

    private static final class LoopingStore implements ExecutionStore {
        @Override
        public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
            return StuckPage.of(List.of(), page.after().isEmpty() ? List.of("broken") : List.of(), "again");
        }

        @Override
        public Transition transition(Execution observed, Next next) {
            return new Transition.Gone();
        }

        @Override
        public Optional<Execution> find(String id) {
            return Optional.empty();
        }

        @Override
        public Transition create(String id, String state) {
            return new Transition.Gone();
        }

        @Override
        public Transition heartbeat(Tenure tenure) {
            return new Transition.Gone();
        }

        @Override
        public Transition finish(Tenure tenure, String state, String message) {
            return new Transition.Gone();
        }
    }

    private Sweep.Builder failing() {
        ReapPolicy policy = policy().fail("running", TEN).fail("approved", TEN).build();
        return Sweep.builder(store, policy, "sweep-1").listener(heard::add);
    }

    private Sweep.Builder redriving() {
        ReapPolicy policy = policy().redrive("running", TEN)
                .redrive("approved", TEN)
                .redriveAtMost(2, Disposition.FAIL)
                .build();
        return Sweep.builder(store, policy, "sweep-1")
                .listener(heard::add)
                .repeatable(row -> true)
                .redriver(redriven::add);
    }

    private static ReapPolicy.Builder policy() {
        return ReapPolicy.builder(Duration.ofMinutes(5), Duration.ofMinutes(1));
    }

    private static InterlockEvent event(Kind kind, String subject, String reason) {
        return new InterlockEvent(kind, "reaper", subject, reason);
    }
}
