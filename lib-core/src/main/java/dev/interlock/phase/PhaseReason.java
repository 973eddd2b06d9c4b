package dev.interlock.phase;

import java.util.Locale;

/** Why a phase runs or does not. */
public enum PhaseReason {
    /** Others were asked for. */
    ONLY_PHASES_FILTER,
    /** It was not wanted. */
    EXPLICIT_SKIP,
    /** All were wanted again. */
    FORCE_RERUN,
    /** It was wanted again. */
    FORCE_PHASE_RERUN,
    /** It is not of those that a marker lets be skipped. */
    NOT_AUTO_SKIPPABLE,
    /** There is a marker, and an artifact that it names is gone. */
    MARKER_ARTIFACT_MISSING,
    /** There is a marker, of other inputs, of other code, or of none. */
    MARKER_NOT_BOUND,
    /** There is a marker of success, and all artifacts that it names. */
    AUTO_SKIP_MARKER_OK,
    /** There is a marker that says that nothing was admissible. */
    AUTO_SKIP_MARKER_EMPTY,
    /** There is no marker, or one that says nothing, or one of a failure or of a run that never ended. */
    DEFAULT_RUN;

    /** The name in lower case, as logs and vectors have it: {@code auto_skip_marker_ok}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
