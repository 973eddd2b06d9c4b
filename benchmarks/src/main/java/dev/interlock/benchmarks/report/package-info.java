/** Draws tables and plots from the results that are committed. */
@NullMarked
package dev.interlock.benchmarks.report;

import org.jspecify.annotations.NullMarked;
