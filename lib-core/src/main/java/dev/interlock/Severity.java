package dev.interlock;

/** How much it matters that something is wrong. A policy over verdicts, never a verdict itself. */
public enum Severity {
    /** Somebody should know. */
    WARNING,
    /** Something downstream must not go ahead; a cycle is complete only when every critical artifact is there. */
    CRITICAL
}
