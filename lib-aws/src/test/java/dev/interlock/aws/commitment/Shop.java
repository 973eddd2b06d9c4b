package dev.interlock.aws.commitment;

import dev.interlock.InterlockListener;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.Pause;
import dev.interlock.idempotency.Purchase;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.CommitmentService;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.memorydb.MemoryDbClient;
import software.amazon.awssdk.services.opensearch.OpenSearchClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.savingsplans.SavingsplansClient;

/** The guard of one service over one fake account, for tests that are the same for all seven. */
final class Shop implements AutoCloseable {
    static final String TYPE = "large";
    static final Duration TERM = Duration.ofDays(365);

    private static final String ACCOUNT = "000000000000";

    private final SdkClient client;
    private final Sale sale;

    private final BiFunction<Claim.Granted, String, Purchase> claimed;

    private Shop(SdkClient client, Sale sale, BiFunction<Claim.Granted, String, Purchase> claimed) {
        this.client = client;
        this.sale = sale;
        this.claimed = claimed;
    }

    /**
     * How a guard is set up.
     *
     * @param demanded of a re-drive
     * @param attempts in a drive
     * @param listener hears of what is not simply bought
     */
    record Policy(DedupeStrength demanded, int attempts, InterlockListener listener) {
        static final Policy DEFAULT = new Policy(DedupeStrength.BY_NAME, 1, event -> {});

        static Policy attempts(int attempts) {
            return new Policy(DedupeStrength.BY_NAME, attempts, event -> {});
        }

        static Policy heardBy(InterlockListener listener) {
            return new Policy(DedupeStrength.BY_NAME, 1, listener);
        }
    }

    /** A decision, driven for the first time or again. */
    private interface Sale {
        Purchase drive(IdempotencyToken token, String offeringId, int count, boolean isRedrive);
    }

    static Shop open(CommitmentService service, FakeAws aws, Policy policy, ExecutionInterceptor interceptor) {
        Pause pause = length -> aws.clock().advance(length);
        Opening opening = new Opening(aws, policy, interceptor, pause);
        return switch (service) {
            case EC2 -> {
                Ec2Client client = opening.connect(Ec2Client.builder()).build();
                yield opening.shop(
                        client,
                        Ec2ReservedInstances.create(client, pause),
                        (offering, count) -> new Ec2Order(offering, count, TYPE, TERM));
            }
            case RDS -> {
                RdsClient client = opening.connect(RdsClient.builder()).build();
                yield opening.shop(client, RdsReservedInstances.create(client), ReservationOrder::new);
            }
            case ELASTICACHE -> {
                ElastiCacheClient client =
                        opening.connect(ElastiCacheClient.builder()).build();
                yield opening.shop(client, ElastiCacheReservedNodes.create(client), ReservationOrder::new);
            }
            case MEMORYDB -> {
                MemoryDbClient client =
                        opening.connect(MemoryDbClient.builder()).build();
                yield opening.shop(client, MemoryDbReservedNodes.create(client), ReservationOrder::new);
            }
            case OPENSEARCH -> {
                OpenSearchClient client =
                        opening.connect(OpenSearchClient.builder()).build();
                yield opening.shop(client, OpenSearchReservedInstances.create(client), ReservationOrder::new);
            }
            case REDSHIFT -> {
                RedshiftClient client =
                        opening.connect(RedshiftClient.builder()).build();
                yield opening.shop(client, RedshiftReservedNodes.create(client, ACCOUNT, pause), ReservationOrder::new);
            }
            case SAVINGS_PLANS -> {
                SavingsplansClient client =
                        opening.connect(SavingsplansClient.builder()).build();
                yield opening.shop(
                        client,
                        SavingsPlanPurchases.create(client),
                        (offering, count) -> SavingsPlanOrder.of(offering, BigDecimal.valueOf(count, 3)));
            }
        };
    }

    static Shop open(CommitmentService service, FakeAws aws, Policy policy) {
        return open(service, aws, policy, new ExecutionInterceptor() {});
    }

    Purchase buy(IdempotencyToken token, String offeringId, int count) {
        return sale.drive(token, offeringId, count, false);
    }

    Purchase redrive(IdempotencyToken token, String offeringId, int count) {
        return sale.drive(token, offeringId, count, true);
    }

    Purchase buy(Claim.Granted claim, String offeringId) {
        return claimed.apply(claim, offeringId);
    }

    @Override
    public void close() {
        client.close();
    }

    /** The operation that buys at {@code service}. */
    static String purchase(CommitmentService service) {
        return switch (service) {
            case EC2 -> "PurchaseReservedInstancesOffering";
            case RDS -> "PurchaseReservedDBInstancesOffering";
            case ELASTICACHE -> "PurchaseReservedCacheNodesOffering";
            case MEMORYDB -> "PurchaseReservedNodesOffering";
            case OPENSEARCH -> "PurchaseReservedInstanceOffering";
            case REDSHIFT -> "PurchaseReservedNodeOffering";
            case SAVINGS_PLANS -> "CreateSavingsPlan";
        };
    }

    /** The operation that a look-up at {@code service} begins with. */
    static String lookUp(CommitmentService service) {
        return switch (service) {
            case EC2, OPENSEARCH -> "DescribeReservedInstances";
            case RDS -> "DescribeReservedDBInstances";
            case ELASTICACHE -> "DescribeReservedCacheNodes";
            case MEMORYDB, REDSHIFT -> "DescribeReservedNodes";
            case SAVINGS_PLANS -> "DescribeSavingsPlans";
        };
    }

    static boolean refusesRepeats(CommitmentService service) {
        return service != CommitmentService.EC2 && service != CommitmentService.REDSHIFT;
    }

    private record Opening(FakeAws aws, Policy policy, ExecutionInterceptor interceptor, Pause pause) {
        <B extends AwsClientBuilder<B, ?>> B connect(B builder) {
            builder.overrideConfiguration(config -> config.addExecutionInterceptor(interceptor));
            return aws.connect(builder);
        }

        <R extends CommitmentRequest> Shop shop(
                SdkClient client, CommitmentPort<R> port, BiFunction<String, Integer, R> order) {
            CommitmentGuard<R> guard = CommitmentGuard.builder(port)
                    .demand(policy.demanded())
                    .attempts(policy.attempts(), pause)
                    .listener(policy.listener())
                    .build();
            return new Shop(
                    client,
                    (token, offering, count, isRedrive) -> isRedrive
                            ? guard.redrive(token, order.apply(offering, count))
                            : guard.buyFirst(token, order.apply(offering, count)),
                    (claim, offering) -> guard.buy(claim, order.apply(offering, 1), aws.clock()));
        }
    }
}
