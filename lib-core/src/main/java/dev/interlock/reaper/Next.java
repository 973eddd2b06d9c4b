package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

/**
 * What an execution becomes in a transition.
 *
 * @param state it gets
 * @param owner who drives it from then on, with a fence of its own; empty if nobody does
 * @param count what becomes of the count of its redrives
 * @param message why, for a human, up to 1,024 characters; it is written with the state or not at all
 */
public record Next(String state, String owner, Count count, String message) {
    public Next {
        Execution.requireState("state", state);
        requireNonNull(owner, "owner");
        if (!owner.isEmpty()) {
            requireOwner(owner);
        }
        requireNonNull(count, "count");
        Execution.requireMessage(message);
    }

    /** What becomes of the count of redrives. */
    public enum Count {
        /** It stays. */
        KEEP,
        /** It is one more: a sweep starts the execution again. */
        ADD,
        /** It becomes 0: somebody decided that the execution begins anew. */
        RESET
    }

    /** A state in which nobody drives it: approved, failed, completed. */
    public static Next of(String state, String message) {
        return new Next(state, "", Count.KEEP, message);
    }

    /**
     * A state in which {@code owner} drives it.
     *
     * @throws IllegalArgumentException if the owner is blank
     */
    public static Next drivenBy(String state, String owner, String message) {
        return new Next(state, requireOwner(requireNonNull(owner, "owner")), Count.KEEP, message);
    }

    /** The same, as a redrive that counts. */
    public Next counted() {
        return new Next(state, owner, Count.ADD, message);
    }

    /** The same, but begun anew by somebody's decision: it may be redriven as often as one that never was. */
    public Next afresh() {
        return new Next(state, owner, Count.RESET, message);
    }

    static String requireOwner(String owner) {
        if (owner.isBlank() || owner.length() > Execution.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "owner is not 1 to " + Execution.MAX_TEXT + " characters: '" + owner + "'");
        }
        return Execution.requirePairs("owner", owner);
    }
}
