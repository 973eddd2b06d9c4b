package dev.interlock;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Digests;

/**
 * The readable name of one event that is worth telling once; equal keys mean "the same event".
 *
 * <p>A stored format: see {@code docs/formats.md}.
 */
public record DedupKey(String value) {
    public DedupKey {
        requireNonNull(value, "value");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("dedup key is empty");
        }
    }

    /**
     * The key of one artifact in one cycle, {@code freshness_{artifactId}_{cycleLabel}}.
     *
     * <p>Included: the artifact, the cycle. Excluded: verdict and severity, so that an artifact that goes from missing
     * to stale within a cycle stays one event.
     */
    public static DedupKey freshness(String artifactId, String cycleLabel) {
        return new DedupKey("freshness_" + requireNonNull(artifactId, "artifactId") + "_"
                + requireNonNull(cycleLabel, "cycleLabel"));
    }

    /**
     * The name of the object that says "told already": {@code _alerts/_dedup/}, the first 16 hex digits of the SHA-1 of
     * the key in UTF-8, {@code .json}.
     *
     * <p>64 bits of a hash: two keys in some billions share a name, so a marker must hold the key itself, and who reads
     * one must compare it.
     *
     * @throws IllegalArgumentException if the key is not valid text: half of a surrogate pair
     */
    public String markerName() {
        return "_alerts/_dedup/" + Digests.sha1Hex("dedup key", value).substring(0, 16) + ".json";
    }

    @Override
    public String toString() {
        return value;
    }
}
