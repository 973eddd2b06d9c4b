package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The {@link ArtifactProbe} that does not block: the same contract, the answer as a stage. */
@FunctionalInterface
public interface AsyncArtifactProbe {
    /** Starts to look at {@code location}. */
    CompletionStage<Observation> observe(ArtifactLocation location);

    /** A blocking probe on the threads of {@code executor}, virtual threads for example. */
    static AsyncArtifactProbe on(Executor executor, ArtifactProbe probe) {
        requireNonNull(executor, "executor");
        requireNonNull(probe, "probe");
        return location -> CompletableFuture.supplyAsync(() -> probe.observe(location), executor);
    }
}
