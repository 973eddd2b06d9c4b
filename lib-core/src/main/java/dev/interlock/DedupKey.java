package dev.interlock;

import static java.util.Objects.requireNonNull;

/**
 * The readable name of one event that is worth telling once; equal keys mean "the same event".
 *
 * <p>A stored format: see {@code docs/formats.md}.
 */
public record DedupKey(String value) {
    public DedupKey {
        requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("dedup key is blank");
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

    @Override
    public String toString() {
        return value;
    }
}
