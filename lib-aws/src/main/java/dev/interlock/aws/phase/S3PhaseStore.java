package dev.interlock.aws.phase;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.phase.PhaseStore;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Markers and artifacts in one bucket. Nothing is kept between two questions.
 *
 * <p>404 means that a key is missing; for an artifact also that the bucket is, as a HEAD cannot tell. Everything else,
 * 403 included, is that nobody knows: without {@code s3:ListBucket} S3 answers 403 for a missing key, so a phase would
 * never be run; grant it. A marker of more than 16 MiB is none that can be read.
 *
 * <p>A marker is written over what is there, so a request that the SDK sends again does no harm. Retries and time-outs
 * are those of the client, which is not closed. Immutable, and as thread-safe as the client. Permissions:
 * {@code s3:GetObject}, {@code s3:PutObject}, {@code s3:ListBucket}.
 */
public final class S3PhaseStore implements PhaseStore {
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final Set<String> NO_KEY = Set.of("NoSuchKey", "404");

    private final S3Client s3;
    private final String bucket;

    private S3PhaseStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * A store in {@code bucket}.
     *
     * @throws IllegalArgumentException if the bucket's name is blank
     */
    public static S3PhaseStore create(S3Client s3, String bucket) {
        requireNonNull(s3, "s3");
        if (requireNonNull(bucket, "bucket").isBlank()) {
            throw new IllegalArgumentException("bucket is blank");
        }
        return new S3PhaseStore(s3, bucket);
    }

    @Override
    public Reading read(String key) {
        try {
            return s3.getObject(r -> r.bucket(bucket).key(key), marker());
        } catch (SdkException e) {
            return e instanceof AwsServiceException answer
                            && answer.statusCode() == 404
                            && NO_KEY.contains(code(answer))
                    ? new Nothing()
                    : new Unreadable(told("GET", key, e));
        }
    }

    @Override
    public Writing write(String key, Payload marker) {
        try {
            s3.putObject(
                    r -> r.bucket(bucket).key(key).contentType("application/json"),
                    RequestBody.fromBytes(marker.bytes()));
            return new Written();
        } catch (SdkException e) {
            return new Unwritten(told("PUT", key, e));
        }
    }

    @Override
    public Presence find(String key) {
        try {
            s3.headObject(r -> r.bucket(bucket).key(key));
            return new Present();
        } catch (SdkException e) {
            return e instanceof AwsServiceException answer && answer.statusCode() == 404
                    ? new Absent()
                    : new Unknown(told("HEAD", key, e));
        }
    }

    private String told(String verb, String key, SdkException e) {
        String request = verb + " s3://" + bucket + "/" + key;
        if (!(e instanceof AwsServiceException answer)) {
            return request + " failed: " + e;
        }
        String told = request + " answered " + answer.statusCode() + " " + code(answer);
        return answer.statusCode() == 403
                ? told + "; it needs s3:GetObject or s3:PutObject, and s3:ListBucket to be told that a key is missing"
                : told;
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "without a code"
                : e.awsErrorDetails().errorCode();
    }

    private static ResponseTransformer<GetObjectResponse, Reading> marker() {
        return new ResponseTransformer<>() {
            @Override
            public Reading transform(GetObjectResponse answer, AbortableInputStream body) throws IOException {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    body.abort();
                    return new Unreadable("it has more than " + MAX_BYTES + " bytes");
                }
                return new Found(Payload.of(bytes));
            }
        };
    }
}
