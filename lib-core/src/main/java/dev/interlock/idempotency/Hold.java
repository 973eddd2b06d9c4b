package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The right to say how a claim ends: every later write names it, and is refused once a successor has another one.
 *
 * @param token what is claimed
 * @param owner who claimed it
 * @param fence greater than that of every earlier claim of this token, so that what is written with it can refuse what
 *     is late
 * @param retention how long the record is kept after each change
 */
public record Hold(IdempotencyToken token, String owner, long fence, Duration retention) {
    /** Checks the fence, which is positive. */
    public Hold {
        requireNonNull(token, "token");
        ClaimRequest.requireOwner(owner);
        requireNonNull(retention, "retention");
        if (fence < 1) {
            throw new IllegalArgumentException("fence is below 1: " + fence);
        }
    }
}
