package dev.interlock.testkit.interleaving;

/** What may go wrong in a run, beside the order of things. */
public enum Hazard {
    /** A request is lost and not carried out; its client times out, and the SDK sends it again. */
    REQUEST_LOST,
    /** A request is carried out and its answer lost; its client times out, and the SDK sends it again. */
    ANSWER_LOST,
    /** A client times out while its request is under way; the request is carried out at some later step. */
    LANDS_LATE,
    /** A conditional write is answered with 409 and not carried out. The SDK does not send it again. */
    CONFLICT,
    /** A request is not carried out and answered with an internal error; the SDK sends it again. */
    FAILS_BEFORE,
    /** A request is carried out and answered with an internal error; the SDK sends it again. */
    FAILS_AFTERWARDS,
    /**
     * A request is not carried out and answered as throttled; the SDK sends it again. A matter of load, so only if
     * asked for.
     */
    THROTTLED,
    /** A 412 arrives with status 200, as it does where a service begins its answer before it knows. */
    REFUSED_WITH_200,
    /** An actor ends where it stands. What it has sent may still be carried out; its clean-up is not. */
    CRASH,
    /** An actor, its request or the answer to it stands still for a while; the others go on. */
    PAUSE,
    /** Time passes between two steps, for everybody. */
    TIME_PASSES
}
