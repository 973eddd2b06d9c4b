package dev.interlock.aws.commitment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Purchase;
import dev.interlock.idempotency.Purchase.Reason;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.CommitmentService;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeReservedInstancesRequest;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.memorydb.MemoryDbClient;
import software.amazon.awssdk.services.opensearch.OpenSearchClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshift.model.DescribeTagsRequest;
import software.amazon.awssdk.services.savingsplans.SavingsplansClient;

/**
 * What is found by a tag: EC2 and Redshift, where it is written afterwards, and Savings Plans, where it outlives the
 * client token.
 */
final class TaggedPortsTest {
    private static final IdempotencyToken TOKEN = IdempotencyTokens.deriveIdempotencyToken("execution", 0);
    private static final String KEY = "interlock-idempotency-token";
    private static final String ACCOUNT = "000000000000";
    private static final Ec2Order INSTANCES = new Ec2Order("o-1", 3, Shop.TYPE, Shop.TERM);
    private static final ReservationOrder NODES = new ReservationOrder("o-1", 3);

    private final FakeAws aws = FakeAws.create();
    private final List<Duration> pauses = new ArrayList<>();
    private final Ec2Client ec2 = aws.connect(Ec2Client.builder()).build();
    private final RedshiftClient redshift =
            aws.connect(RedshiftClient.builder()).build();
    private final SavingsplansClient savingsPlans =
            aws.connect(SavingsplansClient.builder()).build();
    private final Ec2ReservedInstances ec2Port = Ec2ReservedInstances.create(ec2, pauses::add);
    private final RedshiftReservedNodes redshiftPort = RedshiftReservedNodes.create(redshift, ACCOUNT, pauses::add);

    @BeforeEach
    void offer() {
        for (CommitmentService service : CommitmentService.values()) {
            aws.commitments().offer(service, "o-1", Shop.TYPE, Shop.TERM);
        }
    }

    @AfterEach
    void close() {
        ec2.close();
        redshift.close();
        savingsPlans.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidReservationID.NotFound", "InvalidReservedInstancesId", "InvalidID"})
    void ec2_notSeenAtOnce_isTaggedAfterOneTwoAndFourSeconds(String code) {
        aws.faults().on("CreateTags").first(3).answer(400, code);

        assertThat(guard(ec2Port).buyFirst(TOKEN, INSTANCES)).isInstanceOf(Purchase.Bought.class);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(aws.commitments().bought()).singleElement().satisfies(bought -> {
            assertThat(bought.tags()).isEqualTo(Map.of(KEY, TOKEN.value()));
        });
    }

    @Test
    void ec2_neverSeen_isPartlyBoughtAfterFourAttempts() {
        aws.faults().on("CreateTags").answer(400, "InvalidReservationID.NotFound");

        Purchase purchase = guard(ec2Port).buyFirst(TOKEN, INSTANCES);

        assertThat(purchase)
                .isEqualTo(new Purchase.PartlyBought(
                        aws.commitments().bought().get(0).id(),
                        "CreateTags answered 400 InvalidReservationID.NotFound"));
        assertThat(aws.requests("CreateTags")).hasSize(4);
    }

    @Test
    void ec2_mayNotTag_isPartlyBoughtAtOnceAndTaggedLater() {
        aws.faults().on("CreateTags").nth(1).answer(403, "UnauthorizedOperation");

        Purchase purchase = guard(ec2Port).buyFirst(TOKEN, INSTANCES);
        assertThat(purchase).isInstanceOf(Purchase.PartlyBought.class);
        assertThat(pauses).isEmpty();
        assertThat(guard(ec2Port).redrive(TOKEN, INSTANCES))
                .isInstanceOfSatisfying(
                        Purchase.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_WEAK));

        String id = ((Purchase.PartlyBought) purchase).id();
        assertThat(ec2Port.tag(TOKEN, id)).isEqualTo(new Attempt.Created(id));
        assertThat(guard(ec2Port).redrive(TOKEN, INSTANCES)).isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(aws.commitments().bought()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "3, small, P365D, 'instanceType is large, wanted was small'",
        "3, large, P1095D, 'termInSeconds is 31536000, wanted was 94608000'",
        "4, large, P365D, 'count is 3, wanted was 4'"
    })
    void ec2_anotherOrderWithTheToken_isAMismatch(int count, String type, Duration term, String difference) {
        guard(ec2Port).buyFirst(TOKEN, INSTANCES);

        assertThat(guard(ec2Port).redrive(TOKEN, new Ec2Order("o-1", count, type, term)))
                .isInstanceOfSatisfying(
                        Purchase.Mismatch.class,
                        mismatch -> assertThat(mismatch.differences()).containsExactly(difference));
    }

    @Test
    void redshift_mayNotTag_isPartlyBoughtAndTaggedLater() {
        aws.faults().on("CreateTags").nth(1).answer(400, "InvalidTagFault");

        Purchase purchase = guard(redshiftPort).buyFirst(TOKEN, NODES);
        assertThat(purchase).isInstanceOf(Purchase.PartlyBought.class);

        String id = ((Purchase.PartlyBought) purchase).id();
        redshiftPort.tag(TOKEN, id);
        assertThat(guard(redshiftPort).redrive(TOKEN, NODES)).isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(aws.requests("CreateTags").get(0).key())
                .isEqualTo("arn:aws:redshift:eu-west-1:000000000000:reservednode:" + id);
    }

    @Test
    void redshift_tagsCannotBeRead_refuses() {
        guard(redshiftPort).buyFirst(TOKEN, NODES);
        aws.faults().on("DescribeTags").answer(400, "InvalidTagFault");

        assertThat(guard(redshiftPort).buyFirst(IdempotencyTokens.deriveIdempotencyToken("execution", 1), NODES))
                .isEqualTo(new Purchase.Refused(
                        Reason.LOOK_UP_FAILED, "DescribeReservedNodes with DescribeTags answered 400 InvalidTagFault"));
    }

    @ParameterizedTest
    @CsvSource({"us-gov-west-1, aws-us-gov", "cn-north-1, aws-cn"})
    void redshift_otherPartition_isInTheName(String region, String partition) {
        try (RedshiftClient client =
                aws.connect(RedshiftClient.builder()).region(Region.of(region)).build()) {
            guard(RedshiftReservedNodes.create(client, ACCOUNT, pauses::add)).buyFirst(TOKEN, NODES);
        }

        assertThat(aws.requests("CreateTags").get(0).key())
                .startsWith("arn:" + partition + ":redshift:" + region + ":" + ACCOUNT + ":reservednode:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901x"})
    void redshift_accountIsNoAccount_isRefused(String account) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedshiftReservedNodes.create(redshift, account, pauses::add))
                .withMessage("accountId is not twelve digits: '" + account + "'");
    }

    @Test
    void ec2_pauseThatThrowsWhileItIsTagged_keepsTheId() {
        aws.faults().on("CreateTags").answer(400, "InvalidID");
        CommitmentPort<Ec2Order> impatient = Ec2ReservedInstances.create(ec2, length -> {
            throw new IllegalStateException("no time");
        });

        assertThat(guard(impatient).buyFirst(TOKEN, INSTANCES))
                .isEqualTo(new Purchase.PartlyBought(
                        aws.commitments().bought().get(0).id(), "CreateTags failed: IllegalStateException"));
    }

    @Test
    void savingsPlans_anotherUpfrontAmount_isAMismatch() {
        CommitmentGuard<SavingsPlanOrder> guard = guard(SavingsPlanPurchases.create(savingsPlans));
        SavingsPlanOrder order = SavingsPlanOrder.of("o-1", BigDecimal.ONE);
        guard.buyFirst(TOKEN, order.withUpfront(new BigDecimal("4380.0")));

        assertThat(guard.redrive(TOKEN, order.withUpfront(new BigDecimal("4380"))))
                .isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(guard.redrive(TOKEN, order.withUpfront(BigDecimal.TEN)))
                .isInstanceOfSatisfying(
                        Purchase.Mismatch.class,
                        mismatch ->
                                assertThat(mismatch.differences()).containsExactly("upfront is 4380, wanted was 10"));
    }

    @Test
    void strength_ofEachPort_isWhatItsServiceKeeps() {
        assertThat(SavingsPlanPurchases.create(savingsPlans).strength()).isEqualTo(DedupeStrength.NATIVE_TOKEN);
        assertThat(ec2Port.strength()).isEqualTo(DedupeStrength.BY_TAG);
        assertThat(redshiftPort.strength()).isEqualTo(DedupeStrength.BY_TAG);
        try (RdsClient rds = aws.connect(RdsClient.builder()).build();
                ElastiCacheClient elastiCache =
                        aws.connect(ElastiCacheClient.builder()).build();
                MemoryDbClient memoryDb = aws.connect(MemoryDbClient.builder()).build();
                OpenSearchClient openSearch =
                        aws.connect(OpenSearchClient.builder()).build()) {
            assertThat(RdsReservedInstances.create(rds).strength()).isEqualTo(DedupeStrength.DETERMINISTIC_ID);
            assertThat(ElastiCacheReservedNodes.create(elastiCache).strength())
                    .isEqualTo(DedupeStrength.DETERMINISTIC_ID);
            assertThat(MemoryDbReservedNodes.create(memoryDb).strength()).isEqualTo(DedupeStrength.DETERMINISTIC_ID);
            assertThat(OpenSearchReservedInstances.create(openSearch).strength())
                    .isEqualTo(DedupeStrength.BY_NAME);
        }
    }

    @Test
    void identity_tellsWhatTheTermsLeaveOut() {
        SavingsPlanOrder plan = SavingsPlanOrder.of("o-1", new BigDecimal("0.004"));

        assertThat(new Ec2Order("o-1", 3, "m7g.large", Duration.ofDays(365)).identity())
                .isNotEqualTo(new Ec2Order("o-2", 3, "m7g.large", Duration.ofDays(365)).identity())
                .containsAllEntriesOf(new Ec2Order("o-2", 3, "m7g.large", Duration.ofDays(365)).terms());
        assertThat(plan.identity())
                .isNotEqualTo(plan.withUpfront(BigDecimal.TEN).identity())
                .isEqualTo(SavingsPlanOrder.of("o-1", new BigDecimal("0.0040")).identity());
        assertThat(new ReservationOrder("o-1", 3).identity()).isEqualTo(new ReservationOrder("o-1", 3).terms());
    }

    @Test
    void savingsPlans_tokenForgotten_isFoundByItsTag() {
        CommitmentGuard<SavingsPlanOrder> guard = guard(SavingsPlanPurchases.create(savingsPlans));
        SavingsPlanOrder order = SavingsPlanOrder.of("o-1", new BigDecimal("0.00400"));
        guard.buyFirst(TOKEN, order);
        aws.commitments().forgetClientTokens();

        assertThat(guard.redrive(TOKEN, order)).isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(aws.commitments().bought()).singleElement().satisfies(plan -> {
            assertThat(plan.order().name()).isEqualTo(TOKEN.value());
            assertThat(plan.order().quantity()).isEqualTo("0.004");
            assertThat(plan.tags()).isEqualTo(Map.of(KEY, TOKEN.value()));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0, commitment is not above 0: 0",
        "-1, commitment is not above 0: -1",
        "0.000001, commitment has more than 5 digits after the point: 0.000001"
    })
    void savingsPlans_amountThatCannotBeBought_isRefusedBeforeAnyLookUp(BigDecimal amount, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SavingsPlanOrder.of("o-1", amount))
                .withMessage(message);
    }

    @Test
    void savingsPlans_upfront_isSentAsItIs() {
        List<String> bodies = new ArrayList<>();
        SavingsPlanOrder order = SavingsPlanOrder.of("o-1", BigDecimal.TEN).withUpfront(new BigDecimal("4380.00"));
        ExecutionInterceptor wiretap = new ExecutionInterceptor() {
            @Override
            public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
                context.requestBody()
                        .ifPresent(body -> bodies.add(new BufferedReader(new InputStreamReader(
                                        body.contentStreamProvider().newStream(), UTF_8))
                                .lines()
                                .collect(Collectors.joining())));
            }
        };
        try (SavingsplansClient client = aws.connect(SavingsplansClient.builder()
                        .overrideConfiguration(config -> config.addExecutionInterceptor(wiretap)))
                .build()) {
            guard(SavingsPlanPurchases.create(client)).buyFirst(TOKEN, order);
        }

        assertThat(bodies.get(1)).contains("\"commitment\":\"10\"", "\"upfrontPaymentAmount\":\"4380\"");
    }

    /** What another program bought with the same tokens is found by its tag. */
    @Test
    void taggedWith_anotherKey_findsWhatIsTaggedWithIt() {
        String other = "other-idempotency-token";
        guard(ec2Port.taggedWith(other)).buyFirst(TOKEN, INSTANCES);
        guard(redshiftPort.taggedWith(other)).buyFirst(TOKEN, NODES);
        SavingsPlanPurchases plans = SavingsPlanPurchases.create(savingsPlans).taggedWith(other);
        SavingsPlanOrder plan = SavingsPlanOrder.of("o-1", BigDecimal.ONE);
        guard(plans).buyFirst(TOKEN, plan);

        assertThat(aws.commitments().bought())
                .extracting(c -> c.tags().keySet().toString())
                .containsOnly("[" + other + "]");
        assertThat(guard(ec2Port.taggedWith(other)).redrive(TOKEN, INSTANCES))
                .isInstanceOf(Purchase.AlreadyBought.class);
        assertThat(guard(ec2Port).redrive(TOKEN, INSTANCES)).isInstanceOf(Purchase.Refused.class);
        assertThat(guard(redshiftPort.taggedWith(other)).redrive(TOKEN, NODES))
                .isInstanceOf(Purchase.AlreadyBought.class);
        aws.commitments().forgetClientTokens();
        assertThat(guard(plans).redrive(TOKEN, plan)).isInstanceOf(Purchase.AlreadyBought.class);
    }

    /** A service that answers more than it was asked for: what bears another token is not this one's. */
    @Test
    void lookUp_filterThatFiltersNothing_findsOnlyWhatBearsTheToken() {
        IdempotencyToken another = IdempotencyTokens.deriveIdempotencyToken("execution", 1);
        guard(ec2Port).buyFirst(another, INSTANCES);
        guard(redshiftPort).buyFirst(another, NODES);
        ExecutionInterceptor unfiltered = new ExecutionInterceptor() {
            @Override
            public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
                SdkRequest request = context.request();
                if (request instanceof DescribeReservedInstancesRequest describe) {
                    return describe.toBuilder().filters(List.of()).build();
                }
                return request instanceof DescribeTagsRequest describe
                        ? describe.toBuilder()
                                .tagKeys(List.of())
                                .tagValues(List.of())
                                .build()
                        : request;
            }
        };
        try (Ec2Client ec2 = aws.connect(
                                Ec2Client.builder().overrideConfiguration(c -> c.addExecutionInterceptor(unfiltered)))
                        .build();
                RedshiftClient redshift = aws.connect(RedshiftClient.builder()
                                .overrideConfiguration(c -> c.addExecutionInterceptor(unfiltered)))
                        .build()) {
            CommitmentGuard<Ec2Order> instances = guard(Ec2ReservedInstances.create(ec2, pauses::add));
            CommitmentGuard<ReservationOrder> nodes =
                    guard(RedshiftReservedNodes.create(redshift, ACCOUNT, pauses::add));

            assertThat(instances.redrive(TOKEN, INSTANCES)).isInstanceOf(Purchase.Refused.class);
            assertThat(nodes.redrive(TOKEN, NODES)).isInstanceOf(Purchase.Refused.class);
            assertThat(instances.redrive(another, INSTANCES)).isInstanceOf(Purchase.AlreadyBought.class);
            assertThat(nodes.redrive(another, NODES)).isInstanceOf(Purchase.AlreadyBought.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "aws:token"})
    void taggedWith_noKeyOfATag_isRefused(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> ec2Port.taggedWith(key));
        assertThatIllegalArgumentException().isThrownBy(() -> redshiftPort.taggedWith(key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SavingsPlanPurchases.create(savingsPlans).taggedWith(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void order_countBelowOne_isRefusedBeforeAnyLookUp(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReservationOrder("o-1", count))
                .withMessage("count is below 1: " + count);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ec2Order("o-1", count, Shop.TYPE, Shop.TERM))
                .withMessage("count is below 1: " + count);
    }

    @Test
    void order_blankPartOrNoTerm_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReservationOrder(" ", 1))
                .withMessage("offeringId is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ec2Order("o-1", 1, "", Shop.TERM))
                .withMessage("instanceType is blank: ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ec2Order("o-1", 1, Shop.TYPE, Duration.ZERO))
                .withMessage("term is below a second: PT0S");
    }

    private static <R extends CommitmentRequest> CommitmentGuard<R> guard(CommitmentPort<R> port) {
        return CommitmentGuard.builder(port).build();
    }
}
