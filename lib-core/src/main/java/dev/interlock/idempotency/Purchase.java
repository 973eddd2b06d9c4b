package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/**
 * What came of a purchase. {@link Bought}, {@link AlreadyBought} and {@link PartlyBought} say that it is bought, and
 * nothing else does; {@link Refused} alone says that this drive bought nothing.
 */
public sealed interface Purchase {
    /**
     * It is bought, by this drive.
     *
     * @param id by which the service knows it
     */
    record Bought(String id) implements Purchase {
        public Bought {
            requireNonNull(id, "id");
        }
    }

    /**
     * It was bought with this token before, by an earlier drive or by an attempt of this one whose answer was lost, and
     * is what was asked for.
     *
     * @param commitment what is there
     */
    record AlreadyBought(Commitment commitment) implements Purchase {
        public AlreadyBought {
            requireNonNull(commitment, "commitment");
        }
    }

    /**
     * With this token something else was bought, or the same more than once. Somebody must look at it; driving it again
     * changes nothing.
     *
     * @param commitments what is there
     * @param differences what is wrong with it, in words
     */
    record Mismatch(List<Commitment> commitments, List<String> differences) implements Purchase {
        public Mismatch {
            commitments = List.copyOf(requireNonNull(commitments, "commitments"));
            differences = List.copyOf(requireNonNull(differences, "differences"));
        }
    }

    /**
     * This drive bought nothing. What an earlier one did is not known for any reason but {@link Reason#SPENT} and
     * {@link Reason#UNCLEAR}.
     *
     * @param reason what to do next
     * @param cause in words, without the token
     */
    record Refused(Reason reason, String cause) implements Purchase {
        public Refused {
            requireNonNull(reason, "reason");
            requireNonNull(cause, "cause");
        }
    }

    /**
     * A create was sent, and nobody knows whether it bought. Where the service
     * {@linkplain DedupeStrength#refusesRepeats() refuses repeats} drive it again later; elsewhere somebody must look
     * at the account.
     *
     * @param cause in words, without the token
     */
    record Unknown(String cause) implements Purchase {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * It is bought, by this drive, and its tag is not written: a later look-up will not find it. Keep the id, write the
     * tag, and do not drive it again before that.
     *
     * @param id by which the service knows it
     * @param cause why the tag is not written, in words, without the token
     */
    record PartlyBought(String id, String cause) implements Purchase {
        public PartlyBought {
            requireNonNull(id, "id");
            requireNonNull(cause, "cause");
        }
    }

    /** Why nothing was bought. */
    enum Reason {
        /** The service did not say what was bought before. Drive it again later. */
        LOOK_UP_FAILED,
        /** Nothing is found, and at this service that proves nothing. Somebody must look at the account. */
        TOO_WEAK,
        /** What was bought with this token is over. To buy it anew is a new decision, with a token of its own. */
        SPENT,
        /**
         * What was bought with this token may be paid for or not; its state does not say. Somebody must look at the
         * account.
         */
        UNCLEAR,
        /** The lease of the claim is over: a successor may drive the decision by now. */
        LATE,
        /** The service did not take the request for now. Drive it again later. */
        BUSY,
        /** The service does not take the request. */
        REJECTED;

        /** Whether driving it again later may help: nobody has to look at it before. */
        public boolean mayPass() {
            return this == LOOK_UP_FAILED || this == BUSY || this == LATE;
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <T> T fold(
            Function<? super Bought, ? extends T> bought,
            Function<? super AlreadyBought, ? extends T> alreadyBought,
            Function<? super Mismatch, ? extends T> mismatch,
            Function<? super Refused, ? extends T> refused,
            Function<? super Unknown, ? extends T> unknown,
            Function<? super PartlyBought, ? extends T> partlyBought) {
        if (this instanceof Bought b) {
            return bought.apply(b);
        } else if (this instanceof AlreadyBought a) {
            return alreadyBought.apply(a);
        } else if (this instanceof Mismatch m) {
            return mismatch.apply(m);
        } else if (this instanceof Refused r) {
            return refused.apply(r);
        }
        return this instanceof Unknown u ? unknown.apply(u) : partlyBought.apply((PartlyBought) this);
    }
}
