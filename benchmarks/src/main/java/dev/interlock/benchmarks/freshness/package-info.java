/** Benchmarks of artifact freshness. */
@NullMarked
package dev.interlock.benchmarks.freshness;

import org.jspecify.annotations.NullMarked;
