package dev.interlock.reaper;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, such as {@code 1h30m}. */
final class GoDuration {
    /*
     * The grammar is that of time.ParseDuration: a sign, then "0" or numbers with units. A fraction is computed as a
     * double, of as many digits as fit in 63 bits, so that the nanoseconds are Go's.
     * https://pkg.go.dev/time#ParseDuration
     */
    private static final String NUMBER = "(?:([0-9]+)(?:\\.([0-9]*))?|\\.([0-9]+))(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
    private static final Pattern PART = Pattern.compile(NUMBER);
    private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0|(?:" + NUMBER + ")+)");
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MAX_LENGTH = 1_000; // what is longer is no duration that anybody meant

    private GoDuration() {}

    /** The duration; empty if it is none, or is beyond 63 bits of nanoseconds. */
    static Optional<Duration> parse(String text) {
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigInteger nanos = BigInteger.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            long unit = UNITS.getOrDefault(part.group(4), 1L);
            String whole = part.group(1) == null ? "0" : part.group(1);
            String fraction = part.group(1) == null ? part.group(3) : part.group(2);
            nanos = nanos.add(new BigInteger(whole).multiply(BigInteger.valueOf(unit)));
            nanos = nanos.add(BigInteger.valueOf(nanosOf(fraction == null ? "" : fraction, unit)));
        }
        boolean isNegative = text.startsWith("-");
        boolean fits = nanos.compareTo(isNegative ? MAX.add(BigInteger.ONE) : MAX) <= 0;
        return fits
                ? Optional.of(Duration.ofNanos((isNegative ? nanos.negate() : nanos).longValueExact()))
                : Optional.empty();
    }

    private static long nanosOf(String fraction, long unit) {
        long digits = 0;
        double scale = 1;
        for (int i = 0; i < fraction.length() && digits <= Long.MAX_VALUE / 10; i++) {
            long longer = digits * 10 + (fraction.charAt(i) - '0');
            if (longer < 0) {
                break;
            }
            digits = longer;
            scale *= 10;
        }
        return (long) (digits * (unit / scale));
    }
}
