package dev.interlock.lease;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Renews a lease again and again, and watches its end. Each task arranges for the next one itself: a fixed rate would
 * be called off by the first exception, without a word.
 */
final class BackgroundRenewal {
    private static final int RENEWALS_PER_LEASE = 3;
    private static final int ATTEMPTS_PER_LEASE = 10;

    private final WriterLease lease;
    private final ScheduledExecutorService executor;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<@Nullable Future<?>> renewal = new AtomicReference<>();
    private final AtomicReference<@Nullable Future<?>> watch = new AtomicReference<>();

    BackgroundRenewal(WriterLease lease, ScheduledExecutorService executor) {
        this.lease = lease;
        this.executor = executor;
    }

    void start() {
        schedule(renewal, this::renew, untilRenewal());
        schedule(watch, this::watch, remaining());
    }

    /**
     * Arranges nothing more. What is under way is left to end: an interrupt would leave the renewal's outcome unknown.
     */
    void stop() {
        stopped.set(true);
        cancel(renewal);
        cancel(watch);
    }

    private void renew() {
        if (stopped.get()) {
            return;
        }
        switch (outcome()) {
            case RENEWED -> next(renewal, this::renew, untilRenewal());
            case UNKNOWN -> next(renewal, this::renew, span().dividedBy(ATTEMPTS_PER_LEASE));
            case LOST -> stop();
        }
    }

    private enum Outcome {
        RENEWED,
        UNKNOWN,
        LOST
    }

    private Outcome outcome() {
        try {
            return lease.renew().fold(renewed -> Outcome.RENEWED, lost -> Outcome.LOST, unknown -> Outcome.UNKNOWN);
        } catch (RuntimeException e) {
            return Outcome.UNKNOWN; // the lease is no worse for it, and is over in time if this goes on
        } catch (Error e) {
            lease.giveUp("its renewal died of " + e);
            throw e;
        }
    }

    private void watch() {
        if (lease.isHeld()) {
            next(watch, this::watch, remaining());
        } else {
            stop();
        }
    }

    private void next(AtomicReference<@Nullable Future<?>> task, Runnable work, Duration delay) {
        if (stopped.get()) {
            return;
        }
        try {
            schedule(task, work, delay);
        } catch (RejectedExecutionException e) {
            if (!stopped.get()) {
                lease.giveUp("the executor of its renewal takes no more tasks");
            }
        }
    }

    private void schedule(AtomicReference<@Nullable Future<?>> task, Runnable work, Duration delay) {
        task.set(executor.schedule(work, Math.max(1, delay.toNanos()), TimeUnit.NANOSECONDS));
        if (stopped.get()) {
            cancel(task);
        }
    }

    private static void cancel(AtomicReference<@Nullable Future<?>> task) {
        Future<?> scheduled = task.get();
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    private Duration span() {
        return lease.tenure().countdown().span();
    }

    /** From the beginning of the lease, and not from now: a late start or a slow answer has used up a part of it. */
    private Duration untilRenewal() {
        Duration span = span();
        return remaining().minus(span.minus(span.dividedBy(RENEWALS_PER_LEASE)));
    }

    private Duration remaining() {
        return lease.tenure().countdown().remaining(lease.now());
    }
}
