package dev.interlock.aws.envelope;

import dev.interlock.envelope.Unwrapped;

/**
 * Hears of each record that failed, and why: of a batch nobody else does, because its answer names records and no
 * reasons. The place to log, and to publish an error through an {@link dev.interlock.envelope.ErrorCircuit}.
 *
 * <p>Called in the thread of the invocation, before its answer.
 */
@FunctionalInterface
public interface FailureListener {
    /**
     * Takes note of one failure. What this throws ends the invocation, and all of its event comes again.
     *
     * @param record the record that failed
     * @param failure of a message that was rejected an {@link IllegalArgumentException} that names the place and the
     *     reason without content; of a consumer that threw what it threw
     */
    void onFailure(Unwrapped record, RuntimeException failure);
}
