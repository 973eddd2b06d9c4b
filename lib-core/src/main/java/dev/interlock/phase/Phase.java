package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

/**
 * One step of a pipeline, and what lets it be skipped. Immutable.
 *
 * <p>A phase whose work is not kept in artifacts, such as one that sends a mail, or one that must look each time, is
 * {@link #always}.
 */
public final class Phase {
    private final String name;
    private final String fingerprint;
    private final Skipping skipping;

    enum Skipping {
        NEVER,
        BOUND,
        BOUND_OR_LEGACY
    }

    private Phase(String name, String fingerprint, Skipping skipping) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.skipping = skipping;
    }

    /**
     * A phase that is run each time; its marker tells how it ended.
     *
     * @param name part of the marker's key: letters, digits, hyphens, underscores, at most 100
     * @throws IllegalArgumentException if the name is not of this form
     */
    public static Phase always(String name, PhaseBinding binding) {
        return new Phase(requireName(name), requireNonNull(binding, "binding").fingerprint(), Skipping.NEVER);
    }

    /**
     * A phase that is not run again if its marker says that it has ended well, with this binding, and if all artifacts
     * that the marker names are there.
     *
     * @param name as in {@link #always}
     * @throws IllegalArgumentException if the name is not of this form
     */
    public static Phase skippable(String name, PhaseBinding binding) {
        return new Phase(requireName(name), requireNonNull(binding, "binding").fingerprint(), Skipping.BOUND);
    }

    /**
     * This phase, which takes a marker of the older writer for one of this binding, although such a marker knows
     * neither inputs nor code. For the time of a migration, and only where a date has one set of inputs.
     *
     * @throws IllegalStateException if the phase is run each time
     */
    public Phase acceptingLegacyMarkers() {
        if (skipping == Skipping.NEVER) {
            throw new IllegalStateException("phase " + name + " is run each time, so no marker is asked");
        }
        return new Phase(name, fingerprint, Skipping.BOUND_OR_LEGACY);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    String fingerprint() {
        return fingerprint;
    }

    Skipping skipping() {
        return skipping;
    }

    private static String requireName(String name) {
        if (!requireNonNull(name, "name").matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException(
                    "name of a phase is not 1 to 100 letters, digits, hyphens and underscores: " + name);
        }
        return name;
    }

    @Override
    public String toString() {
        return "Phase[" + name + "]";
    }
}
