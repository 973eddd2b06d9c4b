package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/** What came of one check. Only {@link Pass} says that the contract holds. */
public sealed interface Outcome {
    /**
     * It holds.
     *
     * @param examined how many things were looked at, at least one: who looked at nothing cannot tell
     * @param note what a reader of the report should know besides; may be empty
     */
    record Pass(long examined, String note) implements Outcome {
        public Pass {
            if (examined < 1) {
                throw new IllegalArgumentException(
                        "examined is below 1: " + examined + "; a check that looked at nothing cannot tell");
            }
            requireNonNull(note, "note");
        }
    }

    /**
     * It does not hold.
     *
     * @param mismatches all that is wrong, at least one
     */
    record Violated(List<Mismatch> mismatches) implements Outcome {
        public Violated {
            mismatches = List.copyOf(requireNonNull(mismatches, "mismatches"));
            if (mismatches.isEmpty()) {
                throw new IllegalArgumentException("mismatches are empty; what is violated has at least one");
            }
        }
    }

    /**
     * Nobody knows: it could not be looked at, or there was nothing to look at. It counts as a failure.
     *
     * @param cause what happened, for a human
     */
    record CannotTell(String cause) implements Outcome {
        public CannotTell {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * It was not looked at.
     *
     * @param skip why
     * @param because the contract because of which, or with {@link Skip#OPTIONAL} the place where nothing is
     */
    record Skipped(Skip skip, String because) implements Outcome {
        public Skipped {
            requireNonNull(skip, "skip");
            requireNonNull(because, "because");
        }
    }

    /** Why a check was not made. */
    enum Skip {
        /** A contract that it depends on did not pass; of a chain of these, the first one. */
        DEPENDENCY,
        /** The suite stops at the first contract that does not pass. */
        STOPPED,
        /** What it looks at may be absent, and is. */
        OPTIONAL
    }

    /** It holds, and one thing was looked at. */
    static Outcome pass() {
        return new Pass(1, "");
    }

    /** It does not hold at one place. */
    static Outcome violated(String place, String expected, String found) {
        return new Violated(List.of(new Mismatch(place, expected, found)));
    }

    /** Nobody knows. */
    static Outcome cannotTell(String cause) {
        return new CannotTell(cause);
    }

    /** What may be absent is absent, for certain. */
    static Outcome absentAsAllowed(String place) {
        return new Skipped(Skip.OPTIONAL, place);
    }

    /**
     * The outcome of looking at many things: violated if anything is wrong, a pass if nothing is, and cannot tell if
     * nothing was looked at, so that no comparison of nothing with nothing passes.
     *
     * @throws IllegalArgumentException if {@code examined} is negative
     */
    static Outcome of(long examined, List<Mismatch> mismatches) {
        if (examined < 0) {
            throw new IllegalArgumentException("examined is negative: " + examined);
        }
        if (!requireNonNull(mismatches, "mismatches").isEmpty()) {
            return new Violated(mismatches);
        }
        return examined == 0 ? new CannotTell("there was nothing to examine") : new Pass(examined, "");
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Pass, ? extends R> pass,
            Function<? super Violated, ? extends R> violated,
            Function<? super CannotTell, ? extends R> cannotTell,
            Function<? super Skipped, ? extends R> skipped) {
        if (this instanceof Pass p) {
            return pass.apply(p);
        }
        if (this instanceof Violated v) {
            return violated.apply(v);
        }
        if (this instanceof CannotTell c) {
            return cannotTell.apply(c);
        }
        return skipped.apply((Skipped) this);
    }
}
