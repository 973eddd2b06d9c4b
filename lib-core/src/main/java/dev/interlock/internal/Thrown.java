package dev.interlock.internal;

/** What somebody else's code threw. It may be of any class, so even to ask for its text may throw. */
public final class Thrown {
    private Thrown() {}

    /** Its class and message, as it tells them; its class alone if it cannot. */
    public static String text(Throwable thrown) {
        try {
            String text = thrown.toString();
            return text == null ? type(thrown) : text;
        } catch (Throwable e) {
            requireMachine(e);
            return type(thrown) + ", whose text cannot be had";
        }
    }

    /** Its class, for where its message may hold what nobody should see. */
    public static String type(Throwable thrown) {
        return thrown.getClass().getName();
    }

    /** Where it came from, {@code " at x.Y.z(Y.java:1)"}; empty if it does not tell. */
    public static String place(Throwable thrown) {
        try {
            StackTraceElement[] trace = thrown.getStackTrace();
            return trace.length == 0 ? "" : " at " + trace[0];
        } catch (Throwable e) {
            requireMachine(e);
            return "";
        }
    }

    /**
     * Throws on what tells that the machine is broken, such as that memory is out. A stack that was too deep is none of
     * that: it is short again by the time that it is caught.
     */
    public static void requireMachine(Throwable thrown) {
        if (thrown instanceof VirtualMachineError broken && !(thrown instanceof StackOverflowError)) {
            throw broken;
        }
    }
}
