package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Rows that showed no life for long.
 *
 * @param rows as the index shows them, which may lag behind what they are
 * @param unreadable ids of rows that are stuck and that nobody understands
 * @param next where the next page begins, empty if this is the last one. A page may be empty and not be the last one
 */
public record StuckPage(List<Stuck> rows, List<String> unreadable, String next) {
    public StuckPage {
        rows = List.copyOf(requireNonNull(rows, "rows"));
        unreadable = List.copyOf(requireNonNull(unreadable, "unreadable"));
        requireNonNull(next, "next");
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
