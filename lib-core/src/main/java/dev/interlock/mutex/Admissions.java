package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.internal.Printable;
import dev.interlock.internal.Reporter;
import dev.interlock.internal.Utf8;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What both forms of the mutex do: ask once, and tell from the answer and the policy what becomes of the run. */
record Admissions(MutexPolicy policy, InstantSource clock, Reporter reporter) {
    private static final int LONGEST_RUN_ID = 1024;
    private static final int LONGEST_ROLE_SHOWN = 80;

    Admissions {
        requireNonNull(policy, "policy");
        requireNonNull(clock, "clock");
    }

    static Admissions of(MutexPolicy policy, InstantSource clock, InterlockListener listener) {
        return new Admissions(policy, clock, new Reporter(requireNonNull(listener, "listener"), "execution-mutex"));
    }

    /**
     * A run that asks, checked whether or not its role takes the mutex: a mistake must not wait for the first guarded
     * run.
     */
    record Run(String machine, @Nullable String role, Instant scheduledAt, String runId) {
        Run {
            MutexKey.part("machine", machine);
            requireText("machine", machine);
            requireNonNull(scheduledAt, "scheduledAt");
            if (requireNonNull(runId, "runId").isBlank()) {
                throw new IllegalArgumentException("runId is blank: '" + runId + "'");
            }
            if (runId.length() > LONGEST_RUN_ID) {
                throw new IllegalArgumentException(
                        "runId has more than " + LONGEST_RUN_ID + " characters: " + runId.length());
            }
            requireText("runId", runId);
        }

        /** Otherwise the store would hold a question mark, and the run not know its own record again. */
        private static void requireText(String name, String text) {
            if (Utf8.bytes(text) == null) {
                throw new IllegalArgumentException(
                        name + " has half of a surrogate pair: " + Printable.of(text, LONGEST_ROLE_SHOWN));
            }
        }
    }

    CompletionStage<Admission> admit(Run run, AsyncAdmissionStore store) {
        String role = run.role();
        if (role == null || !policy.roles().guards(role)) {
            return CompletableFuture.completedFuture(bypassed(run.machine(), role == null ? "" : role));
        }
        MutexKey key = MutexKey.of(run.machine(), role, run.scheduledAt());
        AdmissionRecord mine = claim(key, run);
        return put(store, mine).thenApply(answer -> judged(mine, answer));
    }

    /**
     * The later of both moments starts the retention, or the record of a run that is made up for would be born expired.
     */
    private AdmissionRecord claim(MutexKey key, Run run) {
        Instant now = clock.instant();
        Instant from = now.isAfter(run.scheduledAt()) ? now : run.scheduledAt();
        Holder me =
                Holder.of(run.runId()).withAttempt(UUID.randomUUID().toString()).withStartedAt(now);
        return new AdmissionRecord(key, me, run.scheduledAt(), from.plus(policy.retention()));
    }

    /** Whatever a store throws is an answer too, so that no caller can take an exception for "go ahead". */
    private static CompletionStage<AdmissionStore.Answer> put(AsyncAdmissionStore store, AdmissionRecord mine) {
        try {
            return store.putIfAbsent(mine).handle((answer, failure) -> {
                if (failure != null) {
                    return threw(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
                return answer != null ? answer : new AdmissionStore.Answer.Failed("the store gave no answer");
            });
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(threw(e));
        }
    }

    private static AdmissionStore.Answer threw(Throwable failure) {
        return new AdmissionStore.Answer.Failed("the store threw " + failure);
    }

    private Admission judged(AdmissionRecord mine, AdmissionStore.Answer answer) {
        return answer.fold(
                stored -> new Admission.Admitted(),
                existing -> held(mine, existing.holder()),
                failed -> unknown(mine.key(), failed.cause()));
    }

    private Admission held(AdmissionRecord mine, Holder holder) {
        if (!holder.runId().equals(mine.holder().runId())) {
            report(
                    InterlockEvent.Kind.CONFLICT,
                    mine.key(),
                    "held by " + holder + ", so not by " + mine.holder().runId());
            return new Admission.Duplicate(holder);
        }
        if (holder.attempt().equals(mine.holder().attempt())) {
            return new Admission.Admitted(); // this very write, sent again because its answer got lost
        }
        if (policy.onSameRun() == MutexPolicy.OnSameRun.REFUSE) {
            report(InterlockEvent.Kind.CONFLICT, mine.key(), "an earlier attempt was admitted: " + holder);
        }
        return new Admission.SameRun(holder, policy.onSameRun());
    }

    private Admission unknown(MutexKey key, String cause) {
        report(
                policy.onUnknown() == MutexPolicy.OnUnknown.FAIL_OPEN
                        ? InterlockEvent.Kind.FAILED_OPEN
                        : InterlockEvent.Kind.REJECTED,
                key,
                cause);
        return new Admission.Unknown(cause, policy.onUnknown());
    }

    private Admission bypassed(String machine, String role) {
        reporter.report(
                InterlockEvent.Kind.BYPASSED,
                machine,
                role.isEmpty() ? "no role" : "role is not guarded: " + Printable.of(role, LONGEST_ROLE_SHOWN));
        return new Admission.Bypassed(role);
    }

    private void report(InterlockEvent.Kind kind, MutexKey key, String reason) {
        reporter.report(kind, key.value(), reason);
    }
}
