package dev.interlock.idempotency;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of JSON as ECMAScript writes them (ECMA-262, Number::toString), which RFC 8785 asks for: the shortest decimal
 * that is read as the same double, of equally short ones the nearest.
 *
 * <p>{@code Double.toString} writes the shortest only from JDK 19 on.
 */
final class JsonNumber {
    private static final double EXACT_INTEGERS = 0x1p53;

    /** Any decimal of so many digits survives being a normal double, so only one of them can be meant. */
    private static final int SAFE_DIGITS = 15;

    private static final int ENOUGH_DIGITS = 17;

    /** Zero, or from a millionth on without an exponent and without a zero at the end. */
    private static final Pattern PLAIN =
            Pattern.compile("0|-?(?:[1-9][0-9]*(?:\\.[0-9]*[1-9])?|0\\.0{0,5}[1-9](?:[0-9]*[1-9])?)");

    private JsonNumber() {}

    /**
     * A number of JSON as ECMAScript writes the double that is nearest to it; null if that is another number, or
     * infinite, or if its exponent has more digits than any decimal here.
     */
    static @Nullable String exact(String json) {
        if (isWrittenSo(json)) {
            return json;
        }
        String nearest = nearest(json);
        if (nearest == null) {
            return null;
        }
        try {
            return new BigDecimal(nearest).compareTo(new BigDecimal(json)) == 0 ? nearest : null;
        } catch (NumberFormatException | ArithmeticException e) {
            return null; // such as 1e-99999999999: a double of it is zero
        }
    }

    /** A number of JSON as ECMAScript writes the double that is nearest to it; null if that is infinite. */
    static @Nullable String nearest(String json) {
        if (isWrittenSo(json)) {
            return json;
        }
        double value = Double.parseDouble(json);
        return Double.isInfinite(value) ? null : format(value);
    }

    /**
     * Whether a number is written as ECMAScript would, as most are. No two decimals of up to 15 digits have one double,
     * so none of them has a shorter one.
     */
    private static boolean isWrittenSo(String json) {
        return json.length() <= SAFE_DIGITS && PLAIN.matcher(json).matches();
    }

    /** The number as ECMAScript writes it; it is finite. */
    static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
            return Long.toString((long) value); // also of minus zero, which has no sign
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        StringBuilder text = new StringBuilder(26);
        if (value < 0) {
            text.append('-');
        }
        return layOut(text, digits, digits.length() - shortest.scale()).toString();
    }

    /** @param point how many digits are before the decimal point, negative if zeros follow it */
    private static StringBuilder layOut(StringBuilder text, String digits, int point) {
        int length = digits.length();
        if (length <= point && point <= 21) {
            return text.append(digits).append("0".repeat(point - length));
        }
        if (0 < point && point <= 21) {
            return text.append(digits, 0, point).append('.').append(digits, point, length);
        }
        if (-6 < point && point <= 0) {
            return text.append("0.").append("0".repeat(-point)).append(digits);
        }
        text.append(digits.charAt(0));
        if (length > 1) {
            text.append('.').append(digits, 1, length);
        }
        return text.append('e').append(point > 0 ? '+' : '-').append(Math.abs(point - 1));
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        if (value >= Double.MIN_NORMAL) {
            BigDecimal rounded = exact.round(new MathContext(SAFE_DIGITS, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        int least = value >= Double.MIN_NORMAL ? SAFE_DIGITS + 1 : 1;
        for (int digits = least; digits < ENOUGH_DIGITS; digits++) {
            BigDecimal found = nearest(exact, value, digits);
            if (found != null) {
                return found;
            }
        }
        return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN));
    }

    /**
     * The decimal of so many digits that is read as {@code value}, the nearer one if both are; null if none is. The
     * nearer one need not be read so while the other is, because at a power of two the doubles below are closer
     * together.
     */
    private static @Nullable BigDecimal nearest(BigDecimal exact, double value, int digits) {
        BigDecimal nearer = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (nearer.doubleValue() == value) {
            return nearer;
        }
        BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
        if (below.doubleValue() == value) {
            return below;
        }
        BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
        return above.doubleValue() == value ? above : null;
    }
}
