package dev.interlock.examples;

import dev.interlock.aws.commitment.Ec2Order;
import dev.interlock.aws.commitment.Ec2ReservedInstances;
import dev.interlock.aws.commitment.ElastiCacheReservedNodes;
import dev.interlock.aws.commitment.MemoryDbReservedNodes;
import dev.interlock.aws.commitment.OpenSearchReservedInstances;
import dev.interlock.aws.commitment.RdsReservedInstances;
import dev.interlock.aws.commitment.RedshiftReservedNodes;
import dev.interlock.aws.commitment.ReservationOrder;
import dev.interlock.aws.commitment.SavingsPlanOrder;
import dev.interlock.aws.commitment.SavingsPlanPurchases;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.FingerprintScheme;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.idempotency.Purchase;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.CommitmentService;
import dev.interlock.testkit.idempotency.InMemoryIdempotencyStore;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.memorydb.MemoryDbClient;
import software.amazon.awssdk.services.opensearch.OpenSearchClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.savingsplans.SavingsplansClient;

/**
 * An execution dies just after it bought, before it could note anything; another one is told to do what it left. It
 * happens at each of the seven services where capacity is reserved, on the fake account, which counts what was really
 * bought.
 */
final class BuyOnce {
    private static final String OFFERING = "offering-1";
    private static final String ACCOUNT = "000000000000";
    private static final String TYPE = "large";
    private static final Duration TERM = Duration.ofDays(365);
    private static final ClaimPolicy POLICY = ClaimPolicy.of(Duration.ofMinutes(15), Duration.ofDays(400));

    private final FakeAws aws = FakeAws.create();
    private final IdempotencyStore claims = InMemoryIdempotencyStore.create(aws.clock());
    private final List<Line> lines = new ArrayList<>();

    private BuyOnce() {}

    /**
     * How it went at one service.
     *
     * @param service where
     * @param first what became of the first drive
     * @param second what the re-drive was told
     * @param bought how many commitments the account has
     */
    record Line(String service, String first, String second, int bought) {}

    /** The end of a process, just after a purchase was carried out. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Kills the process once, when the answer to a purchase comes back. */
    private static final class DeathAfterPurchase implements ExecutionInterceptor {
        private boolean isOver;

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            String request = context.request().getClass().getSimpleName();
            if (!isOver && (request.startsWith("Purchase") || request.startsWith("CreateSavingsPlan"))) {
                isOver = true;
                throw new Death();
            }
        }
    }

    static List<Line> show(PrintStream out) {
        out.println("\nan execution dies just after it bought; another one is told to do what it left");
        List<Line> lines = new BuyOnce().everywhere();
        for (Line line : lines) {
            out.printf(
                    Locale.ROOT,
                    "%-14s  first drive: %-18s  re-drive: %-42s  bought: %d%n",
                    line.service(),
                    line.first(),
                    line.second(),
                    line.bought());
        }
        return lines;
    }

    private List<Line> everywhere() {
        ReservationOrder nodes = new ReservationOrder(OFFERING, 3);
        try (Ec2Client ec2 = connect(Ec2Client.builder());
                ElastiCacheClient elastiCache = connect(ElastiCacheClient.builder());
                MemoryDbClient memoryDb = connect(MemoryDbClient.builder());
                OpenSearchClient openSearch = connect(OpenSearchClient.builder());
                RdsClient rds = connect(RdsClient.builder());
                RedshiftClient redshift = connect(RedshiftClient.builder());
                SavingsplansClient savingsPlans = connect(SavingsplansClient.builder())) {
            at(
                    CommitmentService.SAVINGS_PLANS,
                    SavingsPlanPurchases.create(savingsPlans),
                    SavingsPlanOrder.of(OFFERING, new BigDecimal("0.004")));
            at(CommitmentService.RDS, RdsReservedInstances.create(rds), nodes);
            at(CommitmentService.ELASTICACHE, ElastiCacheReservedNodes.create(elastiCache), nodes);
            at(CommitmentService.MEMORYDB, MemoryDbReservedNodes.create(memoryDb), nodes);
            at(CommitmentService.OPENSEARCH, OpenSearchReservedInstances.create(openSearch), nodes);
            at(
                    CommitmentService.EC2,
                    Ec2ReservedInstances.create(ec2, aws.clock()::advance),
                    new Ec2Order(OFFERING, 3, TYPE, TERM));
            at(
                    CommitmentService.REDSHIFT,
                    RedshiftReservedNodes.create(redshift, ACCOUNT, aws.clock()::advance),
                    nodes);
        }
        return lines;
    }

    private <R extends CommitmentRequest> void at(CommitmentService service, CommitmentPort<R> port, R order) {
        aws.commitments().offer(service, OFFERING, TYPE, TERM);
        CommitmentGuard<R> guard = CommitmentGuard.builder(port).build();
        String first = drive(service, guard, order, "run-1");
        aws.clock().advance(POLICY.lease().plusMinutes(1)); // nobody hears of run-1 any more
        String second = drive(service, guard, order, "run-2");
        lines.add(new Line(
                service.name(), first, second, aws.commitments().bought(service).size()));
    }

    /** One run: the token comes from the decision, and never from the run. */
    private <R extends CommitmentRequest> String drive(
            CommitmentService service, CommitmentGuard<R> guard, R order, String run) {
        FingerprintScheme scheme =
                FingerprintScheme.of(service.name().replace('_', '-'), 1).build();
        ClaimRequest request = new ClaimRequest(
                LineageKey.of("decision-" + service).token(0), run, scheme.fingerprint(order.identity()), POLICY);
        try {
            Claim claim = claims.claim(request);
            return claim instanceof Claim.Granted granted
                    ? inWords(guard.buy(granted, order, aws.clock()))
                    : "no claim: " + claim;
        } catch (Death e) {
            return "died after buying";
        }
    }

    private static String inWords(Purchase purchase) {
        return purchase.fold(
                bought -> "bought",
                already -> "was bought already, " + already.commitment().state(),
                mismatch -> "mismatch",
                refused -> "refused, " + refused.reason() + ": look at the account",
                unknown -> "nobody knows",
                partly -> "bought, but not tagged");
    }

    private <B extends AwsClientBuilder<B, C>, C> C connect(B builder) {
        builder.overrideConfiguration(config -> config.addExecutionInterceptor(new DeathAfterPurchase()));
        return aws.connect(builder).build();
    }
}
