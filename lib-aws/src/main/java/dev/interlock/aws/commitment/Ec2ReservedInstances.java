package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pause;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeReservedInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.PurchaseReservedInstancesOfferingRequest;
import software.amazon.awssdk.services.ec2.model.ReservedInstances;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Buys reserved instances of EC2.
 *
 * <p>EC2 takes neither a token nor an id for them: PurchaseReservedInstancesOffering is not among the actions that its
 * guide on idempotency lists. So what is bought is tagged afterwards, and looked up by the tag. Between purchase and
 * tag is a window, and the look-up may not see a tag that was written a moment ago: two drives at a time can buy twice,
 * and so can one after another that ended within the window. Put a claim before it, and a re-drive will be refused
 * instead.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class Ec2ReservedInstances implements CommitmentPort<Ec2Order> {
    private static final String PURCHASE = "PurchaseReservedInstancesOffering";
    private static final String DESCRIBE = "DescribeReservedInstances";
    private static final String TAG = "CreateTags";

    /** Of these codes for what is not there, EC2's list names none for {@code CreateTags} in particular. */
    private static final Set<String> NOT_YET =
            Set.of("InvalidReservationID.NotFound", "InvalidReservedInstancesId", "InvalidID");

    private final Ec2Client ec2;
    private final Pause pause;
    private final String tagKey;

    private Ec2ReservedInstances(Ec2Client ec2, Pause pause, String tagKey) {
        this.ec2 = ec2;
        this.pause = pause;
        this.tagKey = tagKey;
    }

    /**
     * A port on {@code ec2}, with the tag {@code interlock-idempotency-token}.
     *
     * @param pause lets up to 7 seconds pass until EC2 knows what it sold and it can be tagged
     */
    public static Ec2ReservedInstances create(Ec2Client ec2, Pause pause) {
        return new Ec2ReservedInstances(requireNonNull(ec2, "ec2"), requireNonNull(pause, "pause"), TokenTag.KEY);
    }

    /** This port with another tag, for an account where another program has tagged with the same tokens. */
    public Ec2ReservedInstances taggedWith(String key) {
        return new Ec2ReservedInstances(ec2, pause, TokenTag.requireKey(key));
    }

    @Override
    public DedupeStrength strength() {
        return DedupeStrength.BY_TAG;
    }

    /** Looks among all of them, in whatever state; EC2 answers without pages. */
    @Override
    public LookUp find(IdempotencyToken token, Ec2Order order) {
        try {
            return LookUp.of(ec2
                    .describeReservedInstances(DescribeReservedInstancesRequest.builder()
                            .filters(Filter.builder()
                                    .name("tag:" + tagKey)
                                    .values(token.value())
                                    .build())
                            .build())
                    .reservedInstances()
                    .stream()
                    .filter(instances -> isTagged(instances, token))
                    .map(Ec2ReservedInstances::commitment)
                    .toList());
        } catch (SdkException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private boolean isTagged(ReservedInstances instances, IdempotencyToken token) {
        return instances.tags().stream()
                .anyMatch(tag -> tagKey.equals(tag.key()) && token.value().equals(tag.value()));
    }

    @Override
    public Attempt create(IdempotencyToken token, Ec2Order order) {
        Attempt bought = purchase(order);
        return bought instanceof Attempt.Created created ? tag(token, created.id()) : bought;
    }

    private Attempt purchase(Ec2Order order) {
        try {
            return Sdk.created(
                    PURCHASE,
                    ec2.purchaseReservedInstancesOffering(PurchaseReservedInstancesOfferingRequest.builder()
                                    .reservedInstancesOfferingId(order.offeringId())
                                    .instanceCount(order.count())
                                    .overrideConfiguration(Sdk.once())
                                    .build())
                            .reservedInstancesId());
        } catch (SdkException e) {
            return Sdk.attempt(PURCHASE, e, Set.of());
        }
    }

    /**
     * Tags what was bought, so that look-ups find it: what is left to do of a purchase that was
     * {@linkplain dev.interlock.idempotency.Purchase.PartlyBought partly} made. It may be repeated.
     *
     * @param reservedInstancesId as the purchase told it
     */
    public Attempt tag(IdempotencyToken token, String reservedInstancesId) {
        CreateTagsRequest request = CreateTagsRequest.builder()
                .resources(requireNonNull(reservedInstancesId, "reservedInstancesId"))
                .tags(Tag.builder().key(tagKey).value(token.value()).build())
                .build();
        return Sdk.tagged(reservedInstancesId, TAG, NOT_YET, pause, () -> ec2.createTags(request));
    }

    private static Commitment commitment(ReservedInstances instances) {
        String state = Sdk.orUntold(instances.stateAsString());
        return new Commitment(
                Sdk.orUntold(instances.reservedInstancesId()),
                Sdk.standing(state),
                state,
                Map.of(
                        ReservationOrder.COUNT,
                        Sdk.orUntold(instances.instanceCount()),
                        Ec2Order.TYPE,
                        Sdk.orUntold(instances.instanceTypeAsString()),
                        Ec2Order.TERM,
                        Sdk.orUntold(instances.duration())));
    }
}
