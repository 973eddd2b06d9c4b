package dev.interlock.freshness;

/**
 * Looks for an artifact, once.
 *
 * <p>An implementation is thread-safe and does not throw for what it finds: a store that refuses, fails or hangs is an
 * {@link Observation.Unreadable}. If it throws all the same, the check answers {@link Freshness.Unknown}.
 */
@FunctionalInterface
public interface ArtifactProbe {
    /** Looks at {@code location} and says what is there. */
    Observation observe(ArtifactLocation location);
}
