package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.internal.Reporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Grants leases on names in a store: at most one holder for each name, as long as holders stop when their time is over,
 * and for those that do not a fence that only grows, by which what they write to can refuse them.
 *
 * <p>A lost answer is never taken for a refusal, a store that cannot be asked never for a free lock. A writer that
 * crashed is followed by the next once its lease is over by the {@link Staleness} that the next one goes by.
 *
 * <p>What it does not do: a lease alone cannot keep out a holder that stands still between
 * {@link WriterLease#ensureHeld} and its write. Have the write itself refused, by the fence.
 *
 * <p>It is not re-entrant and not fair. Thread-safe.
 */
public final class Leases {
    private final LeaseProtocol protocol;
    private final Reporter reporter;

    private Leases(Builder builder) {
        this.protocol = new LeaseProtocol(
                builder.store, builder.clock, builder.ticker, builder.nonces, builder.jitter, builder.pause);
        this.reporter = new Reporter(builder.listener, "writer-lease");
    }

    /**
     * Leases in {@code store}.
     *
     * @param clock the wall clock, {@code InstantSource.system()}
     * @param ticker a monotonic clock in nanoseconds, {@code System::nanoTime}; of both, the one on which more time has
     *     passed counts
     */
    public static Builder builder(LeaseStore store, InstantSource clock, LongSupplier ticker) {
        return new Builder(
                requireNonNull(store, "store"), requireNonNull(clock, "clock"), requireNonNull(ticker, "ticker"));
    }

    /**
     * Asks once: one read and one write if the lock is free, one read if it is held. Conflicts and answers that are
     * lost are met with a few more, and with pauses of up to a second between them.
     */
    public Acquisition acquire(LeaseRequest request) {
        Acquisition acquisition = attempt(requireNonNull(request, "request"), new HashMap<>());
        report(request, acquisition);
        return acquisition;
    }

    /**
     * Asks until the lease is acquired or the deadline has come, at least once and about once in a second. A request of
     * it that lands late is recognized by the next one.
     *
     * @param deadline by the wall clock as it stands now; half-open
     * @return the last answer; sooner if the thread is interrupted, which it stays
     */
    public Acquisition tryAcquire(LeaseRequest request, Instant deadline) {
        requireNonNull(request, "request");
        Countdown.Moment begun = protocol.now();
        Countdown patience = new Countdown(begun, Duration.between(begun.wall(), requireNonNull(deadline, "deadline")));
        Map<String, Tenure.Sent> sent = new HashMap<>();
        Acquisition last = attempt(request, sent);
        while (!(last instanceof Acquisition.Acquired)) {
            Countdown.Moment now = protocol.now();
            if (patience.isOver(now) || !protocol.waited(patience.remaining(now)) || patience.isOver(protocol.now())) {
                break;
            }
            last = attempt(request, sent);
        }
        report(request, last);
        return last;
    }

    /** Who has the lock of {@code name}, for an operator. One read. */
    public LeaseState inspect(String name) {
        return protocol.inspect(LeaseRequest.requireName(name));
    }

    /**
     * Breaks a lock whose holder is known to be gone: replaces the very record that was {@linkplain #inspect inspected}
     * by one that nobody holds. The fence stays, so whoever held it is refused by it, and learns at its next renewal
     * that it lost. Breaks nothing if the record has changed since, as it does with every renewal.
     *
     * @param nonce what {@link #inspect} told
     * @return the state by now: {@link LeaseState.Free} if the lock is broken, or was released; the present holder if
     *     the record has changed
     */
    public LeaseState breakLock(String name, String nonce) {
        return protocol.breakLock(LeaseRequest.requireName(name), requireNonNull(nonce, "nonce"));
    }

    private Acquisition attempt(LeaseRequest request, Map<String, Tenure.Sent> sent) {
        return protocol.acquire(request, sent, tenure -> new WriterLease(protocol, reporter, tenure));
    }

    private void report(LeaseRequest request, Acquisition acquisition) {
        if (acquisition instanceof Acquisition.Held held) {
            reporter.report(InterlockEvent.Kind.CONFLICT, request.name(), "is held by " + held.holder());
        }
    }

    /** Collects what leases are made with. Not thread-safe. */
    public static final class Builder {
        private final LeaseStore store;
        private final InstantSource clock;
        private final LongSupplier ticker;
        private Supplier<String> nonces = () -> UUID.randomUUID().toString();
        private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();
        private Consumer<Duration> pause = duration -> LockSupport.parkNanos(duration.toNanos());
        private InterlockListener listener = event -> {};

        private Builder(LeaseStore store, InstantSource clock, LongSupplier ticker) {
            this.store = store;
            this.clock = clock;
            this.ticker = ticker;
        }

        /**
         * Where the nonce of each write comes from; random UUIDs unless said otherwise. It must never repeat itself.
         */
        public Builder nonces(Supplier<String> nonces) {
            this.nonces = requireNonNull(nonces, "nonces");
            return this;
        }

        /** What part of a pause is waited, from 0 to below 1 and thread-safe; random unless said otherwise. */
        public Builder jitter(DoubleSupplier jitter) {
            this.jitter = requireNonNull(jitter, "jitter");
            return this;
        }

        /**
         * How it is waited; a test moves its clock instead. May return early, and must if the thread is interrupted.
         */
        public Builder pause(Consumer<Duration> pause) {
            this.pause = requireNonNull(pause, "pause");
            return this;
        }

        /** Who hears of locks that others hold, of leases that are lost, and of locks that could not be released. */
        public Builder listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** The leases. */
        public Leases build() {
            return new Leases(this);
        }
    }
}
