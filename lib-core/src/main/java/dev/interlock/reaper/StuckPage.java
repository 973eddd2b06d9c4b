package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Rows that showed no life for long.
 *
 * @param rows as the index shows them, which may lag behind what they are
 * @param unreadable ids of rows that are stuck and that nobody understands
 * @param unread why a part of the index could not be read, for a human, without content; empty if nothing was passed
 *     over
 * @param next where the next page begins, behind what could not be read; empty if this is the last one. A page may be
 *     empty and not be the last one
 */
public record StuckPage(List<Stuck> rows, List<String> unreadable, String unread, String next) {
    public StuckPage {
        rows = List.copyOf(requireNonNull(rows, "rows"));
        unreadable = List.copyOf(requireNonNull(unreadable, "unreadable"));
        requireNonNull(unread, "unread");
        requireNonNull(next, "next");
    }

    /** A page of what was read. */
    public static StuckPage of(List<Stuck> rows, List<String> unreadable, String next) {
        return new StuckPage(rows, unreadable, "", next);
    }

    /**
     * A part that could not be read.
     *
     * @param why not empty
     * @param next behind that part, empty if it was the last one
     */
    public static StuckPage unread(String why, String next) {
        if (requireNonNull(why, "why").isEmpty()) {
            throw new IllegalArgumentException("why is empty; say what could not be read");
        }
        return new StuckPage(List.of(), List.of(), why, next);
    }

    /**
     * One of them.
     *
     * @param row as the index shows it
     * @param after where a page begins that goes on behind this row
     */
    public record Stuck(Execution row, String after) {
        public Stuck {
            requireNonNull(row, "row");
            requireNonNull(after, "after");
        }
    }

    /** Whether there are no more. */
    public boolean isLast() {
        return next.isEmpty();
    }
}
