package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.internal.Reporter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right to write, for as long as the lease lasts.
 *
 * <p>It is held from the moment before it was asked for until its lease is over or another record has taken its place;
 * a {@linkplain #renew renewal} moves the end. Once it is lost it stays lost. Ask {@link #ensureHeld} before each step,
 * and let the write carry {@link #fence}: between the two the process may stand still for any time.
 *
 * <p>Thread-safe. Nothing runs in the background unless {@link #renewWith} is called.
 */
public final class WriterLease implements AutoCloseable {
    private final LeaseProtocol protocol;
    private final Reporter reporter;
    private final AtomicReference<Standing> standing;
    private final Queue<Consumer<String>> actions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicReference<@Nullable BackgroundRenewal> background = new AtomicReference<>();

    /**
     * One request at a time: a renewal changes the version that the release has to name. A lock, so no carrier is
     * pinned.
     */
    private final ReentrantLock turn = new ReentrantLock();

    private enum Phase {
        HELD,
        /** Over, or given up; the record may still be ours. */
        LOST,
        /** Another record has taken the place of ours. */
        GONE,
        CLOSED
    }

    /** How it stands; {@code cause} tells why it is not held. */
    private record Standing(Tenure tenure, Phase phase, String cause) {
        boolean isLost() {
            return phase == Phase.LOST || phase == Phase.GONE;
        }

        Standing with(Phase later, String why) {
            return new Standing(tenure, later, why);
        }
    }

    WriterLease(LeaseProtocol protocol, Reporter reporter, Tenure tenure) {
        this.protocol = protocol;
        this.reporter = reporter;
        this.standing = new AtomicReference<>(new Standing(tenure, Phase.HELD, ""));
    }

    /** What is leased. */
    public String name() {
        return tenure().name();
    }

    /**
     * The fencing token: greater than that of every holder before. It stays the same over renewals, and readable when
     * the lease is lost, so that a log can tell it; what is written to decides by it.
     */
    public long fence() {
        return tenure().grant().epoch();
    }

    /** Whether it is held at this moment. It may be over before the answer is used. */
    public boolean isHeld() {
        return whyNotHeld() == null;
    }

    /**
     * Goes on only if it is held at this moment.
     *
     * @throws IllegalStateException if it is lost, over or closed, with the reason
     */
    public void ensureHeld() {
        String cause = whyNotHeld();
        if (cause != null) {
            throw new IllegalStateException(
                    "the lease on " + name() + " with fence " + fence() + " is not held: " + cause);
        }
    }

    /**
     * Does {@code action} once if the lease is lost, with the reason: in the thread that finds it out, at once if it is
     * lost already, and never if it is closed before. Without {@link #renewWith} nobody finds it out but a caller of
     * this lease.
     */
    public void onLost(Consumer<String> action) {
        actions.add(requireNonNull(action, "action"));
        announce();
    }

    /** Asks the store for the whole lease once more. Waits for a renewal or release that is under way. */
    public Renewal renew() {
        Renewal renewal = whileNobodyElseAsks();
        if (renewal instanceof Renewal.Lost) {
            announce();
        }
        return renewal;
    }

    private Renewal whileNobodyElseAsks() {
        turn.lock();
        try {
            Standing before = expired();
            if (before.phase() != Phase.HELD) {
                return new Renewal.Lost(before.cause());
            }
            LeaseProtocol.Renewing renewing = protocol.renew(before.tenure());
            Standing after = standing.updateAndGet(then -> noted(then, renewing));
            return after.phase() == Phase.HELD ? renewing.renewal() : new Renewal.Lost(after.cause());
        } finally {
            turn.unlock();
        }
    }

    /** It never brings back a lease that somebody has been told to be lost. */
    private static Standing noted(Standing then, LeaseProtocol.Renewing renewing) {
        Standing known = new Standing(renewing.tenure(), then.phase(), then.cause());
        if (!(renewing.renewal() instanceof Renewal.Lost lost)) {
            return known;
        }
        String cause = then.phase() == Phase.HELD ? lost.cause() : then.cause();
        return known.with(renewing.isGone() ? Phase.GONE : Phase.LOST, cause);
    }

    /**
     * Renews in the background, whenever a third of the lease has passed, until it is closed or lost; at once if more
     * has passed by now. Trouble with the store does not end it: it is tried again until the lease is over. When it is
     * over, or taken, {@link #onLost} hears of it.
     *
     * <p>Each renewal occupies a thread of {@code executor} for as long as the store takes; the executor needs a second
     * thread to tell of an end that comes meanwhile. One whose {@code shutdownNow} is called drops both tasks without a
     * word: then the lease runs out, and only its callers find it out. If this throws, the lease is held still: close
     * it.
     *
     * @return this lease, for the head of a {@code try}
     * @throws IllegalStateException if it is renewed in the background already
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more tasks
     */
    public WriterLease renewWith(ScheduledExecutorService executor) {
        BackgroundRenewal renewal = new BackgroundRenewal(this, requireNonNull(executor, "executor"));
        if (!background.compareAndSet(null, renewal)) {
            throw new IllegalStateException("the lease on " + name() + " is renewed in the background already");
        }
        renewal.start();
        return this;
    }

    /**
     * Releases the lock, so that the next writer need not wait: one write, after a renewal that is under way. The epoch
     * stays in it. A lock that is another's by now is left alone. Never throws for trouble with the store: what cannot
     * be released runs out, and the listener hears of it.
     */
    @Override
    public void close() {
        BackgroundRenewal renewal = background.get();
        if (renewal != null) {
            renewal.stop();
        }
        Standing before;
        LeaseProtocol.Release release = LeaseProtocol.Release.RELEASED;
        turn.lock();
        try {
            before = standing.getAndUpdate(then -> then.with(Phase.CLOSED, "it is closed"));
            if (before.phase() == Phase.HELD || before.phase() == Phase.LOST) {
                release = released(before.tenure());
            }
        } finally {
            turn.unlock();
        }
        if (before.isLost()) {
            reportLoss(before.cause()); // whoever found it may come too late to tell
        } else if (release == LeaseProtocol.Release.LOST) {
            reportLoss("it was another's when it was to be released");
        }
        if (release == LeaseProtocol.Release.UNKNOWN) {
            reporter.report(
                    InterlockEvent.Kind.UNRELEASED,
                    name(),
                    "the store could not be told; with fence " + fence() + " it is held until its lease of "
                            + tenure().grant().lease() + " is over");
        }
    }

    private LeaseProtocol.Release released(Tenure tenure) {
        try {
            return protocol.release(tenure);
        } catch (RuntimeException e) {
            return LeaseProtocol.Release
                    .UNKNOWN; // a broken clock or source of nonces, which would mask what the body threw
        }
    }

    private Standing standing() {
        return requireNonNull(standing.get());
    }

    Countdown.Moment now() {
        return protocol.now();
    }

    Tenure tenure() {
        return standing().tenure();
    }

    /** Gives the lease up although its time may not be over, because nobody renews it any more. */
    void giveUp(String cause) {
        standing.updateAndGet(then -> then.phase() == Phase.HELD ? then.with(Phase.LOST, cause) : then);
        announce();
    }

    /**
     * Loses the lease if its time is over, and judges the countdown that stands, not one that was renewed meanwhile.
     */
    private Standing expired() {
        Countdown.Moment now = now();
        return standing.updateAndGet(
                then -> then.phase() == Phase.HELD && then.tenure().countdown().isOver(now)
                        ? then.with(Phase.LOST, "its time is over")
                        : then);
    }

    private @Nullable String whyNotHeld() {
        Standing now = expired();
        announce();
        return now.phase() == Phase.HELD ? null : now.cause();
    }

    /** Once, and never while a request is under way: what hears of it may close the lease in another thread. */
    private void announce() {
        Standing now = standing();
        if (!now.isLost()) {
            return;
        }
        reportLoss(now.cause());
        for (Consumer<String> action = actions.poll(); action != null; action = actions.poll()) {
            tell(action, now.cause());
        }
    }

    /** Once for each lease, so that losses can be counted. */
    private void reportLoss(String cause) {
        if (announced.compareAndSet(false, true)) {
            reporter.report(InterlockEvent.Kind.LEASE_LOST, name(), "with fence " + fence() + ": " + cause);
        }
    }

    private void tell(Consumer<String> action, String cause) {
        try {
            action.accept(cause);
        } catch (RuntimeException e) {
            // The next one must hear of it too, and the caller of ensureHeld() what it asked for.
            reporter.report(
                    InterlockEvent.Kind.LEASE_LOST,
                    name(),
                    "an action on the loss threw " + e.getClass().getName());
        }
    }

    /** The name and the fence. */
    @Override
    public String toString() {
        return name() + " with fence " + fence();
    }
}
