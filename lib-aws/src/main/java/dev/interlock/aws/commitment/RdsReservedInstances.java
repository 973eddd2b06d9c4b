package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pages;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DescribeReservedDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeReservedDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.PurchaseReservedDbInstancesOfferingRequest;
import software.amazon.awssdk.services.rds.model.ReservedDBInstance;
import software.amazon.awssdk.services.rds.model.ReservedDbInstanceNotFoundException;

/**
 * Buys reserved database instances of RDS.
 *
 * <p>The reservation's id is made of the token, {@code rds-id-} and 40 digits, so the service refuses a second one and
 * finds the first by it. An id that is spent stays taken: what became of its reservation does not matter.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class RdsReservedInstances implements CommitmentPort<ReservationOrder> {
    private static final String PREFIX = "rds-id-";
    private static final String PURCHASE = "PurchaseReservedDBInstancesOffering";
    private static final String DESCRIBE = "DescribeReservedDBInstances";

    private final RdsClient rds;

    private RdsReservedInstances(RdsClient rds) {
        this.rds = rds;
    }

    /** A port on {@code rds}. */
    public static RdsReservedInstances create(RdsClient rds) {
        return new RdsReservedInstances(requireNonNull(rds, "rds"));
    }

    @Override
    public DedupeStrength strength() {
        return DedupeStrength.DETERMINISTIC_ID;
    }

    @Override
    public LookUp find(IdempotencyToken token, ReservationOrder order) {
        String id = token.reservationId(PREFIX);
        try {
            return LookUp.of(Pages.all(Pages.CAP, page -> page(id, page)).stream()
                    .filter(reservation -> id.equals(reservation.reservedDBInstanceId()))
                    .map(RdsReservedInstances::commitment)
                    .toList());
        } catch (ReservedDbInstanceNotFoundException e) {
            return new LookUp.NotFound();
        } catch (SdkException | IllegalStateException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private Pages.Page<ReservedDBInstance> page(String id, String page) {
        DescribeReservedDbInstancesResponse answer =
                rds.describeReservedDBInstances(DescribeReservedDbInstancesRequest.builder()
                        .reservedDBInstanceId(id)
                        .marker(Sdk.orNone(page))
                        .build());
        return new Pages.Page<>(answer.reservedDBInstances(), answer.marker());
    }

    @Override
    public Attempt create(IdempotencyToken token, ReservationOrder order) {
        try {
            ReservedDBInstance bought = rds.purchaseReservedDBInstancesOffering(
                            PurchaseReservedDbInstancesOfferingRequest.builder()
                                    .reservedDBInstanceId(token.reservationId(PREFIX))
                                    .reservedDBInstancesOfferingId(order.offeringId())
                                    .dbInstanceCount(order.count())
                                    .overrideConfiguration(Sdk.once())
                                    .build())
                    .reservedDBInstance();
            return Sdk.created(PURCHASE, bought == null ? null : bought.reservedDBInstanceId());
        } catch (SdkException e) {
            return Sdk.attempt(PURCHASE, e, Set.of());
        }
    }

    private static Commitment commitment(ReservedDBInstance reservation) {
        String state = Sdk.orUntold(reservation.state());
        return new Commitment(
                reservation.reservedDBInstanceId(),
                Sdk.standing(state),
                state,
                ReservationOrder.terms(
                        Sdk.orUntold(reservation.reservedDBInstancesOfferingId()),
                        Sdk.orUntold(reservation.dbInstanceCount())));
    }
}
