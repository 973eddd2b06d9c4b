package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is not as it should be.
 *
 * @param place where: a key, a JSON pointer, the name of a variable; never blank
 * @param expected what should be there
 * @param found what is there; keep it short, for it is shown in reports
 */
public record Mismatch(String place, String expected, String found) {
    /** Checks the parts. */
    public Mismatch {
        if (requireNonNull(place, "place").isBlank()) {
            throw new IllegalArgumentException("place is blank; say where the mismatch is");
        }
        requireNonNull(expected, "expected");
        requireNonNull(found, "found");
    }

    @Override
    public String toString() {
        return place + ": expected " + expected + ", found " + found;
    }
}
