package dev.interlock.contract;

import java.util.Set;

/**
 * Looks whether one thing holds.
 *
 * <p>What it throws is an {@link Outcome.CannotTell}, and so is null. It may be called by many threads at once, if the
 * suite is run by many; it should end soon after its thread is interrupted, because that is how a suite ends one that
 * takes too long.
 *
 * @param <C> what the caller hands in for it to look at
 */
@FunctionalInterface
public interface Check<C> {
    /** Looks once. */
    Outcome check(C context);

    /**
     * The names of the artifacts on whose freshness it insists, if any: a suite refuses it in the preflight of the very
     * producer that makes them fresh.
     */
    default Set<String> freshnessOf() {
        return Set.of();
    }
}
