package dev.interlock.aws.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.lease.FencedWrite;
import dev.interlock.lease.LeaseStore.Reading;
import dev.interlock.lease.LeaseStore.Writing;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Writes objects that readers find by a pointer, and moves the pointer only for a fence that is newer than that of
 * every write before.
 *
 * <p>A write is three requests: it reads the pointer, stores the object under a key of its own with the fence in its
 * metadata, and replaces the pointer by {@code If-Match} of what it read. So a writer that has slept through its lease
 * is refused however late it wakes, and readers never see half of a write. An object that no pointer came to name stays
 * behind; let a lifecycle rule remove old ones.
 *
 * <p>The pointer is a small JSON object, see {@code docs/formats.md}: a reader takes the field {@code key}. The fence
 * is in its body, because an ETag does not cover metadata: two pointers with equal bytes would be one to
 * {@code If-Match}.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close. Permissions: {@code s3:GetObject} and
 * {@code s3:PutObject} on pointer and objects, {@code s3:ListBucket} on the bucket.
 */
public final class S3FencedWriter {
    /** The metadata that tells an object's fence. */
    public static final String FENCE_METADATA = "interlock-fence";

    private static final int MAX_ATTEMPTS = 5;

    private final S3Objects objects;
    private final Supplier<String> nonces;

    private S3FencedWriter(S3Objects objects, Supplier<String> nonces) {
        this.objects = objects;
        this.nonces = nonces;
    }

    /**
     * A writer to {@code bucket}.
     *
     * @throws IllegalArgumentException if the bucket's name is blank
     */
    public static S3FencedWriter create(S3Client s3, String bucket) {
        return new S3FencedWriter(
                S3Objects.of(s3, bucket), () -> UUID.randomUUID().toString());
    }

    /** This writer, but with nonces from elsewhere: letters, digits and hyphens that never repeat themselves. */
    public S3FencedWriter nonces(Supplier<String> nonces) {
        return new S3FencedWriter(objects, requireNonNull(nonces, "nonces"));
    }

    /**
     * Stores {@code body} and lets {@code pointer} name it.
     *
     * @param pointer the key of the pointer, which nobody writes in another way
     * @param fence that of the lease under which it is written
     * @throws IllegalArgumentException if the pointer is blank or has control characters, or the fence is below 1
     */
    public FencedWrite write(String pointer, long fence, RequestBody body) {
        if (requireNonNull(pointer, "pointer").isBlank()) {
            throw new IllegalArgumentException("pointer is blank");
        }
        if (pointer.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("pointer has a control character");
        }
        Fence.require(fence);
        requireNonNull(body, "body");
        String nonce = nonces.get();
        String key = pointer + ".d/" + fence + "-" + nonce;
        Payload named =
                Payload.of("{\"v\":1,\"fence\":" + fence + ",\"nonce\":\"" + nonce + "\",\"key\":" + quoted(key) + "}");
        boolean stored = false;
        boolean inDoubt = false;
        String trouble = "";
        for (int attempt = 0; attempt <= MAX_ATTEMPTS; attempt++) {
            Reading reading = objects.read(pointer);
            if (reading instanceof Reading.Unreadable unreadable) {
                return new FencedWrite.Unknown(unreadable.cause());
            }
            if (reading instanceof Reading.Found found) {
                OptionalLong last = fence(found.body());
                if (last.isEmpty()) {
                    return new FencedWrite.Unknown(
                            objects.at(pointer) + " is no pointer of version 1, so no fence is known");
                }
                if (last.getAsLong() == fence && text(found.body(), "/nonce").equals(nonce)) {
                    return new FencedWrite.Accepted();
                }
                if (last.getAsLong() > fence && inDoubt) {
                    return new FencedWrite.Unknown("fence " + last.getAsLong()
                            + " has taken its place, and it may have been done before: " + trouble);
                }
                if (last.getAsLong() >= fence) {
                    return new FencedWrite.Refused(last.getAsLong());
                }
            }
            if (attempt == MAX_ATTEMPTS) {
                break;
            }
            if (!stored) {
                Optional<String> failure = store(key, fence, body);
                if (failure.isPresent()) {
                    return new FencedWrite.Unknown(failure.get());
                }
                stored = true;
            }
            Writing writing = reading instanceof Reading.Found found
                    ? objects.replace(pointer, found.version(), named)
                    : objects.create(pointer, named);
            if (writing instanceof Writing.Written) {
                return new FencedWrite.Accepted();
            }
            inDoubt |= writing instanceof Writing.Ambiguous;
            trouble = S3Objects.trouble(writing);
        }
        return new FencedWrite.Unknown("gave up after " + MAX_ATTEMPTS + " writes: " + trouble);
    }

    /** Why the object could not be stored. Its key is its own, so it may be sent any number of times. */
    private Optional<String> store(String key, long fence, RequestBody body) {
        try {
            objects.s3()
                    .putObject(
                            r -> r.bucket(objects.bucket())
                                    .key(key)
                                    .metadata(Map.of(FENCE_METADATA, Long.toString(fence))),
                            body);
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of("PUT " + objects.at(key) + " failed: " + e);
        }
    }

    private static OptionalLong fence(Payload pointer) {
        String fence = text(pointer, "/fence");
        return text(pointer, "/v").equals("1") && fence.matches("[1-9][0-9]{0,17}")
                ? OptionalLong.of(Long.parseLong(fence))
                : OptionalLong.empty();
    }

    private static String text(Payload pointer, String at) {
        return pointer.at(at).map(Payload::text).orElse("");
    }

    private static String quoted(String key) {
        return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
