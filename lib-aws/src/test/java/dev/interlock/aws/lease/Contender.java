package dev.interlock.aws.lease;

/** One writer's side of a lock: the real lease, or one that is known to be wrong. */
interface Contender {
    Outcome acquire();

    sealed interface Outcome {
        record Won(Hold hold) implements Outcome {}

        record Held(String by) implements Outcome {}

        record Unknown(String cause) implements Outcome {}
    }

    /** What the winner has. */
    interface Hold {
        long fence();

        boolean isHeld();

        /** Whether it is renewed; empty-handed is {@code LOST}, in doubt is {@code UNKNOWN}. */
        Renewed renew();

        /** Whether it is known to be released, or another's. */
        boolean release();

        enum Renewed {
            RENEWED,
            LOST,
            UNKNOWN
        }
    }
}
