package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

/**
 * Which part of the stuck rows is asked for.
 *
 * @param after where the page before ended, as the store told it; empty for the first one
 * @param size how many rows at most, 1 to 1,000
 */
public record Page(String after, int size) {
    /** The most rows of a page. */
    public static final int MAX_SIZE = 1_000;

    public Page {
        requireNonNull(after, "after");
        requireSize(size);
    }

    /** The first page. */
    public static Page first(int size) {
        return new Page("", size);
    }

    static void requireSize(int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("page size is not within 1 and " + MAX_SIZE + ": " + size);
        }
    }
}
