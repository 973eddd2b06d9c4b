package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.Num;
import java.math.BigDecimal;

/**
 * DynamoDB's numbers: 38 significant digits, from 1E-130 to 9.99E+125 on either side of zero, without trailing zeros.
 */
final class Numbers {
    private static final int DIGITS = 38;
    private static final BigDecimal LIMIT = new BigDecimal("1E+126");
    private static final BigDecimal SMALLEST = new BigDecimal("1E-130");
    private static final int LONGEST_EXPONENT = 1_000;

    private Numbers() {}

    static Num parse(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw Refusal.invalid(
                    text.isEmpty()
                            ? "The parameter cannot be converted to a numeric value"
                            : "The parameter cannot be converted to a numeric value: " + text);
        }
        return of(number);
    }

    static Num of(BigDecimal number) {
        if (number.signum() == 0) {
            return new Num(BigDecimal.ZERO);
        }
        if (Math.abs((long) number.scale()) > LONGEST_EXPONENT) { // before anything that would write it out
            throw number.scale() < 0 ? overflow() : underflow();
        }
        BigDecimal normal = number.stripTrailingZeros();
        BigDecimal magnitude = normal.abs();
        if (magnitude.compareTo(LIMIT) >= 0) {
            throw overflow();
        }
        if (magnitude.compareTo(SMALLEST) < 0) {
            throw underflow();
        }
        if (normal.precision() > DIGITS) {
            throw Refusal.invalid("Attempting to store more than 38 significant digits in a Number");
        }
        return new Num(normal);
    }

    /** A sum, which has to fit in a number's digits as well. */
    static Num sum(BigDecimal left, BigDecimal right) {
        return of(left.add(right));
    }

    static String text(Num number) {
        return number.value().toPlainString();
    }

    /** What a number takes of an item: a byte for each digit to the base of 100, one more, and one for a sign. */
    static int size(Num number) {
        BigDecimal value = number.value();
        if (value.signum() == 0) {
            return 1;
        }
        int digits = value.precision() + Math.abs(value.scale() % 2);
        return (digits + 1) / 2 + 1 + (value.signum() < 0 ? 1 : 0);
    }

    private static Refusal overflow() {
        return Refusal.invalid(
                "Number overflow. Attempting to store a number with magnitude larger than supported range");
    }

    private static Refusal underflow() {
        return Refusal.invalid(
                "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    }
}
