package dev.interlock.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.Payload;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Settlement;
import dev.interlock.idempotency.StoredResult;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link IdempotencyStore} promises, as tests. Extend it, and hand in your store; it needs no empty one,
 * because every test has a token of its own.
 */
public abstract class IdempotencyStoreSuite {
    /** The lease of every claim of the suite. */
    protected static final Duration LEASE = Duration.ofMinutes(15);

    private static final Duration RETENTION = Duration.ofDays(400);
    private static final ClaimPolicy POLICY = ClaimPolicy.of(LEASE, RETENTION);
    private static final Fingerprint REQUEST = fingerprint("a");
    private static final StoredResult RESULT = StoredResult.success(Payload.of("{\"id\":\"ri-1\"}"));
    private static final int THREADS = 4;
    private static final int ROUNDS = 200;

    private final MutableInstantSource clock = MutableInstantSource.at("2026-05-26T12:45:00.123Z");
    private final IdempotencyToken token =
            IdempotencyTokens.deriveIdempotencyToken(UUID.randomUUID().toString(), 0);

    /** For suites that hand in a store. */
    protected IdempotencyStoreSuite() {}

    /**
     * The store as a process with this clock sees it. All that it gives in one test see the same records.
     *
     * @param clock the only clock that it may ask
     */
    protected abstract IdempotencyStore store(InstantSource clock);

    /** By how much a lease must be over before another claimant takes it. */
    protected abstract Duration tolerance();

    /**
     * Loses the answer of the next write after it was carried out, so that the store's client sends it again; false if
     * that cannot be done, which skips the tests of it.
     */
    protected boolean loseNextAnswer() {
        return false;
    }

    @Test
    void claim_newToken_isGrantedUntilItsLeaseIsOver() {
        Claim.Granted granted = granted(claim("a"));

        assertEquals(clock.instant().plus(LEASE), granted.expiresAt());
        assertEquals(0, granted.unfinished());
        assertEquals(new Hold(token, "a", granted.fence(), RETENTION), granted.hold());
    }

    @Test
    void claim_heldByAnother_tellsWhoAndUntilWhen() {
        Claim.Granted granted = granted(claim("a"));

        assertEquals(new Claim.Held("a", granted.expiresAt()), claim("b"));
    }

    @Test
    void claim_heldByOneOfTheSameName_isNotGranted() {
        granted(claim("a"));

        assertInstanceOf(Claim.Held.class, claim("a"));
    }

    @Test
    void claim_oneMillisecondBeforeTheLeaseIsOver_isHeld() {
        granted(claim("a"));
        clock.advance(LEASE.plus(tolerance()).minusMillis(1));

        assertInstanceOf(Claim.Held.class, claim("b"));
    }

    @Test
    void claim_whenTheLeaseIsOver_isGrantedWithAHigherFence() {
        Claim.Granted first = granted(claim("a"));
        afterTheLease();

        Claim.Granted second = granted(claim("b"));

        assertTrue(second.fence() > first.fence());
        assertEquals(1, second.unfinished());
        assertEquals(clock.instant().plus(LEASE), second.expiresAt());
    }

    @Test
    void claim_ownersThatDieOneAfterAnother_countAsUnfinished() {
        granted(claim("a"));
        afterTheLease();
        granted(claim("b"));
        afterTheLease();
        assertDone(store().abandon(granted(claim("c")).hold()));

        assertEquals(2, granted(claim("d")).unfinished());
    }

    @Test
    void claim_otherRequestUnderTheToken_isAMismatchInEveryState() {
        Claim.Granted first = granted(claim("a"));
        assertEquals(new Claim.Mismatch(REQUEST), claimOther());
        afterTheLease();
        assertEquals(new Claim.Mismatch(REQUEST), claimOther());
        assertDone(store().abandon(first.hold()));
        assertEquals(new Claim.Mismatch(REQUEST), claimOther());
        assertDone(store().complete(granted(claim("a")).hold(), RESULT));
        assertEquals(new Claim.Mismatch(REQUEST), claimOther());
    }

    @Test
    void claim_ofAnotherToken_isItsOwnAffair() {
        granted(claim("a"));
        IdempotencyToken other =
                IdempotencyTokens.deriveIdempotencyToken(UUID.randomUUID().toString(), 0);

        granted(store().claim(new ClaimRequest(other, "b", REQUEST, POLICY)));
    }

    @Test
    void complete_ownClaim_isToldToEverybodyForGood() {
        assertDone(store().complete(granted(claim("a")).hold(), RESULT));

        assertReplays(RESULT);
        clock.advance(LEASE.multipliedBy(2));
        assertReplays(RESULT);
        clock.advance(RETENTION.plusDays(1)); // what may be removed, but is still there, still counts
        assertReplays(RESULT);
    }

    @Test
    void complete_failure_isToldAsAFailure() {
        StoredResult failure = StoredResult.failure(Payload.of("no such offering"));
        assertDone(store().complete(granted(claim("a")).hold(), failure));

        assertReplays(failure);
    }

    @Test
    void complete_resultsOfEveryKind_areToldByteForByte() {
        byte[] largest = new byte[StoredResult.MAX_BYTES];
        largest[7] = (byte) 0xff;
        for (Payload payload : List.of(
                Payload.none(), Payload.of(""), Payload.of("42"), Payload.of("{\"a\": 1.50}"), Payload.of(largest))) {
            IdempotencyToken own =
                    IdempotencyTokens.deriveIdempotencyToken(UUID.randomUUID().toString(), 0);
            ClaimRequest request = new ClaimRequest(own, "a", REQUEST, POLICY);
            assertDone(store().complete(granted(store().claim(request)).hold(), StoredResult.success(payload)));

            StoredResult told = assertInstanceOf(Claim.Completed.class, store().claim(request))
                    .result();
            assertEquals(payload.kind(), told.payload().kind());
            assertArrayEquals(payload.bytes(), told.payload().bytes());
        }
    }

    @Test
    void complete_twiceWithOneResult_isDoneAndWithAnotherIsNot() {
        Hold hold = granted(claim("a")).hold();
        assertDone(store().complete(hold, RESULT));

        assertDone(store().complete(hold, RESULT));
        for (StoredResult other : List.of(
                StoredResult.success(Payload.of("{\"id\":\"ri-2\"}")),
                StoredResult.success(Payload.of("ri-1")),
                StoredResult.failure(RESULT.payload()))) {
            assertEquals(new Settlement.Lost("a", hold.fence()), store().complete(hold, other));
        }
        assertReplays(RESULT);
    }

    @Test
    void complete_leaseOverButNobodyElseCame_isDone() {
        Hold hold = granted(claim("a")).hold();
        afterTheLease();

        assertDone(store().complete(hold, RESULT));
        assertReplays(RESULT);
    }

    @Test
    void everyLaterWrite_ofALateOwner_leavesItsSuccessorAlone() {
        Hold late = granted(claim("a")).hold();
        afterTheLease();
        Claim.Granted successor = granted(claim("b"));
        Settlement lost = new Settlement.Lost("b", successor.fence());

        assertEquals(lost, store().complete(late, RESULT));
        assertEquals(lost, store().abandon(late));
        assertEquals(lost, store().renew(late, LEASE));
        assertEquals(new Claim.Held("b", successor.expiresAt()), claim("c"));
        assertDone(store().complete(successor.hold(), RESULT));
    }

    @Test
    void everyLaterWrite_ofALateOwnerOfTheSameName_leavesItsSuccessorAlone() {
        Hold late = granted(claim("a")).hold();
        afterTheLease();
        Claim.Granted successor = granted(claim("a"));
        Settlement lost = new Settlement.Lost("a", successor.fence());

        assertEquals(lost, store().complete(late, RESULT));
        assertEquals(lost, store().abandon(late));
        assertEquals(lost, store().renew(late, LEASE));
        assertDone(store().abandon(successor.hold()));
    }

    @Test
    void everyLaterWrite_afterASuccessorEnded_changesNothing() {
        Hold late = granted(claim("a")).hold();
        afterTheLease();
        Hold successor = granted(claim("b")).hold();
        assertDone(store().complete(successor, RESULT));
        Settlement lost = new Settlement.Lost("b", successor.fence());

        assertEquals(lost, store().complete(late, StoredResult.success(Payload.of("late"))));
        assertEquals(lost, store().abandon(late));
        assertEquals(lost, store().renew(late, LEASE));
        assertReplays(RESULT);
    }

    @Test
    void everyLaterWrite_ofAStranger_isRefused() {
        Claim.Granted granted = granted(claim("a"));
        Settlement lost = new Settlement.Lost("a", granted.fence());
        for (Hold foreign : List.of(
                new Hold(token, "b", granted.fence(), RETENTION),
                new Hold(token, "b", granted.fence() + 1, RETENTION),
                new Hold(token, "a", granted.fence() + 1, RETENTION),
                new Hold(token, "a", Math.max(1, granted.fence() - 1), RETENTION))) {
            if (foreign.equals(granted.hold())) {
                continue; // there is no fence below the first one
            }
            assertEquals(lost, store().complete(foreign, RESULT));
            assertEquals(lost, store().abandon(foreign));
            assertEquals(lost, store().renew(foreign, LEASE));
        }
        assertEquals(new Claim.Held("a", granted.expiresAt()), claim("c"));
    }

    @Test
    void everyLaterWrite_withoutARecord_makesNone() {
        Hold unheard = new Hold(token, "a", 7, RETENTION);
        Settlement gone = new Settlement.Lost("", 0);

        assertEquals(gone, store().complete(unheard, RESULT));
        assertEquals(gone, store().abandon(unheard));
        assertEquals(gone, store().renew(unheard, LEASE));
        granted(claim("b"));
    }

    @Test
    void abandon_ownClaim_letsTheNextOneInAtOnce() {
        Claim.Granted first = granted(claim("a"));
        assertDone(store().abandon(first.hold()));
        assertDone(store().abandon(first.hold()));

        Claim.Granted second = granted(claim("b"));

        assertTrue(second.fence() > first.fence());
        assertEquals(0, second.unfinished());
        assertEquals(new Settlement.Lost("b", second.fence()), store().abandon(first.hold()));
    }

    @Test
    void abandon_claimThatEnded_staysEnded() {
        Hold hold = granted(claim("a")).hold();
        assertDone(store().complete(hold, RESULT));

        assertEquals(new Settlement.Lost("a", hold.fence()), store().abandon(hold));
        assertEquals(new Settlement.Lost("a", hold.fence()), store().renew(hold, LEASE));
        assertReplays(RESULT);
    }

    @Test
    void complete_claimThatWasAbandoned_isRefused() {
        Hold hold = granted(claim("a")).hold();
        assertDone(store().abandon(hold));

        assertEquals(new Settlement.Lost("a", hold.fence()), store().complete(hold, RESULT));
        assertEquals(new Settlement.Lost("a", hold.fence()), store().renew(hold, LEASE));
        granted(claim("b"));
    }

    @Test
    void renew_ownClaim_movesTheEndOfItsLease() {
        Claim.Granted granted = granted(claim("a"));
        clock.advance(LEASE.minusSeconds(1));

        Instant end = clock.instant().plus(LEASE);
        assertEquals(new Settlement.Done(end), store().renew(granted.hold(), LEASE));
        clock.advance(LEASE.minusMillis(1));
        assertEquals(new Claim.Held("a", end), claim("b"));
        clock.advance(tolerance().plusMillis(1));
        granted(claim("b"));
    }

    @Test
    void renew_shorterLease_leavesTheLongerOne() {
        Claim.Granted granted = granted(claim("a"));

        assertEquals(new Settlement.Done(granted.expiresAt()), store().renew(granted.hold(), LEASE.minusMinutes(1)));
        assertEquals(new Claim.Held("a", granted.expiresAt()), claim("b"));
    }

    @Test
    void claim_clocksApartWithinTheTolerance_doesNotTakeALiveLease() {
        granted(claim("a"));
        MutableInstantSource ahead = MutableInstantSource.at(clock.instant().plus(tolerance()));
        ahead.advance(LEASE.minusMillis(1)); // the owner's lease has a millisecond left

        assertInstanceOf(Claim.Held.class, store(ahead).claim(new ClaimRequest(token, "b", REQUEST, POLICY)));
    }

    @Test
    void complete_clockOfTheOwnerFarBehind_isRefusedByFence() {
        Hold behind = granted(claim("a")).hold();
        MutableInstantSource ahead =
                MutableInstantSource.at(clock.instant().plus(LEASE).plus(tolerance()));
        Claim.Granted other = granted(store(ahead).claim(new ClaimRequest(token, "b", REQUEST, POLICY)));

        assertEquals(new Settlement.Lost("b", other.fence()), store().complete(behind, RESULT));
    }

    @Test
    void claim_learnedWhenItsLeaseIsOver_isNotWon() {
        Instant asked = clock.instant();
        AtomicInteger looks = new AtomicInteger();
        IdempotencyStore slow = store(() -> looks.getAndIncrement() == 0 ? asked : asked.plus(LEASE));

        assertInstanceOf(Claim.Unknown.class, slow.claim(new ClaimRequest(token, "a", REQUEST, POLICY)));
    }

    @Test
    void claim_manyAtOnce_isGrantedToOne() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Claim> claims = together(threads);
                assertEquals(
                        1,
                        claims.stream().filter(Claim.Granted.class::isInstance).count());
                assertEquals(
                        THREADS - 1,
                        claims.stream().filter(Claim.Held.class::isInstance).count());
                afterTheLease();
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(ROUNDS, granted(claim("last")).unfinished());
    }

    @Test
    void claim_answerLost_isGrantedOnce() {
        assumeTrue(loseNextAnswer(), "no answer can be lost");

        Claim.Granted granted = granted(claim("a"));

        assertEquals(0, granted.unfinished());
        assertInstanceOf(Claim.Held.class, claim("b"));
        assertDone(store().complete(granted.hold(), RESULT));
    }

    @Test
    void claim_answerOfATakeOverLost_tellsWhatIsUnfinished() {
        Claim.Granted first = granted(claim("a"));
        afterTheLease();
        assumeTrue(loseNextAnswer(), "no answer can be lost");

        Claim.Granted second = granted(claim("b"));

        assertTrue(second.fence() > first.fence());
        assertEquals(1, second.unfinished());
    }

    @Test
    void complete_answerLost_isDone() {
        Hold hold = granted(claim("a")).hold();
        assumeTrue(loseNextAnswer(), "no answer can be lost");

        assertDone(store().complete(hold, RESULT));
        assertReplays(RESULT);
    }

    @Test
    void abandon_answerLost_isDone() {
        Hold hold = granted(claim("a")).hold();
        assumeTrue(loseNextAnswer(), "no answer can be lost");

        assertDone(store().abandon(hold));
        assertEquals(0, granted(claim("b")).unfinished());
    }

    @Test
    void renew_answerLost_isDone() {
        Hold hold = granted(claim("a")).hold();
        clock.advance(Duration.ofMinutes(1));
        assumeTrue(loseNextAnswer(), "no answer can be lost");

        assertEquals(new Settlement.Done(clock.instant().plus(LEASE)), store().renew(hold, LEASE));
    }

    /** Claims of several threads that go off at one moment, for which they wait awake. */
    private List<Claim> together(ExecutorService threads) throws InterruptedException, ExecutionException {
        AtomicInteger missing = new AtomicInteger(THREADS);
        List<Callable<Claim>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String owner = "owner-" + thread;
            tasks.add(() -> {
                missing.decrementAndGet();
                while (missing.get() > 0) {
                    Thread.onSpinWait();
                }
                return claim(owner);
            });
        }
        List<Claim> claims = new ArrayList<>();
        for (Future<Claim> claim : threads.invokeAll(tasks)) {
            claims.add(claim.get());
        }
        return claims;
    }

    private IdempotencyStore store() {
        return store(clock);
    }

    private Claim claim(String owner) {
        return store().claim(new ClaimRequest(token, owner, REQUEST, POLICY));
    }

    private Claim claimOther() {
        return store().claim(new ClaimRequest(token, "b", fingerprint("b"), POLICY));
    }

    private void afterTheLease() {
        clock.advance(LEASE.plus(tolerance()));
    }

    private void assertReplays(StoredResult expected) {
        StoredResult told = assertInstanceOf(Claim.Completed.class, claim("z")).result();
        assertEquals(expected.ending(), told.ending());
        assertEquals(expected.payload().text(), told.payload().text());
    }

    private static void assertDone(Settlement settlement) {
        assertInstanceOf(Settlement.Done.class, settlement);
    }

    private static Claim.Granted granted(Claim claim) {
        return assertInstanceOf(Claim.Granted.class, claim);
    }

    private static Fingerprint fingerprint(String digit) {
        return new Fingerprint("suite.v1:" + digit.repeat(64));
    }
}
