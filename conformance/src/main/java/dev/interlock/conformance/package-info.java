/**
 * Replays golden vectors, made by running the original systems, against Interlock.
 *
 * <p>Every file is held against two things. {@code Original...} classes write the original's rules a second time, so
 * that a vector that was tampered with is told from one on which Interlock differs; and what Interlock answers must
 * equal the vector, or differ from it exactly as one of the named {@link dev.interlock.conformance.Departure}s says.
 */
@NullMarked
package dev.interlock.conformance;

import org.jspecify.annotations.NullMarked;
