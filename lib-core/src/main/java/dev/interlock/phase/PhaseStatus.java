package dev.interlock.phase;

/** How a phase ended. */
public enum PhaseStatus {
    /** It has done its work. */
    SUCCESS,
    /**
     * It ran as it should, and nothing was admissible: whoever comes next has nothing to do, and nobody may take it for
     * a success.
     */
    EMPTY,
    /** It has not done its work. */
    FAILURE
}
