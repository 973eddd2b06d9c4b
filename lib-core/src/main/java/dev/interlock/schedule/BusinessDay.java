package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.function.Function;

/**
 * What a calendar says of one date. "Closed" and "cannot say" are different answers: a calendar that has run out must
 * not turn a holiday into a business day.
 */
public sealed interface BusinessDay {
    /** The date in question, in the calendar's zone. */
    LocalDate date();

    /**
     * Business as usual, or shortened: {@code closes} is earlier on an early close.
     *
     * @param opens the first instant of the session
     * @param closes the first instant after the session
     */
    record Open(ZonedDateTime opens, ZonedDateTime closes) implements BusinessDay {
        public Open {
            requireNonNull(opens, "opens");
            requireNonNull(closes, "closes");
            if (!opens.isBefore(closes)) {
                throw new IllegalArgumentException("a session closes after it opens: " + opens + ", " + closes);
            }
        }

        @Override
        public LocalDate date() {
            return opens.toLocalDate();
        }
    }

    /**
     * No business.
     *
     * @param reason why, in the calendar's words, such as {@code Good Friday} or {@code weekend}
     */
    record Closed(LocalDate date, String reason) implements BusinessDay {
        public Closed {
            requireNonNull(date, "date");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * The calendar does not cover the date.
     *
     * @param cause what it does cover
     */
    record Uncovered(LocalDate date, String cause) implements BusinessDay {
        public Uncovered {
            requireNonNull(date, "date");
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Open, ? extends R> open,
            Function<? super Closed, ? extends R> closed,
            Function<? super Uncovered, ? extends R> uncovered) {
        if (this instanceof Open o) {
            return open.apply(o);
        }
        if (this instanceof Closed c) {
            return closed.apply(c);
        }
        return uncovered.apply((Uncovered) this);
    }
}
