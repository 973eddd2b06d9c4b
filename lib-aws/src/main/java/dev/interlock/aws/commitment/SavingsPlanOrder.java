package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.CommitmentRequest;
import java.math.BigDecimal;
import java.util.HashMap;
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
    static final String UPFRONT = "upfront";
    private static final int DIGITS = 5;
    private static final BigDecimal LEAST = new BigDecimal("0.001");
    private static final BigDecimal MOST = new BigDecimal("1000000");

    public SavingsPlanOrder {
        ReservationOrder.requireOffering(offeringId);
        commitment = normal("commitment", commitment, DIGITS);
        if (commitment.compareTo(LEAST) < 0 || commitment.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "commitment is not within " + LEAST + " and " + MOST + ": " + commitment.toPlainString());
        }
        upfront = upfront == null ? null : normal("upfront", upfront, 0);
    }

    /** A plan of which nothing or everything is paid at once, as the offering says. */
    public static SavingsPlanOrder of(String offeringId, BigDecimal commitment) {
        return new SavingsPlanOrder(offeringId, commitment, null);
    }

    /** This plan, partly paid at once. */
    public SavingsPlanOrder withUpfront(BigDecimal amount) {
        return new SavingsPlanOrder(offeringId, commitment, requireNonNull(amount, "amount"));
    }

    /**
     * Offering and commitment, and the upfront amount if there is one: of other plans the service tells what the
     * offering says.
     */
    @Override
    public Map<String, String> terms() {
        Map<String, String> terms =
                new HashMap<>(Map.of(ReservationOrder.OFFERING, offeringId, COMMITMENT, commitment.toPlainString()));
        if (upfront != null) {
            terms.put(UPFRONT, upfront.toPlainString());
        }
        return Map.copyOf(terms);
    }

    /** One form for equal amounts: 10, 10.0 and 10.00 are one. */
    private static BigDecimal normal(String what, BigDecimal amount, int digits) {
        BigDecimal normal = requireNonNull(amount, what).stripTrailingZeros();
        if (normal.signum() <= 0) {
            throw new IllegalArgumentException(what + " is not above 0: " + amount);
        }
        if (normal.scale() > digits) {
            throw new IllegalArgumentException(
                    what + " has more than " + digits + " digits after the point: " + amount);
        }
        return normal.scale() < 0 ? normal.setScale(0) : normal;
    }
}
