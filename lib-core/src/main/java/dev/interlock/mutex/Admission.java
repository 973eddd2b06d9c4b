package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * Whether a run may start. {@link #proceeds()} is the one question of a gate; {@link #fold} tells the cases apart for
 * whoever must act on the difference.
 */
public sealed interface Admission {
    /** This run holds its key, and no other run ever will. */
    record Admitted() implements Admission {}

    /**
     * An earlier attempt of this very run holds the key. Whether that attempt still works, the mutex cannot know.
     *
     * @param first the earlier attempt
     * @param policy what the policy says about it
     */
    record SameRun(Holder first, MutexPolicy.OnSameRun policy) implements Admission {
        public SameRun {
            requireNonNull(first, "first");
            requireNonNull(policy, "policy");
        }
    }

    /**
     * Another run holds the key: this one is a second trigger of the same scheduled time.
     *
     * @param holder the other run
     */
    record Duplicate(Holder holder) implements Admission {
        public Duplicate {
            requireNonNull(holder, "holder");
        }
    }

    /**
     * The run is in a role that does not take the mutex, so nothing was asked or stored.
     *
     * @param role the role, empty if it has none
     */
    record Bypassed(String role) implements Admission {
        public Bypassed {
            requireNonNull(role, "role");
        }
    }

    /**
     * Nothing can be said: the store could not be asked, or did not answer. The key may be free, held by another run,
     * or held by this one, whose write may even land later.
     *
     * @param cause what happened, for a human
     * @param policy what the policy says about it
     */
    record Unknown(String cause, MutexPolicy.OnUnknown policy) implements Admission {
        public Unknown {
            requireNonNull(cause, "cause");
            requireNonNull(policy, "policy");
        }
    }

    /**
     * Whether the run is to start: true if it is admitted or bypassed, false if it is a duplicate, and as the policy
     * says if it is the same run again or unknown.
     */
    default boolean proceeds() {
        return fold(
                admitted -> true,
                sameRun -> sameRun.policy() == MutexPolicy.OnSameRun.ADMIT,
                duplicate -> false,
                bypassed -> true,
                unknown -> unknown.policy() == MutexPolicy.OnUnknown.FAIL_OPEN);
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Admitted, ? extends R> admitted,
            Function<? super SameRun, ? extends R> sameRun,
            Function<? super Duplicate, ? extends R> duplicate,
            Function<? super Bypassed, ? extends R> bypassed,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Admitted a) {
            return admitted.apply(a);
        }
        if (this instanceof SameRun s) {
            return sameRun.apply(s);
        }
        if (this instanceof Duplicate d) {
            return duplicate.apply(d);
        }
        if (this instanceof Bypassed b) {
            return bypassed.apply(b);
        }
        return unknown.apply((Unknown) this);
    }
}
