package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * Where admissions are kept, for every process that might start the same run.
 *
 * <p>An implementation is thread-safe and linearizable: of all the writes of one key, whatever their processes, one is
 * stored. It asks once for each call, never looks at {@link AdmissionRecord#expiresAt()}, never changes or removes a
 * record, and does not throw for what it finds: a store that refuses, throttles, fails or hangs has
 * {@link Answer.Failed}. If it throws all the same, the admission is {@link Admission.Unknown}.
 */
@FunctionalInterface
public interface AdmissionStore {
    /**
     * Stores {@code admission} if there is no record of its key, and otherwise says who is in the one that there is.
     */
    Answer putIfAbsent(AdmissionRecord admission);

    /** What became of a write. */
    sealed interface Answer {
        /** There was no record, and now there is this one. */
        record Stored() implements Answer {}

        /**
         * There is a record. It may be the one that this very call wrote, if the write was sent twice and its first
         * answer lost.
         *
         * @param holder who is in it
         */
        record Existing(Holder holder) implements Answer {
            public Existing {
                requireNonNull(holder, "holder");
            }
        }

        /**
         * Neither can be said. The record may have been stored, and may still be.
         *
         * @param cause what happened, for a human
         */
        record Failed(String cause) implements Answer {
            public Failed {
                requireNonNull(cause, "cause");
            }
        }

        /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
        default <R> R fold(
                Function<? super Stored, ? extends R> stored,
                Function<? super Existing, ? extends R> existing,
                Function<? super Failed, ? extends R> failed) {
            if (this instanceof Stored s) {
                return stored.apply(s);
            }
            if (this instanceof Existing e) {
                return existing.apply(e);
            }
            return failed.apply((Failed) this);
        }
    }
}
