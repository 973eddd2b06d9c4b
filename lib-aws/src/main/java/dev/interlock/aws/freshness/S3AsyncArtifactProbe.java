package dev.interlock.aws.freshness;

import static java.util.Objects.requireNonNull;

import dev.interlock.freshness.ArtifactLocation;
import dev.interlock.freshness.AsyncArtifactProbe;
import dev.interlock.freshness.Observation;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The {@link S3ArtifactProbe} that does not block: the same requests, answers and permissions. */
public final class S3AsyncArtifactProbe implements AsyncArtifactProbe {
    private final S3AsyncClient s3;
    private final boolean confirms;

    private S3AsyncArtifactProbe(S3AsyncClient s3, boolean confirms) {
        this.s3 = s3;
        this.confirms = confirms;
    }

    /** A probe on {@code s3}. */
    public static S3AsyncArtifactProbe create(S3AsyncClient s3) {
        return new S3AsyncArtifactProbe(requireNonNull(s3, "s3"), false);
    }

    /** As {@link S3ArtifactProbe#confirmingByList()}. */
    public S3AsyncArtifactProbe confirmingByList() {
        return new S3AsyncArtifactProbe(s3, true);
    }

    @Override
    public CompletableFuture<Observation> observe(ArtifactLocation location) {
        CompletableFuture<Observation> head = head(location);
        return confirms
                ? head.thenCompose(seen ->
                        S3Observations.isInconclusive(seen) ? list(location) : CompletableFuture.completedFuture(seen))
                : head;
    }

    private CompletableFuture<Observation> head(ArtifactLocation location) {
        return s3.headObject(S3Observations.head(location))
                .handle((answer, failure) -> failure == null
                        ? S3Observations.ofHead(location, answer)
                        : S3Observations.ofHeadFailure(location, failure));
    }

    private CompletableFuture<Observation> list(ArtifactLocation location) {
        return s3.listObjectsV2(S3Observations.list(location))
                .handle((answer, failure) -> failure == null
                        ? S3Observations.ofList(location, answer)
                        : S3Observations.ofListFailure(location, failure));
    }
}
