package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.commitment.NamedReservations.Faults;
import dev.interlock.testkit.commitment.NamedReservations.Words;
import dev.interlock.testkit.wire.FakeService;
import java.util.List;

/** RDS: PurchaseReservedDBInstancesOffering and DescribeReservedDBInstances, by id or by page. */
final class RdsReservations {
    private static final Words WORDS = new Words(
            "ReservedDBInstanceId",
            "ReservedDBInstancesOfferingId",
            "DBInstanceCount",
            "DBInstanceClass",
            "Tags.Tag",
            new Faults(
                    404,
                    "ReservedDBInstanceAlreadyExists",
                    "ReservedDBInstanceNotFound",
                    "ReservedDBInstancesOfferingNotFound"),
            "ReservedDBInstance",
            new Slice.Form("ReservedDBInstances", "ReservedDBInstance", "Marker"));

    private RdsReservations() {}

    static FakeService service(FakeCommitments ledger) {
        NamedReservations rds =
                new NamedReservations(ledger, CommitmentService.RDS, WORDS, new Slice(ledger, "Marker", "MaxRecords"));
        return new LedgerService(
                        ledger,
                        CommitmentService.RDS,
                        QueryProtocol.AWS_QUERY,
                        new Errors(400, "Throttling", "InternalFailure"))
                .with(
                        "PurchaseReservedDBInstancesOffering",
                        List.of("ReservedDBInstanceId", "ReservedDBInstancesOfferingId", "DBInstanceCount", "Tags"),
                        rds::purchase)
                .with(
                        "DescribeReservedDBInstances",
                        List.of("ReservedDBInstanceId", "Marker", "MaxRecords"),
                        rds::describe);
    }
}
