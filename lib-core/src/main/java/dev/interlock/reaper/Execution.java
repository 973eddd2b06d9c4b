package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Utf8;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The row of one execution, as it was read.
 *
 * @param id names the execution: up to 2,048 bytes of UTF-8, not blank, no half of a surrogate pair
 * @param revision what is compared before the row is changed
 * @param drive who drives it, and how often it was begun
 * @param message why it is in its state, for a human: up to 1,024 characters, no half of a surrogate pair; empty if
 *     nobody said
 */
public record Execution(String id, Revision revision, Drive drive, String message) {
    static final int MAX_TEXT = 1_024;
    static final int MAX_ID_BYTES = 2_048;

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
     * @param version from 1 on, and one more with every write, a heartbeat included: so a state that was left and came
     *     back is another one
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
     * @param owner who, up to 1,024 characters, no half of a surrogate pair; empty if nobody does, or it has ended
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
            requirePairs("owner", owner);
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
     * @throws IllegalStateException if nobody drives it, because it was not begun or has ended
     */
    public Tenure tenure() {
        if (drive.owner().isEmpty()) {
            throw new IllegalStateException("execution " + id + " is " + state() + " and has no owner;"
                    + " take it with a transition to Next.drivenBy");
        }
        return new Tenure(id, state(), drive.owner(), drive.fence());
    }

    /**
     * Checks an id, as every store does before it asks for one.
     *
     * @return {@code id}
     * @throws IllegalArgumentException if it is blank, has more than 2,048 bytes in UTF-8, or half of a surrogate pair
     */
    public static String requireId(String id) {
        byte[] bytes = Utf8.bytes(requireNonNull(id, "id"));
        if (bytes == null) {
            throw new IllegalArgumentException("id has half of a surrogate pair");
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException("id is blank: '" + id + "'");
        }
        if (bytes.length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("id has more than " + MAX_ID_BYTES + " bytes in UTF-8: " + bytes.length);
        }
        return id;
    }

    static String requirePairs(String what, String text) {
        if (Utf8.bytes(text) == null) {
            throw new IllegalArgumentException(what + " has half of a surrogate pair");
        }
        return text;
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
        return requirePairs("message", message);
    }
}
