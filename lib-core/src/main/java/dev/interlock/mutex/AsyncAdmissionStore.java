package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The {@link AdmissionStore} that does not block: the same contract, the answer as a stage. */
@FunctionalInterface
public interface AsyncAdmissionStore {
    /** Starts to store {@code admission}. */
    CompletionStage<AdmissionStore.Answer> putIfAbsent(AdmissionRecord admission);

    /** A blocking store on the threads of {@code executor}, virtual threads for example. */
    static AsyncAdmissionStore on(Executor executor, AdmissionStore store) {
        requireNonNull(executor, "executor");
        requireNonNull(store, "store");
        return admission -> CompletableFuture.supplyAsync(() -> store.putIfAbsent(admission), executor);
    }
}
