package dev.interlock.testkit.commitment;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a service sells.
 *
 * @param id by which it is bought
 * @param type of the instance or node; of a savings plan {@code Compute} and the like
 * @param term for how long
 */
public record Offering(String id, String type, Duration term) {
    public Offering {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(term, "term");
    }
}
