package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Utf8;

/**
 * Who wants to do what, once.
 *
 * @param token what is to be done once
 * @param owner who wants to do it: a name that tells a human where to look, such as an execution's ARN or a request id.
 *     Two claimants may have one name; they are told apart all the same
 * @param fingerprint what was asked for under the token
 * @param policy for how long
 */
public record ClaimRequest(IdempotencyToken token, String owner, Fingerprint fingerprint, ClaimPolicy policy) {
    static final int LONGEST_OWNER = 1024;

    /** Checks the owner: not blank, at most 1,024 characters, no half of a surrogate pair. */
    public ClaimRequest {
        requireNonNull(token, "token");
        requireOwner(owner);
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(policy, "policy");
    }

    static void requireOwner(String owner) {
        if (requireNonNull(owner, "owner").isBlank()) {
            throw new IllegalArgumentException("owner is blank: '" + owner + "'");
        }
        if (owner.length() > LONGEST_OWNER) {
            throw new IllegalArgumentException(
                    "owner has more than " + LONGEST_OWNER + " characters: " + owner.length());
        }
        if (Utf8.bytes(owner) == null) {
            throw new IllegalArgumentException("owner has half of a surrogate pair");
        }
    }
}
