package dev.interlock.testkit.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.reaper.Execution;
import dev.interlock.reaper.Execution.Drive;
import dev.interlock.reaper.Execution.Revision;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Executions of one process, for tests of what dies and what lives: it keeps every promise of {@link ExecutionStore}, indexes every
 * state, oldest first and without delay, and loses its memory with the process. Thread-safe.
 */
public final class InMemoryExecutionStore implements ExecutionStore {
    private static final Comparator<Execution> OLDEST_FIRST =
            Comparator.comparing(Execution::updatedAt).thenComparing(Execution::id);
    private static final char SEPARATOR = '/';

    private final Map<String, Execution> rows;
    private final InstantSource clock;

    private InMemoryExecutionStore(Map<String, Execution> rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** An empty store. */
    public static InMemoryExecutionStore create(InstantSource clock) {
        return new InMemoryExecutionStore(new ConcurrentHashMap<>(), requireNonNull(clock, "clock"));
    }

    /** The same rows, written by a process with another clock. */
    public InMemoryExecutionStore seenBy(InstantSource clock) {
        return new InMemoryExecutionStore(rows, requireNonNull(clock, "clock"));
    }

    /** Every row, in no order that means anything. */
    public List<Execution> rows() {
        return List.copyOf(rows.values());
    }

    @Override
    public Transition create(String id, String state) {
        Execution created = new Execution(id, new Revision(state, 1, now()), Drive.NONE, "");
        Execution there = rows.putIfAbsent(id, created);
        return there == null ? new Transition.Won(created) : new Transition.Lost(there);
    }

    @Override
    public Optional<Execution> find(String id) {
        return Optional.ofNullable(rows.get(requireNonNull(id, "id")));
    }

    @Override
    public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
        if (requireNonNull(states, "states").isEmpty()) {
            throw new IllegalArgumentException("states are empty");
        }
        Instant limit = requireNonNull(olderThan, "olderThan").truncatedTo(ChronoUnit.MILLIS);
        Predicate<Execution> isBehind = behind(requireNonNull(page, "page").after());
        List<Execution> stuck = rows.values().stream()
                .filter(row -> states.contains(row.state()) && !row.updatedAt().isAfter(limit))
                .filter(isBehind)
                .sorted(OLDEST_FIRST)
                .limit(page.size() + 1L)
                .toList();
        List<StuckPage.Stuck> told = stuck.stream()
                .limit(page.size())
                .map(row -> new StuckPage.Stuck(row, position(row)))
                .toList();
        return new StuckPage(
                told,
                List.of(),
                stuck.size() > page.size() ? told.get(page.size() - 1).after() : "");
    }

    private static String position(Execution row) {
        return row.updatedAt().toEpochMilli() + "" + SEPARATOR + row.id();
    }

    /** Which rows are behind a position. */
    private static Predicate<Execution> behind(String position) {
        if (position.isEmpty()) {
            return row -> true;
        }
        try {
            int end = Math.max(0, position.indexOf(SEPARATOR));
            Instant updatedAt = Instant.ofEpochMilli(Long.parseLong(position.substring(0, end)));
            String id = position.substring(end + 1);
            return row -> {
                int order = row.updatedAt().compareTo(updatedAt);
                return order > 0 || (order == 0 && row.id().compareTo(id) > 0);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("page after '" + position + "' is none that this store told", e);
        }
    }

    @Override
    public Transition transition(Execution observed, Next next) {
        requireNonNull(next, "next");
        return change(
                requireNonNull(observed, "observed").id(),
                row -> row.version() == observed.version() && row.state().equals(observed.state())
                        ? changed(row, next)
                        : null);
    }

    private Execution changed(Execution row, Next next) {
        long fence = row.drive().fence() + (next.owner().isEmpty() ? 0 : 1);
        int redrives = switch (next.count()) {
            case KEEP -> row.drive().redrives();
            case ADD -> row.drive().redrives() + 1;
            case RESET -> 0;
        };
        return new Execution(
                row.id(),
                new Revision(next.state(), row.version() + 1, now()),
                new Drive(next.owner(), fence, redrives),
                next.message());
    }

    @Override
    public Transition heartbeat(Tenure tenure) {
        requireNonNull(tenure, "tenure");
        Instant now = now();
        return change(tenure.id(), row -> {
            if (!isOf(tenure, row)) {
                return null;
            }
            Instant alive = now.isAfter(row.updatedAt()) ? now : row.updatedAt();
            return new Execution(
                    row.id(), new Revision(row.state(), row.version() + 1, alive), row.drive(), row.message());
        });
    }

    @Override
    public Transition finish(Tenure tenure, String state, String message) {
        Next next = Next.of(state, message);
        if (requireNonNull(tenure, "tenure").state().equals(state)) {
            throw new IllegalArgumentException("state '" + state + "' is the one to be ended");
        }
        return change(tenure.id(), row -> {
            if (isOf(tenure, row)) {
                return new Execution(
                        row.id(), new Revision(next.state(), row.version() + 1, now()), row.drive(), next.message());
            }
            boolean isDone = row.state().equals(state)
                    && row.message().equals(message)
                    && row.drive().owner().equals(tenure.owner())
                    && row.drive().fence() == tenure.fence();
            return isDone ? row : null;
        });
    }

    private static boolean isOf(Tenure tenure, Execution row) {
        return row.state().equals(tenure.state())
                && row.drive().owner().equals(tenure.owner())
                && row.drive().fence() == tenure.fence();
    }

    private interface Change {
        /** The row as it is to be; null if it is not the caller's to change. */
        @Nullable
        Execution of(Execution row);
    }

    private Transition change(String id, Change change) {
        Transition[] answer = {new Transition.Gone()};
        rows.computeIfPresent(id, (same, row) -> {
            Execution changed = change.of(row);
            answer[0] = changed == null ? new Transition.Lost(row) : new Transition.Won(changed);
            return changed == null ? row : changed;
        });
        return answer[0];
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
