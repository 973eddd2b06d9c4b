package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Thrown;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one check, and an outcome of whatever becomes of it.
 *
 * @param executor runs the checks; null if they run in the caller's thread
 * @param limit how long each may take; null if as long as it likes
 * @param ticker a monotonic clock in nanoseconds
 */
record Examiner(
        @Nullable ExecutorService executor, @Nullable Duration limit, LongSupplier ticker) {
    <C> Outcome examine(Contract<? super C> contract, C context) {
        if (Thread.currentThread().isInterrupted()) {
            return Outcome.cannotTell("was not looked at: the thread of the suite is interrupted");
        }
        return executor == null || limit == null
                ? outcome(() -> contract.check().check(context))
                : limited(contract, context, executor, contract.limit().orElse(limit));
    }

    private <C> Outcome limited(Contract<? super C> contract, C context, ExecutorService executor, Duration limit) {
        AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
        long begun = ticker.getAsLong();
        Future<Outcome> future;
        try {
            future = executor.submit(() -> {
                runner.set(Thread.currentThread());
                return outcome(() -> contract.check().check(context));
            });
        } catch (RejectedExecutionException e) {
            return Outcome.cannotTell("was not looked at: the executor refused it");
        }
        try {
            Outcome outcome = future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            boolean isOwnThread = runner.get() == Thread.currentThread(); // nobody could break it off
            return isOwnThread && ticker.getAsLong() - begun > limit.toNanos() ? late(outcome, limit) : outcome;
        } catch (TimeoutException e) {
            future.cancel(true); // after this it does not begin any more
            return Outcome.cannotTell(
                    runner.get() == null
                            ? "did not begin within " + limit + ": the executor was busy with others"
                            : "took longer than " + limit + "; its thread was interrupted");
        } catch (CancellationException e) {
            return Outcome.cannotTell("was broken off: the executor cancelled it");
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return Outcome.cannotTell("was broken off: the thread of the suite was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = requireNonNull(e.getCause());
            Thrown.requireMachine(cause);
            return Outcome.cannotTell("the check " + threw(cause));
        }
    }

    private static Outcome late(Outcome outcome, Duration limit) {
        boolean isWrong = outcome instanceof Outcome.Violated || outcome instanceof Outcome.CannotTell;
        return isWrong
                ? outcome
                : Outcome.cannotTell("took longer than " + limit
                        + ", in the thread of the suite, where nothing ends it; give the suite an executor that runs no task in"
                        + " the thread that hands it in");
    }

    /** What a check answers; cannot tell for whatever it throws, but for what tells that the machine is broken. */
    static Outcome outcome(Supplier<@Nullable Outcome> check) {
        try {
            return sound(check.get());
        } catch (Throwable e) { // of any class, and checked as well if it is in another language
            Thrown.requireMachine(e);
            return Outcome.cannotTell("the check " + threw(e));
        }
    }

    private static Outcome sound(@Nullable Outcome outcome) {
        if (outcome == null) {
            return Outcome.cannotTell("the check answered null");
        }
        if (outcome instanceof Outcome.Skipped skipped && skipped.skip() != Outcome.Skip.OPTIONAL) {
            return Outcome.cannotTell("the check answered " + skipped.skip() + ", which only a suite can tell");
        }
        return outcome;
    }

    /** That something was thrown, what, and where. */
    static String threw(Throwable thrown) {
        return "threw " + ReportText.cut(Thrown.text(thrown)) + Thrown.place(thrown);
    }

    /** That something was thrown, of which type, and where: not its message, which may hold a secret. */
    static String threwType(Throwable thrown) {
        return "threw " + Thrown.type(thrown) + Thrown.place(thrown);
    }
}
