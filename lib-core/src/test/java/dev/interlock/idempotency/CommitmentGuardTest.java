package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockEvent.Kind;
import dev.interlock.idempotency.Commitment.Standing;
import dev.interlock.idempotency.Purchase.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitmentGuardTest {
    private static final IdempotencyToken TOKEN = IdempotencyTokens.deriveIdempotencyToken("execution", 0);
    private static final Order THREE = new Order(Map.of("count", "3"));
    private static final LookUp NOTHING = new LookUp.NotFound();
    private static final LookUp BLIND = new LookUp.Failed("the service is down");
    private static final Attempt CREATED = new Attempt.Created("c-1");
    private static final Attempt LOST = new Attempt.Ambiguous("the answer was lost");
    private static final Attempt BUSY = new Attempt.Retryable("too many requests");
    private static final Attempt REFUSED = new Attempt.Final("over the quota");

    private final List<InterlockEvent> heard = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    private record Order(Map<String, String> terms) implements CommitmentRequest {}

    /** Answers what it is told to, in order, and notes what it is asked. */
    private static final class Script implements CommitmentPort<Order> {
        private final DedupeStrength strength;
        private final Deque<Supplier<LookUp>> lookUps = new ArrayDeque<>();
        private final Deque<Supplier<Attempt>> attempts = new ArrayDeque<>();
        private final List<String> asked = new ArrayList<>();

        Script(DedupeStrength strength) {
            this.strength = strength;
        }

        Script sees(LookUp... answers) {
            List.of(answers).forEach(answer -> lookUps.add(() -> answer));
            return this;
        }

        Script makes(Attempt... answers) {
            List.of(answers).forEach(answer -> attempts.add(() -> answer));
            return this;
        }

        @Override
        public DedupeStrength strength() {
            return strength;
        }

        @Override
        public LookUp find(IdempotencyToken token, Order request) {
            asked.add("find");
            return lookUps.remove().get();
        }

        @Override
        public Attempt create(IdempotencyToken token, Order request) {
            asked.add("create");
            return attempts.remove().get();
        }
    }

    @Test
    void buy_nothingFound_looksAndBuys() {
        Script script = strong().sees(NOTHING).makes(CREATED);

        assertThat(guard(script, 1).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Bought("c-1"));
        assertThat(script.asked).containsExactly("find", "create");
        assertThat(heard).isEmpty();
    }

    @Test
    void buy_foundAsAskedFor_buysNothing() {
        Script script = strong().sees(found(live("3")));

        assertThat(guard(script, 1).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.AlreadyBought(live("3")));
        assertThat(script.asked).containsExactly("find");
        assertThat(heard).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.REPLAYED);
            assertThat(event.subject()).isEqualTo(TOKEN.toString());
            assertThat(event.primitive()).isEqualTo("commitment-guard");
        });
    }

    @ParameterizedTest
    @CsvSource({"2,'count is 2, wanted was 3'", ",'count is untold, wanted was 3'"})
    void buy_foundSomethingElse_isAMismatch(String count, String difference) {
        Commitment other =
                new Commitment("c-9", Standing.LIVE, "active", count == null ? Map.of() : Map.of("count", count));

        assertThat(guard(strong().sees(found(other)), 1).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Mismatch(List.of(other), List.of(difference)));
        assertThat(heard).extracting(InterlockEvent::kind).containsExactly(Kind.CONFLICT);
    }

    @Test
    void buy_foundTwice_isAMismatchThatSaysSo() {
        Purchase purchase = guard(strong().sees(found(live("3"), live("3"))), 1).buyFirst(TOKEN, THREE);

        assertThat(purchase).isInstanceOfSatisfying(Purchase.Mismatch.class, mismatch -> {
            assertThat(mismatch.commitments()).hasSize(2);
            assertThat(mismatch.differences()).containsExactly("bought 2 times");
        });
    }

    @Test
    void buy_whatWasBoughtIsOver_isRefusedAndNotBoughtAnew() {
        Script script = strong().sees(found(over("retired")));

        assertThat(guard(script, 1).redrive(TOKEN, THREE))
                .isEqualTo(new Purchase.Refused(Reason.SPENT, "what was bought with the token is retired"));
        assertThat(script.asked).containsExactly("find");
    }

    @Test
    void buy_oneIsOverAndOneIsLive_theLiveOneCounts() {
        assertThat(guard(strong().sees(found(over("payment-failed"), live("3"))), 1)
                        .buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.AlreadyBought(live("3")));
    }

    @Test
    void buy_lookUpFails_refuses() {
        Script script = strong().sees(BLIND);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Refused(Reason.LOOK_UP_FAILED, "the service is down"));
        assertThat(script.asked).containsExactly("find");
    }

    @Test
    void buy_answerLostAndThenFound_isBoughtAlready() {
        Script script = strong().sees(NOTHING, found(live("3"))).makes(LOST);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.AlreadyBought(live("3")));
        assertThat(script.asked).containsExactly("find", "create", "find");
    }

    @Test
    void buy_answerLostAndNothingFound_isTriedAgainWhereTheServiceRefusesRepeats() {
        Script script = strong().sees(NOTHING, NOTHING).makes(LOST, CREATED);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Bought("c-1"));
        assertThat(script.asked).containsExactly("find", "create", "find", "create");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    /** Even with the policy open: the tag of what this very attempt may have bought is certainly not written. */
    @ParameterizedTest
    @EnumSource(
            value = DedupeStrength.class,
            names = {"NONE", "BY_TAG"})
    void buy_answerLostAndNothingFound_isUnknownWhereNothingRefusesRepeats(DedupeStrength strength) {
        Script script = new Script(strength).sees(NOTHING, NOTHING).makes(LOST);

        Purchase purchase =
                builder(script, 3).demand(DedupeStrength.NONE).build().buyFirst(TOKEN, THREE);

        assertThat(purchase).isEqualTo(new Purchase.Unknown("the answer was lost"));
        assertThat(script.asked).containsExactly("find", "create", "find");
    }

    @Test
    void buy_answerLostInTheOnlyAttempt_looksOnceMoreAndIsUnknown() {
        Script script = strong().sees(NOTHING, NOTHING).makes(LOST);

        assertThat(guard(script, 1).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Unknown("the answer was lost"));
        assertThat(script.asked).containsExactly("find", "create", "find");
        assertThat(heard).extracting(InterlockEvent::kind).containsExactly(Kind.REJECTED);
    }

    @Test
    void buy_answerLostAndLookUpFails_isUnknownAndNotRefused() {
        Script script = strong().sees(NOTHING, BLIND).makes(LOST);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Unknown("the answer was lost; then the look-up failed: the service is down"));
    }

    /** The refusal is about the second attempt; the first may have bought. */
    @Test
    void buy_answerLostAndThenRefused_isUnknown() {
        Script script = strong().sees(NOTHING, NOTHING, NOTHING).makes(LOST, REFUSED);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Unknown("the answer was lost"));
    }

    @Test
    void buy_answerLostAndThenBusy_isUnknown() {
        Script script = strong().sees(NOTHING, NOTHING, NOTHING).makes(LOST, BUSY);

        assertThat(guard(script, 2).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Unknown("the answer was lost"));
    }

    @Test
    void buy_busy_isTriedAgainWithALookUpBeforeEachAttempt() {
        Script script = strong().sees(NOTHING, NOTHING, NOTHING).makes(BUSY, BUSY, CREATED);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Bought("c-1"));
        assertThat(script.asked).containsExactly("find", "create", "find", "create", "find", "create");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void buy_busyToTheEnd_isRefused() {
        Script script = strong().sees(NOTHING, NOTHING).makes(BUSY, BUSY);

        assertThat(guard(script, 2).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Refused(Reason.BUSY, "too many requests"));
    }

    @Test
    void buy_interruptedBetweenAttempts_ends() {
        Script script = strong().sees(NOTHING).makes(BUSY);
        CommitmentGuard<Order> guard = CommitmentGuard.builder(script)
                .attempts(3, length -> Thread.currentThread().interrupt())
                .build();

        Purchase purchase = guard.buyFirst(TOKEN, THREE);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(purchase).isEqualTo(new Purchase.Refused(Reason.BUSY, "interrupted after: too many requests"));
    }

    @Test
    void buy_refused_isRefusedAndNotTriedAgain() {
        Script script = strong().sees(NOTHING).makes(REFUSED);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Refused(Reason.REJECTED, "over the quota"));
    }

    @Test
    void buy_boughtAndNotTagged_isPartlyBought() {
        Script script = new Script(DedupeStrength.BY_TAG)
                .sees(NOTHING)
                .makes(new Attempt.CreatedUntagged("c-1", "tags are not allowed"));

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.PartlyBought("c-1", "tags are not allowed"));
        assertThat(heard)
                .extracting(InterlockEvent::reason)
                .containsExactly("bought as c-1, but not tagged: tags are not allowed");
    }

    @Test
    void buy_portThrowsOrAnswersNull_isTakenForNotKnown() {
        Script throwing = strong();
        throwing.lookUps.add(() -> {
            throw new IllegalStateException("secret");
        });
        assertThat(guard(throwing, 1).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Refused(
                        Reason.LOOK_UP_FAILED, "the look-up threw java.lang.IllegalStateException"));

        Script throwsLater = strong().sees(NOTHING, NOTHING);
        throwsLater.attempts.add(() -> {
            throw new IllegalStateException("secret");
        });
        assertThat(guard(throwsLater, 1).buyFirst(TOKEN, THREE))
                .isEqualTo(new Purchase.Unknown("the create threw java.lang.IllegalStateException"));
    }

    @ParameterizedTest
    @EnumSource(
            value = DedupeStrength.class,
            names = {"BY_NAME", "DETERMINISTIC_ID", "NATIVE_TOKEN"})
    void redrive_nothingFound_buysWhereTheServiceRefusesRepeats(DedupeStrength strength) {
        Script script = new Script(strength).sees(NOTHING).makes(CREATED);

        assertThat(guard(script, 1).redrive(TOKEN, THREE)).isEqualTo(new Purchase.Bought("c-1"));
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DedupeStrength.class,
            names = {"NONE", "BY_TAG"})
    void redrive_nothingFound_isRefusedWhereThatProvesNothing(DedupeStrength strength) {
        Script script = new Script(strength).sees(NOTHING);

        assertThat(guard(script, 1).redrive(TOKEN, THREE)).isInstanceOfSatisfying(Purchase.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.TOO_WEAK);
            assertThat(refused.cause()).contains("demands BY_NAME", "has " + strength);
        });
        assertThat(script.asked).containsExactly("find");
    }

    @Test
    void redrive_weakButFound_isBoughtAlready() {
        assertThat(guard(new Script(DedupeStrength.BY_TAG).sees(found(live("3"))), 1)
                        .redrive(TOKEN, THREE))
                .isEqualTo(new Purchase.AlreadyBought(live("3")));
    }

    @Test
    void redrive_moreDemandedThanTheServiceHas_isRefusedInEveryAttempt() {
        CommitmentGuard<Order> guard = builder(new Script(DedupeStrength.BY_NAME).sees(NOTHING), 1)
                .demand(DedupeStrength.NATIVE_TOKEN)
                .build();
        assertThat(guard.redrive(TOKEN, THREE)).isInstanceOf(Purchase.Refused.class);

        CommitmentGuard<Order> first = builder(
                        new Script(DedupeStrength.BY_NAME)
                                .sees(NOTHING, NOTHING)
                                .makes(LOST),
                        3)
                .demand(DedupeStrength.NATIVE_TOKEN)
                .build();
        assertThat(first.buyFirst(TOKEN, THREE)).isEqualTo(new Purchase.Unknown("the answer was lost"));
    }

    @Test
    void redrive_policyOpen_buysAndIsHeardBeforeItDoes() {
        Script script = new Script(DedupeStrength.BY_TAG).sees(NOTHING).makes(CREATED);

        assertThat(builder(script, 1).demand(DedupeStrength.BY_TAG).build().redrive(TOKEN, THREE))
                .isEqualTo(new Purchase.Bought("c-1"));
        assertThat(heard).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.FAILED_OPEN);
            assertThat(event.reason()).contains("did not get to tag it");
        });
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "7, false"})
    void buy_claimed_isFirstOnlyIfNoEarlierClaimIsUnfinished(long unfinished, boolean isBought) {
        Hold hold = new Hold(TOKEN, "run-1", 1, Duration.ofDays(1));
        Claim.Granted claim = new Claim.Granted(hold, Instant.EPOCH.plusSeconds(1), unfinished);
        Script script = new Script(DedupeStrength.BY_TAG).sees(NOTHING).makes(CREATED);

        assertThat(guard(script, 1).buy(claim, THREE, () -> Instant.EPOCH) instanceof Purchase.Bought)
                .isEqualTo(isBought);
    }

    @Test
    void buy_oneClaimTwice_isARedriveTheSecondTime() {
        Script script = new Script(DedupeStrength.BY_TAG)
                .sees(NOTHING, NOTHING, NOTHING)
                .makes(LOST);
        CommitmentGuard<Order> guard = guard(script, 1);
        Claim.Granted claim = claim();

        assertThat(guard.buy(claim, THREE, () -> Instant.EPOCH)).isInstanceOf(Purchase.Unknown.class);
        assertThat(guard.buy(claim, THREE, () -> Instant.EPOCH))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_WEAK));
    }

    @Test
    void buy_leaseOver_isRefusedBeforeAnythingIsSent() {
        Script script = strong().sees(NOTHING);
        Claim.Granted claim = claim();

        assertThat(guard(script, 3).buy(claim, THREE, claim::expiresAt))
                .isEqualTo(new Purchase.Refused(Reason.LATE, "the lease of the claim is over"));
    }

    @Test
    void buy_leaseOverAfterAnAnswerWasLost_isUnknown() {
        Script script = strong().sees(NOTHING, NOTHING).makes(LOST);
        Claim.Granted claim = claim();
        Iterator<Instant> clock = List.of(Instant.EPOCH, claim.expiresAt()).iterator();

        assertThat(guard(script, 3).buy(claim, THREE, clock::next))
                .isEqualTo(new Purchase.Unknown("the answer was lost; then the lease of the claim was over"));
    }

    @Test
    void buy_answerLostAndThenFoundOver_isUnknown() {
        Script script = strong().sees(NOTHING, found(over("payment-failed"))).makes(LOST);

        assertThat(guard(script, 3).buyFirst(TOKEN, THREE))
                .isEqualTo(
                        new Purchase.Unknown("the answer was lost; what was bought with the token is payment-failed"));
    }

    @Test
    void redrive_stateThatSaysNeither_isRefusedAsUnclear() {
        Commitment unclear = new Commitment("c-1", Standing.UNCLEAR, "exchanging", Map.of("count", "3"));

        assertThat(guard(strong().sees(found(unclear)), 1).redrive(TOKEN, THREE))
                .isEqualTo(new Purchase.Refused(Reason.UNCLEAR, "what was bought with the token is exchanging"));
        assertThat(guard(strong().sees(found(unclear, live("3"))), 1).redrive(TOKEN, THREE))
                .isInstanceOfSatisfying(
                        Purchase.Mismatch.class,
                        mismatch -> assertThat(mismatch.differences()).contains("bought 2 times"));
    }

    private static Claim.Granted claim() {
        Hold hold = new Hold(TOKEN, "run-1", 1, Duration.ofDays(1));
        return new Claim.Granted(hold, Instant.EPOCH.plusSeconds(60), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 11})
    void attempts_outOfBounds_areRefused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommitmentGuard.builder(strong()).attempts(attempts, length -> {}))
                .withMessage("attempts is not within 1 and 10: " + attempts);
    }

    @Test
    void attempts_oneToTen_areTaken() {
        assertThat(CommitmentGuard.builder(strong()).attempts(1, length -> {}).build())
                .isNotNull();
        assertThat(CommitmentGuard.builder(strong()).attempts(10, length -> {}).build())
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Purchase.Reason.class)
    void mayPass_whereNobodyHasToLook_isTrue(Purchase.Reason reason) {
        assertThat(reason.mayPass())
                .isEqualTo(
                        Set.of(Reason.BUSY, Reason.LATE, Reason.LOOK_UP_FAILED).contains(reason));
    }

    @Test
    void buy_requestWithoutTerms_isRefusedBeforeAnyLookUp() {
        Script script = strong();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> guard(script, 1).buyFirst(TOKEN, new Order(Map.of())))
                .withMessage("request has no terms, so nothing that is found could be told from it");
        assertThat(script.asked).isEmpty();
    }

    @Test
    void found_withoutCommitments_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LookUp.Found(List.of()));
        assertThat(LookUp.of(List.of())).isEqualTo(NOTHING);
        assertThat(LookUp.of(List.of(live("3")))).isEqualTo(found(live("3")));
    }

    @Test
    void fold_everyCase_goesItsOwnWay() {
        assertThat(List.of(found(live("3")), NOTHING, BLIND))
                .extracting(lookUp -> lookUp.<String>fold(f -> "found", n -> "nothing", f -> "failed"))
                .containsExactly("found", "nothing", "failed");
        assertThat(List.of(CREATED, new Attempt.CreatedUntagged("c", "x"), BUSY, REFUSED, LOST))
                .extracting(attempt ->
                        attempt.<String>fold(c -> "created", c -> "untagged", r -> "busy", f -> "final", a -> "lost"))
                .containsExactly("created", "untagged", "busy", "final", "lost");
        assertThat(List.<Purchase>of(
                        new Purchase.Bought("c"),
                        new Purchase.AlreadyBought(live("3")),
                        new Purchase.Mismatch(List.of(), List.of()),
                        new Purchase.Refused(Reason.BUSY, "x"),
                        new Purchase.Unknown("x"),
                        new Purchase.PartlyBought("c", "x")))
                .extracting(purchase -> purchase.<String>fold(
                        b -> "bought", a -> "already", m -> "mismatch", r -> "refused", u -> "unknown", p -> "partly"))
                .containsExactly("bought", "already", "mismatch", "refused", "unknown", "partly");
    }

    private static Script strong() {
        return new Script(DedupeStrength.DETERMINISTIC_ID);
    }

    private CommitmentGuard<Order> guard(Script script, int attempts) {
        return builder(script, attempts).build();
    }

    private CommitmentGuard.Builder<Order> builder(Script script, int attempts) {
        return CommitmentGuard.builder(script).attempts(attempts, pauses::add).listener(heard::add);
    }

    private static LookUp found(Commitment... commitments) {
        return new LookUp.Found(List.of(commitments));
    }

    private static Commitment live(String count) {
        return new Commitment("c-1", Standing.LIVE, "active", Map.of("count", count));
    }

    private static Commitment over(String state) {
        return new Commitment("c-0", Standing.OVER, state, Map.of("count", "3"));
    }
}
