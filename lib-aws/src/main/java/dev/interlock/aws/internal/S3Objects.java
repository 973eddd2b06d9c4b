package dev.interlock.aws.internal;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.lease.LeaseStore.Reading;
import dev.interlock.lease.LeaseStore.Writing;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Small objects in one bucket, and what S3's answers to conditional requests mean.
 *
 * <p>A refusal counts as one only if it came to the first request: the SDK sends again what it has no answer to, and
 * then the second request is refused because of the first (aws-sdk-java-v2#6580). A refusal may also come with status
 * 200 (aws-sdk-java-v2#6023), so whatever is not plain is left to be read back.
 */
public record S3Objects(S3Client s3, String bucket) {
    /** Far above every lock and pointer; what is longer is none, and is not read to its end. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final String JSON = "application/json";

    /** An object: its answer and the first bytes of its body. */
    private record Read(GetObjectResponse answer, Payload body) {}

    /** The objects of {@code bucket}. */
    public static S3Objects of(S3Client s3, String bucket) {
        requireNonNull(s3, "s3");
        if (requireNonNull(bucket, "bucket").isBlank()) {
            throw new IllegalArgumentException("bucket is blank");
        }
        return new S3Objects(s3, bucket);
    }

    /** Why a write was not plainly done, for a human. */
    public static String trouble(Writing writing) {
        if (writing instanceof Writing.Conflict conflict) {
            return conflict.cause();
        }
        return writing instanceof Writing.Ambiguous ambiguous ? ambiguous.cause() : "another writer was first";
    }

    /** What is under a key, or the first bytes of it if it is no small object. */
    public Reading read(String key) {
        try {
            Read read = s3.getObject(r -> r.bucket(bucket).key(key), firstBytes());
            Instant storeTime = date(read.answer().sdkHttpResponse());
            Instant modified = read.answer().lastModified();
            String version = read.answer().eTag();
            if (storeTime == null || modified == null || version == null) {
                return new Reading.Unreadable(
                        "GET " + at(key) + " answered without Date, Last-Modified or ETag, which S3 always sends");
            }
            return new Reading.Found(read.body(), version, modified, storeTime);
        } catch (AwsServiceException e) {
            return refused(key, e);
        } catch (SdkException e) {
            return new Reading.Unreadable("GET " + at(key) + " failed: " + e);
        }
    }

    /** Writes what must not be there. */
    public Writing create(String key, Payload body) {
        return put(key, body, request -> request.ifNoneMatch("*"));
    }

    /** Writes over what has the entity tag {@code version}. */
    public Writing replace(String key, String version, Payload body) {
        return put(key, body, request -> request.ifMatch(version));
    }

    /** A key for a message. */
    public String at(String key) {
        return "s3://" + bucket + "/" + key;
    }

    private Writing put(String key, Payload body, UnaryOperator<PutObjectRequest.Builder> condition) {
        PutObjectRequest request = condition
                .apply(PutObjectRequest.builder().bucket(bucket).key(key).contentType(JSON))
                .build();
        try {
            PutObjectResponse answer = s3.putObject(request, RequestBody.fromBytes(body.bytes()));
            return answer.eTag() == null
                    ? new Writing.Ambiguous("PUT " + at(key) + " answered without an ETag")
                    : new Writing.Written(answer.eTag());
        } catch (AwsServiceException e) {
            return unmet(key, e);
        } catch (SdkException e) {
            return new Writing.Ambiguous("PUT " + at(key) + " failed: " + e);
        }
    }

    private Writing unmet(String key, AwsServiceException e) {
        String told = "PUT " + at(key) + " answered " + e.statusCode() + " " + code(e);
        if (!isOnlyRequest(e)) {
            return new Writing.Ambiguous(told + " after " + e.numAttempts() + " requests");
        }
        return switch (e.statusCode()) {
            case 412 -> new Writing.Refused();
            case 404 -> code(e).equals("NoSuchKey") ? new Writing.Refused() : new Writing.Ambiguous(told);
            case 409 -> new Writing.Conflict(told);
            case 403 -> new Writing.Ambiguous(told + "; it needs s3:PutObject, and s3:GetObject to compare the ETag");
            default -> new Writing.Ambiguous(told);
        };
    }

    /** Whether a refusal is one: it came to the only request that was sent, so it is not because of an earlier one. */
    public static boolean isOnlyRequest(AwsServiceException e) {
        Integer attempts = e.numAttempts();
        return attempts != null && attempts == 1;
    }

    private Reading refused(String key, AwsServiceException e) {
        if (e.statusCode() == 404 && code(e).equals("NoSuchKey")) {
            Instant storeTime = date(e.awsErrorDetails().sdkHttpResponse());
            return storeTime == null
                    ? new Reading.Unreadable("GET " + at(key) + " answered 404 without a Date")
                    : new Reading.Absent(storeTime);
        }
        String told = "GET " + at(key) + " answered " + e.statusCode() + " " + code(e);
        return new Reading.Unreadable(
                e.statusCode() == 403
                        ? told + "; it needs s3:GetObject, and s3:ListBucket to be told that a key is missing"
                        : told);
    }

    /** The error code that S3 gave, such as {@code AccessDenied}. */
    public static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "without a code"
                : e.awsErrorDetails().errorCode();
    }

    private static @Nullable Instant date(@Nullable SdkHttpResponse response) {
        Optional<String> date = response == null ? Optional.empty() : response.firstMatchingHeader("Date");
        try {
            return date.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElse(null);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static ResponseTransformer<GetObjectResponse, Read> firstBytes() {
        return new ResponseTransformer<>() {
            @Override
            public Read transform(GetObjectResponse answer, AbortableInputStream body) throws IOException {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    body.abort();
                }
                return new Read(answer, Payload.of(bytes));
            }
        };
    }
}
