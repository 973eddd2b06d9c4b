package dev.interlock.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Purchase;
import dev.interlock.idempotency.Purchase.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CommitmentPort} promises, as tests: above all that one token buys once. Extend it, and hand in your
 * port over a fake of its service, which needs no empty account, because every test has tokens of its own.
 *
 * <p>The suite drives the port by a {@link CommitmentGuard}, as a program does, and asserts on {@link #bought}: let the
 * service count, and never the port. What is asked of a port follows from the {@link CommitmentPort#strength} that it
 * declares; tests of what that strength does not promise are skipped.
 *
 * <p>It does not count requests. A port that sends a create again where the service refuses repeats anyway may go
 * unnoticed.
 *
 * @param <R> what is bought
 */
public abstract class CommitmentPortSuite<R extends CommitmentRequest> {
    private static final int OTHERS = 120;
    private static final int THREADS = 8;
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration RETENTION = Duration.ofDays(1);
    private static final int SHOWN_DIGITS = 12; // more than a masked token shows

    /** For suites that hand in a port. */
    protected CommitmentPortSuite() {}

    /** The port; all that are given in one test are over the same account. */
    protected abstract CommitmentPort<R> port();

    /** What to buy: something that can be bought, and equal in every call. */
    protected abstract R order();

    /** Something else that can be bought: at least one of its terms differs from those of {@link #order}. */
    protected abstract R anotherOrder();

    /** How many purchases really happened in the account so far, with whatever token. */
    protected abstract long bought();

    /** Lets the next create be carried out and not be answered, as if the connection broke. */
    protected abstract void loseNextAnswer();

    /** Lets the next create be carried out and be answered with an error of the server, such as a 500. */
    protected abstract void failAfterNext();

    /** Lets the next create be refused for too many requests, and not be carried out. */
    protected abstract void throttleNext();

    /**
     * Lets the service answer so many more requests of look-ups, and fail every one after them until the test ends: an
     * error of the server, a broken connection. A client that repeats reads by itself must fail all the same.
     *
     * @param answered from 0
     */
    protected abstract void failLookUps(int answered);

    /**
     * Buys {@code count} times with other tokens; here by the port. They have to fill a page of the service's listing,
     * or else nothing shows that a look-up reads to its end: if a page holds more than 100, let the service put fewer
     * on it.
     *
     * @param count 120
     */
    protected void others(int count) {
        for (int i = 0; i < count; i++) {
            assertInstanceOf(Attempt.Created.class, port().create(token(), order()));
        }
    }

    @Test
    void buy_nothingThere_buysOnceAndTellsTheIdThatIsFound() {
        long before = bought();
        IdempotencyToken token = token();

        Purchase.Bought told = assertInstanceOf(Purchase.Bought.class, buy(token, order()));

        assertEquals(before + 1, bought(), "bought");
        assumeTrue(finds(), "nothing is found by its token");
        assertEquals(told.id(), found(token).id(), "id");
    }

    @Test
    void buy_sameTokenTwice_buysOnce() {
        long before = bought();
        IdempotencyToken token = token();
        buy(token, order());

        Purchase again = redrive(token, order());

        assertEquals(before + 1, bought(), "bought");
        assumeTrue(finds(), "nothing is found by its token");
        assertInstanceOf(Purchase.AlreadyBought.class, again);
        assertInstanceOf(Purchase.AlreadyBought.class, buy(token, order()));
        assertEquals(before + 1, bought(), "bought");
    }

    @Test
    void buy_twoTokens_buysTwo() {
        long before = bought();
        buy(token(), order());

        assertInstanceOf(Purchase.Bought.class, buy(token(), order()));
        assertEquals(before + 2, bought(), "bought");
    }

    /** A create that repeats itself would answer, and where the service sells twice it would buy twice. */
    @Test
    void buy_answerLost_buysOnceAndLooks() {
        for (int attempts : new int[] {1, MOST_ATTEMPTS}) {
            loseNextAnswer();
            assertDoubtIsSettled(attempts);
        }
    }

    /** An error of the server does not say that nothing was done. */
    @Test
    void buy_errorAfterItWasBought_buysOnceAndLooks() {
        for (int attempts : new int[] {1, MOST_ATTEMPTS}) {
            failAfterNext();
            assertDoubtIsSettled(attempts);
        }
    }

    private void assertDoubtIsSettled(int attempts) {
        long before = bought();
        IdempotencyToken token = token();

        Purchase purchase = drive(guard(attempts), token, order(), 0);

        assertEquals(before + 1, bought(), "bought in " + attempts + " attempts");
        if (port().strength().refusesRepeats()) {
            assertInstanceOf(Purchase.AlreadyBought.class, purchase);
            assertInstanceOf(Purchase.AlreadyBought.class, redrive(token, order()));
        } else if (!(purchase instanceof Purchase.AlreadyBought)) {
            assertInstanceOf(Purchase.Unknown.class, purchase); // it is bought, and nobody could have found it
        }
        assertEquals(before + 1, bought(), "bought");
    }

    @Test
    void buy_throttled_isRefusedForNowAndBuysNothing() {
        long before = bought();
        IdempotencyToken token = token();
        throttleNext();

        assertRefused(Reason.BUSY, buy(token, order()));
        assertEquals(before, bought(), "bought");
        assertInstanceOf(Purchase.Bought.class, buy(token, order()));
        assertEquals(before + 1, bought(), "bought");
    }

    @Test
    void buy_lookUpFails_refusesAndBuysNothing() {
        assumeTrue(finds(), "nothing is found by its token");
        IdempotencyToken bought = token();
        buy(bought, order());
        long before = bought();
        failLookUps(0);

        assertRefused(Reason.LOOK_UP_FAILED, drive(guard(MOST_ATTEMPTS), token(), order(), 0));
        assertRefused(Reason.LOOK_UP_FAILED, redrive(bought, order()));
        assertEquals(before, bought(), "bought");
    }

    /** First, in the middle and last of a long listing, whatever its order. */
    @Test
    void redrive_amongManyOthersOnManyPages_findsIt() {
        assumeTrue(finds(), "nothing is found by its token");
        List<IdempotencyToken> tokens = List.of(token(), token(), token());
        for (IdempotencyToken token : tokens) {
            if (!token.equals(tokens.get(0))) {
                others(OTHERS);
            }
            assertInstanceOf(Purchase.Bought.class, buy(token, order()));
        }
        long before = bought();

        for (IdempotencyToken token : tokens) {
            assertInstanceOf(Purchase.AlreadyBought.class, redrive(token, order()));
        }
        assertEquals(before, bought(), "bought");
    }

    /** Half a list is no list: what is on the page that failed may be what was bought. */
    @Test
    void redrive_laterRequestOfTheLookUpFails_findsItOrRefuses() {
        assumeTrue(finds(), "nothing is found by its token");
        others(OTHERS);
        IdempotencyToken token = token();
        buy(token, order());
        long before = bought();
        failLookUps(1);

        Purchase again = redrive(token, order());

        if (!(again instanceof Purchase.AlreadyBought)) { // one request was enough, or else
            assertRefused(Reason.LOOK_UP_FAILED, again);
        }
        assertEquals(before, bought(), "bought");
    }

    @Test
    void find_whatWasBought_tellsAllTermsUnderTheirNames() {
        assumeTrue(finds(), "nothing is found by its token");
        for (R order : List.of(order(), anotherOrder())) {
            IdempotencyToken token = token();
            buy(token, order);

            Commitment found = assertInstanceOf(LookUp.Found.class, port().find(token, order))
                    .commitments()
                    .get(0);
            order.terms()
                    .forEach(
                            (name, wanted) -> assertEquals(wanted, found.terms().get(name), name));
        }
    }

    @Test
    void redrive_anotherRequestWithTheToken_isAMismatch() {
        assumeTrue(finds(), "nothing is found by its token");
        assertEquals(order().terms(), order().terms(), "terms of one order");
        assertNotEquals(order().terms(), anotherOrder().terms(), "terms of another order");
        IdempotencyToken token = token();
        buy(token, order());
        long before = bought();

        assertInstanceOf(Purchase.Mismatch.class, redrive(token, anotherOrder()));
        assertEquals(before, bought(), "bought");
    }

    /** Past the guard: the service must keep what the strength promises. */
    @Test
    void create_sameTokenTwice_buysOnceWhereRepeatsAreRefused() {
        assumeTrue(port().strength().refusesRepeats(), "repeats are not refused");
        long before = bought();
        IdempotencyToken token = token();
        Attempt.Created first = assertInstanceOf(Attempt.Created.class, port().create(token, order()));

        Attempt second = port().create(token, order());

        assertEquals(before + 1, bought(), "bought");
        if (second instanceof Attempt.Created again) {
            assertEquals(first.id(), again.id(), "id");
        } else { // anything else would say that it is not bought
            assertInstanceOf(Attempt.Ambiguous.class, second);
        }
    }

    @Test
    void buy_fromManyThreads_buysOnceAndTellsAllOfIt() throws InterruptedException, ExecutionException {
        assumeTrue(port().strength().refusesRepeats(), "repeats are not refused");
        long before = bought();
        IdempotencyToken token = token();
        CommitmentGuard<R> guard = guard(MOST_ATTEMPTS);
        Callable<Purchase> drive = () -> drive(guard, token, order(), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Purchase> purchase : threads.invokeAll(Collections.nCopies(4 * THREADS, drive))) {
                Purchase told = purchase.get();
                assertTrue(
                        told instanceof Purchase.Bought || told instanceof Purchase.AlreadyBought,
                        () -> "bought, but told was " + told);
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(before + 1, bought(), "bought");
    }

    /** Whether what was bought can be found at all, once all is done. */
    private boolean finds() {
        return port().strength().isAtLeast(DedupeStrength.BY_TAG);
    }

    private Commitment found(IdempotencyToken token) {
        return assertInstanceOf(Purchase.AlreadyBought.class, redrive(token, order()))
                .commitment();
    }

    private Purchase buy(IdempotencyToken token, R order) {
        return drive(guard(1), token, order, 0);
    }

    private Purchase redrive(IdempotencyToken token, R order) {
        return drive(guard(1), token, order, 1);
    }

    private CommitmentGuard<R> guard(int attempts) {
        return CommitmentGuard.builder(port()).attempts(attempts, length -> {}).build();
    }

    private static <R extends CommitmentRequest> Purchase drive(
            CommitmentGuard<R> guard, IdempotencyToken token, R order, int unfinished) {
        Hold hold = new Hold(token, "suite", 1, RETENTION);
        Purchase purchase = guard.buy(new Claim.Granted(hold, Instant.MAX, unfinished), order, () -> Instant.EPOCH);
        assertNoToken(token, purchase);
        return purchase;
    }

    /** What is told ends in logs. */
    private static void assertNoToken(IdempotencyToken token, Purchase purchase) {
        String told = purchase.fold(
                bought -> "",
                already -> "",
                mismatch -> String.join("; ", mismatch.differences()),
                Purchase.Refused::cause,
                Purchase.Unknown::cause,
                Purchase.PartlyBought::cause);
        assertFalse(
                told.contains(token.value().substring(0, SHOWN_DIGITS)) || told.contains(token.toGuid()),
                "a cause has the token in it");
    }

    private static void assertRefused(Reason reason, Purchase purchase) {
        if (!(purchase instanceof Purchase.Refused refused) || refused.reason() != reason) {
            fail("expected: refused as " + reason + ", but was: " + purchase);
        }
    }

    private static IdempotencyToken token() {
        return IdempotencyTokens.deriveIdempotencyToken(UUID.randomUUID().toString(), 0);
    }
}
