package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a listing to its end, or not at all: of half a list nobody can tell what is missing. What a page throws ends
 * the reading, and goes on to the caller. Where the token is a URL, {@code read} has to refuse one of another host
 * before it sends credentials there.
 */
public final class Pages {
    /** As many pages as a look-up reads, unless it is told otherwise. */
    public static final int CAP = 1000;

    private Pages() {}

    /**
     * One page.
     *
     * @param items what is on it
     * @param next the token of the next page; null or empty on the last one, as services have both
     */
    public record Page<T>(List<T> items, @Nullable String next) {
        public Page {
            items = List.copyOf(requireNonNull(items, "items"));
        }

        private String nextToken() {
            return next == null ? "" : next;
        }
    }

    /**
     * All items.
     *
     * @param cap how many pages there may be; a longer listing is an error, never a part of it
     * @param read reads the page of a token, empty for the first one
     * @throws IllegalStateException if there are more pages, or a token comes again, so that it would go on for ever,
     *     or the thread is interrupted between two pages, which it stays
     */
    public static <T> List<T> all(int cap, Function<String, Page<T>> read) {
        if (cap < 1) {
            throw new IllegalArgumentException("cap is below 1: " + cap);
        }
        requireNonNull(read, "read");
        List<T> items = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        String token = "";
        for (int page = 1; page <= cap; page++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted before page " + page + " of the listing");
            }
            Page<T> current = read.apply(token);
            items.addAll(current.items());
            token = current.nextToken();
            if (token.isEmpty()) {
                return List.copyOf(items);
            }
            if (!tokens.add(token)) {
                throw new IllegalStateException(
                        "the listing goes round: the token after page " + page + " came before");
            }
        }
        throw new IllegalStateException("the listing has more than " + cap + " pages");
    }
}
