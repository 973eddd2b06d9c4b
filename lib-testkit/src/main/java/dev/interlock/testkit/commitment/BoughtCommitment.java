package dev.interlock.testkit.commitment;

import java.time.Instant;
import java.util.Map;

/**
 * Something that was bought, as it stands.
 *
 * @param service where
 * @param id by which the service knows it
 * @param order what was asked for
 * @param state the service's word, at first its {@link CommitmentService#firstState()}
 * @param tags by key
 * @param boughtAt when
 */
public record BoughtCommitment(
        CommitmentService service, String id, Order order, String state, Map<String, String> tags, Instant boughtAt) {
    public BoughtCommitment {
        tags = Map.copyOf(tags);
    }

    /**
     * What was asked for.
     *
     * @param name the caller's own: reservation name or client token; empty if there is none
     * @param offering what of
     * @param quantity how many, or for how much an hour, as it was written
     * @param upfront what was to be paid at once, as it was written; empty if nothing was said
     */
    public record Order(String name, Offering offering, String quantity, String upfront) {
        Order(String name, Offering offering, String quantity) {
            this(name, offering, quantity, "");
        }
    }

    BoughtCommitment inState(String newState) {
        return new BoughtCommitment(service, id, order, newState, tags, boughtAt);
    }

    BoughtCommitment tagged(Map<String, String> newTags) {
        return new BoughtCommitment(service, id, order, state, newTags, boughtAt);
    }
}
