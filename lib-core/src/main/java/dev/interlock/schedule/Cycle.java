package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One production period: what is expected once between one tick and the next.
 *
 * @param label the cycle's stable name, part of keys and of alert identities
 * @param tick the instant at which production is due to start; the first instant of the cycle
 * @param tradingDay what {@code {trading_day}} stands for in a key
 */
public record Cycle(String label, Instant tick, LocalDate tradingDay) {
    public Cycle {
        requireNonNull(label, "label");
        requireNonNull(tick, "tick");
        requireNonNull(tradingDay, "tradingDay");
    }

    /** The UTC date of the tick: what {@code {date}} stands for in a key. */
    public LocalDate date() {
        return LocalDate.ofInstant(tick, ZoneOffset.UTC);
    }
}
