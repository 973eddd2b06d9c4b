package dev.interlock.conformance;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One case of a vector file, answered several times in values that are compared by {@code equals}. Where Interlock
 * departs, it refuses: {@link Departure#TOKENS}, unless the case says otherwise.
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

    /** By which rules Interlock departs, if it does. */
    default Set<Departure> departures() {
        return EnumSet.of(Departure.TOKENS);
    }

    /** What Interlock answers. */
    Object actual();
}
