package dev.interlock.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockEvent.Kind;
import dev.interlock.lease.ScriptedStore.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WriterLeaseTest {
    private static final String NAME = "locks/daily";
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final LeaseRequest REQUEST =
            LeaseRequest.of(NAME, new LeaseHolder("host-a", 1, "append", "run-1"), LEASE);
    private static final LeaseRequest OTHER =
            LeaseRequest.of(NAME, new LeaseHolder("host-b", 2, "append", "run-2"), LEASE);

    private final ScriptedStore store = new ScriptedStore();
    private final List<InterlockEvent> events = new ArrayList<>();
    private final Leases leases = store.leases().listener(events::add).build();
    private final WriterLease lease = leases.acquire(REQUEST).orThrow();
    private final List<String> told = new ArrayList<>();

    WriterLeaseTest() {
        lease.onLost(told::add);
        store.requests.clear();
    }

    @Test
    void ensureHeld_atTheLastMomentAndAtTheEnd_isHalfOpen() {
        store.passes(LEASE.minusNanos(1));
        assertThatCode(lease::ensureHeld).doesNotThrowAnyException();
        store.passes(Duration.ofNanos(1));
        assertThatThrownBy(lease::ensureHeld)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the lease on locks/daily with fence " + lease.fence() + " is not held: its time is over");
        assertThat(told).containsExactly("its time is over");
    }

    @Test
    void isHeld_oneClockStandsStill_goesByTheOther() {
        Instant wall = store.now;
        AtomicLong tick = new AtomicLong();
        WriterLease frozenWall = Leases.builder(new ScriptedStore(), () -> wall, tick::get)
                .build()
                .acquire(REQUEST)
                .orThrow();
        tick.set(LEASE.toNanos());
        assertThat(frozenWall.isHeld()).isFalse();

        AtomicReference<Instant> moving = new AtomicReference<>(wall);
        WriterLease frozenTick = Leases.builder(new ScriptedStore(), moving::get, () -> 0)
                .build()
                .acquire(REQUEST)
                .orThrow();
        moving.set(wall.minusSeconds(3_600));
        assertThat(frozenTick.isHeld()).isTrue();
        moving.set(wall.plus(LEASE));
        assertThat(frozenTick.isHeld()).isFalse();
    }

    @Test
    void renew_extendsFromBeforeTheSend_andKeepsTheFence() {
        long fence = lease.fence();
        store.passes(Duration.ofSeconds(40));
        store.perRequest = Duration.ofSeconds(5);
        assertThat(lease.renew()).isEqualTo(new Renewal.Renewed(Duration.ofSeconds(55)));
        assertThat(lease.fence()).isEqualTo(fence);
        store.passes(Duration.ofSeconds(54));
        assertThat(lease.isHeld()).isTrue();
        store.passes(Duration.ofSeconds(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void renew_everyFateOfTheFirstWrite_isRenewed(Fate fate) {
        store.nextWrites(fate);
        assertThat(lease.renew()).isInstanceOf(Renewal.Renewed.class);
        store.land();
        assertThat(lease.renew()).isInstanceOf(Renewal.Renewed.class);
        lease.close();
        assertThat(store.body()).contains("\"held\":false");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"REQUEST_LOST", "CONFLICT", "THROWS"})
    void renew_nothingLands_isUnknownAndHeldUntilItsTimeIsOver(Fate fate) {
        store.nextWrites(fate, fate, fate, fate, fate);
        assertThat(lease.renew()).isInstanceOf(Renewal.Unknown.class);
        assertThat(lease.isHeld()).isTrue();
        assertThat(lease.renew()).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void renew_landsAfterItWasGivenUp_isRecognizedByTheNextOne() {
        store.nextWrites(Fate.LANDS_LATE).nextReads(Fate.REQUEST_LOST);
        assertThat(lease.renew()).isEqualTo(new Renewal.Unknown("timed out; then read failed"));
        store.land();
        assertThat(lease.renew()).isInstanceOf(Renewal.Renewed.class);
        assertThat(told).isEmpty();
    }

    @Test
    void renew_landsAfterItWasGivenUp_isRecognizedByTheRelease() {
        store.nextWrites(Fate.LANDS_LATE).nextReads(Fate.REQUEST_LOST);
        lease.renew();
        store.land();
        lease.close();
        assertThat(store.body()).contains("\"held\":false");
        assertThat(events).isEmpty();
    }

    @Test
    void renew_takenByAnother_isLostWithoutAnotherRead() {
        takenOver();
        store.requests.clear();
        store.now = ScriptedStore.BEGINNING; // our clocks have stood still
        assertThat(lease.renew())
                .isEqualTo(new Renewal.Lost("another record has taken the place of ours, or somebody has deleted it"));
        assertThat(store.requests).containsExactly("replace");
        assertThat(lease.isHeld()).isFalse();
        assertThat(told).hasSize(1);
        String body = store.body();
        lease.close();
        assertThat(store.body()).isEqualTo(body);
        assertThat(events).extracting(InterlockEvent::kind).containsExactly(Kind.LEASE_LOST);
    }

    @Test
    void renew_takenByAnotherWhileTheAnswerIsMissing_isLostAfterARead() {
        takenOver();
        store.now = ScriptedStore.BEGINNING;
        store.nextWrites(Fate.ANSWER_LOST);
        assertThat(lease.renew()).isInstanceOf(Renewal.Lost.class);
    }

    @Test
    void renew_afterItsTime_neverBringsItBack() {
        store.passes(LEASE);
        assertThat(lease.renew()).isEqualTo(new Renewal.Lost("its time is over"));
        assertThat(store.requests).isEmpty();
        assertThat(told).containsExactly("its time is over");
    }

    @Test
    void renew_overBeforeTheAnswer_isLostAndCanStillBeReleased() {
        store.perRequest = LEASE;
        assertThat(lease.renew()).isEqualTo(new Renewal.Lost("its time was over before the store had answered"));
        lease.close();
        assertThat(store.body()).contains("\"held\":false");
    }

    @Test
    void renew_overBetweenTwoAttempts_isLost() {
        store.passes(Duration.ofSeconds(59));
        store.perRequest = Duration.ofSeconds(1);
        store.nextWrites(Fate.CONFLICT);
        assertThat(lease.renew()).isEqualTo(new Renewal.Lost("its time was over before it was renewed"));
    }

    @Test
    void onLost_afterTheLoss_isDoneAtOnceAndOnce() {
        store.passes(LEASE);
        lease.isHeld();
        List<String> late = new ArrayList<>();
        lease.onLost(late::add);
        lease.isHeld();
        assertThat(late).containsExactly("its time is over");
        assertThat(told).hasSize(1);
    }

    @Test
    void onLost_oneThrows_theOthersHearOfItAndTheListener() {
        List<String> later = new ArrayList<>();
        lease.onLost(cause -> {
            throw new IllegalStateException("broken");
        });
        lease.onLost(later::add);
        store.passes(LEASE);
        assertThat(lease.isHeld()).isFalse();
        assertThat(later).hasSize(1);
        assertThat(events)
                .extracting(InterlockEvent::reason)
                .containsExactly(
                        "with fence " + lease.fence() + ": its time is over",
                        "an action on the loss threw java.lang.IllegalStateException");
    }

    @Test
    void onLost_closedBefore_isNeverDone() {
        lease.close();
        store.passes(LEASE);
        assertThat(lease.isHeld()).isFalse();
        assertThat(lease.renew()).isEqualTo(new Renewal.Lost("it is closed"));
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"LANDS_LATE"},
            mode = EnumSource.Mode.EXCLUDE)
    void close_everyFateOfTheFirstWrite_releases(Fate fate) {
        store.nextWrites(fate);
        lease.close();
        assertThat(store.body()).contains("\"held\":false", "\"epoch\":" + lease.fence(), "host-a");
        assertThat(leases.acquire(OTHER)).isInstanceOf(Acquisition.Acquired.class);
        assertThat(events).isEmpty();
    }

    @Test
    void close_twice_releasesOnce() {
        lease.close();
        lease.close();
        assertThat(store.requests).containsExactly("replace");
        assertThatThrownBy(lease::ensureHeld).hasMessageEndingWith("is not held: it is closed");
    }

    @Test
    void close_storeOutOfReach_tellsTheListenerAndDoesNotThrow() {
        store.nextWrites(Fate.REQUEST_LOST).nextReads(Fate.THROWS);
        lease.close();
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        Kind.UNRELEASED,
                        "writer-lease",
                        NAME,
                        "the store could not be told; with fence " + lease.fence()
                                + " it is held until its lease of PT1M is over"));
    }

    @Test
    void close_nothingLands_givesUpAfterFiveWrites() {
        Fate lost = Fate.REQUEST_LOST;
        store.nextWrites(lost, lost, lost, lost, lost);
        lease.close();
        assertThat(events).extracting(InterlockEvent::kind).containsExactly(Kind.UNRELEASED);
        assertThat(store.requests.stream().filter("replace"::equals)).hasSize(5);
    }

    @Test
    void close_sourceOfNoncesIsBroken_doesNotThrow() {
        AtomicLong nonces = new AtomicLong();
        WriterLease broken = new ScriptedStore()
                .leases()
                .nonces(() -> {
                    if (nonces.incrementAndGet() > 1) {
                        throw new IllegalStateException("no entropy");
                    }
                    return "n";
                })
                .listener(events::add)
                .build()
                .acquire(REQUEST)
                .orThrow();
        broken.close();
        assertThat(events).extracting(InterlockEvent::kind).containsExactly(Kind.UNRELEASED);
    }

    @Test
    void close_afterItsTimeAndNotTakenOver_stillReleases() {
        store.passes(LEASE.multipliedBy(3));
        lease.close();
        assertThat(store.body()).contains("\"held\":false");
    }

    @Test
    void close_lossWasToldAndAnotherHasTakenOver_isNotToldTwice() {
        takenOver();
        assertThat(lease.isHeld()).isFalse();
        lease.close();
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        Kind.LEASE_LOST, "writer-lease", NAME, "with fence " + lease.fence() + ": its time is over"));
    }

    @Test
    void toString_tellsNameAndFence() {
        assertThat(lease).hasToString("locks/daily with fence " + lease.fence());
    }

    @Test
    void close_deletedMeanwhile_writesNothing() {
        store.delete();
        lease.close();
        assertThat(store.body()).isEmpty();
        assertThat(events).extracting(InterlockEvent::kind).containsExactly(Kind.LEASE_LOST);
    }

    @Test
    void close_bodyHasThrown_leavesItsException() {
        Fate lost = Fate.REQUEST_LOST;
        store.nextWrites(lost, lost, lost, lost, lost);
        assertThatThrownBy(() -> {
                    try (WriterLease held = lease) {
                        held.ensureHeld();
                        throw new IllegalArgumentException("the body's own");
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the body's own")
                .hasNoSuppressedExceptions();
    }

    @Test
    void close_whileARenewalFindsTheLoss_theListenerHearsOfItAllTheSame() throws InterruptedException {
        for (int round = 0; round < 5_000; round++) {
            ScriptedStore own = new ScriptedStore();
            List<InterlockEvent> heard = Collections.synchronizedList(new ArrayList<>());
            WriterLease lost =
                    own.leases().listener(heard::add).build().acquire(REQUEST).orThrow();
            own.delete();
            Thread renewing = new Thread(lost::renew);
            renewing.start();
            for (int spin = 0; spin < round * 2; spin++) {
                Thread.onSpinWait();
            }
            lost.close();
            renewing.join();
            assertThat(heard)
                    .as("round %d", round)
                    .extracting(InterlockEvent::kind)
                    .containsExactly(Kind.LEASE_LOST);
        }
    }

    @Test
    void renewWith_renewsEachThirdOfTheLease_untilClosed() {
        ManualScheduler scheduler = new ManualScheduler(store);
        assertThat(lease.renewWith(scheduler)).isSameAs(lease);
        scheduler.run(Duration.ofMinutes(10));
        lease.ensureHeld();
        assertThat(store.requests).hasSize(30);
        lease.close();
        scheduler.run(Duration.ofMinutes(10));
        assertThat(store.requests).hasSize(31);
        assertThat(scheduler.waiting()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void renewWith_mostOfTheLeaseHasPassed_renewsAtOnce() {
        store.passes(Duration.ofSeconds(50));
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        scheduler.run(Duration.ofMinutes(5));
        assertThat(lease.isHeld()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void renewWith_answerTookLongerThanAThirdOfTheLease_renewsAgainAtOnce() {
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        store.perRequest = Duration.ofSeconds(25);
        scheduler.run(LEASE.dividedBy(3));
        assertThat(store.requests).hasSize(1);
        scheduler.run(Duration.ofMillis(1));
        assertThat(store.requests).hasSize(2);
        assertThat(told).isEmpty();
    }

    @Test
    void renewWith_storeInTrouble_goesOnAndIsRenewedLater() {
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        store.nextWrites(Fate.THROWS, Fate.REQUEST_LOST, Fate.THROWS)
                .nextReads(Fate.THROWS, Fate.REQUEST_LOST, Fate.THROWS);
        scheduler.run(Duration.ofMinutes(5));
        lease.ensureHeld();
        assertThat(told).isEmpty();
    }

    @Test
    void renewWith_storeOutOfReach_tellsWhenTheTimeIsOver() {
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        for (int i = 0; i < 100; i++) {
            store.nextWrites(Fate.REQUEST_LOST).nextReads(Fate.REQUEST_LOST);
        }
        scheduler.run(LEASE.minusMillis(1));
        assertThat(told).isEmpty();
        scheduler.run(Duration.ofMillis(1));
        assertThat(told).containsExactly("its time is over");
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void renewWith_takenByAnother_tellsAtTheNextRenewal() {
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        leases.breakLock(NAME, "n1");
        scheduler.run(LEASE.dividedBy(3));
        assertThat(told).hasSize(1);
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void renewWith_sourceOfNoncesIsBroken_goesOnUntilTheTimeIsOver() {
        AtomicLong nonces = new AtomicLong();
        ScriptedStore own = new ScriptedStore();
        WriterLease broken = own.leases()
                .nonces(() -> {
                    if (nonces.incrementAndGet() == 2) {
                        throw new IllegalStateException("no entropy");
                    }
                    return "n" + nonces;
                })
                .build()
                .acquire(REQUEST)
                .orThrow();
        ManualScheduler scheduler = new ManualScheduler(own);
        broken.renewWith(scheduler);
        scheduler.run(Duration.ofMinutes(2));
        assertThat(broken.isHeld()).isTrue();
    }

    @Test
    void renewWith_executorIsShutDown_refusesOrGivesUp() {
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        scheduler.shutdown();
        scheduler.run(LEASE.dividedBy(3));
        assertThat(told).containsExactly("the executor of its renewal takes no more tasks");
        assertThat(lease.isHeld()).isFalse();

        WriterLease other =
                new ScriptedStore().leases().build().acquire(REQUEST).orThrow();
        assertThatThrownBy(() -> other.renewWith(scheduler)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void renewWith_renewalDies_isLostAndTheErrorGoesOn() {
        AtomicLong nonces = new AtomicLong();
        ScriptedStore own = new ScriptedStore();
        WriterLease dying = own.leases()
                .nonces(() -> {
                    if (nonces.incrementAndGet() > 1) {
                        throw new OutOfMemoryError("by order of the test");
                    }
                    return "n";
                })
                .build()
                .acquire(REQUEST)
                .orThrow();
        dying.onLost(told::add);
        ManualScheduler scheduler = new ManualScheduler(own);
        dying.renewWith(scheduler);
        assertThatThrownBy(() -> scheduler.run(LEASE)).isInstanceOf(OutOfMemoryError.class);
        assertThat(told).containsExactly("its renewal died of java.lang.OutOfMemoryError: by order of the test");
    }

    @Test
    void renewWith_twice_isRefused() {
        ManualScheduler scheduler = new ManualScheduler(store);
        lease.renewWith(scheduler);
        assertThatThrownBy(() -> lease.renewWith(scheduler))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the lease on locks/daily is renewed in the background already");
    }

    private void takenOver() {
        store.passes(LEASE.plusSeconds(5));
        leases.acquire(OTHER).orThrow();
    }
}
