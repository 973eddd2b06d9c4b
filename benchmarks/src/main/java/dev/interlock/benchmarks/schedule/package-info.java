/** Benchmarks of {@code dev.interlock.schedule}. */
@NullMarked
package dev.interlock.benchmarks.schedule;

import org.jspecify.annotations.NullMarked;
