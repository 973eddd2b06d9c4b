/** Benchmarks of {@code dev.interlock.envelope}. */
@NullMarked
package dev.interlock.benchmarks.envelope;

import org.jspecify.annotations.NullMarked;
