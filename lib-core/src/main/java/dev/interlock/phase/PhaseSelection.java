package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator has said about which phases to run. Of two that disagree the one that comes first here counts: only,
 * skip, force. Immutable.
 */
public final class PhaseSelection {
    private static final PhaseSelection ALL = new PhaseSelection(Set.of(), Set.of(), Set.of(), Force.NAMED);

    private final Set<String> only;
    private final Set<String> skip;
    private final Set<String> forced;
    private final Force force;

    private enum Force {
        NAMED,
        ALL
    }

    private PhaseSelection(Set<String> only, Set<String> skip, Set<String> forced, Force force) {
        this.only = only;
        this.skip = skip;
        this.forced = forced;
        this.force = force;
    }

    /** Nothing was said. */
    public static PhaseSelection all() {
        return ALL;
    }

    /** This selection, with these phases alone; with none of them it says nothing. */
    public PhaseSelection only(String... phases) {
        return new PhaseSelection(set(phases), skip, forced, force);
    }

    /** This selection, without these phases, whether or not their outputs are there. */
    public PhaseSelection skipping(String... phases) {
        return new PhaseSelection(only, set(phases), forced, force);
    }

    /** This selection, with these phases run whatever their markers say. */
    public PhaseSelection forcing(String... phases) {
        return new PhaseSelection(only, skip, set(phases), force);
    }

    /** This selection, with every phase run whatever its marker says. */
    public PhaseSelection forcingAll() {
        return new PhaseSelection(only, skip, forced, Force.ALL);
    }

    /** The decision about a phase that can be made without its marker, if it can. */
    Optional<PhaseDecision> decide(String phase) {
        if (!only.isEmpty() && !only.contains(phase)) {
            return Optional.of(new PhaseDecision.Deselected(PhaseReason.ONLY_PHASES_FILTER));
        }
        if (skip.contains(phase)) {
            return Optional.of(new PhaseDecision.Deselected(PhaseReason.EXPLICIT_SKIP));
        }
        if (force == Force.ALL) {
            return Optional.of(new PhaseDecision.Run(PhaseReason.FORCE_RERUN));
        }
        return forced.contains(phase)
                ? Optional.of(new PhaseDecision.Run(PhaseReason.FORCE_PHASE_RERUN))
                : Optional.empty();
    }

    private static Set<String> set(String... phases) {
        Set<String> names = new LinkedHashSet<>();
        for (String phase : requireNonNull(phases, "phases")) {
            names.add(requireNonNull(phase, "phase"));
        }
        return names;
    }
}
