package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.aws.commitment.RdsReservedInstances;
import dev.interlock.aws.commitment.ReservationOrder;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.FingerprintScheme;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.idempotency.Pause;
import dev.interlock.idempotency.Purchase;
import dev.interlock.idempotency.RunOutcome;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.CommitmentService;
import dev.interlock.testkit.idempotency.InMemoryIdempotencyStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;

/** What the guide shows of buying once. */
final class CommitmentGuideTest {
    // @start region="order"
    private static final FingerprintScheme ORDER =
            FingerprintScheme.of("rds-reservation", 1).build();
    // @end

    private final IdempotencyToken token = LineageKey.of("decision-1").token(0);
    private final List<InterlockEvent> heard = new ArrayList<>();
    private LoopbackClouds clouds;
    private HttpExchangeOnce http;

    @BeforeEach
    void open() throws IOException {
        clouds = LoopbackClouds.open();
        http = new HttpExchangeOnce(HttpClient.newHttpClient());
    }

    @AfterEach
    void close() {
        clouds.close();
    }

    @Test
    void rds_claimed_isBoughtOnce() {
        FakeAws aws = FakeAws.create();
        aws.commitments().offer(CommitmentService.RDS, "offering-1", "db.r7g.large", Duration.ofDays(365));
        IdempotencyStore store = InMemoryIdempotencyStore.create(aws.clock());
        try (RdsClient rds = aws.connect(RdsClient.builder()).build()) {
            for (int run = 1; run <= 2; run++) {
                RunOutcome outcome = buy(rds, store, aws.clock(), "run-" + run, 3);
                assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
            }
            assertThat(buy(rds, store, aws.clock(), "run-3", 30)).isInstanceOf(RunOutcome.Mismatch.class);
        }
        assertThat(aws.commitments().bought()).hasSize(1);
    }

    private RunOutcome buy(RdsClient rds, IdempotencyStore store, InstantSource clock, String run, int count) {
        // @start region="buy"
        ReservationOrder order = new ReservationOrder("offering-1", count); // frozen with the decision
        CommitmentGuard<ReservationOrder> guard = CommitmentGuard.builder(RdsReservedInstances.create(rds))
                .attempts(3, Pause.sleeping())
                .listener(heard::add)
                .build();

        ClaimPolicy policy = ClaimPolicy.of(Duration.ofMinutes(15), Duration.ofDays(400));
        Idempotent once = Idempotent.create(store, CommitmentGuideTest::classify, heard::add);
        return once.run(
                new ClaimRequest(token, run, ORDER.fingerprint(order.identity()), policy),
                claim -> receipt(guard.buy(claim, order, clock)));
        // @end
    }

    // @start region="receipt"
    private static Payload receipt(Purchase purchase) {
        return purchase.fold(
                bought -> Payload.of(bought.id()),
                already -> Payload.of(already.commitment().id()),
                mismatch -> {
                    throw new PurchaseException("look at it: " + mismatch.differences(), false);
                },
                refused -> { // this run bought nothing; whether a later one may, the reason says
                    throw new PurchaseException(refused.reason() + ": " + refused.cause(), true);
                },
                unknown -> {
                    throw new PurchaseException(unknown.cause(), false);
                },
                partly -> Payload.of(partly.id() + " without its tag"));
    }

    private static Failure classify(RuntimeException failure) {
        return failure instanceof PurchaseException purchase && purchase.boughtNothing
                ? new Failure.Retryable()
                : new Failure.Ambiguous(); // the next run is a re-drive, and the guard is told so
    }
    // @end

    private static final class PurchaseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean boughtNothing;

        PurchaseException(String message, boolean boughtNothing) {
            super(message);
            this.boughtNothing = boughtNothing;
        }
    }

    @Test
    void receipt_everyPurchase_endsTheClaimOrFailsInItsKind() {
        assertThat(receipt(new Purchase.Bought("c-1")).text()).isEqualTo("c-1");
        assertThat(receipt(new Purchase.PartlyBought("c-1", "x")).text()).isEqualTo("c-1 without its tag");
        assertThat(failureOf(new Purchase.Refused(Purchase.Reason.BUSY, "x"))).isInstanceOf(Failure.Retryable.class);
        assertThat(failureOf(new Purchase.Unknown("x"))).isInstanceOf(Failure.Ambiguous.class);
        assertThat(failureOf(new Purchase.Mismatch(List.of(), List.of("x")))).isInstanceOf(Failure.Ambiguous.class);
    }

    private static Failure failureOf(Purchase purchase) {
        try {
            throw new AssertionError("a receipt: " + receipt(purchase));
        } catch (PurchaseException e) {
            return classify(e);
        }
    }

    @Test
    void azure_sameTokenTwice_putsTheSameUrlAndOrdersOnce() {
        AzureReservationOrders.Order order = new AzureReservationOrders.Order("Standard_D2s_v5", 3);
        CommitmentGuard<AzureReservationOrders.Order> guard =
                guard(new AzureReservationOrders(http, clouds.uri("azure")));

        assertThat(guard.buyFirst(token, order)).isEqualTo(new Purchase.Bought(token.toGuid()));
        assertThat(guard.redrive(token, order)).isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(clouds.sold()).isEqualTo(1);

        IdempotencyToken other = LineageKey.of("decision-1").token(1);
        assertThat(guard.buyFirst(other, order)).isEqualTo(new Purchase.Bought(other.toGuid()));
        assertThat(clouds.sold()).isEqualTo(2);
        assertThat(clouds.requests())
                .filteredOn(request -> request.startsWith("PUT"))
                .containsExactly(
                        "PUT /azure/reservationOrders/" + token.toGuid() + "?api-version=2022-11-01",
                        "PUT /azure/reservationOrders/" + other.toGuid() + "?api-version=2022-11-01");
    }

    @Test
    void azure_answerLost_looksAndOrdersOnce() {
        AzureReservationOrders.Order order = new AzureReservationOrders.Order("Standard_D2s_v5", 3);
        CommitmentGuard<AzureReservationOrders.Order> guard =
                guard(new AzureReservationOrders(http, clouds.uri("azure")));
        clouds.loseAnswers(1);

        assertThat(guard.buyFirst(token, order)).isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(clouds.sold()).isEqualTo(1);
        assertThat(guard.redrive(token, new AzureReservationOrders.Order("Standard_D4s_v5", 3)))
                .isInstanceOfSatisfying(
                        Purchase.Mismatch.class,
                        mismatch -> assertThat(mismatch.differences())
                                .containsExactly("sku is Standard_D2s_v5, wanted was Standard_D4s_v5"));
    }

    @Test
    void azure_serverGone_refuses() {
        AzureReservationOrders port = new AzureReservationOrders(http, clouds.uri("azure"));
        clouds.close();

        assertThat(guard(port).buyFirst(token, new AzureReservationOrders.Order("Standard_D2s_v5", 3)))
                .isEqualTo(new Purchase.Refused(Purchase.Reason.LOOK_UP_FAILED, "the answer was lost"));
    }

    @Test
    void gcp_sameTokenTwice_hasTheSameRequestIdAndCommitsOnce() {
        GcpCommitments.Order order = new GcpCommitments.Order("TWELVE_MONTH", 8);
        CommitmentGuard<GcpCommitments.Order> guard = guard(new GcpCommitments(http, clouds.uri("gcp")));

        assertThat(guard.buyFirst(token, order)).isEqualTo(new Purchase.Bought(token.commitmentName("cud-")));
        assertThat(guard.redrive(token, order)).isInstanceOf(Purchase.AlreadyBought.class);
        IdempotencyToken other = LineageKey.of("decision-1").token(1);
        guard.buyFirst(other, order);

        assertThat(clouds.sold()).isEqualTo(2);
        assertThat(clouds.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .containsExactly(
                        "POST /gcp/commitments?requestId=" + token.toGuid(),
                        "POST /gcp/commitments?requestId=" + other.toGuid());
    }

    @Test
    void gcp_answerLost_looksAndCommitsOnce() {
        clouds.loseAnswers(1);

        assertThat(guard(new GcpCommitments(http, clouds.uri("gcp")))
                        .buyFirst(token, new GcpCommitments.Order("TWELVE_MONTH", 8)))
                .isInstanceOfSatisfying(
                        Purchase.AlreadyBought.class,
                        already -> assertThat(already.commitment().state()).isEqualTo("CREATING"));
        assertThat(clouds.sold()).isEqualTo(1);
    }

    private static <R extends CommitmentRequest> CommitmentGuard<R> guard(CommitmentPort<R> port) {
        return CommitmentGuard.builder(port).build();
    }
}
