package dev.interlock.freshness;

/** Why nothing can be said of an artifact; each asks for another repair. */
public enum UnknownReason {
    /** The store refused to say: a permission is missing. */
    ACCESS,
    /** The store could not be asked, or did not answer sense: time-out, throttling, error, no such bucket. */
    PROBE,
    /** The business calendar does not cover the cycle. */
    CALENDAR
}
