/**
 * What AWS wraps around an event, taken off layer by layer: {@link dev.interlock.envelope.Envelopes}.
 */
@NullMarked
package dev.interlock.envelope;

import org.jspecify.annotations.NullMarked;
