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
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.DescribeReservedCacheNodesRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeReservedCacheNodesResponse;
import software.amazon.awssdk.services.elasticache.model.PurchaseReservedCacheNodesOfferingRequest;
import software.amazon.awssdk.services.elasticache.model.ReservedCacheNode;
import software.amazon.awssdk.services.elasticache.model.ReservedCacheNodeNotFoundException;

/**
 * Buys reserved cache nodes of ElastiCache.
 *
 * <p>The reservation's id is made of the token, {@code elasticache-id-} and 40 digits, so the service refuses a second
 * one and finds the first by it. An id that is spent stays taken: what became of its reservation does not matter.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class ElastiCacheReservedNodes implements CommitmentPort<ReservationOrder> {
    private static final String PREFIX = "elasticache-id-";
    private static final String PURCHASE = "PurchaseReservedCacheNodesOffering";
    private static final String DESCRIBE = "DescribeReservedCacheNodes";

    private final ElastiCacheClient elastiCache;

    private ElastiCacheReservedNodes(ElastiCacheClient elastiCache) {
        this.elastiCache = elastiCache;
    }

    /** A port on {@code elastiCache}. */
    public static ElastiCacheReservedNodes create(ElastiCacheClient elastiCache) {
        return new ElastiCacheReservedNodes(requireNonNull(elastiCache, "elastiCache"));
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
                    .filter(reservation -> id.equals(reservation.reservedCacheNodeId()))
                    .map(ElastiCacheReservedNodes::commitment)
                    .toList());
        } catch (ReservedCacheNodeNotFoundException e) {
            return new LookUp.NotFound();
        } catch (SdkException | IllegalStateException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private Pages.Page<ReservedCacheNode> page(String id, String page) {
        DescribeReservedCacheNodesResponse answer =
                elastiCache.describeReservedCacheNodes(DescribeReservedCacheNodesRequest.builder()
                        .reservedCacheNodeId(id)
                        .marker(Sdk.orNone(page))
                        .build());
        return new Pages.Page<>(answer.reservedCacheNodes(), answer.marker());
    }

    @Override
    public Attempt create(IdempotencyToken token, ReservationOrder order) {
        try {
            ReservedCacheNode bought = elastiCache
                    .purchaseReservedCacheNodesOffering(PurchaseReservedCacheNodesOfferingRequest.builder()
                            .reservedCacheNodeId(token.reservationId(PREFIX))
                            .reservedCacheNodesOfferingId(order.offeringId())
                            .cacheNodeCount(order.count())
                            .overrideConfiguration(Sdk.once())
                            .build())
                    .reservedCacheNode();
            return Sdk.created(PURCHASE, bought == null ? null : bought.reservedCacheNodeId());
        } catch (SdkException e) {
            return Sdk.attempt(PURCHASE, e, Set.of());
        }
    }

    private static Commitment commitment(ReservedCacheNode reservation) {
        String state = Sdk.orUntold(reservation.state());
        return new Commitment(
                reservation.reservedCacheNodeId(),
                Sdk.standing(state),
                state,
                ReservationOrder.terms(
                        Sdk.orUntold(reservation.reservedCacheNodesOfferingId()),
                        Sdk.orUntold(reservation.cacheNodeCount())));
    }
}
