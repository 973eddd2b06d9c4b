package dev.interlock.testkit.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ReservedInstances;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.ReservedCacheNode;
import software.amazon.awssdk.services.elasticache.model.ReservedCacheNodeAlreadyExistsException;
import software.amazon.awssdk.services.elasticache.model.ReservedCacheNodeNotFoundException;
import software.amazon.awssdk.services.elasticache.model.ReservedCacheNodesOfferingNotFoundException;
import software.amazon.awssdk.services.memorydb.MemoryDbClient;
import software.amazon.awssdk.services.memorydb.model.ReservedNodeAlreadyExistsException;
import software.amazon.awssdk.services.memorydb.model.ReservedNodeNotFoundException;
import software.amazon.awssdk.services.memorydb.model.ReservedNodesOfferingNotFoundException;
import software.amazon.awssdk.services.opensearch.OpenSearchClient;
import software.amazon.awssdk.services.opensearch.model.ReservedInstance;
import software.amazon.awssdk.services.opensearch.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ReservedDBInstance;
import software.amazon.awssdk.services.rds.model.ReservedDbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.ReservedDbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.ReservedDbInstancesOfferingNotFoundException;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshift.model.ReservedNodeOfferingNotFoundException;
import software.amazon.awssdk.services.savingsplans.SavingsplansClient;
import software.amazon.awssdk.services.savingsplans.model.ResourceNotFoundException;
import software.amazon.awssdk.services.savingsplans.model.SavingsPlan;
import software.amazon.awssdk.services.savingsplans.model.ValidationException;

/** What each of the seven answers to the SDK's own client, and what the ledger then holds. */
final class FakeCommitmentsTest {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final String KEY = "token";

    private final FakeAws aws = FakeAws.create();
    private SdkClient open = aws.connect(Ec2Client.builder()).build();

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void ec2_boughtTwice_isTwoOfWhichTheTaggedIsFound() {
        Ec2Client ec2 = ec2();
        String first = buy(ec2);
        String second = buy(ec2);
        ec2.createTags(r -> r.resources(second).tags(ec2Tag(KEY, "t & <t>")));

        assertThat(aws.commitments().bought()).hasSize(2);
        assertThat(ec2.describeReservedInstances().reservedInstances())
                .extracting(ReservedInstances::reservedInstancesId)
                .containsExactly(first, second);
        assertThat(ec2.describeReservedInstances(r -> r.filters(tag("t & <t>"), state("payment-pending", "active")))
                        .reservedInstances())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.reservedInstancesId()).isEqualTo(second);
                    assertThat(found.instanceCount()).isEqualTo(3);
                    assertThat(found.instanceTypeAsString()).isEqualTo("large");
                    assertThat(found.duration()).isEqualTo(YEAR.toSeconds());
                    assertThat(found.start()).isEqualTo(BEGINNING);
                    assertThat(found.stateAsString()).isEqualTo("payment-pending");
                    assertThat(found.tags()).hasSize(1);
                });
        aws.commitments().state(CommitmentService.EC2, second, "retired");
        assertThat(ec2.describeReservedInstances(r -> r.filters(tag("t & <t>"), state("active")))
                        .reservedInstances())
                .isEmpty();
    }

    @Test
    void ec2_whatIsNotThere_isRefusedInItsWords() {
        Ec2Client ec2 = ec2();
        assertThatThrownBy(() -> ec2.purchaseReservedInstancesOffering(
                        r -> r.reservedInstancesOfferingId("none").instanceCount(1)))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(code(e)).isEqualTo("400 InvalidReservedInstancesOfferingId"));
        assertThatThrownBy(() -> ec2.createTags(r -> r.resources("none").tags(ec2Tag(KEY, "t"))))
                .isInstanceOfSatisfying(
                        Ec2Exception.class, e -> assertThat(code(e)).isEqualTo("400 InvalidReservedInstancesId"));
    }

    @Test
    void ec2_whatTheFakeLacks_isRefusedByName() {
        Ec2Client ec2 = ec2();
        assertThatThrownBy(() -> ec2.describeInstances())
                .hasMessageContaining("the fake ec2 has no 'DescribeInstances'");
        assertThatThrownBy(() -> ec2.purchaseReservedInstancesOffering(r ->
                        r.reservedInstancesOfferingId("o-1").instanceCount(1).dryRun(true)))
                .hasMessageContaining("the fake ec2 has no PurchaseReservedInstancesOffering with DryRun");
        assertThatThrownBy(() -> ec2.describeReservedInstances(r -> r.filters(
                        Filter.builder().name("scope").values("Region").build())))
                .hasMessageContaining("the fake ec2 has no filter 'scope'");
        assertThat(aws.commitments().bought()).isEmpty();
    }

    @Test
    void ec2_asynchronousClient_buysToo() {
        aws.commitments().offer(CommitmentService.EC2, "o-1", "large", YEAR);
        Ec2AsyncClient ec2 = aws.connect(Ec2AsyncClient.builder()).build();
        open.close();
        open = ec2;

        ec2.purchaseReservedInstancesOffering(
                        r -> r.reservedInstancesOfferingId("o-1").instanceCount(2))
                .join();

        assertThat(aws.commitments().bought()).hasSize(1);
        assertThatThrownBy(() -> ec2.createTags(r -> r.resources("none").tags(ec2Tag(KEY, "t")))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Ec2Exception.class);
    }

    @Test
    void rds_idTaken_isRefusedWhateverBecameOfIt() {
        aws.commitments().offer(CommitmentService.RDS, "o-1", "db.large", YEAR);
        RdsClient rds = aws.connect(RdsClient.builder()).build();
        open = rds;
        ReservedDBInstance bought = rds.purchaseReservedDBInstancesOffering(r -> r.reservedDBInstanceId("id-1")
                        .reservedDBInstancesOfferingId("o-1")
                        .dbInstanceCount(2)
                        .tags(rdsTag(KEY, "t")))
                .reservedDBInstance();
        assertThat(bought.reservedDBInstanceId()).isEqualTo("id-1");
        aws.commitments().state(CommitmentService.RDS, "id-1", "retired");

        assertThatThrownBy(() -> rds.purchaseReservedDBInstancesOffering(
                        r -> r.reservedDBInstanceId("id-1").reservedDBInstancesOfferingId("o-1")))
                .isInstanceOf(ReservedDbInstanceAlreadyExistsException.class);
        assertThatThrownBy(() -> rds.purchaseReservedDBInstancesOffering(
                        r -> r.reservedDBInstanceId("id-2").reservedDBInstancesOfferingId("none")))
                .isInstanceOf(ReservedDbInstancesOfferingNotFoundException.class);
        assertThatThrownBy(() -> rds.describeReservedDBInstances(r -> r.reservedDBInstanceId("id-2")))
                .isInstanceOf(ReservedDbInstanceNotFoundException.class);
        assertThat(rds.describeReservedDBInstances(r -> r.reservedDBInstanceId("id-1"))
                        .reservedDBInstances())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.reservedDBInstancesOfferingId()).isEqualTo("o-1");
                    assertThat(found.dbInstanceClass()).isEqualTo("db.large");
                    assertThat(found.dbInstanceCount()).isEqualTo(2);
                    assertThat(found.duration()).isEqualTo((int) YEAR.toSeconds());
                    assertThat(found.startTime()).isEqualTo(BEGINNING);
                    assertThat(found.state()).isEqualTo("retired");
                });
        assertThat(aws.commitments().bought())
                .extracting(BoughtCommitment::tags)
                .containsExactly(Map.of(KEY, "t"));
    }

    @Test
    void rds_morePagesThanOne_areReadByTheClientsPaginator() {
        aws.commitments().offer(CommitmentService.RDS, "o-1", "db.large", YEAR).page(2);
        RdsClient rds = aws.connect(RdsClient.builder()).build();
        open = rds;
        for (int i = 1; i <= 5; i++) {
            String id = "id-" + i;
            rds.purchaseReservedDBInstancesOffering(r -> r.reservedDBInstanceId(id)
                    .reservedDBInstancesOfferingId("o-1")
                    .dbInstanceCount(1));
        }

        assertThat(rds.describeReservedDBInstancesPaginator().reservedDBInstances().stream()
                        .map(ReservedDBInstance::reservedDBInstanceId))
                .containsExactly("id-1", "id-2", "id-3", "id-4", "id-5");
        assertThat(aws.requests("DescribeReservedDBInstances")).hasSize(3);
    }

    @Test
    void elastiCache_idTaken_isRefused() {
        aws.commitments().offer(CommitmentService.ELASTICACHE, "o-1", "cache.large", YEAR);
        ElastiCacheClient elastiCache = aws.connect(ElastiCacheClient.builder()).build();
        open = elastiCache;
        elastiCache.purchaseReservedCacheNodesOffering(r -> r.reservedCacheNodeId("id-1")
                .reservedCacheNodesOfferingId("o-1")
                .cacheNodeCount(2));

        assertThatThrownBy(() -> elastiCache.purchaseReservedCacheNodesOffering(
                        r -> r.reservedCacheNodeId("id-1").reservedCacheNodesOfferingId("o-1")))
                .isInstanceOf(ReservedCacheNodeAlreadyExistsException.class);
        assertThatThrownBy(() -> elastiCache.purchaseReservedCacheNodesOffering(
                        r -> r.reservedCacheNodeId("id-2").reservedCacheNodesOfferingId("none")))
                .isInstanceOf(ReservedCacheNodesOfferingNotFoundException.class);
        assertThatThrownBy(() -> elastiCache.describeReservedCacheNodes(r -> r.reservedCacheNodeId("id-2")))
                .isInstanceOf(ReservedCacheNodeNotFoundException.class);
        assertThat(elastiCache.describeReservedCacheNodesPaginator().reservedCacheNodes().stream()
                        .map(ReservedCacheNode::cacheNodeCount))
                .containsExactly(2);
    }

    @Test
    void memoryDb_idTaken_isRefused() {
        aws.commitments().offer(CommitmentService.MEMORYDB, "o-1", "db.large", YEAR);
        MemoryDbClient memoryDb = aws.connect(MemoryDbClient.builder()).build();
        open = memoryDb;
        memoryDb.purchaseReservedNodesOffering(r -> r.reservationId("id-1")
                .reservedNodesOfferingId("o-1")
                .nodeCount(2)
                .tags(memoryDbTag(KEY, "t")));

        assertThatThrownBy(() -> memoryDb.purchaseReservedNodesOffering(
                        r -> r.reservationId("id-1").reservedNodesOfferingId("o-1")))
                .isInstanceOf(ReservedNodeAlreadyExistsException.class);
        assertThatThrownBy(() -> memoryDb.purchaseReservedNodesOffering(
                        r -> r.reservationId("id-2").reservedNodesOfferingId("none")))
                .isInstanceOf(ReservedNodesOfferingNotFoundException.class);
        assertThatThrownBy(() -> memoryDb.describeReservedNodes(r -> r.reservationId("id-2")))
                .isInstanceOf(ReservedNodeNotFoundException.class);
        assertThat(memoryDb.describeReservedNodes(r -> r.reservationId("id-1")).reservedNodes())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.nodeCount()).isEqualTo(2);
                    assertThat(found.startTime()).isEqualTo(BEGINNING);
                    assertThat(found.state()).isEqualTo("payment-pending");
                });
        assertThat(aws.commitments().bought(CommitmentService.MEMORYDB))
                .extracting(BoughtCommitment::tags)
                .containsExactly(Map.of(KEY, "t"));
    }

    @Test
    void openSearch_nameTaken_isRefusedWithAConflict() {
        aws.commitments()
                .offer(CommitmentService.OPENSEARCH, "o-1", "large.search", YEAR)
                .page(1);
        OpenSearchClient openSearch = aws.connect(OpenSearchClient.builder()).build();
        open = openSearch;
        openSearch.purchaseReservedInstanceOffering(r ->
                r.reservationName("name-1").reservedInstanceOfferingId("o-1").instanceCount(2));
        openSearch.purchaseReservedInstanceOffering(r ->
                r.reservationName("name-2").reservedInstanceOfferingId("o-1").instanceCount(1));

        assertThatThrownBy(() -> openSearch.purchaseReservedInstanceOffering(
                        r -> r.reservationName("name-1").reservedInstanceOfferingId("o-1")))
                .isInstanceOfSatisfying(
                        ResourceAlreadyExistsException.class,
                        e -> assertThat(code(e)).isEqualTo("409 ResourceAlreadyExistsException"));
        assertThatThrownBy(() -> openSearch.purchaseReservedInstanceOffering(
                        r -> r.reservationName("name-3").reservedInstanceOfferingId("none")))
                .isInstanceOfSatisfying(
                        AwsServiceException.class, e -> assertThat(code(e)).isEqualTo("409 ResourceNotFoundException"));
        assertThat(openSearch.describeReservedInstancesPaginator(r -> {}).stream()
                        .flatMap(page -> page.reservedInstances().stream())
                        .map(ReservedInstance::reservationName))
                .containsExactly("name-1", "name-2");
        assertThat(openSearch
                        .describeReservedInstances(r -> {})
                        .reservedInstances()
                        .get(0)
                        .instanceCount())
                .isEqualTo(2);
    }

    @Test
    void redshift_taggedByName_isFoundByItsTag() {
        aws.commitments().offer(CommitmentService.REDSHIFT, "o-1", "ra3.large", YEAR);
        RedshiftClient redshift = aws.connect(RedshiftClient.builder()).build();
        open = redshift;
        String id = redshift.purchaseReservedNodeOffering(
                        r -> r.reservedNodeOfferingId("o-1").nodeCount(2))
                .reservedNode()
                .reservedNodeId();
        redshift.purchaseReservedNodeOffering(
                r -> r.reservedNodeOfferingId("o-1").nodeCount(2));
        String name = "arn:aws:redshift:eu-west-1:000000000000:reservednode:" + id;
        redshift.createTags(r -> r.resourceName(name).tags(redshiftTag(KEY, "t"), redshiftTag("other", "x")));

        assertThat(aws.commitments().bought()).hasSize(2);
        assertThat(redshift.describeReservedNodes(r -> r.reservedNodeId(id)).reservedNodes())
                .singleElement()
                .satisfies(node -> assertThat(node.nodeCount()).isEqualTo(2));
        assertThat(redshift.describeTags(r -> r.resourceName(name).tagKeys(KEY).tagValues("t"))
                        .taggedResources())
                .singleElement()
                .satisfies(tagged -> {
                    assertThat(tagged.tag().value()).isEqualTo("t");
                    assertThat(tagged.resourceName()).isEqualTo(name);
                });
        assertThat(redshift.describeTags(r -> r.resourceName(name)).taggedResources())
                .hasSize(2);
        assertThat(redshift.describeTags(r -> r.resourceName(name).tagValues("u"))
                        .taggedResources())
                .isEmpty();
    }

    @Test
    void redshift_whatIsNotThere_isRefusedInItsWords() {
        RedshiftClient redshift = aws.connect(RedshiftClient.builder()).build();
        open = redshift;
        assertThatThrownBy(() -> redshift.purchaseReservedNodeOffering(
                        r -> r.reservedNodeOfferingId("none").nodeCount(1)))
                .isInstanceOf(ReservedNodeOfferingNotFoundException.class);
        assertThatThrownBy(() -> redshift.describeTags(r -> r.resourceName("arn:aws:redshift:::reservednode:none")))
                .isInstanceOfSatisfying(
                        AwsServiceException.class, e -> assertThat(code(e)).isEqualTo("404 ResourceNotFoundFault"));
        assertThatThrownBy(() -> redshift.createTags(
                        r -> r.resourceName("arn:aws:redshift:::cluster:none").tags(redshiftTag(KEY, "t"))))
                .isInstanceOfSatisfying(
                        AwsServiceException.class, e -> assertThat(code(e)).isEqualTo("400 InvalidTagFault"));
    }

    @Test
    void savingsPlans_sameClientToken_answersTheSamePlan() {
        SavingsplansClient plans = savingsPlans();
        String id = plans.createSavingsPlan(r -> r.savingsPlanOfferingId("o-1")
                        .commitment("0.004")
                        .clientToken("token-1")
                        .tags(Map.of(KEY, "t")))
                .savingsPlanId();

        assertThat(plans.createSavingsPlan(r -> r.savingsPlanOfferingId("o-1")
                                .commitment("0.004")
                                .clientToken("token-1"))
                        .savingsPlanId())
                .isEqualTo(id);
        assertThatThrownBy(() -> plans.createSavingsPlan(
                        r -> r.savingsPlanOfferingId("o-1").commitment("0.005").clientToken("token-1")))
                .isInstanceOf(ValidationException.class);
        assertThat(plans.describeSavingsPlans(r -> {}).savingsPlans())
                .singleElement()
                .satisfies(plan -> {
                    assertThat(plan.savingsPlanId()).isEqualTo(id);
                    assertThat(plan.offeringId()).isEqualTo("o-1");
                    assertThat(plan.commitment()).isEqualTo("0.004");
                    assertThat(plan.stateAsString()).isEqualTo("payment-pending");
                    assertThat(plan.tags()).isEqualTo(Map.of(KEY, "t"));
                });
        aws.commitments().forgetClientTokens();
        plans.createSavingsPlan(
                r -> r.savingsPlanOfferingId("o-1").commitment("0.004").clientToken("token-1"));
        assertThat(aws.commitments().bought()).hasSize(2);
    }

    @Test
    void savingsPlans_withoutToken_areBoughtEachTimeAndListedByPage() {
        SavingsplansClient plans = savingsPlans();
        aws.commitments().page(2);
        for (int i = 0; i < 3; i++) {
            plans.createSavingsPlan(r -> r.savingsPlanOfferingId("o-1").commitment("1"));
        }

        String next = plans.describeSavingsPlans(r -> {}).nextToken();
        assertThat(plans.describeSavingsPlans(r -> r.nextToken(next)).savingsPlans())
                .extracting(SavingsPlan::savingsPlanId)
                .containsExactly("00000000-0000-4000-8000-000000000003");
        assertThat(plans.describeSavingsPlans(r -> r.nextToken(next)).nextToken())
                .isNull();
        assertThatThrownBy(() -> plans.createSavingsPlan(
                        r -> r.savingsPlanOfferingId("none").commitment("1")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void faults_byOperation_strikeEveryServiceThatHasIt() {
        Ec2Client ec2 = ec2();
        aws.faults().on("PurchaseReservedInstancesOffering").nth(1).loseAnswer();

        buy(ec2); // the SDK sends it again by itself, and EC2 buys again

        assertThat(aws.commitments().bought()).hasSize(2);
        assertThat(aws.requests("PurchaseReservedInstancesOffering")).hasSize(2);
    }

    @Test
    void throttling_isWhatTheSdkTakesForIt() {
        Ec2Client ec2 = ec2();
        aws.faults().onAny().throttle();

        assertThatThrownBy(() -> buy(ec2)).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.isThrottlingException()).isTrue();
            assertThat(code(e)).isEqualTo("503 RequestLimitExceeded");
        });
    }

    @Test
    void arrangements_thatMakeNoSense_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aws.commitments().page(0))
                .withMessage("items is below 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aws.commitments().state(CommitmentService.RDS, "none", "active"))
                .withMessage("nothing at RDS has the id none");
    }

    private Ec2Client ec2() {
        aws.commitments().offer(CommitmentService.EC2, "o-1", "large", YEAR);
        return (Ec2Client) open;
    }

    private SavingsplansClient savingsPlans() {
        aws.commitments().offer(CommitmentService.SAVINGS_PLANS, "o-1", "Compute", YEAR);
        SavingsplansClient plans = aws.connect(SavingsplansClient.builder()).build();
        open = plans;
        return plans;
    }

    private static software.amazon.awssdk.services.ec2.model.Tag ec2Tag(String key, String value) {
        return software.amazon.awssdk.services.ec2.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private static software.amazon.awssdk.services.rds.model.Tag rdsTag(String key, String value) {
        return software.amazon.awssdk.services.rds.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private static software.amazon.awssdk.services.memorydb.model.Tag memoryDbTag(String key, String value) {
        return software.amazon.awssdk.services.memorydb.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private static software.amazon.awssdk.services.redshift.model.Tag redshiftTag(String key, String value) {
        return software.amazon.awssdk.services.redshift.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private static String buy(Ec2Client ec2) {
        return ec2.purchaseReservedInstancesOffering(
                        r -> r.reservedInstancesOfferingId("o-1").instanceCount(3))
                .reservedInstancesId();
    }

    private static Filter tag(String value) {
        return Filter.builder().name("tag:" + KEY).values(value).build();
    }

    private static Filter state(String... states) {
        return Filter.builder().name("state").values(List.of(states)).build();
    }

    private static String code(AwsServiceException e) {
        return e.statusCode() + " " + e.awsErrorDetails().errorCode();
    }
}
