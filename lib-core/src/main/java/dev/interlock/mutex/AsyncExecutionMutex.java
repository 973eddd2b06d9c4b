package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The {@link ExecutionMutex} that does not block: the same answers from the same questions. Immutable and thread-safe.
 */
public final class AsyncExecutionMutex {
    private final AsyncAdmissionStore store;
    private final Admissions admissions;

    private AsyncExecutionMutex(AsyncAdmissionStore store, Admissions admissions) {
        this.store = store;
        this.admissions = admissions;
    }

    /**
     * A mutex over {@code store}.
     *
     * @param clock as in {@link ExecutionMutex#create}
     * @param listener as in {@link ExecutionMutex#create}; called by the thread that brings the store's answer
     */
    public static AsyncExecutionMutex create(
            AsyncAdmissionStore store, MutexPolicy policy, InstantSource clock, InterlockListener listener) {
        requireNonNull(store, "store");
        return new AsyncExecutionMutex(store, Admissions.of(policy, clock, listener));
    }

    /**
     * As {@link ExecutionMutex#admit}. The stage never fails; what is wrong with the arguments is thrown at once.
     *
     * @throws IllegalArgumentException as {@link ExecutionMutex#admit}
     */
    public CompletionStage<Admission> admit(String machine, Optional<String> role, Instant scheduledAt, String runId) {
        return admissions.admit(
                new Admissions.Run(machine, requireNonNull(role, "role").orElse(null), scheduledAt, runId), store);
    }
}
