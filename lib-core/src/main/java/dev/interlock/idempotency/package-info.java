/**
 * Names requests, so that a repeat can be recognised: {@link dev.interlock.idempotency.IdempotencyTokens} for the shared
 * scheme of executions, {@link dev.interlock.idempotency.TokenScheme} for requests of your own. Pure.
 */
@NullMarked
package dev.interlock.idempotency;

import org.jspecify.annotations.NullMarked;
