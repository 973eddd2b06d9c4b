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
import software.amazon.awssdk.services.memorydb.MemoryDbClient;
import software.amazon.awssdk.services.memorydb.model.DescribeReservedNodesRequest;
import software.amazon.awssdk.services.memorydb.model.DescribeReservedNodesResponse;
import software.amazon.awssdk.services.memorydb.model.PurchaseReservedNodesOfferingRequest;
import software.amazon.awssdk.services.memorydb.model.ReservedNode;
import software.amazon.awssdk.services.memorydb.model.ReservedNodeNotFoundException;

/**
 * Buys reserved nodes of MemoryDB.
 *
 * <p>The reservation's id is made of the token, {@code memorydb-id-} and 40 digits, so the service refuses a second one
 * and finds the first by it. An id that is spent stays taken: what became of its reservation does not matter.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class MemoryDbReservedNodes implements CommitmentPort<ReservationOrder> {
    private static final String PREFIX = "memorydb-id-";
    private static final String PURCHASE = "PurchaseReservedNodesOffering";
    private static final String DESCRIBE = "DescribeReservedNodes";

    private final MemoryDbClient memoryDb;

    private MemoryDbReservedNodes(MemoryDbClient memoryDb) {
        this.memoryDb = memoryDb;
    }

    /** A port on {@code memoryDb}. */
    public static MemoryDbReservedNodes create(MemoryDbClient memoryDb) {
        return new MemoryDbReservedNodes(requireNonNull(memoryDb, "memoryDb"));
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
                    .filter(reservation -> id.equals(reservation.reservationId()))
                    .map(MemoryDbReservedNodes::commitment)
                    .toList());
        } catch (ReservedNodeNotFoundException e) {
            return new LookUp.NotFound();
        } catch (SdkException | IllegalStateException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private Pages.Page<ReservedNode> page(String id, String page) {
        DescribeReservedNodesResponse answer = memoryDb.describeReservedNodes(DescribeReservedNodesRequest.builder()
                .reservationId(id)
                .nextToken(Sdk.orNone(page))
                .build());
        return new Pages.Page<>(answer.reservedNodes(), answer.nextToken());
    }

    @Override
    public Attempt create(IdempotencyToken token, ReservationOrder order) {
        try {
            ReservedNode bought = memoryDb.purchaseReservedNodesOffering(PurchaseReservedNodesOfferingRequest.builder()
                            .reservationId(token.reservationId(PREFIX))
                            .reservedNodesOfferingId(order.offeringId())
                            .nodeCount(order.count())
                            .overrideConfiguration(Sdk.once())
                            .build())
                    .reservedNode();
            return Sdk.created(PURCHASE, bought == null ? null : bought.reservationId());
        } catch (SdkException e) {
            return Sdk.attempt(PURCHASE, e, Set.of());
        }
    }

    private static Commitment commitment(ReservedNode reservation) {
        String state = Sdk.orUntold(reservation.state());
        return new Commitment(
                reservation.reservationId(),
                Sdk.standing(state),
                state,
                ReservationOrder.terms(
                        Sdk.orUntold(reservation.reservedNodesOfferingId()), Sdk.orUntold(reservation.nodeCount())));
    }
}
