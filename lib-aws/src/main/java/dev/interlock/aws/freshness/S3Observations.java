package dev.interlock.aws.freshness;

import dev.interlock.freshness.ArtifactLocation;
import dev.interlock.freshness.Observation;
import dev.interlock.freshness.UnknownReason;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What S3's answers mean. A HEAD has no body, so a missing key, a missing bucket and a refusal are told apart by the
 * status alone: 404 for the first two, 403 for the last, and 403 for a missing key too if the caller may not list.
 */
final class S3Observations {
    private static final Set<String> ABSENT_CODES = Set.of("404", "NoSuchKey", "NotFound");

    private S3Observations() {}

    static HeadObjectRequest head(ArtifactLocation location) {
        return HeadObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.key())
                .build();
    }

    /** The first key that begins with the key is the key itself, if it is there. */
    static ListObjectsV2Request list(ArtifactLocation location) {
        return ListObjectsV2Request.builder()
                .bucket(location.bucket())
                .prefix(location.key())
                .maxKeys(1)
                .build();
    }

    static Observation ofHead(ArtifactLocation location, HeadObjectResponse answer) {
        return written("HEAD", location, answer.lastModified());
    }

    private static Observation written(String verb, ArtifactLocation location, @Nullable Instant lastModified) {
        return lastModified == null
                ? unreadable(UnknownReason.PROBE, verb, location, "answered without Last-Modified")
                : new Observation.Present(lastModified);
    }

    static Observation ofHeadFailure(ArtifactLocation location, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof AwsServiceException answer && isAbsent(answer)) {
            return new Observation.Absent();
        }
        return ofFailure("HEAD", location, cause);
    }

    /** Whether a list would say more than the HEAD did. */
    static boolean isInconclusive(Observation head) {
        return head instanceof Observation.Absent
                || (head instanceof Observation.Unreadable unreadable && unreadable.reason() == UnknownReason.ACCESS);
    }

    static Observation ofList(ArtifactLocation location, ListObjectsV2Response answer) {
        for (S3Object object : answer.contents()) {
            if (object.key().equals(location.key())) {
                return written("LIST", location, object.lastModified());
            }
        }
        return new Observation.Absent();
    }

    static Observation ofListFailure(ArtifactLocation location, Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof NoSuchBucketException
                ? unreadable(UnknownReason.PROBE, "LIST", location, "the bucket does not exist")
                : ofFailure("LIST", location, cause);
    }

    private static Observation ofFailure(String verb, ArtifactLocation location, Throwable cause) {
        if (!(cause instanceof AwsServiceException answer)) {
            return unreadable(UnknownReason.PROBE, verb, location, cause.toString());
        }
        String told = "answered " + answer.statusCode() + " " + code(answer);
        return answer.statusCode() == 403
                ? unreadable(
                        UnknownReason.ACCESS,
                        verb,
                        location,
                        told + "; it needs s3:GetObject, and s3:ListBucket to be told that a key is missing")
                : unreadable(UnknownReason.PROBE, verb, location, told);
    }

    private static boolean isAbsent(AwsServiceException answer) {
        return answer.statusCode() == 404 || ABSENT_CODES.contains(code(answer));
    }

    private static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? "without a code"
                : answer.awsErrorDetails().errorCode();
    }

    private static Observation unreadable(UnknownReason reason, String verb, ArtifactLocation at, String what) {
        return new Observation.Unreadable(reason, verb + " " + at + " " + what);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
