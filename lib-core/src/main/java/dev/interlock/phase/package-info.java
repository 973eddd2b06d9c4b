/**
 * Lets a phase of a pipeline that has ended well not be run again: {@link dev.interlock.phase.PhaseRegistry} over
 * markers in a {@link dev.interlock.phase.PhaseStore}.
 */
@NullMarked
package dev.interlock.phase;

import org.jspecify.annotations.NullMarked;
