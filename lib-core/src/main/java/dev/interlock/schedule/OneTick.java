package dev.interlock.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One instant, or none at all. */
record OneTick(@Nullable Instant tick) implements Ticks {
    @Override
    public @Nullable Instant ceiling(Instant instant) {
        return tick == null || tick.isBefore(instant) ? null : tick;
    }

    @Override
    public @Nullable Instant floor(Instant instant) {
        return tick == null || tick.isAfter(instant) ? null : tick;
    }
}
