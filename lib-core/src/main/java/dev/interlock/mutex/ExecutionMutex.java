package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lets one run of each machine, role and scheduled time start, and keeps every other one from it, for good: there is no
 * release, since a scheduled time does not come twice. {@snippet class="dev.interlock.mutex.SnippetsTest"
 * region="admit"}
 *
 * <p>One admission is one question to the store, also when it is refused. Each call writes the run id and a value that
 * no other call has, so a record that the store holds is told apart without a second look: that of this call, whose
 * answer got lost on the way and which the SDK sent again, is {@link Admission.Admitted}; that of an earlier call of
 * the same run is {@link Admission.SameRun}; any other is {@link Admission.Duplicate}. Duplicates, retries that the
 * policy refuses, bypasses, unknowns and open failures reach the listener.
 *
 * <p>It says who may start, and not who is at work: it does not stop the run of one scheduled time from overlapping the
 * next, nor an attempt that still works when the same run is admitted again. Immutable and thread-safe; holds no lock,
 * so it suits virtual threads.
 */
public final class ExecutionMutex {
    private final AdmissionStore store;
    private final Admissions admissions;

    private ExecutionMutex(AdmissionStore store, Admissions admissions) {
        this.store = store;
        this.admissions = admissions;
    }

    /**
     * A mutex over {@code store}.
     *
     * @param clock gives the time that the record tells and that its retention counts from; it decides nothing
     * @param listener hears of all that is kept from starting, or starts without protection
     */
    public static ExecutionMutex create(
            AdmissionStore store, MutexPolicy policy, InstantSource clock, InterlockListener listener) {
        requireNonNull(store, "store");
        return new ExecutionMutex(store, Admissions.of(policy, clock, listener));
    }

    /**
     * Asks whether a run may start. A thread that is interrupted while it waits for the store gets
     * {@link Admission.Unknown}, and stays interrupted if the store's client keeps it so, as the AWS SDK does.
     *
     * @param machine what runs, such as the name of the state machine
     * @param role the role in which it runs; a run without one is not guarded
     * @param scheduledAt the moment for which the scheduler meant the run, as the event tells it, and never the present
     * @param runId what both attempts of one run have in common and two triggers have not: the ARN of an execution, or
     *     the request id of an asynchronous invocation of Lambda. Not the id of an event of EventBridge, which all
     *     targets of a rule get: two triggers would pass for one run. Not {@code <aws.scheduler.execution-id>}, which
     *     is new in every attempt: a retry would pass for a duplicate
     * @throws IllegalArgumentException if {@code machine} is blank or has a {@code #}, if the year is not within 0 and
     *     9999, if {@code runId} is blank or has more than 1,024 characters, or if either has half of a surrogate pair
     */
    public Admission admit(String machine, Optional<String> role, Instant scheduledAt, String runId) {
        return admissions
                .admit(
                        new Admissions.Run(machine, requireNonNull(role, "role").orElse(null), scheduledAt, runId),
                        admission -> CompletableFuture.completedFuture(store.putIfAbsent(admission)))
                .toCompletableFuture()
                .join();
    }
}
