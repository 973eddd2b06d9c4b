package dev.interlock.aws.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.internal.Listeners;
import dev.interlock.contract.Check;
import dev.interlock.contract.Document;
import dev.interlock.contract.DocumentSource;
import dev.interlock.contract.Outcome;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Checks on one bucket. What S3 refuses, and what it does not answer, is something of which nobody can tell; it is
 * never taken for a missing object, and never skips a check.
 *
 * <p>Retries and time-outs are those of the client, which is not closed. Immutable, and as thread-safe as the client.
 */
public final class S3Checks {
    private static final byte[] SENTINEL = "preflight-sentinel".getBytes(UTF_8);

    private final S3Answers answers;
    private final Supplier<String> nonces;

    private S3Checks(S3Answers answers, Supplier<String> nonces) {
        this.answers = answers;
        this.nonces = nonces;
    }

    /**
     * Checks on {@code bucket}.
     *
     * @throws IllegalArgumentException if the bucket's name is blank
     */
    public static S3Checks create(S3Client s3, String bucket) {
        requireNonNull(s3, "s3");
        if (requireNonNull(bucket, "bucket").isBlank()) {
            throw new IllegalArgumentException("bucket is blank");
        }
        return new S3Checks(
                new S3Answers(s3, bucket), () -> UUID.randomUUID().toString().replace("-", ""));
    }

    /** These checks, but with nonces from elsewhere, which never repeat themselves; they end the keys of sentinels. */
    public S3Checks nonces(Supplier<String> nonces) {
        return new S3Checks(answers, requireNonNull(nonces, "nonces"));
    }

    /** That an object is there and has at least one byte; more can be demanded. */
    public <C> S3ObjectCheck<C> object(Function<? super C, String> key) {
        return S3ObjectCheck.of(answers, key);
    }

    /**
     * Loads an object for a check of its content, with one GET. After 403 a list of the one key decides whether it is
     * missing.
     *
     * @param maxBytes how large it may be, from 1 byte to 64 MiB; what is larger is not read to its end and is
     *     unreadable
     * @throws IllegalArgumentException if the limit is not within these bounds
     */
    public <C> DocumentSource<C> document(Function<? super C, String> key, int maxBytes) {
        requireNonNull(key, "key");
        if (maxBytes < 1 || maxBytes > 64 * 1024 * 1024) {
            throw new IllegalArgumentException("maxBytes is not within 1 and 64 MiB: " + maxBytes);
        }
        return context -> load(key.apply(context), maxBytes);
    }

    /** That the bucket is there and may be listed, by a HEAD. */
    public <C> Check<C> reachable() {
        return context -> {
            try {
                answers.s3().headBucket(r -> r.bucket(answers.bucket()));
                return Outcome.pass();
            } catch (SdkException e) {
                return statusOf(e) == 404
                        ? Outcome.violated("s3://" + answers.bucket(), "a bucket", "nothing")
                        : Outcome.cannotTell("s3://" + answers.bucket() + ": " + S3Answers.told("HEAD", e));
            }
        };
    }

    /**
     * That the bucket can be written to: puts an object under a key that nobody else has, and deletes it. A refusal of
     * the PUT is a violation, and so is that the bucket is missing; a fault is something of which nobody can tell. What
     * is left behind because it cannot be deleted is told to the listener, and does not fail the check.
     *
     * @param prefix what the key begins with, {@code preflight/}
     * @param listener hears of what is left behind
     */
    public <C> Check<C> writable(String prefix, InterlockListener listener) {
        requireNonNull(prefix, "prefix");
        requireNonNull(listener, "listener");
        return context -> {
            String key = prefix + "sentinel-" + nonces.get() + ".txt";
            Outcome written = put(key);
            if (!(written instanceof Outcome.Violated)) { // a PUT of which nobody can tell may have landed
                delete(key, listener);
            }
            return written;
        };
    }

    private Outcome put(String key) {
        try {
            answers.s3()
                    .putObject(
                            r -> r.bucket(answers.bucket()).key(key).contentType("text/plain"),
                            RequestBody.fromBytes(SENTINEL));
            return Outcome.pass();
        } catch (SdkException e) {
            int status = statusOf(e);
            String told = S3Answers.told("PUT", e);
            return status == 403 || status == 404
                    ? Outcome.violated(answers.at(key), "that it may be written", told)
                    : Outcome.cannotTell(answers.at(key) + ": " + told);
        }
    }

    private void delete(String key, InterlockListener listener) {
        try {
            answers.s3().deleteObject(r -> r.bucket(answers.bucket()).key(key));
        } catch (SdkException e) {
            leftBehind(key, S3Answers.told("DELETE", e), listener);
        }
    }

    private void leftBehind(String key, String told, InterlockListener listener) {
        Listeners.tell(
                listener, new InterlockEvent(InterlockEvent.Kind.LEFT_BEHIND, "contract-suite", answers.at(key), told));
    }

    private Document load(String key, int maxBytes) {
        String place = answers.at(key);
        try {
            return answers.s3().getObject(r -> r.bucket(answers.bucket()).key(key), upTo(place, maxBytes));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException answer && isNoSuchKey(answer)) {
                return new Document.Absent(place);
            }
            if (statusOf(e) == 403 && answers.list(key, e) instanceof S3Answers.Missing) {
                return new Document.Absent(place);
            }
            String hint = statusOf(e) == 403
                    ? "; it needs s3:GetObject, and s3:ListBucket to be told that it is missing"
                    : "";
            return new Document.Unreadable(place, S3Answers.told("GET", e) + hint);
        }
    }

    private static boolean isNoSuchKey(AwsServiceException answer) {
        return answer.statusCode() == 404
                && answer.awsErrorDetails() != null
                && "NoSuchKey".equals(answer.awsErrorDetails().errorCode());
    }

    private static int statusOf(SdkException e) {
        return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    private static ResponseTransformer<GetObjectResponse, Document> upTo(String place, int maxBytes) {
        return new ResponseTransformer<>() {
            @Override
            public Document transform(GetObjectResponse answer, AbortableInputStream body) throws IOException {
                byte[] bytes = body.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    body.abort();
                    return new Document.Unreadable(place, "has more than " + maxBytes + " bytes");
                }
                return new Document.Loaded(place, Payload.of(bytes));
            }
        };
    }
}
