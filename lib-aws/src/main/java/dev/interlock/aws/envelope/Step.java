package dev.interlock.aws.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;

/**
 * What a route does with its messages: decode, then handle.
 *
 * @param type what a payload is decoded into; {@link Payload} takes it as it is
 */
record Step<T>(Class<T> type, MessageConsumer<? super T> consumer) {
    Step {
        requireNonNull(type, "type");
        requireNonNull(consumer, "consumer");
    }

    /**
     * The payload, decoded.
     *
     * @throws IllegalArgumentException if it is no {@code type}; says so without its content
     */
    T decode(Payload payload) {
        return type == Payload.class ? type.cast(payload) : payload.decode(type);
    }
}
