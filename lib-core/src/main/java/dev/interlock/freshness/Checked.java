package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

/** An artifact and the verdict on it. */
public record Checked(ArtifactSpec spec, Freshness verdict) {
    public Checked {
        requireNonNull(spec, "spec");
        requireNonNull(verdict, "verdict");
    }
}
