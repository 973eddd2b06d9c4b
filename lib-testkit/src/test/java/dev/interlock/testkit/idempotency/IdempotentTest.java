package dev.interlock.testkit.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockEvent.Kind;
import dev.interlock.Payload;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.Patience;
import dev.interlock.idempotency.RunOutcome;
import dev.interlock.idempotency.Settlement;
import dev.interlock.idempotency.StoredResult;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What becomes of work that is to be done once. */
final class IdempotentTest {
    private static final Duration LEASE = Duration.ofMinutes(15);
    private static final IdempotencyToken TOKEN = IdempotencyTokens.deriveIdempotencyToken("execution", 0);
    private static final ClaimRequest REQUEST = request("a", Fingerprint.unchecked());

    private final MutableInstantSource clock = MutableInstantSource.at("2026-05-26T12:45:00Z");
    private final InMemoryIdempotencyStore store = InMemoryIdempotencyStore.create(clock);
    private final List<InterlockEvent> told = new ArrayList<>();
    private final List<String> bought = new ArrayList<>();
    private final Idempotent once = idempotent(failure -> new Failure.Ambiguous());

    @Test
    void run_twice_buysOnceAndReplaysTheResult() {
        RunOutcome first = once.run(REQUEST, this::buy);
        RunOutcome second = once.run(request("b", Fingerprint.unchecked()), this::buy);

        assertThat(done(first)).isEqualTo("HERE ri-1");
        assertThat(done(second)).isEqualTo("REPLAY ri-1");
        assertThat(bought).hasSize(1);
        assertThat(told).containsExactly(event(Kind.REPLAYED, "it is done"));
    }

    @Test
    void run_heldByAnother_buysNothing() {
        Claim.Granted other = claimed("b");

        assertThat(once.run(REQUEST, this::buy)).isEqualTo(new RunOutcome.Busy("b", other.expiresAt()));
        assertThat(bought).isEmpty();
        assertThat(told).containsExactly(event(Kind.CONFLICT, "held by b until 2026-05-26T13:00:00Z"));
    }

    @Test
    void run_otherRequest_buysNothing() {
        once.run(REQUEST, this::buy);
        Fingerprint other = new Fingerprint("order.v1:" + "a".repeat(64));

        assertThat(once.run(request("a", other), this::buy))
                .isEqualTo(new RunOutcome.Mismatch(Fingerprint.unchecked()));
        assertThat(bought).hasSize(1);
        assertThat(told).containsExactly(event(Kind.REJECTED, "the token was used for another request, unchecked"));
    }

    @Test
    void run_retryableFailure_letsTheNextOneBuyAtOnce() {
        IllegalStateException throttled = new IllegalStateException("throttled");
        Idempotent retrying = idempotent(failure -> new Failure.Retryable());

        assertThat(retrying.run(REQUEST, failing(throttled)))
                .isInstanceOfSatisfying(RunOutcome.Retryable.class, retryable -> {
                    assertThat(retryable.cause()).isSameAs(throttled);
                    assertThat(retryable.abandoned()).isInstanceOf(Settlement.Done.class);
                });
        assertThat(done(retrying.run(REQUEST, this::buy))).isEqualTo("HERE ri-1");
        assertThat(told).isEmpty();
    }

    @Test
    void run_finalFailure_failsTheSameWayInEachReplay() {
        Idempotent failingForGood = idempotent(failure -> new Failure.Final(Payload.of("no such offering")));

        assertThat(failed(failingForGood.run(REQUEST, failing(new IllegalStateException("404")))))
                .isEqualTo("HERE no such offering");
        assertThat(failed(once.run(REQUEST, this::buy))).isEqualTo("REPLAY no such offering");
        assertThat(bought).isEmpty();
        assertThat(told).containsExactly(event(Kind.REPLAYED, "it failed for good"));
    }

    @Test
    void run_ambiguousFailure_keepsTheClaimAndTellsTheNextOne() {
        IllegalStateException timeOut = new IllegalStateException("time-out");

        assertThat(once.run(REQUEST, failing(timeOut)))
                .isInstanceOfSatisfying(
                        RunOutcome.Ambiguous.class,
                        ambiguous -> assertThat(ambiguous.cause()).isSameAs(timeOut));
        assertThat(once.run(REQUEST, this::buy)).isInstanceOf(RunOutcome.Busy.class);
        clock.advance(LEASE);
        List<Long> unfinished = new ArrayList<>();
        once.run(REQUEST, claim -> {
            unfinished.add(claim.unfinished());
            return Payload.of("ri-1, as it was found");
        });

        assertThat(unfinished).containsExactly(1L);
        assertThat(told.get(0))
                .isEqualTo(event(
                        Kind.REJECTED,
                        "it may have been done by a, who failed with java.lang.IllegalStateException; nobody begins it"
                                + " before 2026-05-26T13:00:00Z"));
    }

    @Test
    void run_classifierThatThrows_isAmbiguous() {
        IllegalStateException timeOut = new IllegalStateException("time-out");
        IllegalArgumentException own = new IllegalArgumentException("no code");
        Idempotent confused = idempotent(failure -> {
            throw own;
        });

        assertThat(confused.run(REQUEST, failing(timeOut))).isInstanceOf(RunOutcome.Ambiguous.class);
        assertThat(timeOut.getSuppressed()).containsExactly(own);
    }

    @Test
    void run_claimLostInTheWork_leavesTheSuccessorsResult() {
        RunOutcome late = once.run(REQUEST, claim -> {
            clock.advance(LEASE);
            once.run(request("b", Fingerprint.unchecked()), this::buy);
            return Payload.of("late");
        });

        assertThat(late).isInstanceOfSatisfying(RunOutcome.Unstored.class, unstored -> {
            assertThat(unstored.result().payload().text()).isEqualTo("late");
            assertThat(unstored.why()).isInstanceOf(Settlement.Lost.class);
        });
        assertThat(told).extracting(InterlockEvent::kind).containsExactly(Kind.TAKEN_OVER, Kind.LEASE_LOST);
        assertThat(done(once.run(REQUEST, this::buy))).isEqualTo("REPLAY ri-1");
    }

    @Test
    void run_renewedInTheWork_isNotTakenOver() {
        RunOutcome outcome = once.run(REQUEST, claim -> {
            clock.advance(LEASE.minusSeconds(1));
            store.renew(claim.hold(), LEASE);
            clock.advance(LEASE.minusSeconds(1));
            assertThat(once.run(REQUEST, this::buy)).isInstanceOf(RunOutcome.Busy.class);
            return Payload.of("slow");
        });

        assertThat(done(outcome)).isEqualTo("HERE slow");
    }

    @Test
    void run_crashInTheWork_buysAgainWhenTheLeaseIsOver() {
        OutOfMemoryError crash = new OutOfMemoryError("the process dies");

        assertThatThrownBy(() -> once.run(REQUEST, claim -> {
                    throw crash;
                }))
                .isSameAs(crash);
        assertThat(once.run(REQUEST, this::buy)).isInstanceOf(RunOutcome.Busy.class);
        clock.advance(LEASE);
        told.clear();
        assertThat(done(once.run(REQUEST, this::buy))).isEqualTo("HERE ri-1");
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(InterlockEvent.Kind.TAKEN_OVER);
            assertThat(event.reason())
                    .isEqualTo(REQUEST.owner() + " begins what was begun before; nobody said how it ended, 1 time");
        });
    }

    @Test
    void run_storeThatThrows_buysNothing() {
        Idempotent blind = Idempotent.create(
                new Broken(() -> {
                    throw new IllegalStateException("no pool");
                }),
                failure -> new Failure.Ambiguous(),
                told::add);

        assertThat(blind.run(REQUEST, this::buy))
                .isEqualTo(new RunOutcome.Unknown("the store threw java.lang.IllegalStateException"));
        assertThat(bought).isEmpty();
        assertThat(told)
                .containsExactly(event(Kind.REJECTED, "not begun: the store threw java.lang.IllegalStateException"));
    }

    @Test
    void run_endThatCannotBeStored_tellsTheResultAndWhy() {
        Broken broken = new Broken(() -> new Settlement.Unknown("time-out"));
        Idempotent forgetful = Idempotent.create(broken, failure -> new Failure.Retryable(), told::add);
        broken.claims = store;

        assertThat(forgetful.run(REQUEST, this::buy)).isInstanceOfSatisfying(RunOutcome.Unstored.class, unstored -> {
            assertThat(unstored.result().payload().text()).isEqualTo("ri-1");
            assertThat(unstored.why()).isEqualTo(new Settlement.Unknown("time-out"));
        });
        assertThat(told).containsExactly(event(Kind.REJECTED, "the end of the claim may not be stored: time-out"));
    }

    @Test
    void run_waiting_takesTheResultOfTheOther() {
        Claim.Granted other = claimed("b");
        List<Duration> slept = new ArrayList<>();
        Idempotent patient = once.waiting(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), clock, time -> {
            clock.advance(time);
            slept.add(time);
            if (slept.size() == 2) {
                store.complete(other.hold(), StoredResult.success(Payload.of("ri-b")));
            }
        }));

        assertThat(done(patient.run(REQUEST, this::buy))).isEqualTo("REPLAY ri-b");
        assertThat(slept).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void run_waitingForOneThatAbandons_buysItself() {
        Claim.Granted other = claimed("b");
        Idempotent patient = once.waiting(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), clock, time -> {
            clock.advance(time);
            store.abandon(other.hold());
        }));

        assertThat(done(patient.run(REQUEST, this::buy))).isEqualTo("HERE ri-1");
    }

    @Test
    void run_waitingInVain_givesUpAtTheLimit() {
        claimed("b");
        List<Duration> slept = new ArrayList<>();
        Idempotent patient = once.waiting(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(4), clock, time -> {
            clock.advance(time);
            slept.add(time);
        }));

        assertThat(patient.run(REQUEST, this::buy)).isInstanceOf(RunOutcome.Busy.class);
        assertThat(slept).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(2));
    }

    @Test
    void run_interruptedWhileWaiting_staysInterruptedAndBuysNothing() {
        claimed("b");
        Thread.currentThread().interrupt();
        try {
            Idempotent patient = once.waiting(Patience.of(Duration.ofMinutes(1), Duration.ofSeconds(30), clock));

            assertThat(patient.run(REQUEST, this::buy)).isInstanceOf(RunOutcome.Busy.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(bought).isEmpty();
    }

    @Test
    void run_interruptedInAPause_doesNotAskAgainThoughItWouldBeLetIn() {
        Claim.Granted other = claimed("b");
        Idempotent patient = once.waiting(new Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), clock, time -> {
            clock.advance(time);
            assertThat(store.abandon(other.hold())).isInstanceOf(Settlement.Done.class);
            Thread.currentThread().interrupt();
        }));
        try {
            assertThat(patient.run(REQUEST, this::buy)).isInstanceOf(RunOutcome.Busy.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(bought).isEmpty();
    }

    @Test
    void run_nestedTokensOnOneStore_keepApart() {
        ClaimRequest inner = new ClaimRequest(
                IdempotencyTokens.deriveIdempotencyToken("execution", 1),
                "a",
                Fingerprint.unchecked(),
                REQUEST.policy());

        once.run(REQUEST, claim -> Payload.of("outer around " + done(once.run(inner, this::buy))));

        assertThat(done(once.run(REQUEST, this::buy))).isEqualTo("REPLAY outer around HERE ri-1");
        assertThat(done(once.run(inner, this::buy))).isEqualTo("REPLAY ri-1");
    }

    @Test
    void run_resultThatCannotBeStored_leavesTheClaimAsUnfinished() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> once.run(REQUEST, claim -> Payload.of("x".repeat(StoredResult.MAX_BYTES + 1))))
                .withMessage(
                        "result has 307201 bytes, more than 307200: keep it elsewhere, in S3 for example, and store"
                                + " the key and the version of it");
        assertThatNullPointerException()
                .isThrownBy(() -> once.run(other(), claim -> none()))
                .withMessage("result");
        clock.advance(LEASE);
        assertThat(claimed("b").unfinished()).isOne();
    }

    @Test
    void run_listenerThatThrows_changesNothing() {
        Idempotent deaf = Idempotent.create(store, failure -> new Failure.Ambiguous(), event -> {
            throw new IllegalStateException("no metrics");
        });
        deaf.run(REQUEST, this::buy);

        assertThat(done(deaf.run(REQUEST, this::buy))).isEqualTo("REPLAY ri-1");
    }

    @Test
    void events_ofEveryKind_maskTheToken() {
        once.run(REQUEST, this::buy);
        once.run(REQUEST, this::buy);

        assertThat(told.toString()).doesNotContain(TOKEN.value()).contains(TOKEN.toString());
    }

    private static ClaimRequest other() {
        return new ClaimRequest(
                IdempotencyTokens.deriveIdempotencyToken("execution", 2),
                "a",
                Fingerprint.unchecked(),
                REQUEST.policy());
    }

    @NullUnmarked
    private static Payload none() {
        return null;
    }

    private Payload buy(Claim.Granted claim) {
        bought.add(claim.hold().owner());
        return Payload.of("ri-" + bought.size());
    }

    private static Function<Claim.Granted, Payload> failing(RuntimeException failure) {
        return claim -> {
            throw failure;
        };
    }

    private Claim.Granted claimed(String owner) {
        return (Claim.Granted) store.claim(request(owner, Fingerprint.unchecked()));
    }

    private Idempotent idempotent(Function<RuntimeException, Failure> classifier) {
        return Idempotent.create(store, classifier, told::add);
    }

    private static ClaimRequest request(String owner, Fingerprint fingerprint) {
        return new ClaimRequest(TOKEN, owner, fingerprint, ClaimPolicy.of(LEASE, Duration.ofDays(400)));
    }

    private static InterlockEvent event(Kind kind, String reason) {
        return new InterlockEvent(kind, "idempotency", TOKEN.toString(), reason);
    }

    private static String done(RunOutcome outcome) {
        assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
        RunOutcome.Done done = (RunOutcome.Done) outcome;
        return done.origin() + " " + done.result().text();
    }

    private static String failed(RunOutcome outcome) {
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        RunOutcome.Failed failed = (RunOutcome.Failed) outcome;
        return failed.origin() + " " + failed.record().text();
    }

    private interface Answer {
        Settlement get();
    }

    /** A store that answers later writes as it likes, and grants nothing unless another one does. */
    private static final class Broken implements IdempotencyStore {
        private final Answer answer;
        private IdempotencyStore claims = this;

        private Broken(Answer answer) {
            this.answer = answer;
        }

        @Override
        public Claim claim(ClaimRequest request) {
            return claims == this ? new Claim.Unknown(answer.get().toString()) : claims.claim(request);
        }

        @Override
        public Settlement renew(Hold hold, Duration lease) {
            return answer.get();
        }

        @Override
        public Settlement complete(Hold hold, StoredResult result) {
            return answer.get();
        }

        @Override
        public Settlement abandon(Hold hold) {
            return answer.get();
        }
    }
}
