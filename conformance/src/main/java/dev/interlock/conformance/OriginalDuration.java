package dev.interlock.conformance;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;

/** Go's durations, read and written a second time: character by character, as Go's documentation describes them. */
final class OriginalDuration {
    static final long MINUTE = 60_000_000_000L;

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);
    private static final long SECOND = 1_000_000_000L;

    private final String text;
    private int at;

    private OriginalDuration(String text) {
        this.text = text;
    }

    /** The nanoseconds; empty if Go refuses the text. */
    static OptionalLong nanos(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return OptionalLong.of(0);
        }
        try {
            BigInteger sum = new OriginalDuration(rest).sum();
            BigInteger signed = negative ? sum.negate() : sum;
            return OptionalLong.of(signed.longValueExact());
        } catch (ArithmeticException | IllegalArgumentException e) {
            return OptionalLong.empty(); // the caller answers what the original falls back to
        }
    }

    private BigInteger sum() {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("nothing");
        }
        BigInteger sum = BigInteger.ZERO;
        while (at < text.length()) {
            String whole = digits();
            String fraction = "";
            boolean hasPoint = at < text.length() && text.charAt(at) == '.';
            if (hasPoint) {
                at++;
                fraction = digits();
            }
            if (whole.isEmpty() && fraction.isEmpty()) {
                throw new IllegalArgumentException("no number");
            }
            long unit = unit();
            sum = sum.add(new BigInteger("0" + whole).multiply(BigInteger.valueOf(unit)))
                    .add(part(fraction, unit));
            if (sum.compareTo(LIMIT) > 0) {
                throw new ArithmeticException("too long");
            }
        }
        return sum;
    }

    private String digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return text.substring(from, at);
    }

    private long unit() {
        int from = at;
        while (at < text.length() && text.charAt(at) != '.' && (text.charAt(at) < '0' || text.charAt(at) > '9')) {
            at++;
        }
        return switch (text.substring(from, at)) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> 60 * MINUTE;
            default -> throw new IllegalArgumentException("no unit");
        };
    }

    /** Of as many digits as fit into 63 bits, as a double. */
    private static BigInteger part(String fraction, long unit) {
        int fitting = Math.min(fraction.length(), 18);
        if (fitting == 0) {
            return BigInteger.ZERO;
        }
        double value = Long.parseLong(fraction.substring(0, fitting)) * (unit / Math.pow(10, fitting));
        return BigInteger.valueOf((long) value);
    }

    /** As Go shows a duration that is positive. */
    static String shown(long nanos) {
        if (nanos < SECOND) {
            List<String> units = List.of("ns", "\u00b5s", "ms");
            int unit = nanos < 1_000 ? 0 : nanos < 1_000_000 ? 1 : 2;
            return decimal(nanos, (long) Math.pow(1_000, unit)) + units.get(unit);
        }
        long hours = nanos / (60 * MINUTE);
        long minutes = nanos / MINUTE % 60;
        String seconds = decimal(nanos % MINUTE, SECOND) + "s";
        return hours > 0 ? hours + "h" + minutes + "m" + seconds : minutes > 0 ? minutes + "m" + seconds : seconds;
    }

    private static String decimal(long value, long unit) {
        String fraction =
                unit == 1 ? "" : Long.toString(unit + value % unit).substring(1).replaceAll("0+$", "");
        return value / unit + (fraction.isEmpty() ? "" : "." + fraction);
    }

    /** Whole minutes, half of one rounded up, at least one: as the message of a reaped row tells them. */
    static long minutes(long nanos) {
        long minutes = nanos / MINUTE + (nanos % MINUTE >= MINUTE / 2 ? 1 : 0);
        return Math.max(1, minutes);
    }
}
