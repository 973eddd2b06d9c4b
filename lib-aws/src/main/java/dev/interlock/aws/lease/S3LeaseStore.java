package dev.interlock.aws.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.lease.LeaseStore;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Leases as objects of one general-purpose bucket: the name of a lease is the key of its lock object.
 *
 * <p>A read is one GET, a write one PUT with {@code If-None-Match: *} or {@code If-Match}. Store time is the header
 * {@code Date}, and {@code Last-Modified} when the record was written: both are S3's, in whole seconds. 403 is never
 * "free": without {@code s3:ListBucket} S3 answers it for a missing key too.
 *
 * <p>Retries and time-outs are those of the client: set {@code apiCallAttemptTimeout} well below the lease. One Region
 * writes: replication and multi-Region access points do not carry conditions. No lifecycle rule may expire the lock
 * object, and in a bucket with versions each renewal is one, so keep noncurrent versions for a day and no longer.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close. Permissions: {@code s3:GetObject} and
 * {@code s3:PutObject} on the keys, {@code s3:ListBucket} on the bucket.
 */
public final class S3LeaseStore implements LeaseStore {
    private final S3Objects objects;

    private S3LeaseStore(S3Objects objects) {
        this.objects = objects;
    }

    /**
     * Leases in {@code bucket}.
     *
     * @throws IllegalArgumentException if the bucket's name is blank
     */
    public static S3LeaseStore create(S3Client s3, String bucket) {
        return new S3LeaseStore(S3Objects.of(s3, bucket));
    }

    @Override
    public Reading read(String name) {
        return objects.read(requireNonNull(name, "name"));
    }

    @Override
    public Writing create(String name, Payload body) {
        return objects.create(requireNonNull(name, "name"), requireNonNull(body, "body"));
    }

    @Override
    public Writing replace(String name, String version, Payload body) {
        return objects.replace(
                requireNonNull(name, "name"), requireNonNull(version, "version"), requireNonNull(body, "body"));
    }
}
