package dev.interlock.aws.commitment;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The death of a process, at one of its requests: before it is sent, or after it was carried out and before it is
 * answered.
 */
final class Crash implements ExecutionInterceptor {
    private int requests;
    private int dieAt;
    private boolean isAfter;

    /** What nobody catches. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("dead", null, false, false);
        }
    }

    /** Dies at the {@code step}th of the next moments, two to a request, from 1. */
    void dieAtStep(int step) {
        requests = 0;
        dieAt = (step + 1) / 2;
        isAfter = step % 2 == 0;
    }

    void live() {
        dieAt = 0;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        requests++;
        if (requests == dieAt && !isAfter) {
            throw new Death();
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (requests == dieAt && isAfter) {
            throw new Death();
        }
    }
}
