package dev.interlock.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Every instant that lies a whole number of periods from the anchor, before it too.
 *
 * @param period whole seconds
 */
record RateTicks(Instant anchor, Duration period) implements Ticks {
    @Override
    public @Nullable Instant ceiling(Instant instant) {
        long periods = periods(instant);
        return instant.equals(at(periods)) ? instant : at(periods + 1);
    }

    @Override
    public @Nullable Instant floor(Instant instant) {
        return at(periods(instant));
    }

    private long periods(Instant instant) {
        long seconds = instant.getEpochSecond() - anchor.getEpochSecond();
        long whole = instant.getNano() < anchor.getNano() ? seconds - 1 : seconds;
        return Math.floorDiv(whole, period.toSeconds());
    }

    /** Null for an instant that is too far off to exist. */
    private @Nullable Instant at(long periods) {
        try {
            return anchor.plusSeconds(Math.multiplyExact(periods, period.toSeconds()));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
