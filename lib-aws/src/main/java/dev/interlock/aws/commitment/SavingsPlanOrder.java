package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.CommitmentRequest;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A savings plan.
 *
 * @param offeringId as Savings Plans tells it
 * @param commitment dollars an hour, above 0, with at most five digits after the point; sent as it is and never rounded
 * @param upfront dollars to be paid at once; null unless the plan is paid partly upfront
 */
public record SavingsPlanOrder(
        String offeringId, BigDecimal commitment, @Nullable BigDecimal upfront) implements CommitmentRequest {
    static final String COMMITMENT = "commitment";
    private static final int DIGITS = 5;

    public SavingsPlanOrder {
        ReservationOrder.requireOffering(offeringId);
        commitment = normal("commitment", commitment);
        upfront = upfront == null ? null : normal("upfront", upfront);
    }

    /** A plan of which nothing or everything is paid at once, as the offering says. */
    public static SavingsPlanOrder of(String offeringId, BigDecimal commitment) {
        return new SavingsPlanOrder(offeringId, commitment, null);
    }

    /** This plan, partly paid at once. */
    public SavingsPlanOrder withUpfront(BigDecimal amount) {
        return new SavingsPlanOrder(offeringId, commitment, requireNonNull(amount, "amount"));
    }

    @Override
    public Map<String, String> terms() {
        return Map.of(ReservationOrder.OFFERING, offeringId, COMMITMENT, commitment.toPlainString());
    }

    /** One form for equal amounts: 10, 10.0 and 10.00 are one. */
    private static BigDecimal normal(String what, BigDecimal amount) {
        BigDecimal normal = requireNonNull(amount, what).stripTrailingZeros();
        if (normal.signum() <= 0) {
            throw new IllegalArgumentException(what + " is not above 0: " + amount);
        }
        if (normal.scale() > DIGITS) {
            throw new IllegalArgumentException(
                    what + " has more than " + DIGITS + " digits after the point: " + amount);
        }
        return normal.scale() < 0 ? normal.setScale(0) : normal;
    }
}
