package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.commitment.NamedReservations.Faults;
import dev.interlock.testkit.commitment.NamedReservations.Words;
import dev.interlock.testkit.wire.FakeService;
import java.util.List;

/** MemoryDB: PurchaseReservedNodesOffering and DescribeReservedNodes, by id or by page. */
final class MemoryDbReservations {
    private static final Words WORDS = new Words(
            "ReservationId",
            "ReservedNodesOfferingId",
            "NodeCount",
            "NodeType",
            "Tags",
            new Faults(
                    400,
                    "ReservedNodeAlreadyExistsFault",
                    "ReservedNodeNotFoundFault",
                    "ReservedNodesOfferingNotFoundFault"),
            "ReservedNode",
            new Slice.Form("ReservedNodes", "ReservedNode", "NextToken"));

    private MemoryDbReservations() {}

    static FakeService service(FakeCommitments ledger) {
        NamedReservations memoryDb = new NamedReservations(
                ledger, CommitmentService.MEMORYDB, WORDS, new Slice(ledger, "NextToken", "MaxResults"));
        return new LedgerService(
                        ledger,
                        CommitmentService.MEMORYDB,
                        JsonProtocol.json11("AmazonMemoryDB"),
                        new Errors(400, "ThrottlingException", "InternalFailure"))
                .with(
                        "PurchaseReservedNodesOffering",
                        List.of("ReservationId", "ReservedNodesOfferingId", "NodeCount", "Tags"),
                        memoryDb::purchase)
                .with("DescribeReservedNodes", List.of("ReservationId", "NextToken", "MaxResults"), memoryDb::describe);
    }
}
