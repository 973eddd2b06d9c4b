package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A record that is no message. It must reach a dead-letter queue, not be passed over.
 *
 * @param pointer where it stands, as a JSON pointer that goes into texts as if they were objects
 * @param reason what is wrong with it, without its content
 * @param layers the envelopes that could be taken off, outermost first
 */
public record Rejected(String pointer, String reason, List<Layer> layers) implements Unwrapped {
    public Rejected {
        requireNonNull(pointer, "pointer");
        requireNonNull(reason, "reason");
        layers = List.copyOf(requireNonNull(layers, "layers"));
    }
}
