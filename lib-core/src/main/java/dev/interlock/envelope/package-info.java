/**
 * What an event goes through before it is handled: what AWS wraps around it is taken off
 * ({@link dev.interlock.envelope.Envelopes}), loops end ({@link dev.interlock.envelope.LoopBreaker}), somebody is found
 * who handles it ({@link dev.interlock.envelope.Routes}), and what is done and what is not is answered
 * ({@link dev.interlock.envelope.PartialBatch}). An {@link dev.interlock.envelope.ErrorCircuit} stands before what
 * tells of errors.
 */
@NullMarked
package dev.interlock.envelope;

import org.jspecify.annotations.NullMarked;
