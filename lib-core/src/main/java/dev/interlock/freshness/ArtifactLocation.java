package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

/** Where one artifact of one cycle is expected: a bucket and a key in it. */
public record ArtifactLocation(String bucket, String key) {
    public ArtifactLocation {
        requireNonNull(bucket, "bucket");
        requireNonNull(key, "key");
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("bucket is blank, for key: " + key);
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty, in bucket: " + bucket);
        }
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
