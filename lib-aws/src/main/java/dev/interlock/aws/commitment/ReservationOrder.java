package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.CommitmentRequest;
import java.util.Map;

/**
 * So many of an offering. The offering says what, for how long and how paid.
 *
 * @param offeringId as the service tells it
 * @param count how many, from 1
 */
public record ReservationOrder(String offeringId, int count) implements CommitmentRequest {
    static final String OFFERING = "offering";
    static final String COUNT = "count";

    public ReservationOrder {
        requireOffering(offeringId);
        requireCount(count);
    }

    @Override
    public Map<String, String> terms() {
        return terms(offeringId, Integer.toString(count));
    }

    static Map<String, String> terms(String offeringId, String count) {
        return Map.of(OFFERING, offeringId, COUNT, count);
    }

    static void requireOffering(String offeringId) {
        if (requireNonNull(offeringId, "offeringId").isBlank()) {
            throw new IllegalArgumentException("offeringId is blank: '" + offeringId + "'");
        }
    }

    static void requireCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count is below 1: " + count);
        }
    }
}
