package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Something that was bought, as the service tells it.
 *
 * @param id by which the service knows it
 * @param standing whether it is paid for
 * @param state the service's own word for that, such as {@code payment-pending}
 * @param terms of the {@link CommitmentRequest#terms() terms} of a request those that the service tells
 */
public record Commitment(String id, Standing standing, String state, Map<String, String> terms) {
    public Commitment {
        requireNonNull(id, "id");
        requireNonNull(standing, "standing");
        requireNonNull(state, "state");
        terms = Map.copyOf(requireNonNull(terms, "terms"));
    }

    /** What a state means for the next purchase with the same token. */
    public enum Standing {
        /** It is paid for, or will be. */
        LIVE,
        /** It has ended, or its payment failed. Its token is spent all the same. */
        OVER,
        /** Its state says neither, or means nothing to the port: it may be paid for. */
        UNCLEAR
    }
}
