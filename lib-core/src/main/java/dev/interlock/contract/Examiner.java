package dev.interlock.contract;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one check, and an outcome of whatever becomes of it.
 *
 * @param executor runs the checks; null if they run in the caller's thread
 * @param limit how long each may take; null if as long as it likes
 */
record Examiner(
        @Nullable ExecutorService executor, @Nullable Duration limit) {
    <C> Outcome examine(Contract<? super C> contract, C context) {
        if (Thread.currentThread().isInterrupted()) {
            return Outcome.cannotTell("was not looked at: the thread of the suite is interrupted");
        }
        return executor == null || limit == null
                ? outcome(contract.check(), context)
                : limited(contract, context, executor, contract.limit().orElse(limit));
    }

    private static <C> Outcome limited(
            Contract<? super C> contract, C context, ExecutorService executor, Duration limit) {
        Future<Outcome> future;
        try {
            future = executor.submit(() -> outcome(contract.check(), context));
        } catch (RejectedExecutionException e) {
            return Outcome.cannotTell("was not looked at: the executor refused it");
        }
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            return Outcome.cannotTell("took longer than " + limit + "; its thread was interrupted");
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return Outcome.cannotTell("was broken off: the thread of the suite was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return thrown(e);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // a check in another language may throw checked exceptions as well
    private static <C> Outcome outcome(Check<C> check, C context) {
        try {
            @Nullable Outcome outcome = check.check(context);
            return sound(outcome);
        } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
            return thrown(e);
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

    private static Outcome thrown(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return Outcome.cannotTell(
                "the check threw " + ReportText.cut(thrown.toString()) + (trace.length == 0 ? "" : " at " + trace[0]));
    }
}
