package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Utf8;

/**
 * Who holds a lease, in words for an operator. It decides nothing: two holders with the same words are two holders.
 *
 * @param host where it runs, up to 256 characters
 * @param pid its process, not negative
 * @param role what it does, such as {@code daily-append}, up to 256 characters
 * @param runId which run of it, such as an execution ARN, up to 256 characters; may be empty
 */
public record LeaseHolder(String host, long pid, String role, String runId) {
    private static final int MAX_LENGTH = 256;

    public LeaseHolder {
        requireText("host", host);
        if (pid < 0) {
            throw new IllegalArgumentException("pid is negative: " + pid);
        }
        requireText("role", role);
        requireText("runId", runId);
    }

    private static void requireText(String field, String text) {
        if (requireNonNull(text, field).length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    field + " is longer than " + MAX_LENGTH + " characters: " + text.length());
        }
        if (Utf8.bytes(text) == null) {
            throw new IllegalArgumentException(field + " has half of a surrogate pair");
        }
    }

    @Override
    public String toString() {
        return role + " on " + host + " (pid " + pid + (runId.isEmpty() ? ")" : ", run " + runId + ")");
    }
}
