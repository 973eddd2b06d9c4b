package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

/**
 * A mismatch with the name of what it breaks and of whom it would have broken.
 *
 * @param contract the name of the contract
 * @param consumer who relies on it; several are joined by a comma
 * @param place where the mismatch is
 * @param expected what should be there
 * @param found what is there
 */
public record Violation(String contract, String consumer, String place, String expected, String found) {
    /** Checks the parts. */
    public Violation {
        requireNonNull(contract, "contract");
        requireNonNull(consumer, "consumer");
        requireNonNull(place, "place");
        requireNonNull(expected, "expected");
        requireNonNull(found, "found");
    }

    @Override
    public String toString() {
        return contract + " (for " + consumer + "): " + place + ": expected " + expected + ", found " + found;
    }
}
