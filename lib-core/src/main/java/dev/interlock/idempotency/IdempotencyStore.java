package dev.interlock.idempotency;

import java.time.Duration;

/**
 * Where claims are kept, for every process that might do the same work.
 *
 * <p>An implementation is thread-safe and linearizable: of all claims of one token, whatever their processes, one is
 * granted at a time. What it promises:
 *
 * <ul>
 *   <li>A claim is granted if there is no record, if the last owner abandoned it, or if its lease is over by the
 *       claimant's clock and by more than the tolerance of clocks; and only if the record has the fingerprint of the
 *       request. A claim that ended is never granted again, however old its record is: what a record's time to live
 *       says decides nothing.
 *   <li>The lease is counted from before the first send. A claimant that learns too late that it has won, has not won:
 *       {@link Claim.Unknown}.
 *   <li>Fences of one token rise from claim to claim, also if the record was removed in between, as long as the clock
 *       does.
 *   <li>Later writes change the record only while it is about the claim of this very owner and fence, and has not
 *       ended. A lease that is over, but that nobody took over, can still be renewed, completed and abandoned.
 *   <li>A write whose answer is lost and that is sent again is answered as if it were sent once.
 *   <li>It does not throw for what it finds: a store that refuses, throttles, fails or hangs is {@code Unknown}.
 * </ul>
 *
 * <p>A claim narrows the window in which work is done twice, and cannot close it: an owner that dies between the effect
 * and {@link #complete} has done the work, and nobody knows. Hand the token or the fence to what has the effect.
 *
 * <p>{@code IdempotencyStoreSuite} of the test kit says the same in tests, for stores of your own.
 */
public interface IdempotencyStore {
    /**
     * Asks for the right to do the work. The hold that is granted has the request's token, owner and retention, and a
     * fence from 1.
     */
    Claim claim(ClaimRequest request);

    /**
     * Moves the end of the lease to {@code lease} from now. A renewal never shortens a lease.
     *
     * @throws IllegalArgumentException if {@code lease} is not within a second and seven days
     */
    Settlement renew(Hold hold, Duration lease);

    /**
     * Ends the claim with what everybody who asks again is told. A claim that has ended stays as it ended: the same
     * result once more is {@link Settlement.Done}, and another one {@link Settlement.Lost} to its own owner and fence.
     */
    Settlement complete(Hold hold, StoredResult result);

    /**
     * Ends the claim without a result: this owner did nothing, and the next claimant is granted it at once. The same
     * once more is {@link Settlement.Done}. Earlier claims that never said how they ended stay
     * {@linkplain Claim.Granted#unfinished counted}.
     */
    Settlement abandon(Hold hold);
}
