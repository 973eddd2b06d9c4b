package dev.interlock.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An ascending row of instants. */
interface Ticks {
    /** The first at or after {@code instant}; null if there is none. */
    @Nullable
    Instant ceiling(Instant instant);

    /** The last at or before {@code instant}; null if there is none. */
    @Nullable
    Instant floor(Instant instant);
}
