package dev.interlock.conformance;

/** A rule by which Interlock differs from the original on purpose; {@code docs/deliberately.md} explains each. */
enum Departure {
    /** A continuous artifact is judged by its age, not inside one bucket. */
    AGE("D-30"),
    /** Onboarding counts expected cycles, not hours. */
    ONBOARDING("D-31"),
    /** A recovery key that cannot be read leaves the artifact unknown. */
    RECOVERY("D-33"),
    /** A key template that cannot work is refused when it is declared. */
    TEMPLATES("templates"),
    /** The registry is YAML 1.2 without surprises, and one bad row leaves the others. */
    REGISTRY("registry"),
    /** Closures, early closes and bounds that the original does not know; an instant needs a zone. */
    CALENDAR("calendar"),
    /** What is no token, no text and no key of one meaning is refused; nothing falls back, and no name is made up. */
    TOKENS("tokens"),
    /** What cannot be a message is rejected, and every layer keeps what it says. */
    ENVELOPES("envelopes"),
    /** The id of a message in a queue does not outlive a redrive. */
    REDRIVE("redrive"),
    /** The conflict conflicts, every other error keeps a run from starting, and a stored time has three digits. */
    MUTEX("mutex"),
    /** A threshold under one second is refused, and no message is written after its state. */
    REAPER("reaper"),
    /** A threshold may be a duration of ISO-8601. */
    REAP_AFTER("reap-after"),
    /** One sweep, one message, and no row that ends the sweep of the others. */
    ONE_SWEEP("one-sweep");

    private final String label;

    Departure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
