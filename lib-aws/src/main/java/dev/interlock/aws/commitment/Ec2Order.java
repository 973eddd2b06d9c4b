package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.CommitmentRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * So many reserved instances of an EC2 offering. What EC2 tells of them later does not name the offering, so the order
 * says itself what it must have been.
 *
 * @param offeringId as EC2 tells it
 * @param count how many, from 1
 * @param instanceType of the offering, such as {@code m7g.large}
 * @param term of the offering, in whole seconds: {@code Duration.ofDays(365)} or three times that
 */
public record Ec2Order(String offeringId, int count, String instanceType, Duration term) implements CommitmentRequest {
    static final String TYPE = "instanceType";
    static final String TERM = "termInSeconds";

    public Ec2Order {
        ReservationOrder.requireOffering(offeringId);
        ReservationOrder.requireCount(count);
        if (requireNonNull(instanceType, "instanceType").isBlank()) {
            throw new IllegalArgumentException("instanceType is blank: '" + instanceType + "'");
        }
        if (requireNonNull(term, "term").toSeconds() < 1) {
            throw new IllegalArgumentException("term is below a second: " + term);
        }
    }

    @Override
    public Map<String, String> terms() {
        return Map.of(
                ReservationOrder.COUNT,
                Integer.toString(count),
                TYPE,
                instanceType,
                TERM,
                Long.toString(term.toSeconds()));
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new HashMap<>(terms());
        identity.put(ReservationOrder.OFFERING, offeringId);
        return Map.copyOf(identity);
    }
}
