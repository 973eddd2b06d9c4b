package dev.interlock.conformance;

import java.util.Optional;

/**
 * One case of a vector file, answered several times in values that are compared by {@code equals}. Where Interlock departs,
 * it refuses: {@link Departure#TOKENS}.
 */
interface VectorCase {
    /** What the vector states. */
    Object stated();

    /** What the original's rules say, written a second time: what the vector must state. */
    Object original();

    /** That Interlock refuses the case, by the letter of its rule and not by asking it; empty where it does not. */
    default Optional<Refused> refusal() {
        return Optional.empty();
    }

    /** What Interlock must answer. */
    default Object departed() {
        return refusal().map(Object.class::cast).orElseGet(this::original);
    }

    /** What Interlock answers. */
    Object actual();
}
