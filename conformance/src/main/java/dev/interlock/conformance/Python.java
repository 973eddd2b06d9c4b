package dev.interlock.conformance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts as Python writes them, in which the vectors of the original are. */
final class Python {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private Python() {}

    /** Reads what {@code isoformat()} wrote; a time without an offset is UTC. */
    static OffsetDateTime time(String iso) {
        boolean hasOffset = iso.endsWith("Z") || iso.substring(10).matches(".*[+-]\\d\\d:\\d\\d(:\\d\\d)?");
        return hasOffset ? OffsetDateTime.parse(iso) : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC);
    }

    /** {@code datetime.isoformat()}: seconds always, six digits of a fraction or none, an offset and never Z. */
    static String isoformat(OffsetDateTime time) {
        String text = SECONDS.format(time);
        String fraction = time.getNano() == 0 ? "" : String.format(Locale.ROOT, ".%06d", time.getNano() / 1000);
        String offset = time.getOffset().equals(ZoneOffset.UTC)
                ? "+00:00"
                : time.getOffset().getId();
        return text + fraction + offset;
    }

    static String isoformat(Instant time) {
        return isoformat(time.atOffset(ZoneOffset.UTC));
    }

    /** {@code f"{value:.1f}"}: half to even on the exact binary value, and a sign before a negative zero. */
    static String oneDecimal(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 && value < 0 ? "-" + rounded : rounded.toString();
    }

    /** {@code repr()} of a list of strings. */
    static String repr(List<String> texts) {
        return texts.stream().map(Python::repr).collect(Collectors.joining(", ", "[", "]"));
    }

    /** {@code repr()} of a string: single quotes, unless there is one in it and no double one. */
    static String repr(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder repr = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> repr.append(escaped(c, quote)));
        return repr.append(quote).toString();
    }

    private static String escaped(int c, char quote) {
        if (c == '\\' || c == quote) {
            return "\\" + (char) c;
        }
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPrintable(c) ? Character.toString(c) : hex(c);
        };
    }

    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String hex(int c) {
        String format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
        return String.format(Locale.ROOT, format, c);
    }
}
