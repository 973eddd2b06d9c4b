package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.internal.Printable;
import dev.interlock.internal.Reporter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who handles which event, by the source and the detail-type of the innermost event of EventBridge. An event that
 * nobody is registered for is rejected and never answered as if it had been handled. What an archive replays is
 * rejected unless its route accepts it. Each rejection reaches the listener.
 *
 * <p>Immutable, and thread-safe if the handlers are.
 *
 * @param <H> what handles an event; nothing is asked of it
 */
public final class Routes<H> {
    private static final int MAX_NAME = 128;

    private final Map<Key, Route<H>> routes;
    private final @Nullable H direct;
    private final Reporter reporter;

    private Routes(Builder<H> builder) {
        this.routes = Map.copyOf(builder.routes);
        this.direct = builder.direct;
        this.reporter = new Reporter(builder.listener, "routes");
    }

    /** What a route takes that others do not. */
    public enum Accepts {
        /** Events that an archive of EventBridge sends once more. */
        REPLAYS,
        /** Events of this service itself; see {@link LoopBreaker#check(Message, Routes)}. */
        OWN_SOURCE
    }

    private record Key(String source, String detailType) {
        /** The event that a layer is; null if it is none. */
        static @Nullable Key of(Layer layer) {
            String source = layer.attribute(Attributes.SOURCE).orElse(null);
            String detailType = layer.attribute(Attributes.DETAIL_TYPE).orElse(null);
            return source == null || detailType == null ? null : new Key(source, detailType);
        }

        @Override
        public String toString() {
            return "source '" + Printable.of(source, MAX_NAME) + "' and detail-type '"
                    + Printable.of(detailType, MAX_NAME) + "'";
        }
    }

    private record Route<H>(H handler, Set<Accepts> accepts) {}

    /** No routes yet. */
    public static <H> Builder<H> builder() {
        return new Builder<>();
    }

    /** Where {@code message} goes. */
    public Routing<H> route(Message message) {
        Routing<H> routing = find(message);
        if (routing instanceof Routing.Reject<H> reject) {
            reporter.report(InterlockEvent.Kind.REJECTED, message.name(), reject.reason());
        }
        return routing;
    }

    private Routing<H> find(Message message) {
        Key key = key(requireNonNull(message, "message"));
        if (key == null) {
            return direct == null
                    ? new Routing.Reject<>("is no event of EventBridge, and there is no direct route")
                    : new Routing.Handle<>(direct);
        }
        Route<H> route = routes.get(key);
        if (route == null) {
            return new Routing.Reject<>("no route for " + key);
        }
        Optional<String> replay = message.replayName();
        if (replay.isPresent() && !route.accepts().contains(Accepts.REPLAYS)) {
            return new Routing.Reject<>("the route for " + key + " does not accept replays, such as '"
                    + Printable.of(replay.get(), MAX_NAME) + "'");
        }
        return new Routing.Handle<>(route.handler());
    }

    private static @Nullable Key key(Message message) {
        Key innermost = null;
        for (Layer layer : message.layers()) {
            Key key = Key.of(layer);
            innermost = key == null ? innermost : key;
        }
        return innermost;
    }

    /** Whether the event that a layer is has a route which takes it although this service sent it. */
    boolean acceptsOwnSource(Layer layer) {
        Key key = Key.of(layer);
        Route<H> route = key == null ? null : routes.get(key);
        return route != null && route.accepts().contains(Accepts.OWN_SOURCE);
    }

    /** Collects routes. Not thread-safe. */
    public static final class Builder<H> {
        private final Map<Key, Route<H>> routes = new HashMap<>();
        private @Nullable H direct;
        private InterlockListener listener = event -> {};

        private Builder() {}

        /**
         * Registers who handles the events with this source and this detail-type; the case counts, and all of the text.
         *
         * @throws IllegalArgumentException if one of them is blank, or somebody is registered already
         */
        public Builder<H> on(String source, String detailType, H handler, Accepts... accepts) {
            requireNonNull(handler, "handler");
            for (Accepts one : requireNonNull(accepts, "accepts")) {
                requireNonNull(one, "accepts");
            }
            if (requireNonNull(source, "source").isBlank()
                    || requireNonNull(detailType, "detailType").isBlank()) {
                throw new IllegalArgumentException(
                        "source or detail-type is blank: '" + source + "', '" + detailType + "'");
            }
            Key key = new Key(source, detailType);
            if (routes.putIfAbsent(key, new Route<>(handler, Set.of(accepts))) != null) {
                throw new IllegalArgumentException("there are two routes for " + key);
            }
            return this;
        }

        /**
         * Registers who handles messages that are no events of EventBridge: what a schedule with an input sends, what
         * is sent to a queue directly, a manual invocation.
         *
         * @throws IllegalArgumentException if somebody is registered already
         */
        public Builder<H> direct(H handler) {
            if (direct != null) {
                throw new IllegalArgumentException("there are two direct routes");
            }
            direct = requireNonNull(handler, "handler");
            return this;
        }

        /** Who hears of each rejection. */
        public Builder<H> listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The routes.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Routes<H> build() {
            if (routes.isEmpty() && direct == null) {
                throw new IllegalArgumentException("there is no route");
            }
            return new Routes<>(this);
        }
    }
}
