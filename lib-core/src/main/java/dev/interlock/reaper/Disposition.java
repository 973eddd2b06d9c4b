package dev.interlock.reaper;

/** What is done with an execution that shows no life. */
public enum Disposition {
    /** It is started again. */
    REDRIVE,
    /** It is given up. */
    FAIL,
    /** Somebody is told, at every sweep, and it stays as it is. */
    ALERT
}
