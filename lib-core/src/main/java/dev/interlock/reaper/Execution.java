package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The row of one execution, as it was read.
 *
 * @param id names the execution: up to 1,024 characters, not blank
 * @param revision what is compared before the row is changed
 * @param drive who drives it, or drove it last
 * @param message why it is in its state, for a human: up to 1,024 characters, empty if nobody said
 */
public record Execution(String id, Revision revision, Drive drive, String message) {
    static final int MAX_TEXT = 1_024;

    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Execution {
        requireId(id);
        requireNonNull(revision, "revision");
        requireNonNull(drive, "drive");
        requireMessage(message);
    }

    /**
     * Which of its versions a row is.
     *
     * @param state such as {@code running}: 1 to 64 letters, digits, hyphens and underscores
     * @param version from 1 on, and one more with every write, a heartbeat included: so a state that was left and came back
     *     is another one
     * @param updatedAt when it last showed life, by the clock of whoever wrote it
     */
    public record Revision(String state, long version, Instant updatedAt) {
        public Revision {
            requireState("state", state);
            if (version < 1) {
                throw new IllegalArgumentException("version is below 1: " + version);
            }
            requireNonNull(updatedAt, "updatedAt");
        }
    }

    /**
     * Who drives an execution.
     *
     * @param owner who, up to 1,024 characters; empty if nobody does
     * @param fence grows with every owner, 0 before the first
     * @param redrives how often a sweep has started it again since somebody last started it afresh
     */
    public record Drive(String owner, long fence, int redrives) {
        /** The drive of an execution that nobody has driven. */
        public static final Drive NONE = new Drive("", 0, 0);

        public Drive {
            if (requireNonNull(owner, "owner").length() > MAX_TEXT) {
                throw new IllegalArgumentException(
                        "owner has more than " + MAX_TEXT + " characters: " + owner.length());
            }
            if (fence < 0) {
                throw new IllegalArgumentException("fence is negative: " + fence);
            }
            if (redrives < 0) {
                throw new IllegalArgumentException("redrives is negative: " + redrives);
            }
        }
    }

    /** Its state. */
    public String state() {
        return revision.state();
    }

    /** Its version. */
    public long version() {
        return revision.version();
    }

    /** When it last showed life. */
    public Instant updatedAt() {
        return revision.updatedAt();
    }

    /**
     * The right of its owner to show life and to say how it ends.
     *
     * @throws IllegalStateException if nobody owns it
     */
    public Tenure tenure() {
        if (drive.owner().isEmpty()) {
            throw new IllegalStateException("execution " + id + " is " + state() + " and has no owner;"
                    + " take it with a transition to Next.drivenBy");
        }
        return new Tenure(id, state(), drive.owner(), drive.fence());
    }

    static String requireId(String id) {
        if (requireNonNull(id, "id").isBlank() || id.length() > MAX_TEXT) {
            throw new IllegalArgumentException("id is not 1 to " + MAX_TEXT + " characters: '" + id + "'");
        }
        return id;
    }

    static String requireState(String what, String state) {
        if (!STATE.matcher(requireNonNull(state, what)).matches()) {
            throw new IllegalArgumentException(
                    what + " is not 1 to 64 letters, digits, hyphens and underscores: '" + state + "'");
        }
        return state;
    }

    static String requireMessage(String message) {
        if (requireNonNull(message, "message").length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "message has more than " + MAX_TEXT + " characters: " + message.length());
        }
        return message;
    }
}
