package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks many artifacts at one moment, a bounded number of them at a time.
 *
 * <p>Each location is asked for at most once in a sweep, however many specs share it. A probe that throws or fails
 * costs its own row an {@link Freshness.Unknown} and no other row anything. Immutable and thread-safe; sweeps may
 * overlap.
 */
public final class FreshnessSweep {
    private final AsyncArtifactProbe probe;
    private final int concurrency;

    private FreshnessSweep(AsyncArtifactProbe probe, int concurrency) {
        this.probe = probe;
        this.concurrency = concurrency;
    }

    /**
     * A sweep over {@code probe}.
     *
     * @param concurrency how many artifacts are checked at a time, at least one; 64 suits S3 from one process
     * @throws IllegalArgumentException if {@code concurrency} is below one
     */
    public static FreshnessSweep create(AsyncArtifactProbe probe, int concurrency) {
        requireNonNull(probe, "probe");
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is below 1: " + concurrency);
        }
        return new FreshnessSweep(probe, concurrency);
    }

    /** As {@link #run(List, Instant, Consumer)}, without progress. */
    public CompletableFuture<List<Checked>> run(List<ArtifactSpec> specs, Instant now) {
        return run(specs, now, progress -> {});
    }

    /**
     * Checks every spec as of {@code now}.
     *
     * @param progress called once for each spec as soon as its verdict is there, by whichever thread brought it, but
     *     one at a time and with a growing count; the others wait for it, so it should be quick
     * @return the verdicts in the order of {@code specs}; fails only if {@code progress} threw, with its first
     *     exception, after every spec was checked
     */
    public CompletableFuture<List<Checked>> run(
            List<ArtifactSpec> specs, Instant now, Consumer<? super SweepProgress> progress) {
        requireNonNull(now, "now");
        requireNonNull(progress, "progress");
        Run run = new Run(probe, List.copyOf(specs), now, progress);
        if (run.specs.isEmpty()) {
            run.result.complete(List.of());
        }
        for (int worker = 0; worker < Math.min(concurrency, run.specs.size()); worker++) {
            run.work();
        }
        return run.result;
    }

    /** One sweep under way: workers that take the next spec as soon as their last one is done. */
    private static final class Run {
        private final AsyncArtifactProbe probe;
        private final List<ArtifactSpec> specs;
        private final Instant now;
        private final Consumer<? super SweepProgress> progress;
        private final CompletableFuture<List<Checked>> result = new CompletableFuture<>();
        private final ConcurrentMap<ArtifactLocation, CompletableFuture<Observation>> asked = new ConcurrentHashMap<>();
        private final Checked[] rows;
        private final AtomicInteger next = new AtomicInteger();
        private final ReentrantLock turn = new ReentrantLock();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> progressFailure = new AtomicReference<>();

        Run(AsyncArtifactProbe probe, List<ArtifactSpec> specs, Instant now, Consumer<? super SweepProgress> progress) {
            this.probe = probe;
            this.specs = specs;
            this.now = now;
            this.progress = progress;
            this.rows = new Checked[specs.size()];
        }

        /**
         * A loop and not a recursion where the answer is there at once, so that a probe that answers synchronously does
         * not grow the stack by a frame for each spec.
         */
        void work() {
            for (int index = next.getAndIncrement(); index < rows.length; index = next.getAndIncrement()) {
                int row = index;
                CompletableFuture<Freshness> check =
                        specs.get(row).checkFreshnessAsync(this::askOnce, now).toCompletableFuture();
                if (!check.isDone()) {
                    check.thenAccept(verdict -> {
                                settle(row, verdict);
                                work();
                            })
                            .exceptionally(this::fail);
                    return;
                }
                settle(row, check.join());
            }
        }

        /** Only an error of the machine comes here: a row's own trouble is its verdict. */
        private @Nullable Void fail(Throwable failure) {
            result.completeExceptionally(failure);
            return null;
        }

        private CompletableFuture<Observation> askOnce(ArtifactLocation location) {
            CompletableFuture<Observation> mine = new CompletableFuture<>();
            CompletableFuture<Observation> earlier = asked.putIfAbsent(location, mine);
            if (earlier != null) {
                return earlier;
            }
            try {
                ArtifactSpec.look(probe, location).thenAccept(mine::complete);
                return mine;
            } catch (Error e) {
                mine.completeExceptionally(e); // or whoever shares the location would wait for ever
                throw e;
            }
        }

        /** One at a time: what is told of progress only grows, and the last one sees every row. */
        private void settle(int row, Freshness verdict) {
            turn.lock();
            try {
                rows[row] = new Checked(specs.get(row), verdict);
                int count = done.incrementAndGet();
                tell(new SweepProgress(rows[row], count, rows.length));
                if (count == rows.length) {
                    finish();
                }
            } finally {
                turn.unlock();
            }
        }

        private void tell(SweepProgress step) {
            try {
                progress.accept(step);
            } catch (RuntimeException | Error e) {
                progressFailure.compareAndSet(null, e);
            }
        }

        private void finish() {
            Throwable failure = progressFailure.get();
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(List.copyOf(Arrays.asList(rows)));
            }
        }
    }
}
