package dev.interlock.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What happened in one run, in order. Immutable, as far as the events are. */
public final class History {
    private final List<Event<Object>> events;
    private final List<String> trace;
    private final int steps;

    History(List<Event<Object>> events, List<String> trace, int steps) {
        this.events = List.copyOf(events);
        this.trace = List.copyOf(trace);
        this.steps = steps;
    }

    /**
     * Something that happened.
     *
     * @param step counts the scheduler's decisions
     * @param at by the fake's clock
     * @param actor whose doing it was
     * @param what an object that an actor {@linkplain Actor#note noted}, a {@link Request} or a {@link Change}
     */
    public record Event<T>(int step, Instant at, String actor, T what) {
        public Event {
            requireNonNull(at, "at");
            requireNonNull(actor, "actor");
            requireNonNull(what, "what");
        }
    }

    /**
     * A request that was carried out, whether or not its client ever heard of it.
     *
     * @param operation as the SDK's model spells it
     * @param key what it was about
     * @param status of the answer
     */
    public record Request(String operation, String key, int status) {}

    /**
     * What a request changed in something that is {@linkplain Run#watch watched}.
     *
     * @param watched the name of the watch
     */
    public record Change(String watched, Object before, Object after) {}

    /** All events. */
    public List<Event<Object>> events() {
        return events;
    }

    /** The events of one type. */
    public <T> List<Event<T>> events(Class<T> type) {
        return events.stream()
                .filter(event -> type.isInstance(event.what()))
                .map(event -> new Event<>(event.step(), event.at(), event.actor(), type.cast(event.what())))
                .toList();
    }

    /** How many decisions the scheduler took. */
    public int steps() {
        return steps;
    }

    /** Every decision of the scheduler and every event, one on each line. */
    public String trace() {
        return trace.stream().collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return trace();
    }
}
