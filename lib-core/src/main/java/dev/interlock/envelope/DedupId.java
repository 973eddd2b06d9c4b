package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

/**
 * What tells a message from another one, as far as its envelope knows.
 *
 * @param value the id
 * @param strength what it survives
 * @param source the layer that gave it
 */
public record DedupId(String value, Strength strength, EnvelopeKind source) {
    public DedupId {
        requireNonNull(value, "value");
        requireNonNull(strength, "strength");
        requireNonNull(source, "source");
    }

    /** What an id survives, the strongest first. */
    public enum Strength {
        /** The same in every delivery of what was sent once, to every target, and after a redrive. */
        STABLE,
        /**
         * The same in every delivery from one queue; SQS gives a new one to what is moved out of a dead-letter queue.
         */
        PER_DELIVERY,
        /** A new one whenever the sender tries again: it tells nothing of duplicates. */
        PER_ATTEMPT
    }

    /** The value is an id and no secret, but for a task token; so it is masked like one. */
    @Override
    public String toString() {
        return source + " " + strength + " " + (source == EnvelopeKind.STEP_FUNCTIONS_TASK_TOKEN ? "(masked)" : value);
    }
}
