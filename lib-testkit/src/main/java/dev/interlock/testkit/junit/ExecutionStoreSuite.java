package dev.interlock.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ExecutionStore} promises, as tests. Extend it, and hand in your store; it needs no empty one,
 * because every test has ids and states of its own.
 */
public abstract class ExecutionStoreSuite {
    private static final int THREADS = 32;

    private final MutableInstantSource clock = MutableInstantSource.at("2026-05-26T12:45:00.123Z");
    private final String own = UUID.randomUUID().toString();
    private final String id = "execution-" + own;
    private final String approved = "approved-" + own;
    private final String running = "running-" + own;

    /** For suites that hand in a store. */
    protected ExecutionStoreSuite() {}

    /**
     * The store as a process with this clock sees it. All that it gives in one test see the same rows.
     *
     * @param clock the only clock that it may ask
     * @param watched the states that it is asked to find
     */
    protected abstract ExecutionStore store(InstantSource clock, Set<String> watched);

    /**
     * Loses the answer of the next write after it was carried out, so that the store's client sends it again; false if
     * that cannot be done, which skips the tests of it.
     */
    protected boolean loseNextAnswer() {
        return false;
    }

    @Test
    void create_newId_isThereAndNobodysYet() {
        Execution created = won(store().create(id, approved));

        assertEquals(
                new Execution(id, new Execution.Revision(approved, 1, clock.instant()), Execution.Drive.NONE, ""),
                created);
        assertEquals(Optional.of(created), store().find(id));
        assertThrows(IllegalStateException.class, created::tenure);
    }

    @Test
    void create_idThatIsTaken_changesNothing() {
        Execution first = won(store().create(id, approved));
        clock.advance(Duration.ofMinutes(1));

        assertEquals(new Transition.Lost(first), store().create(id, running));
        assertEquals(Optional.of(first), store().find(id));
    }

    @Test
    void find_idThatNoRowMayHave_isRefused() {
        for (String bad : List.of("", " ", "x".repeat(2_049), "a\ud800")) {
            assertThrows(IllegalArgumentException.class, () -> store().find(bad));
            assertThrows(IllegalArgumentException.class, () -> store().create(bad, approved));
        }
    }

    @Test
    void create_longestId_isFound() {
        String longest = id + "x".repeat(2_048 - id.length());

        assertEquals(Optional.of(won(store().create(longest, approved))), store().find(longest));
    }

    @Test
    void find_unknownId_isEmpty() {
        assertEquals(Optional.empty(), store().find(id));
    }

    @Test
    void transition_ofTheObservedRow_writesStateOwnerMessageAndTimeAtOnce() {
        Execution created = won(store().create(id, approved));
        clock.advance(Duration.ofMinutes(1));

        Execution driven = won(store().transition(created, Next.drivenBy(running, "a", "begins")));

        assertEquals(
                new Execution(
                        id,
                        new Execution.Revision(running, 2, clock.instant()),
                        new Execution.Drive("a", 1, 0),
                        "begins"),
                driven);
        assertEquals(Optional.of(driven), store().find(id));
    }

    @Test
    void transition_toAStateThatNobodyDrives_forgetsOwnerAndMessageAndKeepsTheFence() {
        Execution driven = driven("a");

        Execution failed = won(store().transition(driven, Next.of("failed", "")));

        assertEquals(new Execution.Drive("", driven.drive().fence(), 0), failed.drive());
        assertEquals("", failed.message());
    }

    @Test
    void transition_everyOwner_hasAHigherFence() {
        Execution first = driven("a");
        Execution failed = won(store().transition(first, Next.of("failed", "")));
        Execution again = won(store().transition(failed, Next.drivenBy(running, "a", "")));
        Execution taken = won(store().transition(again, Next.drivenBy(running, "b", "")));

        assertTrue(again.drive().fence() > first.drive().fence());
        assertTrue(taken.drive().fence() > again.drive().fence());
    }

    @Test
    void transition_countOfRedrives_isKeptRaisedAndReset() {
        Execution redriven = won(
                store().transition(driven("a"), Next.drivenBy(running, "b", "").counted()));
        assertEquals(1, redriven.drive().redrives());
        redriven =
                won(store().transition(redriven, Next.drivenBy(running, "c", "").counted()));
        assertEquals(2, redriven.drive().redrives());
        Execution failed = won(store().transition(redriven, Next.of("failed", "")));
        assertEquals(2, failed.drive().redrives());
        assertEquals(
                0,
                won(store().transition(failed, Next.of(approved, "").afresh()))
                        .drive()
                        .redrives());
    }

    @Test
    void transition_rowThatMovedOn_isLostAndTellsTheRow() {
        Execution created = won(store().create(id, approved));
        Execution driven = won(store().transition(created, Next.drivenBy(running, "a", "")));

        assertEquals(new Transition.Lost(driven), store().transition(created, Next.of("failed", "late")));
        assertEquals(Optional.of(driven), store().find(id));
    }

    @Test
    void transition_stateThatWasLeftAndCameBack_isLost() {
        Execution observed = driven("a");
        Execution failed = won(store().transition(observed, Next.of("failed", "")));
        Execution back = won(store().transition(failed, Next.drivenBy(running, "a", "")));

        assertEquals(new Transition.Lost(back), store().transition(observed, Next.of("failed", "late")));
    }

    @Test
    void transition_afterAHeartbeat_isLost() {
        Execution observed = driven("a");
        clock.advance(Duration.ofMinutes(5));
        Execution alive = won(store().heartbeat(observed.tenure()));

        assertEquals(new Transition.Lost(alive), store().transition(observed, Next.of("failed", "reaped")));
    }

    @Test
    void transition_rowThatIsNotThere_isGoneAndMakesNone() {
        Execution never = new Execution(
                id, new Execution.Revision(running, 7, clock.instant()), new Execution.Drive("a", 3, 0), "");

        assertEquals(new Transition.Gone(), store().transition(never, Next.of("failed", "")));
        assertEquals(new Transition.Gone(), store().heartbeat(never.tenure()));
        assertEquals(new Transition.Gone(), store().finish(never.tenure(), "completed", ""));
        assertEquals(Optional.empty(), store().find(id));
    }

    @Test
    void transition_longTexts_areKept() {
        String message = "\u2014".repeat(1_024);
        Execution row = won(store().transition(won(store().create(id, approved)), Next.of("failed", message)));

        assertEquals(message, row.message());
        assertEquals(Optional.of(row), store().find(id));
    }

    @Test
    void heartbeat_ofTheOwner_movesTheTime() {
        Execution driven = driven("a");
        clock.advance(Duration.ofMinutes(5));

        Execution alive = won(store().heartbeat(driven.tenure()));

        assertEquals(clock.instant(), alive.updatedAt());
        assertTrue(alive.version() > driven.version());
        assertEquals(driven.drive(), alive.drive());
        assertEquals(Optional.of(alive), store().find(id));
    }

    @Test
    void heartbeat_clockThatIsBehind_makesNothingOlder() {
        Execution driven = driven("a");
        ExecutionStore behind = store(MutableInstantSource.at(clock.instant().minusSeconds(30)), watched());

        assertEquals(driven, won(behind.heartbeat(driven.tenure())));
        assertEquals(Optional.of(driven), store().find(id));
    }

    @Test
    void heartbeat_atTheVeryTimeOfTheRow_isAWrite() {
        Execution driven = driven("a");

        assertTrue(won(store().heartbeat(driven.tenure())).version() > driven.version());
    }

    @Test
    void finish_ofTheOwner_endsIt() {
        Execution driven = driven("a");
        clock.advance(Duration.ofMinutes(5));

        Execution ended = won(store().finish(driven.tenure(), "completed", "3 bought"));

        assertEquals("completed", ended.state());
        assertEquals("3 bought", ended.message());
        assertEquals(clock.instant(), ended.updatedAt());
        assertEquals(Optional.of(ended), store().find(id));
    }

    @Test
    void finish_leavesNobodyWhoCouldEndItAgain() {
        Tenure tenure = driven("a").tenure();
        Execution ended = won(store().finish(tenure, "completed", "done"));

        assertEquals(new Execution.Drive("", tenure.fence(), 0), ended.drive());
        assertThrows(IllegalStateException.class, ended::tenure);
        Tenure guessed = new Tenure(id, "completed", "a", tenure.fence());
        assertEquals(new Transition.Lost(ended), store().finish(guessed, "failed", "oops"));
        assertEquals(new Transition.Lost(ended), store().heartbeat(guessed));
        assertEquals(Optional.of(ended), store().find(id));
    }

    @Test
    void finish_ofAnotherOwnerOrFence_isNotTheSameEnd() {
        Tenure tenure = driven("a").tenure();
        Execution ended = won(store().finish(tenure, "completed", "done"));

        for (Tenure other : List.of(
                new Tenure(id, running, "b", tenure.fence()), new Tenure(id, running, "a", tenure.fence() + 1))) {
            assertEquals(new Transition.Lost(ended), store().finish(other, "completed", "done"));
        }
    }

    @Test
    void finish_onceMoreAfterATransitionThatLooksTheSame_isLost() {
        Tenure tenure = driven("a").tenure();
        Execution ended = won(store().finish(tenure, "completed", "done"));
        Execution moved = won(store().transition(ended, Next.of("completed", "done")));

        assertEquals(new Transition.Lost(moved), store().finish(tenure, "completed", "done"));
    }

    @Test
    void finish_onceMore_isWonWithTheSameEndAndLostWithAnother() {
        Tenure tenure = driven("a").tenure();
        Execution ended = won(store().finish(tenure, "completed", "done"));

        assertEquals(ended, won(store().finish(tenure, "completed", "done")));
        assertEquals(new Transition.Lost(ended), store().finish(tenure, "failed", "done"));
        assertEquals(new Transition.Lost(ended), store().finish(tenure, "completed", "other"));
    }

    @Test
    void finish_intoItsOwnState_isRefused() {
        Tenure tenure = driven("a").tenure();

        assertThrows(IllegalArgumentException.class, () -> store().finish(tenure, running, ""));
    }

    @Test
    void ownersWrites_afterTheRowWasReaped_reviveNothing() {
        Execution driven = driven("a");
        Execution reaped = won(store().transition(driven, Next.of("failed", "reaped")));

        assertEquals(new Transition.Lost(reaped), store().heartbeat(driven.tenure()));
        assertEquals(new Transition.Lost(reaped), store().finish(driven.tenure(), "completed", "late"));
        assertEquals(Optional.of(reaped), store().find(id));
    }

    @Test
    void ownersWrites_afterATakeOver_leaveTheSuccessorAlone() {
        Execution late = driven("a");
        Execution successor = won(store().transition(late, Next.drivenBy(running, "a", "redrive")));

        assertEquals(new Transition.Lost(successor), store().heartbeat(late.tenure()));
        assertEquals(new Transition.Lost(successor), store().finish(late.tenure(), "completed", "late"));
        Execution ended = won(store().finish(successor.tenure(), "completed", ""));
        assertEquals(new Transition.Lost(ended), store().finish(late.tenure(), "failed", "late"));
    }

    @Test
    void ownersWrites_ofAStranger_areRefused() {
        Execution driven = driven("a");
        for (Tenure foreign : List.of(
                new Tenure(id, running, "b", driven.drive().fence()),
                new Tenure(id, running, "a", driven.drive().fence() + 1),
                new Tenure(id, approved, "a", driven.drive().fence()))) {
            assertEquals(new Transition.Lost(driven), store().heartbeat(foreign));
            assertEquals(new Transition.Lost(driven), store().finish(foreign, "completed", ""));
        }
    }

    @Test
    void findStuck_tellsThoseThatAreOldEnough_inTheStatesThatAreAsked() {
        Execution old = won(store().create(id, approved));
        won(store().create(id + "-other", running));
        clock.advance(Duration.ofMillis(1));
        won(store().create(id + "-young", approved));

        assertEquals(List.of(old), stuck(Set.of(approved), clock.instant().minusMillis(1), 10));
        assertEquals(List.of(), stuck(Set.of(approved), clock.instant().minusMillis(2), 10));
        assertEquals(3, stuck(watched(), clock.instant(), 10).size());
    }

    @Test
    void findStuck_afterAHeartbeatOrAnEnd_doesNotTellIt() {
        Execution driven = driven("a");
        Instant before = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(driven), stuck(watched(), before, 10));

        won(store().heartbeat(driven.tenure()));
        assertEquals(List.of(), stuck(watched(), before, 10));
        won(store().finish(driven.tenure(), "completed", ""));
        assertEquals(List.of(), stuck(watched(), clock.instant(), 10));
    }

    @Test
    void findStuck_pageByPage_tellsEveryRowOnce() {
        Set<String> ids = new HashSet<>();
        for (int row = 0; row < 25; row++) {
            won(store().create(id + "/" + row, row % 2 == 0 ? approved : running));
            ids.add(id + "/" + row);
            clock.advance(Duration.ofMillis(row % 3));
        }
        for (int size : List.of(1, 4, 25, 100)) {
            List<String> told = stuck(watched(), clock.instant(), size).stream()
                    .map(Execution::id)
                    .toList();
            assertEquals(25, told.size(), "pages of " + size);
            assertEquals(ids, Set.copyOf(told), "pages of " + size);
        }
    }

    @Test
    void findStuck_fromBehindARow_goesOnThereAlsoWhenTheRowMovedOn() {
        for (int row = 0; row < 6; row++) {
            won(store().create(id + "-" + row, approved));
            clock.advance(Duration.ofSeconds(1));
        }
        List<StuckPage.Stuck> all = pages(Set.of(approved), clock.instant(), Page.first(10));
        StuckPage.Stuck third = all.get(2);
        won(store().transition(third.row(), Next.of("failed", "")));

        assertEquals(all.subList(3, 6), pages(Set.of(approved), clock.instant(), new Page(third.after(), 10)));
    }

    @Test
    void findStuck_misuse_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> store().findStuck(Set.of(), clock.instant(), Page.first(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> store().findStuck(watched(), clock.instant(), new Page("no such place", 1)));
    }

    @Test
    void findStuck_placeInAStateThatIsNotAskedFor_isRefused() {
        won(store().create(id, approved));
        Page behind = new Page(firstPlace(approved), 1);

        assertThrows(IllegalArgumentException.class, () -> store().findStuck(Set.of(running), clock.instant(), behind));
    }

    private String firstPlace(String state) {
        Page page = Page.first(1);
        while (true) {
            StuckPage found = store().findStuck(Set.of(state), clock.instant(), page);
            if (!found.rows().isEmpty()) {
                return found.rows().get(0).after();
            }
            assertFalse(found.isLast(), "a row is stuck in " + state);
            page = new Page(found.next(), 1);
        }
    }

    @Test
    void transition_manyAtOnce_isWonByOne() throws InterruptedException, ExecutionException {
        Execution observed = driven("a");
        List<Transition> answers = together(thread -> store().transition(
                        observed, Next.drivenBy(running, "sweep-" + thread, "").counted()));

        assertEquals(
                1, answers.stream().filter(Transition.Won.class::isInstance).count());
        assertEquals(
                THREADS - 1,
                answers.stream().filter(Transition.Lost.class::isInstance).count());
        assertEquals(1, store().find(id).orElseThrow().drive().redrives());
    }

    @Test
    void finishAndReap_atOnce_oneOfThemHolds() throws InterruptedException, ExecutionException {
        Execution observed = driven("a");
        List<Transition> answers = together(thread -> thread % 2 == 0
                ? store().finish(observed.tenure(), "completed", "")
                : store().transition(observed, Next.of("failed", "reaped " + thread)));

        Execution row = store().find(id).orElseThrow();
        for (Transition answer : answers) {
            if (answer instanceof Transition.Won won) {
                assertEquals(row, won.row());
            } else {
                assertEquals(new Transition.Lost(row), answer);
            }
        }
        assertFalse(row.state().equals(running));
    }

    @Test
    void everyWrite_answerLost_isWonOnce() {
        assumeTrue(loseNextAnswer(), "no answer can be lost");
        Execution created = won(store().create(id, approved));
        assumeTrue(loseNextAnswer(), "no answer can be lost");
        Execution driven =
                won(store().transition(created, Next.drivenBy(running, "a", "").counted()));
        assertEquals(new Execution.Drive("a", 1, 1), driven.drive());
        clock.advance(Duration.ofMinutes(1));
        assumeTrue(loseNextAnswer(), "no answer can be lost");
        assertEquals(clock.instant(), won(store().heartbeat(driven.tenure())).updatedAt());
        assumeTrue(loseNextAnswer(), "no answer can be lost");
        assertEquals(
                "completed",
                won(store().finish(driven.tenure(), "completed", "")).state());
    }

    private List<Execution> stuck(Set<String> states, Instant olderThan, int size) {
        return pages(states, olderThan, Page.first(size)).stream()
                .map(StuckPage.Stuck::row)
                .toList();
    }

    private List<StuckPage.Stuck> pages(Set<String> states, Instant olderThan, Page first) {
        List<StuckPage.Stuck> rows = new ArrayList<>();
        Page page = first;
        for (int pages = 0; pages < 10_000; pages++) {
            StuckPage found = store().findStuck(states, olderThan, page);
            assertTrue(found.rows().size() <= first.size(), "a page is not longer than asked");
            assertEquals("", found.unread(), "every part is read");
            rows.addAll(found.rows());
            if (found.isLast()) {
                return rows;
            }
            page = new Page(found.next(), first.size());
        }
        throw new AssertionError("no last page after " + rows.size() + " rows");
    }

    private interface Task {
        Transition run(int thread);
    }

    private List<Transition> together(Task task) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Callable<Transition>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> {
                    start.countDown();
                    start.await();
                    return task.run(number);
                });
            }
            List<Transition> answers = new ArrayList<>();
            for (Future<Transition> answer : threads.invokeAll(tasks)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private ExecutionStore store() {
        return store(clock, watched());
    }

    private Set<String> watched() {
        return Set.of(approved, running);
    }

    private Execution driven(String owner) {
        return won(store().transition(won(store().create(id, approved)), Next.drivenBy(running, owner, "")));
    }

    private static Execution won(Transition transition) {
        return assertInstanceOf(Transition.Won.class, transition).row();
    }
}
