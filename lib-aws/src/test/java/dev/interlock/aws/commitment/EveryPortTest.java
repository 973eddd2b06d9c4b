package dev.interlock.aws.commitment;

import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.CommitmentService;
import dev.interlock.testkit.junit.CommitmentPortSuite;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.memorydb.MemoryDbClient;
import software.amazon.awssdk.services.opensearch.OpenSearchClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.savingsplans.SavingsplansClient;

/** What every port promises, of all seven. */
final class EveryPortTest {
    private static final String OFFERING = "o-1";
    private static final String ACCOUNT = "000000000000";

    @Nested
    final class Ec2 extends AccountSuite<Ec2Order> {
        private final Ec2Client client = connect(Ec2Client.builder());

        Ec2() {
            super(CommitmentService.EC2);
        }

        @Override
        protected CommitmentPort<Ec2Order> port() {
            return Ec2ReservedInstances.create(client, length -> aws.clock().advance(length));
        }

        @Override
        Ec2Order order(int count) {
            return new Ec2Order(OFFERING, count, Shop.TYPE, Shop.TERM);
        }
    }

    @Nested
    final class ElastiCache extends ReservationSuite {
        private final ElastiCacheClient client = connect(ElastiCacheClient.builder());

        ElastiCache() {
            super(CommitmentService.ELASTICACHE);
        }

        @Override
        protected CommitmentPort<ReservationOrder> port() {
            return ElastiCacheReservedNodes.create(client);
        }
    }

    @Nested
    final class MemoryDb extends ReservationSuite {
        private final MemoryDbClient client = connect(MemoryDbClient.builder());

        MemoryDb() {
            super(CommitmentService.MEMORYDB);
        }

        @Override
        protected CommitmentPort<ReservationOrder> port() {
            return MemoryDbReservedNodes.create(client);
        }
    }

    @Nested
    final class OpenSearch extends ReservationSuite {
        private final OpenSearchClient client = connect(OpenSearchClient.builder());

        OpenSearch() {
            super(CommitmentService.OPENSEARCH);
        }

        @Override
        protected CommitmentPort<ReservationOrder> port() {
            return OpenSearchReservedInstances.create(client);
        }
    }

    @Nested
    final class Rds extends ReservationSuite {
        private final RdsClient client = connect(RdsClient.builder());

        Rds() {
            super(CommitmentService.RDS);
        }

        @Override
        protected CommitmentPort<ReservationOrder> port() {
            return RdsReservedInstances.create(client);
        }
    }

    @Nested
    final class Redshift extends ReservationSuite {
        private final RedshiftClient client = connect(RedshiftClient.builder());

        Redshift() {
            super(CommitmentService.REDSHIFT);
        }

        @Override
        protected CommitmentPort<ReservationOrder> port() {
            return RedshiftReservedNodes.create(
                    client, ACCOUNT, length -> aws.clock().advance(length));
        }
    }

    @Nested
    final class SavingsPlans extends AccountSuite<SavingsPlanOrder> {
        private final SavingsplansClient client = connect(SavingsplansClient.builder());

        SavingsPlans() {
            super(CommitmentService.SAVINGS_PLANS);
        }

        @Override
        protected CommitmentPort<SavingsPlanOrder> port() {
            return SavingsPlanPurchases.create(client);
        }

        @Override
        SavingsPlanOrder order(int count) {
            return SavingsPlanOrder.of(OFFERING, BigDecimal.valueOf(count, 3));
        }
    }

    private abstract static class ReservationSuite extends AccountSuite<ReservationOrder> {
        ReservationSuite(CommitmentService service) {
            super(service);
        }

        @Override
        ReservationOrder order(int count) {
            return new ReservationOrder(OFFERING, count);
        }
    }

    /** A port over one fake account, and the ledger of that. */
    private abstract static class AccountSuite<R extends CommitmentRequest> extends CommitmentPortSuite<R> {
        private static final int MOST_READS = 40; // of one test, the client's repeats included

        final FakeAws aws = FakeAws.create();
        private final CommitmentService service;
        private final List<SdkClient> clients = new ArrayList<>();

        AccountSuite(CommitmentService service) {
            this.service = service;
            aws.commitments().offer(service, OFFERING, Shop.TYPE, Shop.TERM);
        }

        abstract R order(int count);

        <B extends AwsClientBuilder<B, C>, C extends SdkClient> C connect(B builder) {
            C client = aws.connect(builder).build();
            clients.add(client);
            return client;
        }

        @AfterEach
        void close() {
            clients.forEach(SdkClient::close);
        }

        @Override
        protected R order() {
            return order(3);
        }

        @Override
        protected R anotherOrder() {
            return order(5);
        }

        @Override
        protected long bought() {
            return aws.commitments().bought(service).size();
        }

        @Override
        protected void loseNextAnswer() {
            aws.faults().on(Shop.purchase(service)).nth(1).loseAnswer();
        }

        @Override
        protected void failAfterNext() {
            aws.faults().on(Shop.purchase(service)).nth(1).failAfter();
        }

        @Override
        protected void throttleNext() {
            aws.faults().on(Shop.purchase(service)).nth(1).throttle();
        }

        /** Fewer on smaller pages, because Redshift is asked for each of them. */
        @Override
        protected void others(int count) {
            aws.commitments().page(7);
            super.others(count / 6);
        }

        @Override
        protected void failLookUps(int answered) {
            for (int read = 1; read <= MOST_READS; read++) {
                aws.faults().on(Shop.lookUp(service)).nth(answered + read).failBefore();
            }
        }
    }
}
