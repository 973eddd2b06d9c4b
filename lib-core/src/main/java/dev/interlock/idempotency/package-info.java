/**
 * Names requests, so that a repeat can be recognised: {@link dev.interlock.idempotency.IdempotencyTokens} for the
 * shared scheme of executions, {@link dev.interlock.idempotency.TokenScheme} for requests of your own,
 * {@link dev.interlock.idempotency.FingerprintScheme} for what was asked. And does them once:
 * {@link dev.interlock.idempotency.Idempotent} over an {@link dev.interlock.idempotency.IdempotencyStore}, and what is
 * bought elsewhere by a {@link dev.interlock.idempotency.CommitmentGuard}.
 */
@NullMarked
package dev.interlock.idempotency;

import org.jspecify.annotations.NullMarked;
