package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.envelope.Passage.Guard;
import dev.interlock.internal.Reporter;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Ends loops of events: tells of a message whether handling it would make the same message again.
 *
 * <p>Three guards, each on every layer, whatever an event is wrapped in: detail-types that are never handled, such as
 * the notification that the error handler of this service sends; events that this service sent itself; and events that
 * were sent on too often, which finds loops over several services if all of them pass the {@link HopCount} on. Each
 * skip reaches the listener.
 *
 * <p>Pure, immutable and thread-safe. It does not remember: a storm of different errors is ended by an
 * {@link ErrorCircuit}.
 */
public final class LoopBreaker {
    /** How often a message may have been sent on, unless said otherwise. */
    public static final int MAX_HOPS = 16;

    private final Set<String> detailTypes;
    private final Set<String> ownSources;
    private final int maxHops;
    private final Reporter reporter;

    private LoopBreaker(Builder builder) {
        this.detailTypes = Set.copyOf(builder.detailTypes);
        this.ownSources = Set.copyOf(builder.ownSources);
        this.maxHops = builder.maxHops;
        this.reporter = new Reporter(builder.listener, "loop-breaker");
    }

    /** A breaker that counts hops, and whatever else it is told to do. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether {@code message} may be handled. */
    public Passage check(Message message) {
        return check(message, layer -> false);
    }

    /** Whether {@code message} may be handled, where an event of this service may if its route accepts it. */
    public Passage check(Message message, Routes<?> routes) {
        return check(message, requireNonNull(routes, "routes")::acceptsOwnSource);
    }

    private Passage check(Message message, Predicate<Layer> accepted) {
        Passage passage = passage(message, accepted);
        if (passage instanceof Passage.Skip skip) {
            reporter.report(InterlockEvent.Kind.SKIPPED, message.name(), skip.reason());
        }
        return passage;
    }

    private Passage passage(Message message, Predicate<Layer> accepted) {
        for (Layer layer : requireNonNull(message, "message").layers()) {
            String detailType = layer.attribute(Attributes.DETAIL_TYPE).orElse("");
            if (detailTypes.contains(detailType)) {
                return skip(Guard.DETAIL_TYPE, "detail-type '" + detailType + "' is never handled");
            }
            String source = layer.attribute(Attributes.SOURCE).orElse("");
            if (ownSources.contains(source) && !accepted.test(layer)) {
                return skip(Guard.OWN_SOURCE, "source '" + source + "' is this service itself");
            }
        }
        OptionalInt hops = HopCount.greatestIn(message);
        if (hops.isEmpty()) {
            return skip(Guard.HOP_COUNT, HopCount.NAME + " is no count");
        }
        return hops.getAsInt() > maxHops
                ? skip(Guard.HOP_COUNT, "was sent on " + hops.getAsInt() + " times, more than " + maxHops)
                : new Passage.Proceed(new HopCount(hops.getAsInt()));
    }

    private static Passage skip(Guard guard, String reason) {
        return new Passage.Skip(guard, reason);
    }

    /** Collects what a breaker stops. Not thread-safe. */
    public static final class Builder {
        private final Set<String> detailTypes = new LinkedHashSet<>();
        private final Set<String> ownSources = new LinkedHashSet<>();
        private int maxHops = MAX_HOPS;
        private InterlockListener listener = event -> {};

        private Builder() {}

        /**
         * Stops events with one of these detail-types, of whatever source. The case counts.
         *
         * @throws IllegalArgumentException if one is blank
         */
        public Builder detailTypes(String... detailTypes) {
            return add(this.detailTypes, "detail-type", requireNonNull(detailTypes, "detailTypes"));
        }

        /**
         * Stops events with one of these sources, which are those that this service sends with. The case counts, and
         * all of the source: {@code acme.orders} is not {@code acme.orders.retry}.
         *
         * @throws IllegalArgumentException if one is blank
         */
        public Builder ownSources(String... sources) {
            return add(ownSources, "source", requireNonNull(sources, "sources"));
        }

        /**
         * Stops messages that were sent on more often than this; {@value #MAX_HOPS} times unless said otherwise.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxHops(int maxHops) {
            if (maxHops < 0) {
                throw new IllegalArgumentException("maxHops is negative: " + maxHops);
            }
            this.maxHops = maxHops;
            return this;
        }

        /** Who hears of each skip. */
        public Builder listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** The breaker. */
        public LoopBreaker build() {
            return new LoopBreaker(this);
        }

        private Builder add(Set<String> all, String what, String... names) {
            for (String name : names) {
                if (requireNonNull(name, what).isBlank()) {
                    throw new IllegalArgumentException(what + " is blank");
                }
                all.add(name);
            }
            return this;
        }
    }
}
