package dev.interlock.reaper;

import dev.interlock.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows that are stuck for ever, with what each of them answers, and a list of what was asked. */
final class ScriptedExecutionStore implements ExecutionStore {
    static final Instant LONG_AGO = Instant.parse("2026-05-26T10:00:00Z");

    final List<String> calls = new ArrayList<>();
    private final List<Execution> rows = new ArrayList<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Integer> listings = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private int listable = Integer.MAX_VALUE;
    private int known = Integer.MAX_VALUE;

    interface Answer {
        Transition to(Execution observed, Next next);
    }

    static final Answer WIN = (row, next) -> new Transition.Won(new Execution(
            row.id(),
            new Execution.Revision(next.state(), row.version() + 1, row.updatedAt()),
            new Execution.Drive(
                    next.owner(),
                    row.drive().fence() + 1,
                    row.drive().redrives() + (next.count() == Next.Count.ADD ? 1 : 0)),
            next.message()));
    static final Answer LOSE = (row, next) -> new Transition.Lost(row(row.id(), "completed", 0));
    static final Answer VANISH = (row, next) -> new Transition.Gone();
    static final Answer FAIL = (row, next) -> {
        throw new StoreException("UpdateItem answered 500");
    };

    static Execution row(String id, String state, int redrives) {
        return new Execution(id, new Execution.Revision(state, 7, LONG_AGO), new Execution.Drive("a", 3, redrives), "");
    }

    ScriptedExecutionStore with(Execution row, Answer answer) {
        rows.add(row);
        answers.put(row.id(), answer);
        return this;
    }

    /** Only so many pages can be listed, and then no more. */
    ScriptedExecutionStore listing(int pages) {
        listable = pages;
        return this;
    }

    /** The page that begins with this row cannot be read, and the next one begins behind that row. */
    ScriptedExecutionStore unread(String id) {
        unreadable.add(id);
        return this;
    }

    /** Places behind this one are not known any more. */
    ScriptedExecutionStore knowing(int places) {
        known = places;
        return this;
    }

    @Override
    public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
        calls.add("list " + states + " until " + olderThan);
        if (listable-- <= 0) {
            throw new StoreException("Query answered 500");
        }
        List<Execution> stuck = rows.stream()
                .filter(row -> states.contains(row.state()) && !row.updatedAt().isAfter(olderThan))
                .toList();
        int from = page.after().isEmpty() ? 0 : Integer.parseInt(page.after());
        if (from > known) {
            throw new IllegalArgumentException("page after '" + from + "' is none that this store told");
        }
        if (from < stuck.size() && unreadable.contains(stuck.get(from).id())) {
            return StuckPage.unread("part of " + stuck.get(from).id() + " is hot", rest(from + 1, stuck.size()));
        }
        int to = Math.min(stuck.size(), from + page.size());
        List<StuckPage.Stuck> told = new ArrayList<>();
        for (int i = from; i < to; i++) {
            told.add(new StuckPage.Stuck(stuck.get(i), Integer.toString(i + 1)));
        }
        return StuckPage.of(told, List.of(), rest(to, stuck.size()));
    }

    private static String rest(int from, int size) {
        return from < size ? Integer.toString(from) : "";
    }

    @Override
    public Transition transition(Execution observed, Next next) {
        calls.add(observed.id() + " -> " + next.state());
        listings.merge(observed.id(), 1, Integer::sum);
        return answers.getOrDefault(observed.id(), VANISH).to(observed, next);
    }

    /** How often a row was tried. */
    int tries(String id) {
        return listings.getOrDefault(id, 0);
    }

    @Override
    public Optional<Execution> find(String id) {
        calls.add("find " + id);
        Execution row =
                rows.stream().filter(known -> known.id().equals(id)).findFirst().orElseThrow();
        return answers.getOrDefault(id, VANISH)
                .to(row, Next.of("unchanged", ""))
                .fold(won -> Optional.of(row), lost -> Optional.of(lost.current()), gone -> Optional.empty());
    }

    @Override
    public Transition create(String id, String state) {
        throw new UnsupportedOperationException("a sweep creates nothing");
    }

    @Override
    public Transition heartbeat(Tenure tenure) {
        throw new UnsupportedOperationException("a sweep shows no life");
    }

    @Override
    public Transition finish(Tenure tenure, String state, String message) {
        throw new UnsupportedOperationException("a sweep ends nothing of its own");
    }
}
