/** Benchmarks of idempotency tokens. */
@NullMarked
package dev.interlock.benchmarks.idempotency;

import org.jspecify.annotations.NullMarked;
