package dev.interlock.conformance;

import dev.interlock.StoreException;
import dev.interlock.conformance.OriginalReaper.Row;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store that answers what a vector scripts, and notes what it was asked. */
final class ScriptedExecutions implements ExecutionStore {
    static final Instant NOW = Instant.parse("2026-05-26T12:45:00Z");

    final List<String> listed = new ArrayList<>();
    final List<String> written = new ArrayList<>();
    final Map<String, String> messages = new LinkedHashMap<>();
    private final Json vector;

    ScriptedExecutions(Json vector) {
        this.vector = vector;
    }

    @Override
    public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
        listed.add("list(" + String.join(" ", states) + ","
                + OriginalDuration.shown(Duration.between(olderThan, NOW).toNanos()) + ")");
        if (!vector.at("list").text().isEmpty()) {
            throw new StoreException("the vector scripts " + vector.at("list").text());
        }
        List<StuckPage.Stuck> stuck = OriginalReaper.rows(vector).stream()
                .map(row -> new StuckPage.Stuck(execution(row), row.id()))
                .toList();
        return StuckPage.of(stuck, List.of(), "");
    }

    private static Execution execution(Row row) {
        return new Execution(row.id(), new Execution.Revision(row.state(), 1, Instant.EPOCH), Execution.Drive.NONE, "");
    }

    /** The row of the vector that has an id. */
    Row row(String id) {
        return OriginalReaper.rows(vector).stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Transition transition(Execution observed, Next next) {
        written.add(observed.id() + "->" + next.state());
        String cas = row(observed.id()).cas();
        switch (cas) {
            case "" -> {
                if (next.owner().isEmpty()) {
                    messages.put(observed.id(), next.message());
                }
                return new Transition.Won(new Execution(
                        observed.id(),
                        new Execution.Revision(next.state(), observed.version() + 1, NOW),
                        new Execution.Drive(next.owner(), 1, 1),
                        next.message()));
            }
            case "not_expected" -> {
                return new Transition.Lost(new Execution(
                        observed.id(),
                        new Execution.Revision("completed", observed.version() + 1, NOW),
                        Execution.Drive.NONE,
                        ""));
            }
            case "not_found", "nil_nil" -> { // no row came back
                return new Transition.Gone();
            }
            default -> throw new StoreException("the vector scripts " + cas);
        }
    }

    @Override
    public Optional<Execution> find(String id) {
        throw new UnsupportedOperationException("no vector alerts");
    }

    @Override
    public Transition create(String id, String state) {
        throw new UnsupportedOperationException("a sweep creates nothing");
    }

    @Override
    public Transition heartbeat(Tenure tenure) {
        throw new UnsupportedOperationException("the vectors have no heartbeat");
    }

    @Override
    public Transition finish(Tenure tenure, String state, String message) {
        throw new UnsupportedOperationException("the vectors end nothing");
    }
}
