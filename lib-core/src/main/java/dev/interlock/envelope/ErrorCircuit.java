package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.internal.Reporter;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a storm of errors, also one of different errors that are all published without a failure: a circuit around the
 * publisher that counts publications, however they end.
 *
 * <p>Closed, it publishes; as many within the window as the limit opens it. Open, it publishes nothing for the pause.
 * The first error after the pause is published as a trial. If fewer than the limit were suppressed in the meantime, the
 * storm is over and the circuit closes, and the trial counts in its window; otherwise it opens for another pause. So a
 * loop that feeds on its own errors ends, and of any other storm one error in each pause gets through, with the count
 * of those that did not.
 *
 * <p>Nothing is dropped in silence: each suppressed error is told to the caller, with a count, and to the listener; so
 * is to the caller what the publisher throws, which counts as a publication. It remembers in this object only: several
 * instances of a function have a limit each. Thread-safe, and it holds no lock while something is published.
 *
 * @param <E> an error to publish
 */
public final class ErrorCircuit<E> {
    /*
     * A circuit breaker of resilience4j opens at a rate of failures, never at a number of calls. So every publication
     * is recorded as a failure: the rate is always 100 %, and what opens the circuit is the least number of calls at
     * which it looks at the rate. In the half-open state that rule alone would never let it close, so a trial after a
     * calm pause is recorded as a success first, and then as the first publication of the new window. A publication is
     * recorded before it is made: the limit holds whatever is under way.
     */
    private enum Load {
        STORM,
        CALM
    }

    private final ErrorPublisher<? super E> publisher;
    private final CircuitBreaker circuit;
    private final int limit;
    private final String law;
    private final Reporter reporter;
    private final AtomicLong suppressedInPause = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();

    private ErrorCircuit(Builder<E> builder) {
        this.publisher = builder.publisher;
        this.limit = builder.limit;
        this.law = limit + " within " + builder.window;
        this.reporter = new Reporter(builder.listener, "error-circuit");
        this.circuit = CircuitBreaker.of(
                "error-circuit",
                CircuitBreakerConfig.custom()
                        .clock(builder.clock.withZone(ZoneOffset.UTC))
                        .slidingWindow((int) builder.window.toSeconds(), builder.limit, SlidingWindowType.TIME_BASED)
                        .failureRateThreshold(100)
                        .recordResult(Load.STORM::equals)
                        .waitDurationInOpenState(builder.pause)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
    }

    /**
     * A circuit around {@code publisher}.
     *
     * @param clock what tells the window and the pause
     */
    public static <E> Builder<E> around(ErrorPublisher<? super E> publisher, InstantSource clock) {
        return new Builder<>(publisher, clock);
    }

    /** Publishes {@code error}, unless too many were published. Throws nothing that the publisher throws. */
    public Publication publish(E error) {
        requireNonNull(error, "error");
        if (!isAdmitted()) {
            long count = untold.incrementAndGet();
            reporter.report(
                    InterlockEvent.Kind.SUPPRESSED,
                    error.getClass().getSimpleName(),
                    "there were " + law + "; suppressed since: " + count);
            return new Publication.Suppressed(count);
        }
        try {
            publisher.publish(error);
            return new Publication.Published(untold.getAndSet(0));
        } catch (RuntimeException e) {
            return new Publication.Failed(e);
        }
    }

    private synchronized boolean isAdmitted() {
        if (!circuit.tryAcquirePermission()) {
            suppressedInPause.incrementAndGet();
            return false;
        }
        boolean calm = suppressedInPause.getAndSet(0) < limit;
        if (calm && circuit.getState() == CircuitBreaker.State.HALF_OPEN) {
            circuit.onResult(0, TimeUnit.NANOSECONDS, Load.CALM);
        }
        circuit.onResult(0, TimeUnit.NANOSECONDS, Load.STORM);
        return true;
    }

    /** Collects what a circuit goes by. Not thread-safe. */
    public static final class Builder<E> {
        private static final Duration MAX_WINDOW = Duration.ofHours(1);
        private static final Duration MAX_PAUSE = Duration.ofDays(1);

        private final ErrorPublisher<? super E> publisher;
        private final InstantSource clock;
        private int limit = 20;
        private Duration window = Duration.ofMinutes(1);
        private Duration pause = Duration.ofMinutes(5);
        private InterlockListener listener = event -> {};

        private Builder(ErrorPublisher<? super E> publisher, InstantSource clock) {
            this.publisher = requireNonNull(publisher, "publisher");
            this.clock = requireNonNull(clock, "clock");
        }

        /**
         * How many publications within how long open the circuit, the last of them included; 20 within a minute unless
         * said otherwise. The window goes by the seconds of the clock.
         *
         * @param window whole seconds, up to an hour
         * @throws IllegalArgumentException if the limit is below 1, or the window is not whole seconds up to an hour
         */
        public Builder<E> limit(int publications, Duration window) {
            if (publications < 1) {
                throw new IllegalArgumentException("limit is below 1: " + publications);
            }
            if (!requireNonNull(window, "window").equals(Duration.ofSeconds(window.toSeconds()))
                    || window.isZero()
                    || window.isNegative()
                    || window.compareTo(MAX_WINDOW) > 0) {
                throw new IllegalArgumentException("window is not from 1 to 3600 whole seconds: " + window);
            }
            this.limit = publications;
            this.window = window;
            return this;
        }

        /**
         * How long nothing is published then; the end of the pause belongs to it. Five minutes unless said otherwise.
         *
         * @throws IllegalArgumentException if it is not from one second to one day
         */
        public Builder<E> pause(Duration pause) {
            if (requireNonNull(pause, "pause").compareTo(Duration.ofSeconds(1)) < 0 || pause.compareTo(MAX_PAUSE) > 0) {
                throw new IllegalArgumentException("pause is not from one second to one day: " + pause);
            }
            this.pause = pause;
            return this;
        }

        /** Who hears of each error that is suppressed. */
        public Builder<E> listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The circuit, closed.
         *
         * @throws IllegalArgumentException if the pause is shorter than the window, so that the limit would not hold
         */
        public ErrorCircuit<E> build() {
            if (pause.compareTo(window) < 0) {
                throw new IllegalArgumentException("pause is shorter than the window: " + pause + ", " + window);
            }
            return new ErrorCircuit<>(this);
        }
    }
}
