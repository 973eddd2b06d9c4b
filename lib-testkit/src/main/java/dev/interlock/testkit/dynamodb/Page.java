package dev.interlock.testkit.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One page of a Query or Scan while it fills: up to a number of items looked at, or a megabyte of them. */
final class Page {
    private static final int LARGEST = 1024 * 1024;

    private final Read read;
    private final List<Map<String, Value>> found = new ArrayList<>();
    private int scanned;
    private int size;
    private @Nullable Map<String, Value> last;

    Page(Read read) {
        this.read = read;
    }

    void add(Map<String, Value> item) {
        scanned++;
        size += Sizes.of(item);
        last = item;
        Condition filter = read.filter();
        if (filter == null || filter.holds(item)) {
            found.add(item);
        }
    }

    /** Whether the next item belongs to another page. */
    boolean isFull() {
        return scanned == read.limit() || size > LARGEST;
    }

    List<Map<String, Value>> found() {
        return found;
    }

    int scanned() {
        return scanned;
    }

    @Nullable
    Map<String, Value> last() {
        return last;
    }
}
