package dev.interlock.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.interlock.InterlockEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecutionMutexTest {
    private static final String MACHINE = "weekday-pipeline";
    private static final Optional<String> DAILY = Optional.of("daily");
    private static final Instant DUE = Instant.parse("2026-05-26T12:45:00Z");
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:03.123Z");
    private static final MutexPolicy POLICY = MutexPolicy.guarding(MutexRoles.of("daily", "weekly"));

    private final InMemoryAdmissionStore store = new InMemoryAdmissionStore();
    private final List<InterlockEvent> events = new ArrayList<>();

    @Test
    void admit_firstRun_isAdmittedAndWritesItself() {
        Admission admission = mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-1");

        assertThat(admission).isEqualTo(new Admission.Admitted());
        assertThat(admission.proceeds()).isTrue();
        assertThat(events).isEmpty();
        assertThat(store.writes()).singleElement().satisfies(write -> {
            assertThat(write.key().value()).isEqualTo("weekday-pipeline#daily#2026-05-26T12:45");
            assertThat(write.holder().runId()).isEqualTo("run-1");
            assertThat(write.holder().startedAt()).contains(NOW);
            assertThat(write.scheduledAt()).isEqualTo(DUE);
            assertThat(write.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        });
    }

    @Test
    void admit_secondTrigger_isADuplicateAndTold() {
        mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-1");

        Admission admission = mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-2");

        assertThat(admission)
                .isInstanceOfSatisfying(
                        Admission.Duplicate.class,
                        duplicate -> assertThat(duplicate.holder().runId()).isEqualTo("run-1"));
        assertThat(admission.proceeds()).isFalse();
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.CONFLICT,
                        "execution-mutex",
                        "weekday-pipeline#daily#2026-05-26T12:45",
                        "held by run-1 since 2026-05-26T12:45:03.123Z, so not by run-2"));
    }

    @Test
    void admit_otherRoleMachineOrTime_areRunsOfTheirOwn() {
        ExecutionMutex mutex = mutex(store, POLICY);

        assertThat(List.of(
                        mutex.admit(MACHINE, DAILY, DUE, "run-1"),
                        mutex.admit(MACHINE, Optional.of("weekly"), DUE, "run-2"),
                        mutex.admit("eod-pipeline", DAILY, DUE, "run-3"),
                        mutex.admit(MACHINE, DAILY, DUE.plusSeconds(60), "run-4")))
                .containsOnly(new Admission.Admitted());
    }

    @Test
    void admit_triggersOnBothSidesOfAMinute_areOneRunByTheirScheduledTime() {
        Instant before = Instant.parse("2026-05-26T12:45:59.990Z");
        Instant after = Instant.parse("2026-05-26T12:46:00.010Z");
        ExecutionMutex early = ExecutionMutex.create(store, POLICY, () -> before, events::add);
        ExecutionMutex late = ExecutionMutex.create(store, POLICY, () -> after, events::add);

        assertThat(early.admit(MACHINE, DAILY, DUE, "run-1").proceeds()).isTrue();
        assertThat(late.admit(MACHINE, DAILY, DUE, "run-2").proceeds()).isFalse();
    }

    @Test
    void admit_sameRunAgain_proceedsAsThePolicySays() {
        mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-1");

        Admission admitted = mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-1");
        Admission refused = mutex(store, POLICY.refusingSameRun()).admit(MACHINE, DAILY, DUE, "run-1");

        assertThat(admitted).isInstanceOf(Admission.SameRun.class);
        assertThat(admitted.proceeds()).isTrue();
        assertThat(refused).isInstanceOf(Admission.SameRun.class);
        assertThat(refused.proceeds()).isFalse();
        assertThat(events)
                .extracting(InterlockEvent::kind, InterlockEvent::reason)
                .containsExactly(tuple(
                        InterlockEvent.Kind.CONFLICT,
                        "an earlier attempt was admitted: run-1 since 2026-05-26T12:45:03.123Z"));
    }

    /**
     * The store's client sent the write twice, since the first answer got lost; the second finds the record of the
     * first.
     */
    @Test
    void admit_answerLost_isAdmittedWhateverThePolicy() {
        AdmissionStore sendingTwice = admission -> {
            store.putIfAbsent(admission);
            return store.putIfAbsent(admission);
        };

        Admission admission = mutex(sendingTwice, POLICY.refusingSameRun()).admit(MACHINE, DAILY, DUE, "run-1");

        assertThat(admission).isEqualTo(new Admission.Admitted());
        assertThat(events).isEmpty();
    }

    @Test
    void admit_recordOfThisRunWithoutAnAttempt_isTheSameRun() {
        AdmissionStore foreign = admission -> new AdmissionStore.Answer.Existing(Holder.of("run-1"));

        assertThat(mutex(foreign, POLICY).admit(MACHINE, DAILY, DUE, "run-1")).isInstanceOf(Admission.SameRun.class);
    }

    @Test
    void admit_storedAfterAllThoughUnknown_isTheSameRunNextTime() {
        AdmissionStore lateLanding = admission -> {
            store.putIfAbsent(admission);
            return new AdmissionStore.Answer.Failed("time-out");
        };
        mutex(lateLanding, POLICY).admit(MACHINE, DAILY, DUE, "run-1");

        assertThat(mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-1").proceeds())
                .isTrue();
        assertThat(mutex(store, POLICY.refusingSameRun())
                        .admit(MACHINE, DAILY, DUE, "run-1")
                        .proceeds())
                .isFalse();
        assertThat(mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-2").proceeds())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"STAY_CLOSED, false, REJECTED", "FAIL_OPEN, true, FAILED_OPEN"})
    void admit_storeThatCannotSay_isUnknownAndTold(
            MutexPolicy.OnUnknown onUnknown, boolean proceeds, InterlockEvent.Kind kind) {
        MutexPolicy policy = onUnknown == MutexPolicy.OnUnknown.FAIL_OPEN ? POLICY.failOpenOnUnknown() : POLICY;

        Admission admission = mutex(asked -> new AdmissionStore.Answer.Failed("time-out"), policy)
                .admit(MACHINE, DAILY, DUE, "run-1");

        assertThat(admission).isEqualTo(new Admission.Unknown("time-out", onUnknown));
        assertThat(admission.proceeds()).isEqualTo(proceeds);
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        kind, "execution-mutex", "weekday-pipeline#daily#2026-05-26T12:45", "time-out"));
    }

    @TestFactory
    Stream<DynamicTest> admit_storeThatBreaksItsContract_isUnknown() {
        AsyncAdmissionStore throwing = admission -> {
            throw new IllegalStateException("closed");
        };
        AsyncAdmissionStore failing = admission ->
                CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("closed")));
        AsyncAdmissionStore silent = admission -> CompletableFuture.completedFuture(null);
        return Stream.of(
                unknown("throwing", throwing, "the store threw java.lang.IllegalStateException: closed"),
                unknown("failing", failing, "the store threw java.lang.IllegalStateException: closed"),
                unknown("silent", silent, "the store gave no answer"));
    }

    private DynamicTest unknown(String name, AsyncAdmissionStore broken, String cause) {
        Admission expected = new Admission.Unknown(cause, MutexPolicy.OnUnknown.STAY_CLOSED);
        return DynamicTest.dynamicTest(name, () -> {
            assertThat(async(broken).admit(MACHINE, DAILY, DUE, "run-1").toCompletableFuture())
                    .isCompletedWithValue(expected);
            AdmissionStore blocking = admission ->
                    broken.putIfAbsent(admission).toCompletableFuture().join();
            assertThat(mutex(blocking, POLICY).admit(MACHINE, DAILY, DUE, "run-1"))
                    .isInstanceOf(Admission.Unknown.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"recovery", "Daily", "daily ", ""})
    void admit_roleThatIsNotGuarded_goesByTheStore(String role) {
        Admission admission = mutex(store, POLICY).admit(MACHINE, Optional.of(role), DUE, "run-1");

        assertThat(admission).isEqualTo(new Admission.Bypassed(role));
        assertThat(admission.proceeds()).isTrue();
        assertThat(store.writes()).isEmpty();
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.BYPASSED,
                        "execution-mutex",
                        MACHINE,
                        role.isEmpty() ? "no role" : "role is not guarded: " + role));
    }

    @Test
    void admit_noRole_goesByTheStore() {
        assertThat(mutex(store, POLICY).admit(MACHINE, Optional.empty(), DUE, "run-1"))
                .isEqualTo(new Admission.Bypassed(""));
        assertThat(store.writes()).isEmpty();
    }

    @Test
    void admit_roleFromOutside_isToldPrintably() {
        mutex(store, POLICY).admit(MACHINE, Optional.of("x\n" + "y".repeat(500)), DUE, "run-1");

        assertThat(events.get(0).reason()).isEqualTo("role is not guarded: x?" + "y".repeat(78));
    }

    @Test
    void admit_runMadeUpFor_isKeptFromThePresentOn() {
        Instant longAgo = DUE.minus(Duration.ofDays(100));
        Instant ahead = DUE.plus(Duration.ofDays(100));
        ExecutionMutex mutex = mutex(store, POLICY.retaining(Duration.ofDays(7)));

        mutex.admit(MACHINE, DAILY, longAgo, "run-1");
        mutex.admit(MACHINE, DAILY, ahead, "run-2");

        assertThat(store.writes())
                .extracting(AdmissionRecord::expiresAt)
                .containsExactly(NOW.plus(Duration.ofDays(7)), ahead.plus(Duration.ofDays(7)));
    }

    @Test
    void admit_listenerThatThrows_decidesNothing() {
        mutex(store, POLICY).admit(MACHINE, DAILY, DUE, "run-1");
        ExecutionMutex mutex = ExecutionMutex.create(store, POLICY, () -> NOW, event -> {
            throw new IllegalStateException("no metrics");
        });

        assertThat(mutex.admit(MACHINE, DAILY, DUE, "run-2")).isInstanceOf(Admission.Duplicate.class);
    }

    @Test
    void admit_errorOfTheMachine_goesOnToTheCaller() {
        AdmissionStore broken = admission -> {
            throw new LinkageError("no class");
        };

        assertThatThrownBy(() -> mutex(broken, POLICY).admit(MACHINE, DAILY, DUE, "run-1"))
                .isInstanceOf(LinkageError.class);
    }

    @Test
    void admitAsync_sameStore_answersAsTheOther() {
        AsyncExecutionMutex async = async(AsyncAdmissionStore.on(Runnable::run, store));

        assertThat(async.admit(MACHINE, DAILY, DUE, "run-1").toCompletableFuture())
                .isCompletedWithValue(new Admission.Admitted());
        assertThat(async.admit(MACHINE, DAILY, DUE, "run-2").toCompletableFuture())
                .isCompletedWithValueMatching(Admission.Duplicate.class::isInstance);
        assertThat(async.admit(MACHINE, Optional.empty(), DUE, "run-2").toCompletableFuture())
                .isCompletedWithValue(new Admission.Bypassed(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "' '       | daily    | run-1 | machine is blank: ' '",
                "a#b       | daily    | run-1 | machine has a #: a#b",
                "a#b       | recovery | run-1 | machine has a #: a#b",
                "pipeline  | daily    | ' '   | runId is blank: ' '",
                "pipeline  | recovery | ' '   | runId is blank: ' '"
            })
    void admit_mistake_isRefusedAtOnceWhateverTheRole(String machine, String role, String runId, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mutex(store, POLICY).admit(machine, Optional.of(role), DUE, runId))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> async(AsyncAdmissionStore.on(Runnable::run, store))
                        .admit(machine, Optional.of(role), DUE, runId))
                .withMessage(message);
    }

    @Test
    void admit_textThatAStoreWouldChange_isRefused() {
        ExecutionMutex mutex = mutex(store, POLICY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> mutex.admit(MACHINE, DAILY, DUE, "run-\ud800"))
                .withMessage("runId has half of a surrogate pair: run-?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mutex.admit("machine-\udc00", DAILY, DUE, "run-1"))
                .withMessage("machine has half of a surrogate pair: machine-?");
        assertThat(mutex.admit(MACHINE, DAILY, DUE, "\ud83d\ude00".repeat(512))).isEqualTo(new Admission.Admitted());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mutex.admit(MACHINE, DAILY, DUE, "r".repeat(1025)))
                .withMessage("runId has more than 1024 characters: 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mutex.admit(MACHINE, DAILY, Instant.MAX, "run-1"))
                .withMessageContaining("year is not within 0 and 9999");
    }

    private ExecutionMutex mutex(AdmissionStore over, MutexPolicy policy) {
        return ExecutionMutex.create(over, policy, () -> NOW, events::add);
    }

    private AsyncExecutionMutex async(AsyncAdmissionStore over) {
        return AsyncExecutionMutex.create(over, POLICY, () -> NOW, events::add);
    }
}
