package dev.interlock.aws.freshness;

import static java.util.Objects.requireNonNull;

import dev.interlock.freshness.ArtifactLocation;
import dev.interlock.freshness.ArtifactProbe;
import dev.interlock.freshness.Observation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Looks for artifacts in S3 with one HEAD each.
 *
 * <p>404 is {@link Observation.Absent}. 403 is {@link Observation.Unreadable} for reason of access: to a caller without
 * {@code s3:ListBucket} S3 answers 403 for a missing key too, so a refusal proves nothing. Everything else that is no
 * object, time-outs included, is unreadable as well. Retries and time-outs are those of the client.
 *
 * <p>A HEAD cannot tell a missing bucket from a missing key; {@link #confirmingByList()} can.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close. Permissions: {@code s3:GetObject} on the
 * keys, and {@code s3:ListBucket} on the bucket to be told that a key is missing.
 */
public final class S3ArtifactProbe implements ArtifactProbe {
    private final S3Client s3;
    private final boolean confirms;

    private S3ArtifactProbe(S3Client s3, boolean confirms) {
        this.s3 = s3;
        this.confirms = confirms;
    }

    /** A probe on {@code s3}. */
    public static S3ArtifactProbe create(S3Client s3) {
        return new S3ArtifactProbe(requireNonNull(s3, "s3"), false);
    }

    /**
     * This probe, but with a list of the one key after every HEAD that answered 404 or 403: a list that succeeds proves
     * that the key is there or that it is not, whatever may be read, and a bucket that does not exist is unreadable and
     * not absent. It costs a second request for each artifact that is not there.
     */
    public S3ArtifactProbe confirmingByList() {
        return new S3ArtifactProbe(s3, true);
    }

    @Override
    public Observation observe(ArtifactLocation location) {
        Observation head = head(location);
        return confirms && S3Observations.isInconclusive(head) ? list(location) : head;
    }

    private Observation head(ArtifactLocation location) {
        try {
            return S3Observations.ofHead(location, s3.headObject(S3Observations.head(location)));
        } catch (SdkException e) {
            return S3Observations.ofHeadFailure(location, e);
        }
    }

    private Observation list(ArtifactLocation location) {
        try {
            return S3Observations.ofList(location, s3.listObjectsV2(S3Observations.list(location)));
        } catch (SdkException e) {
            return S3Observations.ofListFailure(location, e);
        }
    }
}
