package dev.interlock.aws.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.InterlockEvent;
import dev.interlock.aws.commitment.Shop.Policy;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.idempotency.Purchase;
import dev.interlock.idempotency.Purchase.Reason;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.BoughtCommitment;
import dev.interlock.testkit.commitment.CommitmentService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What all seven have in common beside what {@link EveryPortTest} asks of any port; asserted on what the account really
 * bought.
 */
final class CommitmentPortsTest {
    private static final IdempotencyToken TOKEN = IdempotencyTokens.deriveIdempotencyToken("execution", 0);
    private static final String OFFERING = "o-1";

    private final FakeAws aws = FakeAws.create();
    private final List<Shop> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Shop::close);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_nothingThere_buysOnceAndTellsTheId(CommitmentService service) {
        Purchase purchase = shop(service, Policy.DEFAULT).buy(TOKEN, OFFERING, 3);

        BoughtCommitment bought = onlyOne(service);
        assertThat(purchase).isEqualTo(new Purchase.Bought(bought.id()));
        assertThat(bought.order().offering().id()).isEqualTo(OFFERING);
        assertThat(bought.order().quantity()).isEqualTo(service == CommitmentService.SAVINGS_PLANS ? "0.003" : "3");
    }

    /** An attempt has an id of its own, and the token does not change with it: both come from the lineage. */
    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_retriedUnderTheLineageKey_buysOnce(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        LineageKey first = LineageKey.of("decision-1").forAccount("123456789012");
        LineageKey retry = LineageKey.parse(first.value());

        shop.buy(first.token(0), OFFERING, 3);
        shop.redrive(retry.token(0), OFFERING, 3);

        onlyOne(service);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_answerLost_sendsItOnceAndLooks(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.faults().on(Shop.purchase(service)).nth(1).loseAnswer();

        Purchase purchase = shop.buy(TOKEN, OFFERING, 3);

        assertThat(aws.requests(Shop.purchase(service))).hasSize(1);
        onlyOne(service);
        assertThat(purchase)
                .isInstanceOf(Shop.refusesRepeats(service) ? Purchase.AlreadyBought.class : Purchase.Unknown.class);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_errorAfterItWasBought_sendsItOnceAndLooks(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.faults().on(Shop.purchase(service)).nth(1).failAfter();

        Purchase purchase = shop.buy(TOKEN, OFFERING, 3);

        assertThat(aws.requests(Shop.purchase(service))).hasSize(1);
        onlyOne(service);
        assertThat(purchase)
                .isInstanceOf(Shop.refusesRepeats(service) ? Purchase.AlreadyBought.class : Purchase.Unknown.class);
    }

    /** The client has four attempts; the purchase gets one, whatever the service would dedupe. */
    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_requestLostForGood_isSentOncePerAttemptOfTheGuard(CommitmentService service) {
        Shop shop = shop(service, Policy.attempts(3));
        aws.faults().on(Shop.purchase(service)).loseRequest();

        assertThat(shop.buy(TOKEN, OFFERING, 3)).isInstanceOf(Purchase.Unknown.class);
        assertThat(aws.requests(Shop.purchase(service))).hasSize(Shop.refusesRepeats(service) ? 3 : 1);
        assertThat(aws.requests(Shop.purchase(service))).allMatch(request -> request.attempt() == 1);
        assertThat(aws.commitments().bought()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_lookUpUnsteady_isReadAgainByTheClient(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.faults().on(Shop.lookUp(service)).first(3).loseAnswer();

        assertThat(shop.buy(TOKEN, OFFERING, 3)).isInstanceOf(Purchase.Bought.class);
        assertThat(aws.requests(Shop.lookUp(service))).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_anotherWriteUnderWay_isNotKnown(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.faults().on(Shop.purchase(service)).conflict();

        assertThat(shop.buy(TOKEN, OFFERING, 3)).isInstanceOfSatisfying(Purchase.Unknown.class, unknown -> {
            assertThat(unknown.cause()).isEqualTo(Shop.purchase(service) + " answered 409 ConflictException");
        });
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_throttled_isRefusedForNowOrTriedAgain(CommitmentService service) {
        aws.faults().on(Shop.purchase(service)).first(2).throttle();

        assertThat(shop(service, Policy.DEFAULT).buy(TOKEN, OFFERING, 3))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BUSY));
        int looks = aws.requests(Shop.lookUp(service)).size();
        assertThat(shop(service, Policy.attempts(3)).buy(TOKEN, OFFERING, 3)).isInstanceOf(Purchase.Bought.class);
        assertThat(aws.requests(Shop.lookUp(service))).hasSize(looks + 2);
        onlyOne(service);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_notAllowed_isRefusedAndSentOnce(CommitmentService service) {
        Shop shop = shop(service, Policy.attempts(3));
        aws.faults().on(Shop.purchase(service)).answer(403, "AccessDenied");

        assertThat(shop.buy(TOKEN, OFFERING, 3))
                .isEqualTo(
                        new Purchase.Refused(Reason.REJECTED, Shop.purchase(service) + " answered 403 AccessDenied"));
        assertThat(aws.requests(Shop.purchase(service))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void buy_offeringUnknown_isRefused(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.commitments().withdraw(service, OFFERING);

        assertThat(shop.buy(TOKEN, OFFERING, 3))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.REJECTED));
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_offeringWithdrawnSince_isBoughtAlready(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        shop.buy(TOKEN, OFFERING, 3);
        aws.commitments().withdraw(service, OFFERING);

        assertThat(shop.redrive(TOKEN, OFFERING, 3)).isInstanceOf(Purchase.AlreadyBought.class);
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_anotherRequestWithTheToken_isAMismatch(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        shop.buy(TOKEN, OFFERING, 3);

        assertThat(shop.redrive(TOKEN, OFFERING, 5)).isInstanceOfSatisfying(Purchase.Mismatch.class, mismatch -> {
            assertThat(mismatch.differences())
                    .containsExactly(
                            service == CommitmentService.SAVINGS_PLANS
                                    ? "commitment is 0.003, wanted was 0.005"
                                    : "count is 3, wanted was 5");
        });
        onlyOne(service);
    }

    @ParameterizedTest
    @EnumSource(value = CommitmentService.class, mode = EnumSource.Mode.EXCLUDE, names = "EC2")
    void redrive_anotherOfferingWithTheToken_isAMismatch(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        shop.buy(TOKEN, OFFERING, 3);

        assertThat(shop.redrive(TOKEN, "o-2", 3))
                .isInstanceOfSatisfying(
                        Purchase.Mismatch.class,
                        mismatch -> assertThat(mismatch.differences())
                                .containsExactly("offering is " + OFFERING + ", wanted was o-2"));
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_stateThatSaysNeither_isRefusedAsUnclear(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        shop.buy(TOKEN, OFFERING, 3);
        List<String> states = new ArrayList<>(states(service, "exchanging", "pending-return"));
        states.add("on-the-moon");
        for (String state : states) {
            aws.commitments().undocumentedState(service, onlyOne(service).id(), state);

            assertThat(shop.redrive(TOKEN, OFFERING, 3))
                    .isEqualTo(new Purchase.Refused(Reason.UNCLEAR, "what was bought with the token is " + state));
        }
    }

    /** Those of the words that are states of the service. */
    private static List<String> states(CommitmentService service, String... words) {
        return Stream.of(words).filter(service.states()::contains).toList();
    }

    @Test
    void states_ofEveryService_areToldApart() {
        for (CommitmentService service : CommitmentService.values()) {
            assertThat(states(
                            service,
                            "active",
                            "exchanging",
                            "payment-failed",
                            "payment-pending",
                            "pending-payment",
                            "pending-return",
                            "queued",
                            "queued-deleted",
                            "retired",
                            "returned"))
                    .containsExactlyInAnyOrderElementsOf(service.states());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, InternalError",
        "400, PriorRequestNotComplete",
        "400, RequestTimeout",
        "400, RequestTimeoutException",
        "400, TransactionInProgressException",
        "408, Whatever",
        "409, Whatever",
        "500, Whatever"
    })
    void buy_answerThatMayBeABought_isNotKnown(int status, String code) {
        for (CommitmentService service : CommitmentService.values()) {
            aws.faults().on(Shop.purchase(service)).answer(status, code);

            assertThat(shop(service, Policy.DEFAULT).buy(TOKEN, OFFERING, 3))
                    .as(service.name())
                    .isInstanceOf(Purchase.Unknown.class);
        }
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_queuedOrActive_isBoughtAlready(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        shop.buy(TOKEN, OFFERING, 3);
        for (String state : states(service, "active", "payment-pending", "pending-payment", "queued")) {
            aws.commitments().state(service, onlyOne(service).id(), state);

            assertThat(shop.redrive(TOKEN, OFFERING, 3)).isInstanceOf(Purchase.AlreadyBought.class);
        }
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_retiredOrNotPaid_isRefusedAndNeedsANewToken(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        shop.buy(TOKEN, OFFERING, 3);
        for (String state : states(service, "payment-failed", "queued-deleted", "retired", "returned")) {
            aws.commitments().state(service, onlyOne(service).id(), state);

            assertThat(shop.redrive(TOKEN, OFFERING, 3))
                    .isEqualTo(new Purchase.Refused(Reason.SPENT, "what was bought with the token is " + state));
        }
    }

    /** Half a list is no list: what is on the page that failed may be what was bought. */
    @ParameterizedTest
    @EnumSource(
            value = CommitmentService.class,
            names = {"OPENSEARCH", "REDSHIFT", "SAVINGS_PLANS"})
    void redrive_aLaterPageFails_refuses(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.commitments().page(2);
        for (int i = 1; i <= 9; i++) {
            shop.buy(IdempotencyTokens.deriveIdempotencyToken("others", i), OFFERING, 3);
        }
        int looks = aws.requests(Shop.lookUp(service)).size();
        for (int i = 0; i < 4; i++) {
            aws.faults().on(Shop.lookUp(service)).nth(3 + i).failBefore();
        }

        assertThat(shop.buy(TOKEN, OFFERING, 3))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.LOOK_UP_FAILED));
        assertThat(aws.requests(Shop.lookUp(service))).hasSize(looks + 6);
        assertThat(aws.commitments().bought()).hasSize(9);
    }

    /** The client gave up, the purchase lands all the same, and the next drive finds it or is refused. */
    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_purchaseLandedLate_buysNothingMore(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.faults().on(Shop.purchase(service)).nth(1).landLate(Duration.ofMinutes(2));
        assertThat(shop.buy(TOKEN, OFFERING, 3)).isInstanceOf(Purchase.Unknown.class);

        aws.clock().advance(Duration.ofMinutes(2));

        assertThat(shop.redrive(TOKEN, OFFERING, 3))
                .isInstanceOf(Shop.refusesRepeats(service) ? Purchase.AlreadyBought.class : Purchase.Refused.class);
        onlyOne(service);
    }

    /** Worse: it lands between the look-up of the next drive and its purchase. */
    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void redrive_purchaseLandsInBetween_buysNothingMore(CommitmentService service) {
        Shop shop = shop(service, Policy.DEFAULT);
        aws.faults().on(Shop.purchase(service)).nth(1).landLate(Duration.ofMinutes(2));
        shop.buy(TOKEN, OFFERING, 3);
        aws.faults().on(Shop.purchase(service)).nth(1).elapse(Duration.ofMinutes(2));

        Purchase purchase = shop.redrive(TOKEN, OFFERING, 3);

        if (Shop.refusesRepeats(service)) {
            onlyOne(service);
            assertThat(purchase)
                    .isInstanceOf(
                            service == CommitmentService.SAVINGS_PLANS
                                    ? Purchase.Bought.class
                                    : Purchase.AlreadyBought.class);
        } else {
            assertThat(purchase).isInstanceOf(Purchase.Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource(CommitmentService.class)
    void everyOutcome_toldToTheListener_withoutTheToken(CommitmentService service) {
        List<InterlockEvent> heard = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        Shop shop = shop(service, Policy.heardBy(heard::add));
        aws.faults().on(Shop.purchase(service)).nth(1).conflict();
        for (int count : new int[] {3, 3, 3, 5}) {
            causes.add(shop.redrive(TOKEN, OFFERING, count)
                    .fold(
                            b -> "",
                            a -> "",
                            mismatch -> mismatch.differences().toString(),
                            refused -> refused.cause(),
                            unknown -> unknown.cause(),
                            partly -> partly.cause()));
        }
        aws.faults().on(Shop.lookUp(service)).failBefore();
        shop.redrive(TOKEN, OFFERING, 3);

        assertThat(heard).hasSizeGreaterThanOrEqualTo(3);
        heard.forEach(event -> causes.add(event.toString()));
        assertThat(causes).noneMatch(cause -> cause.contains(TOKEN.value().substring(0, 9)));
    }

    private Shop shop(CommitmentService service, Policy policy) {
        aws.commitments().offer(service, OFFERING, Shop.TYPE, Shop.TERM);
        Shop shop = Shop.open(service, aws, policy);
        open.add(shop);
        return shop;
    }

    private BoughtCommitment onlyOne(CommitmentService service) {
        assertThat(aws.commitments().bought()).hasSize(1);
        return aws.commitments().bought(service).get(0);
    }
}
