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
import software.amazon.awssdk.services.opensearch.OpenSearchClient;
import software.amazon.awssdk.services.opensearch.model.DescribeReservedInstancesRequest;
import software.amazon.awssdk.services.opensearch.model.DescribeReservedInstancesResponse;
import software.amazon.awssdk.services.opensearch.model.PurchaseReservedInstanceOfferingRequest;
import software.amazon.awssdk.services.opensearch.model.ReservedInstance;

/**
 * Buys reserved instances of OpenSearch Service.
 *
 * <p>The reservation's name is made of the token, {@code opensearch-id-} and 40 digits. The service refuses a name that
 * is taken ({@code ResourceAlreadyExistsException}), but does not find by it: a look-up reads all reservations of the
 * region, a request for each hundred.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class OpenSearchReservedInstances implements CommitmentPort<ReservationOrder> {
    private static final String PREFIX = "opensearch-id-";
    private static final String PURCHASE = "PurchaseReservedInstanceOffering";
    private static final String DESCRIBE = "DescribeReservedInstances";
    private static final int PAGE = 100;

    /** The service answers these with 409 or 400 and has not bought: the API's reference, errors of the operation. */
    private static final Set<String> REFUSALS = Set.of(
            "DisabledOperationException", "LimitExceededException", "ResourceNotFoundException", "ValidationException");

    private final OpenSearchClient openSearch;

    private OpenSearchReservedInstances(OpenSearchClient openSearch) {
        this.openSearch = openSearch;
    }

    /** A port on {@code openSearch}. */
    public static OpenSearchReservedInstances create(OpenSearchClient openSearch) {
        return new OpenSearchReservedInstances(requireNonNull(openSearch, "openSearch"));
    }

    @Override
    public DedupeStrength strength() {
        return DedupeStrength.BY_NAME;
    }

    @Override
    public LookUp find(IdempotencyToken token, ReservationOrder order) {
        String name = token.reservationId(PREFIX);
        try {
            return LookUp.of(Pages.all(Pages.CAP, this::page).stream()
                    .filter(reservation -> name.equals(reservation.reservationName()))
                    .map(OpenSearchReservedInstances::commitment)
                    .toList());
        } catch (SdkException | IllegalStateException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private Pages.Page<ReservedInstance> page(String page) {
        DescribeReservedInstancesResponse answer =
                openSearch.describeReservedInstances(DescribeReservedInstancesRequest.builder()
                        .maxResults(PAGE)
                        .nextToken(Sdk.orNone(page))
                        .build());
        return new Pages.Page<>(answer.reservedInstances(), answer.nextToken());
    }

    @Override
    public Attempt create(IdempotencyToken token, ReservationOrder order) {
        try {
            return Sdk.created(
                    PURCHASE,
                    openSearch
                            .purchaseReservedInstanceOffering(PurchaseReservedInstanceOfferingRequest.builder()
                                    .reservationName(token.reservationId(PREFIX))
                                    .reservedInstanceOfferingId(order.offeringId())
                                    .instanceCount(order.count())
                                    .overrideConfiguration(Sdk.once())
                                    .build())
                            .reservedInstanceId());
        } catch (SdkException e) {
            return Sdk.attempt(PURCHASE, e, REFUSALS);
        }
    }

    private static Commitment commitment(ReservedInstance reservation) {
        String state = Sdk.orUntold(reservation.state());
        return new Commitment(
                Sdk.orUntold(reservation.reservedInstanceId()),
                Sdk.standing(state),
                state,
                ReservationOrder.terms(
                        Sdk.orUntold(reservation.reservedInstanceOfferingId()),
                        Sdk.orUntold(reservation.instanceCount())));
    }
}
