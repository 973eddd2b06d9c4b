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
 * Executions of one process, for tests of what dies and what lives: it keeps every promise of {@link ExecutionStore},
 * indexes every state, state by state, oldest first and without delay, and loses its memory with the process.
 * Thread-safe.
 */
public final class InMemoryExecutionStore implements ExecutionStore {
    private static final Comparator<Place> IN_ORDER =
            Comparator.comparing(Place::state).thenComparing(Place::updatedAt).thenComparing(Place::id);
    private static final char SEPARATOR = '/';

    private final Map<String, Row> rows;
    private final InstantSource clock;

    private InMemoryExecutionStore(Map<String, Row> rows, InstantSource clock) {
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

    /**
     * What is kept.
     *
     * @param endedBy who ended it; empty while it is driven
     */
    private record Row(Execution execution, String endedBy) {
        static Row of(Execution execution) {
            return new Row(execution, "");
        }
    }

    /** Where a row is in the order in which pages tell them. */
    private record Place(String state, Instant updatedAt, String id) {
        static Place of(Execution row) {
            return new Place(row.state(), row.updatedAt(), row.id());
        }

        static Place parse(String text, Set<String> states) {
            String[] parts = text.split("" + SEPARATOR, 3);
            try {
                if (parts.length == 3 && states.contains(parts[0])) {
                    return new Place(parts[0], Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2]);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("page after '" + text + "' is none that this store told", e);
            }
            throw new IllegalArgumentException("page after '" + text + "' is none that this store told");
        }

        @Override
        public String toString() {
            return state + SEPARATOR + updatedAt.toEpochMilli() + SEPARATOR + id;
        }
    }

    /** Every row, in no order that means anything. */
    public List<Execution> rows() {
        return rows.values().stream().map(Row::execution).toList();
    }

    @Override
    public Transition create(String id, String state) {
        Execution created = new Execution(id, new Revision(state, 1, now()), Drive.NONE, "");
        Row there = rows.putIfAbsent(id, Row.of(created));
        return there == null ? new Transition.Won(created) : new Transition.Lost(there.execution());
    }

    @Override
    public Optional<Execution> find(String id) {
        return Optional.ofNullable(rows.get(Execution.requireId(id))).map(Row::execution);
    }

    @Override
    public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
        if (requireNonNull(states, "states").isEmpty()) {
            throw new IllegalArgumentException("states are empty");
        }
        Instant limit = requireNonNull(olderThan, "olderThan").truncatedTo(ChronoUnit.MILLIS);
        Predicate<Place> isBehind = behind(requireNonNull(page, "page").after(), states);
        List<Execution> stuck = rows().stream()
                .filter(row -> states.contains(row.state()) && !row.updatedAt().isAfter(limit))
                .filter(row -> isBehind.test(Place.of(row)))
                .sorted(Comparator.comparing(Place::of, IN_ORDER))
                .limit(page.size() + 1L)
                .toList();
        List<StuckPage.Stuck> told = stuck.stream()
                .limit(page.size())
                .map(row -> new StuckPage.Stuck(row, Place.of(row).toString()))
                .toList();
        return StuckPage.of(
                told,
                List.of(),
                stuck.size() > page.size() ? told.get(page.size() - 1).after() : "");
    }

    /** Which rows are behind a position. */
    private static Predicate<Place> behind(String position, Set<String> states) {
        if (position.isEmpty()) {
            return place -> true;
        }
        Place from = Place.parse(position, states);
        return place -> IN_ORDER.compare(place, from) > 0;
    }

    @Override
    public Transition transition(Execution observed, Next next) {
        requireNonNull(next, "next");
        return change(
                requireNonNull(observed, "observed").id(),
                row -> row.execution().version() == observed.version()
                                && row.execution().state().equals(observed.state())
                        ? Row.of(changed(row.execution(), next))
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
            Execution driven = row.execution();
            if (!isOf(tenure, driven)) {
                return null;
            }
            return now.isBefore(driven.updatedAt())
                    ? row
                    : Row.of(new Execution(
                            driven.id(),
                            new Revision(driven.state(), driven.version() + 1, now),
                            driven.drive(),
                            driven.message()));
        });
    }

    @Override
    public Transition finish(Tenure tenure, String state, String message) {
        Next next = Next.of(state, message);
        if (requireNonNull(tenure, "tenure").state().equals(state)) {
            throw new IllegalArgumentException("state '" + state + "' is the one to be ended");
        }
        return change(tenure.id(), row -> {
            Execution driven = row.execution();
            if (isOf(tenure, driven)) {
                Drive ended =
                        new Drive("", driven.drive().fence(), driven.drive().redrives());
                Revision revision = new Revision(next.state(), driven.version() + 1, now());
                return new Row(new Execution(driven.id(), revision, ended, next.message()), tenure.owner());
            }
            boolean isDone = driven.state().equals(state)
                    && driven.message().equals(message)
                    && row.endedBy().equals(tenure.owner())
                    && driven.drive().fence() == tenure.fence();
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
        Row of(Row row);
    }

    private Transition change(String id, Change change) {
        Transition[] answer = {new Transition.Gone()};
        rows.computeIfPresent(id, (same, row) -> {
            Row changed = change.of(row);
            answer[0] =
                    changed == null ? new Transition.Lost(row.execution()) : new Transition.Won(changed.execution());
            return changed == null ? row : changed;
        });
        return answer[0];
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
