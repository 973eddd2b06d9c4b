package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * The verdict on one artifact in one cycle. Only {@link Fresh} means "go ahead and read it"; a monitor tells the others
 * apart with {@link #fold}.
 */
public sealed interface Freshness {
    /** The cycle that the verdict is about. */
    Cycle cycle();

    /**
     * It is there, written at or after the cycle's tick; a continuous one within its interval and SLA.
     *
     * @param lastModified when it was written, by the store's clock
     * @param source the key that it was found under
     */
    record Fresh(Cycle cycle, Instant lastModified, Source source) implements Freshness {
        public Fresh {
            requireNonNull(cycle, "cycle");
            requireNonNull(lastModified, "lastModified");
            requireNonNull(source, "source");
        }
    }

    /** Which of an artifact's two keys satisfied the cycle. */
    enum Source {
        /** The artifact's own key. */
        CANONICAL,
        /** The recovery key, in place of a canonical one that was absent or stale. */
        RECOVERY
    }

    /**
     * Not there yet, and not due before the deadline.
     *
     * @param deadline the first instant at which it is late
     * @param found what is there instead: nothing, or one of an earlier cycle
     */
    record Pending(Cycle cycle, Instant deadline, Observation.Seen found) implements Freshness {
        public Pending {
            requireNonNull(cycle, "cycle");
            requireNonNull(deadline, "deadline");
            requireNonNull(found, "found");
        }
    }

    /**
     * Nothing is due in this cycle, so nothing was looked for.
     *
     * @param reason why, in the calendar's words
     */
    record NotExpected(Cycle cycle, String reason) implements Freshness {
        public NotExpected {
            requireNonNull(cycle, "cycle");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * The artifact is too young to be judged, so nothing was looked for.
     *
     * @param cyclesSeen expected cycles since it was created, the one in force included
     * @param graceCycles how many of them are not judged
     */
    record Onboarding(Cycle cycle, int cyclesSeen, int graceCycles) implements Freshness {
        public Onboarding {
            requireNonNull(cycle, "cycle");
            if (cyclesSeen < 0 || graceCycles < cyclesSeen) {
                throw new IllegalArgumentException(
                        "cyclesSeen is not within 0 and graceCycles: " + cyclesSeen + ", " + graceCycles);
            }
        }
    }

    /**
     * Due, and not there.
     *
     * @param overdue the time since the deadline, zero at the deadline itself; for a continuous artifact of which
     *     nothing is there, the time since the latest write that it missed, and so at least this long
     * @param found what is there instead: nothing, or one of an earlier cycle
     */
    record Late(Cycle cycle, Duration overdue, Observation.Seen found) implements Freshness {
        public Late {
            requireNonNull(cycle, "cycle");
            requireNonNull(overdue, "overdue");
            requireNonNull(found, "found");
            if (overdue.isNegative()) {
                throw new IllegalArgumentException("overdue is negative: " + overdue);
            }
        }

        /** {@link Kind#STALE} if something old is there, {@link Kind#MISSING} if nothing is. */
        public Kind kind() {
            return found instanceof Observation.Present ? Kind.STALE : Kind.MISSING;
        }
    }

    /** How an artifact is late. */
    enum Kind {
        /** Nothing is there. */
        MISSING,
        /** One of an earlier cycle is there. */
        STALE
    }

    /**
     * Nothing can be said: the monitor is blind, which tells nothing about the producer. Neither "there" nor "not
     * there" may be concluded from it.
     *
     * @param cause what happened, for a human
     */
    record Unknown(Cycle cycle, UnknownReason reason, String cause) implements Freshness {
        public Unknown {
            requireNonNull(cycle, "cycle");
            requireNonNull(reason, "reason");
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Fresh, ? extends R> fresh,
            Function<? super Pending, ? extends R> pending,
            Function<? super NotExpected, ? extends R> notExpected,
            Function<? super Onboarding, ? extends R> onboarding,
            Function<? super Late, ? extends R> late,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Fresh f) {
            return fresh.apply(f);
        }
        if (this instanceof Pending p) {
            return pending.apply(p);
        }
        if (this instanceof NotExpected n) {
            return notExpected.apply(n);
        }
        if (this instanceof Onboarding o) {
            return onboarding.apply(o);
        }
        if (this instanceof Late l) {
            return late.apply(l);
        }
        return unknown.apply((Unknown) this);
    }
}
