package dev.interlock.aws.contract;

import java.time.Instant;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * What S3's answers about one key mean. To a caller that may not list, S3 answers 403 for a missing key too, and a HEAD
 * answers 404 for a missing bucket too; a list of the one key tells these apart.
 */
record S3Answers(S3Client s3, String bucket) {
    /** What is known of a key. */
    sealed interface Seen {}

    record There(long size, Instant lastModified) implements Seen {}

    record Missing() implements Seen {}

    record Unknown(String cause) implements Seen {}

    String at(String key) {
        return "s3://" + bucket + "/" + key;
    }

    Seen look(String key) {
        try {
            HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key(key));
            return head.contentLength() == null || head.lastModified() == null
                    ? new Unknown("HEAD answered without Content-Length or Last-Modified")
                    : new There(head.contentLength(), head.lastModified());
        } catch (SdkException e) {
            return isMaybeAbsent(e) ? list(key, e) : new Unknown(told("HEAD", e));
        }
    }

    /** Whether the key is missing, after an answer that may mean it. */
    Seen list(String key, SdkException answer) {
        try {
            ListObjectsV2Response list =
                    s3.listObjectsV2(r -> r.bucket(bucket).prefix(key).maxKeys(1));
            boolean isThere =
                    list.contents().stream().anyMatch(object -> object.key().equals(key));
            return isThere
                    ? new Unknown(told("a read", answer) + ", and a list tells that it is there")
                    : new Missing();
        } catch (NoSuchBucketException e) {
            return new Unknown("the bucket does not exist");
        } catch (SdkException e) {
            return new Unknown(
                    told("a read", answer) + "; whether it is missing a list would tell: " + told("LIST", e));
        }
    }

    static boolean isMaybeAbsent(SdkException e) {
        return e instanceof AwsServiceException answer && (answer.statusCode() == 404 || answer.statusCode() == 403);
    }

    static String told(String verb, SdkException e) {
        return e instanceof AwsServiceException answer
                ? verb + " answered " + answer.statusCode() + " " + code(answer)
                : verb + " failed: " + e;
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "without a code"
                : e.awsErrorDetails().errorCode();
    }
}
