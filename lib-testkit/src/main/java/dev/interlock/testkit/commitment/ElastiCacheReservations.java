package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.commitment.NamedReservations.Faults;
import dev.interlock.testkit.commitment.NamedReservations.Words;
import dev.interlock.testkit.wire.FakeService;
import java.util.List;

/** ElastiCache: PurchaseReservedCacheNodesOffering and DescribeReservedCacheNodes, by id or by page. */
final class ElastiCacheReservations {
    private static final Words WORDS = new Words(
            "ReservedCacheNodeId",
            "ReservedCacheNodesOfferingId",
            "CacheNodeCount",
            "CacheNodeType",
            "Tags.Tag",
            new Faults(
                    404,
                    "ReservedCacheNodeAlreadyExists",
                    "ReservedCacheNodeNotFound",
                    "ReservedCacheNodesOfferingNotFound"),
            "ReservedCacheNode",
            new Slice.Form("ReservedCacheNodes", "ReservedCacheNode", "Marker"));

    private ElastiCacheReservations() {}

    static FakeService service(FakeCommitments ledger) {
        NamedReservations elastiCache = new NamedReservations(
                ledger, CommitmentService.ELASTICACHE, WORDS, new Slice(ledger, "Marker", "MaxRecords"));
        return new LedgerService(
                        ledger,
                        CommitmentService.ELASTICACHE,
                        QueryProtocol.AWS_QUERY,
                        new Errors(400, "Throttling", "InternalFailure"))
                .with(
                        "PurchaseReservedCacheNodesOffering",
                        List.of("ReservedCacheNodeId", "ReservedCacheNodesOfferingId", "CacheNodeCount", "Tags"),
                        elastiCache::purchase)
                .with(
                        "DescribeReservedCacheNodes",
                        List.of("ReservedCacheNodeId", "Marker", "MaxRecords"),
                        elastiCache::describe);
    }
}
