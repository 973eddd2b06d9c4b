package dev.interlock.lease;

import dev.interlock.internal.Json;
import org.jspecify.annotations.Nullable;

/** A number as an older writer, in Python, reads it: a fraction is cut off, and digits in a string are a number too. */
final class LegacyNumber {
    /** In seconds, beyond every date that matters; greater ones would leave what an {@code Instant} can be. */
    private static final long BOUND = 100_000_000_000L;

    private LegacyNumber() {}

    static @Nullable Long truncated(@Nullable Json value) {
        if (value == null) {
            return null;
        }
        String text = value.text();
        if (text != null) {
            String digits = text.strip();
            return digits.matches("[+-]?[0-9]{1,300}") ? bounded(Double.parseDouble(digits)) : null;
        }
        return value.type() == Json.Type.NUMBER && value.raw().length() <= 300
                ? bounded(Double.parseDouble(value.raw()))
                : null;
    }

    /** A double is exact for whole seconds far beyond the bound. Infinity was no time to the older writer either. */
    private static @Nullable Long bounded(double number) {
        return Double.isInfinite(number) ? null : Long.valueOf((long) Math.max(-BOUND, Math.min(BOUND, number)));
    }
}
