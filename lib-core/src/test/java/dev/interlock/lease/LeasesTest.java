package dev.interlock.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.lease.ScriptedStore.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LeasesTest {
    private static final String NAME = "locks/daily";
    private static final LeaseHolder ANNA = new LeaseHolder("host-a", 1, "append", "run-1");
    private static final LeaseHolder BERT = new LeaseHolder("host-b", 2, "append", "run-2");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final LeaseRequest BY_ANNA = LeaseRequest.of(NAME, ANNA, LEASE);
    private static final LeaseRequest BY_BERT = LeaseRequest.of(NAME, BERT, LEASE);

    private final ScriptedStore store = new ScriptedStore();
    private final List<InterlockEvent> events = new ArrayList<>();
    private final Leases leases = store.leases().listener(events::add).build();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void acquire_nothingThere_beginsAtTheStoresTimeInSeconds() {
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        assertThat(lease.fence()).isEqualTo(ScriptedStore.BEGINNING.getEpochSecond());
        assertThat(lease.name()).isEqualTo(NAME);
        assertThat(store.requests).containsExactly("read", "create");
    }

    @Test
    void acquire_beforeTheEpochOfTheStore_beginsAtOne() {
        store.now = Instant.EPOCH.minusSeconds(10);
        assertThat(leases.acquire(BY_ANNA).orThrow().fence()).isEqualTo(1);
    }

    @Test
    void acquire_released_takesTheNextEpoch() {
        WriterLease first = leases.acquire(BY_ANNA).orThrow();
        first.close();
        store.requests.clear();
        assertThat(leases.acquire(BY_BERT).orThrow().fence()).isEqualTo(first.fence() + 1);
        assertThat(store.requests).containsExactly("read", "replace");
    }

    @Test
    void acquire_afterADeletion_isStillAboveEveryEarlierFence() {
        for (int i = 0; i < 5; i++) {
            leases.acquire(BY_ANNA).orThrow().close();
        }
        long last = leases.acquire(BY_ANNA).orThrow().fence();
        store.delete();
        store.passes(Duration.ofSeconds(6));
        assertThat(leases.acquire(BY_BERT).orThrow().fence()).isGreaterThan(last);
    }

    @ParameterizedTest
    @CsvSource({
        "64, held", // a lease of a minute and five seconds of margin
        "65, free"
    })
    void acquire_byTheStoresClock_takesOverAtLeaseAndMargin(long seconds, String expected) {
        leases.acquire(BY_ANNA).orThrow();
        store.passes(Duration.ofSeconds(seconds));
        assertThat(answer(leases.acquire(BY_BERT))).isEqualTo(expected);
    }

    @Test
    void acquire_goesByTheLeaseOfTheHolder_notByItsOwn() {
        leases.acquire(LeaseRequest.of(NAME, ANNA, Duration.ofHours(1))).orThrow();
        store.passes(Duration.ofMinutes(59));
        assertThat(leases.acquire(BY_BERT)).isEqualTo(new Acquisition.Held(ANNA, Duration.ofMinutes(59)));
    }

    @Test
    void acquire_byObservation_waitsALeaseFromTheFirstLook() {
        leases.acquire(BY_ANNA).orThrow();
        store.passes(Duration.ofDays(1));
        LeaseRequest observing = new LeaseRequest(NAME, BERT, LEASE, Staleness.observed(MARGIN));
        assertThat(leases.acquire(observing)).isEqualTo(new Acquisition.Held(ANNA, Duration.ZERO));
        store.passes(LEASE.plus(MARGIN).minusNanos(1));
        assertThat(leases.acquire(observing)).isInstanceOf(Acquisition.Held.class);
        store.passes(Duration.ofNanos(1));
        assertThat(leases.acquire(observing)).isInstanceOf(Acquisition.Acquired.class);
    }

    @Test
    void acquire_byObservation_startsAgainWithEachRenewal() {
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        LeaseRequest observing = new LeaseRequest(NAME, BERT, LEASE, Staleness.observed(MARGIN));
        leases.acquire(observing);
        store.passes(Duration.ofSeconds(40));
        lease.renew();
        leases.acquire(observing);
        store.passes(Duration.ofSeconds(40));
        assertThat(leases.acquire(observing)).isEqualTo(new Acquisition.Held(ANNA, Duration.ofSeconds(40)));
    }

    @ParameterizedTest
    @CsvSource({"64, held", "65, free"})
    void acquire_byExpiry_goesByTheTimeInTheRecord(long seconds, String expected) {
        leases.acquire(BY_ANNA).orThrow();
        store.passes(Duration.ofSeconds(seconds));
        LeaseRequest request = new LeaseRequest(NAME, BERT, LEASE, Staleness.expiry(MARGIN));
        assertThat(answer(leases.acquire(request))).isEqualTo(expected);
    }

    /** Every answer of the store to the first write; and what it is to whoever asked. */
    @ParameterizedTest
    @EnumSource(Fate.class)
    void acquire_everyFateOfTheFirstWrite_endsAcquiredWithOneRecord(Fate fate) {
        store.nextWrites(fate);
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        store.land(); // what comes late finds another version and is refused
        assertThat(lease.renew()).isEqualTo(new Renewal.Renewed(LEASE));
        lease.close();
        assertThat(store.body()).contains("\"held\":false", "\"epoch\":" + lease.fence());
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"FINE", "LANDS_LATE"},
            mode = EnumSource.Mode.EXCLUDE)
    void acquire_everyFateOfEveryWrite_isAcquiredOrUnknown(Fate fate) {
        store.nextWrites(fate, fate, fate, fate, fate);
        Acquisition acquisition = leases.acquire(BY_ANNA);
        boolean landed = store.body().contains("host-a");
        assertThat(acquisition instanceof Acquisition.Acquired).isEqualTo(landed);
        if (!landed) {
            assertThat(acquisition)
                    .isInstanceOfSatisfying(
                            Acquisition.Unknown.class,
                            unknown -> assertThat(unknown.cause()).startsWith("gave up after 5 writes: "));
        }
    }

    @Test
    void acquire_conflicts_pausesLongerEachTimeUpToASecond() {
        store.nextWrites(Fate.CONFLICT, Fate.CONFLICT, Fate.CONFLICT, Fate.CONFLICT);
        leases.acquire(BY_ANNA).orThrow();
        assertThat(store.pauses)
                .containsExactly(
                        Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"REQUEST_LOST", "THROWS"})
    void acquire_readFails_isUnknownAndWritesNothing(Fate fate) {
        store.nextReads(fate);
        assertThat(leases.acquire(BY_ANNA)).isInstanceOf(Acquisition.Unknown.class);
        assertThat(store.requests).containsExactly("read");
    }

    @Test
    void acquire_readBackFails_isUnknownWithBothCauses() {
        store.nextWrites(Fate.ANSWER_LOST).nextReads(Fate.FINE, Fate.REQUEST_LOST);
        assertThat(leases.acquire(BY_ANNA)).isEqualTo(new Acquisition.Unknown("answer lost; then read failed"));
    }

    @Test
    void acquire_firstWriteLandsLateAfterTheSecondWasRefused_isRecognized() {
        WriterLease before = leases.acquire(BY_BERT).orThrow();
        before.close();
        store.nextWrites(Fate.LANDS_BEFORE_NEXT_READ);
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        assertThat(lease.fence()).isEqualTo(before.fence() + 1);
        assertThat(lease.renew()).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void acquire_lostAnswer_countsFromBeforeTheSendThatLanded() {
        store.perRequest = Duration.ofSeconds(10);
        store.nextWrites(Fate.ANSWER_LOST);
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        store.passes(Duration.ofSeconds(39)); // ten for the write and ten for the read were before
        assertThat(lease.isHeld()).isTrue();
        store.passes(Duration.ofSeconds(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void acquire_overBeforeTheAnswer_isReleasedAndRefused() {
        store.perRequest = LEASE;
        assertThat(leases.acquire(BY_ANNA))
                .isInstanceOfSatisfying(
                        Acquisition.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .contains("PT1M was over before the store had answered", "is released again"));
        assertThat(store.body()).contains("\"held\":false");
    }

    @Test
    void acquire_overBeforeTheAnswerAndNotToBeReleased_saysThatItRunsOut() {
        store.perRequest = LEASE;
        store.nextWrites(Fate.FINE, Fate.REQUEST_LOST).nextReads(Fate.FINE, Fate.REQUEST_LOST);
        assertThat(leases.acquire(BY_ANNA))
                .isInstanceOfSatisfying(
                        Acquisition.Unknown.class,
                        unknown -> assertThat(unknown.cause()).contains("runs out by itself"));
    }

    @Test
    void acquire_held_tellsTheListener() {
        leases.acquire(BY_ANNA).orThrow();
        leases.acquire(BY_BERT);
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.CONFLICT,
                        "writer-lease",
                        NAME,
                        "is held by append on host-a (pid 1, run run-1)"));
    }

    @Test
    void acquire_interruptedBetweenAttempts_isUnknownAndStaysInterrupted() {
        Leases interrupted =
                store.leases().pause(time -> Thread.currentThread().interrupt()).build();
        store.nextWrites(Fate.CONFLICT);
        assertThat(interrupted.acquire(BY_ANNA))
                .isEqualTo(new Acquisition.Unknown("gave up after 1 writes: another write was under way"));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NOT_JSON", "[]", "null", "{\"writer_id\":\"x\"}"})
    void acquire_bodyOfNobody_isUnknownUntilNothingHasChangedForALease(String body) {
        store.put(body);
        assertThat(leases.acquire(BY_ANNA))
                .isInstanceOfSatisfying(
                        Acquisition.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .startsWith("the lock cannot be understood: ")
                                .endsWith("or inspect and break it"));
        store.passes(LEASE.plus(MARGIN));
        assertThat(leases.acquire(BY_ANNA)).isInstanceOf(Acquisition.Acquired.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":2,\"epoch\":7}",
                "{\"v\":1}",
                "{\"v\":1,\"epoch\":0,\"held\":true}",
                "{\"v\":\"1\"}",
                "{\"v\":null}"
            })
    void acquire_bodyOfAnotherVersion_isUnknownForEver(String body) {
        store.put(body);
        store.passes(Duration.ofDays(365));
        assertThat(leases.acquire(BY_ANNA))
                .isInstanceOfSatisfying(
                        Acquisition.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .endsWith("update this library, or inspect and break the lock"));
    }

    @Test
    void tryAcquire_releasedMeanwhile_isAcquired() {
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        AtomicReference<Integer> polls = new AtomicReference<>(0);
        Leases patient = store.leases()
                .pause(time -> {
                    store.passes(time);
                    if (polls.updateAndGet(n -> n + 1) == 3) {
                        lease.close();
                    }
                })
                .build();
        assertThat(patient.tryAcquire(BY_BERT, store.now.plusSeconds(10))).isInstanceOf(Acquisition.Acquired.class);
        assertThat(polls.get()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"ANSWER_LOST", "LANDS_BEFORE_NEXT_READ"})
    void tryAcquire_landedButCouldNotBeReadBack_isRecognizedByTheNextAttempt(Fate fate) {
        store.nextWrites(fate).nextReads(Fate.FINE, Fate.REQUEST_LOST);
        WriterLease lease =
                leases.tryAcquire(BY_ANNA, store.now.plusSeconds(10)).orThrow();
        assertThat(store.requests).containsExactly("read", "create", "read", "read");
        assertThat(events).isEmpty();
        store.now = ScriptedStore.BEGINNING.plus(LEASE).minusNanos(1);
        assertThat(lease.isHeld()).isTrue();
        store.passes(Duration.ofNanos(1));
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void tryAcquire_heldUntilTheDeadline_isHeldAndTellsOnce() {
        leases.acquire(BY_ANNA).orThrow();
        assertThat(leases.tryAcquire(BY_BERT, store.now.plusSeconds(3)))
                .isEqualTo(new Acquisition.Held(ANNA, Duration.ofMillis(2_250)));
        assertThat(store.pauses).containsOnly(Duration.ofMillis(750));
        assertThat(events).hasSize(1);
    }

    @Test
    void tryAcquire_deadlineIsOver_asksOnce() {
        leases.acquire(BY_ANNA).orThrow();
        store.requests.clear();
        assertThat(leases.tryAcquire(BY_BERT, store.now.minusSeconds(1))).isInstanceOf(Acquisition.Held.class);
        assertThat(store.requests).containsExactly("read");
    }

    @Test
    void tryAcquire_interrupted_givesTheLastAnswer() {
        leases.acquire(BY_ANNA).orThrow();
        Leases interrupted =
                store.leases().pause(time -> Thread.currentThread().interrupt()).build();
        assertThat(interrupted.tryAcquire(BY_BERT, store.now.plusSeconds(3))).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void inspect_everyState_isTold() {
        assertThat(leases.inspect(NAME)).isEqualTo(new LeaseState.Free(0));
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        store.passes(Duration.ofSeconds(7));
        assertThat(leases.inspect(NAME))
                .isEqualTo(new LeaseState.Taken(ANNA, lease.fence(), Duration.ofSeconds(7), "n1"));
        lease.close();
        assertThat(leases.inspect(NAME)).isEqualTo(new LeaseState.Free(lease.fence()));
        store.put("NOT_JSON");
        assertThat(leases.inspect(NAME)).isEqualTo(new LeaseState.Illegible("it is no JSON", "v3"));
        store.nextReads(Fate.REQUEST_LOST);
        assertThat(leases.inspect(NAME)).isEqualTo(new LeaseState.Unknown("read failed"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"LANDS_LATE"},
            mode = EnumSource.Mode.EXCLUDE)
    void breakLock_ofTheInspectedNonce_freesItAndKeepsTheEpoch(Fate fate) {
        WriterLease crashed = leases.acquire(BY_ANNA).orThrow();
        store.nextWrites(fate);
        assertThat(leases.breakLock(NAME, "n1")).isEqualTo(new LeaseState.Free(crashed.fence()));
        assertThat(leases.acquire(BY_BERT).orThrow().fence()).isEqualTo(crashed.fence() + 1);
        assertThat(crashed.renew()).isInstanceOf(Renewal.Lost.class);
    }

    @Test
    void breakLock_renewedSinceItWasInspected_breaksNothing() {
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        lease.renew();
        assertThat(leases.breakLock(NAME, "n1"))
                .isEqualTo(new LeaseState.Taken(ANNA, lease.fence(), Duration.ZERO, "n2"));
        assertThat(lease.renew()).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void breakLock_illegible_keepsTheEpochThatStandsInIt() {
        store.put("{\"v\":2,\"epoch\":99999999999}");
        assertThat(leases.breakLock(NAME, "v1")).isEqualTo(new LeaseState.Free(99_999_999_999L));
        assertThat(leases.acquire(BY_ANNA).orThrow().fence()).isEqualTo(100_000_000_000L);
        store.put(Payload.of(new byte[] {(byte) 0xff}));
        assertThat(leases.breakLock(NAME, "v4")).isEqualTo(new LeaseState.Free(store.now.getEpochSecond()));
    }

    @Test
    void breakLock_nothingThereOrNobodyCanSay_isTold() {
        assertThat(leases.breakLock(NAME, "n1")).isEqualTo(new LeaseState.Free(0));
        leases.acquire(BY_ANNA).orThrow();
        store.nextReads(Fate.REQUEST_LOST);
        assertThat(leases.breakLock(NAME, "n1")).isEqualTo(new LeaseState.Unknown("read failed"));
        store.nextWrites(Fate.CONFLICT, Fate.CONFLICT, Fate.CONFLICT, Fate.CONFLICT, Fate.CONFLICT);
        assertThat(leases.breakLock(NAME, "n1")).isEqualTo(new LeaseState.Unknown("gave up after 5 writes"));
    }

    @Test
    void orThrow_heldOrUnknown_throwsWithTheReason() {
        assertThatThrownBy(() -> new Acquisition.Held(ANNA, Duration.ofSeconds(7)).orThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the lease is held by append on host-a (pid 1, run run-1), last heard of PT7S ago");
        assertThatThrownBy(() -> new Acquisition.Unknown("no route").orThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nobody can say who holds the lease: no route");
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT0.999S", "PT24H0.001S"})
    void request_leaseOutOfBounds_isRefused(Duration lease) {
        assertThatThrownBy(() -> LeaseRequest.of(NAME, ANNA, lease))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lease is not within PT1S and PT24H: " + lease);
    }

    @Test
    void request_badParts_areRefusedByName() {
        assertThatThrownBy(() -> LeaseRequest.of(NAME, ANNA, Duration.ofNanos(1_000_000_001)))
                .hasMessage("lease is not of whole milliseconds: PT1.000000001S");
        assertThatThrownBy(() -> LeaseRequest.of(" ", ANNA, LEASE)).hasMessage("name is blank");
        assertThatThrownBy(() -> LeaseRequest.of("\ud800", ANNA, LEASE))
                .hasMessage("name has half of a surrogate pair");
        assertThatThrownBy(() -> LeaseRequest.of("x".repeat(1_025), ANNA, LEASE))
                .hasMessage("name is longer than 1024 bytes: 1025");
        assertThatThrownBy(() -> new LeaseHolder("h", -1, "r", "")).hasMessage("pid is negative: -1");
        assertThatThrownBy(() -> new LeaseHolder("x".repeat(257), 1, "r", ""))
                .hasMessage("host is longer than 256 characters: 257");
        assertThatThrownBy(() -> new LeaseHolder("h", 1, "\udc00", "")).hasMessage("role has half of a surrogate pair");
        assertThatThrownBy(() -> Staleness.storeClock(Duration.ofSeconds(-1)))
                .hasMessage("margin is not within PT0S and PT1H: PT-1S");
        assertThatThrownBy(() -> Staleness.observed(Duration.ofMinutes(61)))
                .hasMessage("margin is not within PT0S and PT1H: PT1H1M");
    }

    @Test
    void results_print_forAHuman() {
        assertThat(new LeaseHolder("h", 1, "r", "")).hasToString("r on h (pid 1)");
        assertThat(Staleness.observed(MARGIN)).hasToString("OBSERVED with a margin of PT5S");
    }

    @Test
    void fold_everyCase_isHandled() {
        WriterLease lease = leases.acquire(BY_ANNA).orThrow();
        assertThat(List.of(
                        new Acquisition.Acquired(lease),
                        new Acquisition.Held(ANNA, LEASE),
                        new Acquisition.Unknown("x")))
                .map(LeasesTest::answer)
                .containsExactly("free", "held", "unknown");
        assertThat(List.of(
                        new LeaseState.Free(1),
                        new LeaseState.Taken(ANNA, 1, LEASE, "n"),
                        new LeaseState.Illegible("x", "n"),
                        new LeaseState.Unknown("x")))
                .map(state -> state.<String>fold(f -> "free", t -> "taken", i -> "illegible", u -> "unknown"))
                .containsExactly("free", "taken", "illegible", "unknown");
        assertThat(List.of(new FencedWrite.Accepted(), new FencedWrite.Refused(3), new FencedWrite.Unknown("x")))
                .map(write -> write.<String>fold(a -> "accepted", r -> "refused", u -> "unknown"))
                .containsExactly("accepted", "refused", "unknown");
    }

    private static String answer(Acquisition acquisition) {
        return acquisition.fold(acquired -> "free", held -> "held", unknown -> "unknown");
    }
}
