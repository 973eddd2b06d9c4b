package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.StagedRun;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Publishes sets of objects that passed an audit, and no others: writes them where no reader looks, audits what was
 * written, and only then moves the pointer that readers follow, by one conditional write.
 * {@snippet class="dev.interlock.aws.contract.AuditedPublisherTest" region="publish"}
 *
 * <p>Whoever has published since an attempt began keeps it from publishing; under a {@linkplain #fenced fence}, whoever
 * has published under a newer one, and not who only holds it. A crash at any moment leaves the old set or the new one,
 * entire; so does a lost answer. The same run may be started again at any time: each attempt has a place of its own.
 *
 * <p>The pointer must be written in no other way and never deleted, and nobody else may write under
 * {@code {dataset}/runs/}: who may is a matter of your IAM policies. The bucket policy in {@code docs/contract} keeps
 * all from writing over what is staged and from moving the pointer without a condition, but not from adding objects; a
 * lifecycle rule there removes what was never published.
 *
 * <p>It does not keep a reader's copy from growing old, and does not order runs by date: a later attempt of an earlier
 * date moves the pointer back, unless the audit says no.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close. Permissions: {@code s3:GetObject},
 * {@code s3:PutObject}, {@code s3:PutObjectTagging} and {@code s3:DeleteObjectTagging} on the objects, the first two on
 * the pointer, and {@code s3:ListBucket} on the bucket.
 */
public final class AuditedPublisher {
    private final S3Objects objects;
    private final String dataset;
    private final String pointer;
    private final long fence;
    private final Supplier<String> nonces;
    private final InterlockListener listener;

    private AuditedPublisher(
            S3Objects objects,
            String dataset,
            String pointer,
            long fence,
            Supplier<String> nonces,
            InterlockListener listener) {
        this.objects = objects;
        this.dataset = dataset;
        this.pointer = pointer;
        this.fence = fence;
        this.nonces = nonces;
        this.listener = listener;
    }

    /**
     * A publisher of the sets under one prefix, whose pointer is {@code {dataset}/latest.json}, and which has no fence.
     *
     * @param dataset such as {@code market_data/weekly}, see {@link StagedRun}
     * @throws IllegalArgumentException if the bucket is blank, or the dataset none
     */
    public static AuditedPublisher create(S3Client s3, String bucket, String dataset) {
        S3Objects objects = S3Objects.of(s3, bucket);
        String prefix = new StagedRun(dataset, LocalDate.EPOCH, "run", "nonce").dataset();
        return new AuditedPublisher(
                objects,
                prefix,
                prefix + "/latest.json",
                0,
                () -> UUID.randomUUID().toString(),
                event -> {});
    }

    /**
     * This publisher, with its pointer under another key.
     *
     * @throws IllegalArgumentException if it is blank, or among the staged objects
     */
    public AuditedPublisher pointer(String key) {
        if (requireNonNull(key, "key").isBlank()) {
            throw new IllegalArgumentException("key of the pointer is blank");
        }
        if (key.startsWith(dataset + "/runs/")) {
            throw new IllegalArgumentException("key of the pointer is among the staged objects: " + key);
        }
        return new AuditedPublisher(objects, dataset, key, fence, nonces, listener);
    }

    /**
     * This publisher, under the fence of a lease: it replaces what was published under older fences, and never what was
     * under a newer one. One without a fence replaces nothing that was published under one.
     *
     * @throws IllegalArgumentException if it is below 1 or has more than 18 digits
     */
    public AuditedPublisher fenced(long fence) {
        if (fence < 1 || fence > 999_999_999_999_999_999L) {
            throw new IllegalArgumentException("fence is not from 1 to 999999999999999999: " + fence);
        }
        return new AuditedPublisher(objects, dataset, pointer, fence, nonces, listener);
    }

    /**
     * This publisher, but with nonces from elsewhere: up to 64 letters, digits and hyphens that never repeat
     * themselves.
     */
    public AuditedPublisher nonces(Supplier<String> nonces) {
        return new AuditedPublisher(objects, dataset, pointer, fence, requireNonNull(nonces, "nonces"), listener);
    }

    /**
     * This publisher, but heard by {@code listener}: {@link InterlockEvent.Kind#REJECTED} for an audit that was not
     * passed, {@link InterlockEvent.Kind#CONFLICT} if somebody else has published, {@link InterlockEvent.Kind#UNKNOWN}
     * for a {@link Publication.Unknown}. It hears nothing of a {@link Publication.Published}, of an attempt that never
     * comes to {@link Staging#publish}, and of one that ends in an exception.
     */
    public AuditedPublisher listener(InterlockListener listener) {
        return new AuditedPublisher(objects, dataset, pointer, fence, nonces, requireNonNull(listener, "listener"));
    }

    /**
     * Begins an attempt, and looks who has published last. Trouble is kept for {@link Staging#publish} to tell.
     *
     * @param date what the set is of
     * @param run which run writes it, see {@link StagedRun}; the same for all attempts of one
     * @throws IllegalArgumentException if the run is of another form
     */
    public Staging begin(LocalDate date, String run) {
        return new Staging(objects, pointer, fence, new StagedRun(dataset, date, run, nonces.get()), listener);
    }
}
