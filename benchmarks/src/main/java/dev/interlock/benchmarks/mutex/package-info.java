/** Benchmarks of mutex keys. */
@NullMarked
package dev.interlock.benchmarks.mutex;

import org.jspecify.annotations.NullMarked;
