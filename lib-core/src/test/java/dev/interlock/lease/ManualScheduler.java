package dev.interlock.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is due in the test's thread, in the order of time, while it moves the store's clock. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final ScriptedStore store;
    private final List<Task> tasks = new ArrayList<>();
    private boolean isShutdown;

    ManualScheduler(ScriptedStore store) {
        this.store = store;
    }

    void run(Duration time) {
        Instant end = store.now.plus(time);
        Optional<Task> next = next(end);
        while (next.isPresent()) {
            Task task = next.get();
            tasks.remove(task);
            store.now = task.due.isAfter(store.now) ? task.due : store.now;
            task.work.run();
            next = next(end);
        }
        store.now = end.isAfter(store.now) ? end : store.now;
    }

    int waiting() {
        tasks.removeIf(Task::isDone);
        return tasks.size();
    }

    private Optional<Task> next(Instant end) {
        tasks.removeIf(Task::isDone);
        return tasks.stream().filter(task -> !task.due.isAfter(end)).min(Comparator.comparing(task -> task.due));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        if (isShutdown) {
            throw new RejectedExecutionException("shut down");
        }
        Task task = new Task(work, store.now.plusNanos(unit.toNanos(delay)));
        tasks.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        isShutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        isShutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown;
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Runnable work;
        private final Instant due;

        Task(Runnable work, Instant due) {
            super(work, null);
            this.work = work;
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            return due.compareTo(((Task) other).due);
        }
    }
}
