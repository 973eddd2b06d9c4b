/** Claims without a database: {@link dev.interlock.testkit.idempotency.InMemoryIdempotencyStore}. */
@NullMarked
package dev.interlock.testkit.idempotency;

import org.jspecify.annotations.NullMarked;
