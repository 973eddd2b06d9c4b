package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out whether a store lets two conditional writes win at once, before anybody believes a test of a lock on it.
 * Some emulators do. {@snippet class="dev.interlock.testkit.AtomicityProbeTest" region="probe"}
 *
 * <p>In each round, threads start together and race for the same thing. A store that passes may still be wrong: the
 * race is a real one, and rare. A store that fails is wrong. Immutable; takes real time, and real threads.
 */
public final class AtomicityProbe {
    private static final int ROUND_SECONDS = 60;

    private final int threads;
    private final int rounds;

    private AtomicityProbe(int threads, int rounds) {
        this.threads = threads;
        this.rounds = rounds;
    }

    /** Prepares one round, and tells how to take part in it: the entity tag to compare with, for example. */
    @FunctionalInterface
    public interface Round {
        /**
         * Prepares round {@code number}, from 0. What it throws fails the probe.
         *
         * @throws Exception if it cannot be prepared
         */
        Attempt prepare(int number) throws Exception;
    }

    /** One conditional write. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Called in all threads of a round at once.
         *
         * @return whether the store said that this write was done; false if it was refused, or had a conflict
         * @throws Exception if the store said neither
         */
        boolean write(int thread) throws Exception;
    }

    /**
     * A probe; 8 threads and 60 rounds have found each of the faults that we know of.
     *
     * @throws IllegalArgumentException if there are fewer than two threads or no rounds
     */
    public static AtomicityProbe of(int threads, int rounds) {
        if (threads < 2) {
            throw new IllegalArgumentException("threads are below 2, so nothing races: " + threads);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds are below 1: " + rounds);
        }
        return new AtomicityProbe(threads, rounds);
    }

    /**
     * Races, and returns if every round had at most one winner.
     *
     * @param what the kind of write, for the message
     * @throws IllegalStateException if a round had two winners; if none had any, so that nothing was tried; if a write
     *     ended in an exception, or did not end within a minute
     */
    public void requireOneWinner(String what, Round round) {
        requireNonNull(what, "what");
        requireNonNull(round, "round");
        ExecutorService executor = Executors.newFixedThreadPool(threads, AtomicityProbe::daemon);
        try {
            int won = 0;
            List<String> twice = new ArrayList<>();
            for (int number = 0; number < rounds; number++) {
                int winners = winners(executor, what, number, round);
                won += winners > 0 ? 1 : 0;
                if (winners > 1) {
                    twice.add(winners + " in round " + number);
                }
            }
            if (!twice.isEmpty()) {
                throw new IllegalStateException("this store is not atomic: of " + threads + " concurrent writes ("
                        + what
                        + ") more than one won in " + twice.size() + " of " + rounds + " rounds: "
                        + String.join(", ", twice.subList(0, Math.min(5, twice.size())))
                        + (twice.size() > 5 ? ", ..." : "")
                        + ". No lock on it excludes anybody, and no test of one on it means anything; use another");
            }
            if (won == 0) {
                throw new IllegalStateException("nothing was tried: none of " + threads + " concurrent writes (" + what
                        + ") won in any of " + rounds + " rounds; look at what the attempt takes for a refusal");
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private int winners(ExecutorService executor, String what, int number, Round round) {
        try {
            Attempt attempt = round.prepare(number);
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                results.add(executor.submit(fromTheLine(start, () -> attempt.write(thread))));
            }
            int winners = 0;
            for (Future<Boolean> result : results) {
                winners += result.get(ROUND_SECONDS, TimeUnit.SECONDS) ? 1 : 0;
            }
            return winners;
        } catch (ExecutionException e) {
            throw failed(what, number, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(what, number, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, number, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw failed(what, number, e);
        }
    }

    private static Callable<Boolean> fromTheLine(CyclicBarrier start, Callable<Boolean> attempt) {
        return () -> {
            try {
                start.await();
            } catch (BrokenBarrierException e) {
                throw new IllegalStateException("another thread of the probe was stopped", e);
            }
            return attempt.call();
        };
    }

    private static IllegalStateException failed(String what, int number, Throwable cause) {
        return new IllegalStateException(
                "the probe of concurrent writes (" + what + ") came to no end in round " + number + ": " + cause,
                cause);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "atomicity-probe");
        thread.setDaemon(true);
        return thread;
    }
}
