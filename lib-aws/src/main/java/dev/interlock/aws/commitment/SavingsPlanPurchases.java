package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pages;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.savingsplans.SavingsplansClient;
import software.amazon.awssdk.services.savingsplans.model.CreateSavingsPlanRequest;
import software.amazon.awssdk.services.savingsplans.model.DescribeSavingsPlansRequest;
import software.amazon.awssdk.services.savingsplans.model.DescribeSavingsPlansResponse;
import software.amazon.awssdk.services.savingsplans.model.SavingsPlan;

/**
 * Buys savings plans.
 *
 * <p>The token is the client token, all 64 digits, so a repeat answers with the plan that is there. For how long the
 * service remembers a client token is documented nowhere; so the plan is also tagged with it, in the same request, and
 * looked up by the tag among all plans of the account, a request for each thousand. Beyond that memory two drives at
 * the same time are on their own.
 *
 * <p>A plan is bought at once: a purchase time would be another one in every drive.
 *
 * <p>Immutable, and as thread-safe as the client, which it does not close. Permissions:
 * {@code docs/commitment/iam.json}.
 */
public final class SavingsPlanPurchases implements CommitmentPort<SavingsPlanOrder> {
    private static final String CREATE = "CreateSavingsPlan";
    private static final String DESCRIBE = "DescribeSavingsPlans";
    private static final int PAGE = 1000;

    private final SavingsplansClient savingsPlans;
    private final String tagKey;

    private SavingsPlanPurchases(SavingsplansClient savingsPlans, String tagKey) {
        this.savingsPlans = savingsPlans;
        this.tagKey = tagKey;
    }

    /** A port on {@code savingsPlans}, with the tag {@code interlock-idempotency-token}. */
    public static SavingsPlanPurchases create(SavingsplansClient savingsPlans) {
        return new SavingsPlanPurchases(requireNonNull(savingsPlans, "savingsPlans"), TokenTag.KEY);
    }

    /** This port with another tag, for an account where another program has tagged with the same tokens. */
    public SavingsPlanPurchases taggedWith(String key) {
        return new SavingsPlanPurchases(savingsPlans, TokenTag.requireKey(key));
    }

    @Override
    public DedupeStrength strength() {
        return DedupeStrength.NATIVE_TOKEN;
    }

    @Override
    public LookUp find(IdempotencyToken token, SavingsPlanOrder order) {
        try {
            return LookUp.of(Pages.all(Pages.CAP, this::page).stream()
                    .filter(plan -> token.value().equals(plan.tags().get(tagKey)))
                    .map(SavingsPlanPurchases::commitment)
                    .toList());
        } catch (SdkException | IllegalStateException e) {
            return Sdk.failed(DESCRIBE, e);
        }
    }

    private Pages.Page<SavingsPlan> page(String page) {
        DescribeSavingsPlansResponse answer = savingsPlans.describeSavingsPlans(DescribeSavingsPlansRequest.builder()
                .maxResults(PAGE)
                .nextToken(Sdk.orNone(page))
                .build());
        return new Pages.Page<>(answer.savingsPlans(), answer.nextToken());
    }

    @Override
    public Attempt create(IdempotencyToken token, SavingsPlanOrder order) {
        BigDecimal upfront = order.upfront();
        try {
            return Sdk.created(
                    CREATE,
                    savingsPlans
                            .createSavingsPlan(CreateSavingsPlanRequest.builder()
                                    .savingsPlanOfferingId(order.offeringId())
                                    .commitment(order.commitment().toPlainString())
                                    .upfrontPaymentAmount(upfront == null ? null : upfront.toPlainString())
                                    .clientToken(token.value())
                                    .tags(Map.of(tagKey, token.value()))
                                    .overrideConfiguration(Sdk.once())
                                    .build())
                            .savingsPlanId());
        } catch (SdkException e) {
            return Sdk.attempt(CREATE, e, Set.of());
        }
    }

    private static Commitment commitment(SavingsPlan plan) {
        String state = Sdk.orUntold(plan.stateAsString());
        return new Commitment(
                Sdk.orUntold(plan.savingsPlanId()),
                Sdk.standing(state),
                state,
                Map.of(
                        ReservationOrder.OFFERING,
                        Sdk.orUntold(plan.offeringId()),
                        SavingsPlanOrder.COMMITMENT,
                        amount(plan.commitment()),
                        SavingsPlanOrder.UPFRONT,
                        amount(plan.upfrontPaymentAmount())));
    }

    private static String amount(@Nullable String told) {
        try {
            return told == null
                    ? Sdk.orUntold(null)
                    : new BigDecimal(told).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return "'" + told + "', which is no amount";
        }
    }
}
