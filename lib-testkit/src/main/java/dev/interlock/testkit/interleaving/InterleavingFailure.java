package dev.interlock.testkit.interleaving;

/** A run that failed, with what it takes to repeat it. */
public final class InterleavingFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String schedule;
    private final String trace;

    InterleavingFailure(String schedule, String trace, Throwable cause) {
        super(
                "schedule " + schedule + " failed: " + cause.getMessage() + "\n" + trace + "\nRun it again with -D"
                        + Interleaving.REPLAY + "=" + schedule + ", or replay(\"" + schedule + "\")",
                cause);
        this.schedule = schedule;
        this.trace = trace;
    }

    /** What {@link Interleaving#replay} takes: {@code seed:17}, or for enumerated runs {@code moves:0.2.1}. */
    public String schedule() {
        return schedule;
    }

    /** Every step up to the failure. */
    public String trace() {
        return trace;
    }
}
