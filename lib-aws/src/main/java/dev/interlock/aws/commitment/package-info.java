/**
 * Buys reservations and savings plans once: one {@link dev.interlock.idempotency.CommitmentPort} for each service, to
 * be driven by a {@link dev.interlock.idempotency.CommitmentGuard}.
 *
 * <p>Every purchase is sent once, whatever retries the client has; look-ups and tags have the client's. Finding an
 * offering is the caller's business, before the decision is stored: here it is an id.
 */
@NullMarked
package dev.interlock.aws.commitment;

import org.jspecify.annotations.NullMarked;
