package dev.interlock.testkit.interleaving;

/**
 * One thing that can happen next.
 *
 * @param text for the trace
 */
record Move(Sort sort, String actor, String text, Runnable action) {
    enum Sort {
        /** An actor goes on. */
        PROGRESS,
        /** A late request lands, or time passes until somebody wakes. */
        BACKGROUND,
        /** Something goes wrong; the run has a budget for these. */
        HAZARD
    }
}
