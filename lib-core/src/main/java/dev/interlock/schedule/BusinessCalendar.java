package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says on which dates business is done, and steps from one business day to another.
 *
 * <p>Every step is empty as soon as it would have to cross a date that the calendar does not cover, or after
 * {@value #HORIZON_DAYS} days without finding one: an answer is never guessed. Implementations are immutable.
 */
public interface BusinessCalendar {
    /** How many days are searched for the next business day before the answer is "none". */
    int HORIZON_DAYS = 400;

    /** A short name for texts, such as {@code NYSE}. */
    String name();

    /** The zone in which dates begin and sessions open and close. */
    ZoneId zone();

    /** What the calendar says of {@code date}. */
    BusinessDay day(LocalDate date);

    /** The first business day strictly after {@code date}. */
    default Optional<LocalDate> next(LocalDate date) {
        return step(date, 1);
    }

    /** The last business day strictly before {@code date}. */
    default Optional<LocalDate> previous(LocalDate date) {
        return step(date, -1);
    }

    /**
     * The business day that lies {@code sessions} business days after {@code date}, or before it when negative. Zero
     * gives {@code date} itself, business day or not.
     */
    default Optional<LocalDate> plus(LocalDate date, int sessions) {
        requireNonNull(date, "date");
        Optional<LocalDate> at = Optional.of(date);
        int direction = Integer.signum(sessions);
        for (int left = sessions; left != 0 && at.isPresent(); left -= direction) {
            at = step(at.get(), direction);
        }
        return at;
    }

    /** The number of business days in {@code (after, upTo]}; 0 when {@code upTo} is not later than {@code after}. */
    default OptionalInt count(LocalDate after, LocalDate upTo) {
        int sessions = 0;
        for (LocalDate date = after.plusDays(1); !date.isAfter(upTo); date = date.plusDays(1)) {
            BusinessDay day = day(date);
            if (day instanceof BusinessDay.Uncovered) {
                return OptionalInt.empty();
            }
            if (day instanceof BusinessDay.Open) {
                sessions++;
            }
        }
        return OptionalInt.of(sessions);
    }

    /** The date of the last session that is over at {@code now}; a session is over at the instant it closes. */
    default Optional<LocalDate> lastClosed(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone());
        BusinessDay day = day(today);
        if (day instanceof BusinessDay.Uncovered) {
            return Optional.empty();
        }
        Optional<LocalDate> last = day instanceof BusinessDay.Open ? Optional.of(today) : previous(today);
        while (last.isPresent() && !isOver(last.get(), now)) {
            last = previous(last.get());
        }
        return last;
    }

    private boolean isOver(LocalDate session, Instant now) {
        return !(day(session) instanceof BusinessDay.Open open
                && open.closes().toInstant().isAfter(now));
    }

    private Optional<LocalDate> step(LocalDate from, int direction) {
        LocalDate date = from;
        for (int days = 0; days < HORIZON_DAYS; days++) {
            date = date.plusDays(direction);
            BusinessDay day = day(date);
            if (day instanceof BusinessDay.Open) {
                return Optional.of(date);
            }
            if (day instanceof BusinessDay.Uncovered) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
