package dev.interlock.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** What a sample without replacement tells: the hypergeometric distribution at zero. */
final class Odds {
    private static final MathContext DIGITS = new MathContext(20, RoundingMode.HALF_EVEN);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private static final BigDecimal LARGEST_SHOWN = new BigDecimal("0.999");
    private static final BigDecimal SMALLEST_SHOWN = new BigDecimal("0.0001");

    private Odds() {}

    static BigDecimal missing(int population, int bad, int size) {
        if (population < 1 || bad < 0 || bad > population || size < 0 || size > population) {
            throw new IllegalArgumentException("population is not at least 1, or bad or size is not within 0 and it: "
                    + population + ", " + bad + ", " + size);
        }
        // (population - bad choose size) / (population choose size); with bad and size exchanged it is the same number
        int factors = Math.min(bad, size);
        int others = population - Math.max(bad, size);
        BigInteger good = product(others, factors);
        return new BigDecimal(good).divide(new BigDecimal(product(population, factors)), DIGITS);
    }

    /**
     * {@code from * (from - 1) * ...}, so many factors, by halves, so that the numbers that are multiplied are alike in
     * size.
     */
    private static BigInteger product(int from, int factors) {
        if (factors > from) {
            return BigInteger.ZERO;
        }
        if (factors <= 4) {
            BigInteger product = BigInteger.ONE;
            for (int i = 0; i < factors; i++) {
                product = product.multiply(BigInteger.valueOf(from - i));
            }
            return product;
        }
        int half = factors / 2;
        return product(from, half).multiply(product(from - half, factors - half));
    }

    static String sentence(int population, int size, BigDecimal percent) {
        int bad = percent.multiply(BigDecimal.valueOf(population))
                .divide(HUNDRED, 0, RoundingMode.CEILING)
                .intValueExact();
        return "misses " + bad + " bad (" + percent.toPlainString() + " %) with probability "
                + shown(missing(population, bad, size)) + ", a single one with "
                + shown(missing(population, 1, size));
    }

    /** Three digits, but never so few that a chance looks like none or like certainty. */
    private static String shown(BigDecimal probability) {
        if (probability.signum() == 0 || probability.compareTo(BigDecimal.ONE) == 0) {
            return probability.toBigInteger().toString();
        }
        if (probability.compareTo(LARGEST_SHOWN) > 0) {
            return "more than " + LARGEST_SHOWN;
        }
        if (probability.compareTo(SMALLEST_SHOWN) < 0) {
            return "less than " + SMALLEST_SHOWN;
        }
        return probability.round(new MathContext(3, RoundingMode.HALF_EVEN)).toPlainString();
    }
}
