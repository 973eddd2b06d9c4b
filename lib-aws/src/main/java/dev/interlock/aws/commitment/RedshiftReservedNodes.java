package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pages;
import dev.interlock.idempotency.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshift.model.CreateTagsRequest;
import software.amazon.awssdk.services.redshift.model.DescribeReservedNodesRequest;
import software.amazon.awssdk.services.redshift.model.DescribeReservedNodesResponse;
import software.amazon.awssdk.services.redshift.model.DescribeTagsRequest;
import software.amazon.awssdk.services.redshift.model.PurchaseReservedNodeOfferingRequest;
import software.amazon.awssdk.services.redshift.model.ReservedNode;
import software.amazon.awssdk.services.redshift.model.Tag;
import software.amazon.awssdk.services.redshift.model.TaggedResource;

/**
 * Buys reserved nodes of Redshift, with the weakest guard of all.
 *
 * <p>The purchase takes an offering and a count and nothing else. So what is bought is tagged afterwards, and looked up
 * by the tag of every node of the region, a request for each; a window is between purchase and tag, as at EC2. That
 * reserved nodes take tags at all is documented nowhere. Where they don't, a purchase ends as
 * {@linkplain dev.interlock.idempotency.Purchase.PartlyBought partly bought}, and no look-up ever finds it: put a claim
 * before it, and keep the id. Where their tags cannot even be asked for, every purchase in an account that has a node
 * is refused as {@linkplain dev.interlock.idempotency.Purchase.Reason#LOOK_UP_FAILED not looked up}.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class RedshiftReservedNodes implements CommitmentPort<ReservationOrder> {
    private static final String PURCHASE = "PurchaseReservedNodeOffering";
    private static final String DESCRIBE = "DescribeReservedNodes with DescribeTags";
    private static final String TAG = "CreateTags";
    private static final int PAGE = 100;

    private final RedshiftClient redshift;
    private final String arnPrefix;
    private final Pause pause;
    private final String tagKey;

    private RedshiftReservedNodes(RedshiftClient redshift, String arnPrefix, Pause pause, String tagKey) {
        this.redshift = redshift;
        this.arnPrefix = arnPrefix;
        this.pause = pause;
        this.tagKey = tagKey;
    }

    /**
     * A port on {@code redshift}, with the tag {@code interlock-idempotency-token}.
     *
     * @param accountId the twelve digits of the account that the client buys for, as STS tells them: nodes are tagged
     *     by names that are made of it
     * @param pause lets up to 7 seconds pass until Redshift knows what it sold and it can be tagged
     * @throws IllegalArgumentException if {@code accountId} is not twelve digits
     */
    public static RedshiftReservedNodes create(RedshiftClient redshift, String accountId, Pause pause) {
        if (!requireNonNull(accountId, "accountId").matches("[0-9]{12}")) {
            throw new IllegalArgumentException("accountId is not twelve digits: '" + accountId + "'");
        }
        Region region = requireNonNull(redshift, "redshift")
                .serviceClientConfiguration()
                .region();
        String partition = PartitionMetadata.of(region).id();
        return new RedshiftReservedNodes(
                redshift,
                "arn:" + partition + ":redshift:" + region.id() + ":" + accountId + ":reservednode:",
                requireNonNull(pause, "pause"),
                TokenTag.KEY);
    }

    /** This port with another tag, for an account where another program has tagged with the same tokens. */
    public RedshiftReservedNodes taggedWith(String key) {
        return new RedshiftReservedNodes(redshift, arnPrefix, pause, TokenTag.requireKey(key));
    }

    @Override
    public DedupeStrength strength() {
        return DedupeStrength.BY_TAG;
    }

    @Override
    public LookUp find(IdempotencyToken token, ReservationOrder order) {
        try {
            List<Commitment> found = new ArrayList<>();
            for (ReservedNode node : Pages.all(Pages.CAP, this::page)) {
                if (isTagged(node, token)) {
                    found.add(commitment(node));
                }
            }
            return LookUp.of(found);
        } catch (SdkException | IllegalStateException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private Pages.Page<ReservedNode> page(String page) {
        DescribeReservedNodesResponse answer = redshift.describeReservedNodes(DescribeReservedNodesRequest.builder()
                .maxRecords(PAGE)
                .marker(Sdk.orNone(page))
                .build());
        return new Pages.Page<>(answer.reservedNodes(), answer.marker());
    }

    /** Without pages: {@code DescribeTags} of one resource takes no marker. */
    private boolean isTagged(ReservedNode node, IdempotencyToken token) {
        return redshift
                .describeTags(DescribeTagsRequest.builder()
                        .resourceName(arnPrefix + node.reservedNodeId())
                        .tagKeys(tagKey)
                        .tagValues(token.value())
                        .build())
                .taggedResources()
                .stream()
                .map(TaggedResource::tag)
                .anyMatch(tag ->
                        tag != null && tagKey.equals(tag.key()) && token.value().equals(tag.value()));
    }

    @Override
    public Attempt create(IdempotencyToken token, ReservationOrder order) {
        Attempt bought = purchase(order);
        return bought instanceof Attempt.Created created ? tag(token, created.id()) : bought;
    }

    private Attempt purchase(ReservationOrder order) {
        try {
            ReservedNode bought = redshift.purchaseReservedNodeOffering(PurchaseReservedNodeOfferingRequest.builder()
                            .reservedNodeOfferingId(order.offeringId())
                            .nodeCount(order.count())
                            .overrideConfiguration(Sdk.once())
                            .build())
                    .reservedNode();
            return Sdk.created(PURCHASE, bought == null ? null : bought.reservedNodeId());
        } catch (SdkException e) {
            return Sdk.attempt(PURCHASE, e, Set.of());
        }
    }

    /**
     * Tags what was bought, so that look-ups find it: what is left to do of a purchase that was
     * {@linkplain dev.interlock.idempotency.Purchase.PartlyBought partly} made. It may be repeated.
     *
     * @param reservedNodeId as the purchase told it
     */
    public Attempt tag(IdempotencyToken token, String reservedNodeId) {
        CreateTagsRequest request = CreateTagsRequest.builder()
                .resourceName(arnPrefix + requireNonNull(reservedNodeId, "reservedNodeId"))
                .tags(Tag.builder().key(tagKey).value(token.value()).build())
                .build();
        return Sdk.tagged(
                reservedNodeId, TAG, Set.of("ResourceNotFoundFault"), pause, () -> redshift.createTags(request));
    }

    private static Commitment commitment(ReservedNode node) {
        String state = Sdk.orUntold(node.state());
        return new Commitment(
                Sdk.orUntold(node.reservedNodeId()),
                Sdk.standing(state),
                state,
                ReservationOrder.terms(Sdk.orUntold(node.reservedNodeOfferingId()), Sdk.orUntold(node.nodeCount())));
    }
}
