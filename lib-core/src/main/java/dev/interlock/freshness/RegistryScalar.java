package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Scalar;
import dev.interlock.freshness.RegistryNode.ScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Readings of one text. Each throws {@link IllegalArgumentException} with what is wrong with it. */
final class RegistryScalar {
    private static final Set<String> ZONE_IDS = Set.copyOf(ZoneId.getAvailableZoneIds());
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d+");

    private RegistryScalar() {}

    /** Any string. */
    static String text(RegistryNode value) {
        return scalar(value, ScalarType.STRING, "a string");
    }

    /** A string that {@code check} does not throw for. */
    static Function<RegistryNode, String> text(Consumer<String> check) {
        return value -> {
            String text = text(value);
            check.accept(text);
            return text;
        };
    }

    static Function<RegistryNode, String> oneOf(List<String> names) {
        return text(text -> {
            if (!names.contains(text)) {
                throw new IllegalArgumentException(
                        RegistryExcerpt.quoted(text) + " is not one of " + String.join(", ", names));
            }
        });
    }

    /** Any integer that an {@code int} holds. */
    static int integer(RegistryNode value) {
        return integer(Integer.MIN_VALUE, Integer.MAX_VALUE).apply(value);
    }

    /** An integer of the core schema, decimal, {@code 0o17} or {@code 0x1F}; not one that YAML 1.1 reads otherwise. */
    static Function<RegistryNode, Integer> integer(int least, int most) {
        return value -> {
            String text = scalar(value, ScalarType.INTEGER, "an integer");
            if (LEADING_ZERO.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "has a leading zero, with which YAML 1.1 means an octal number: " + RegistryExcerpt.of(text));
            }
            long number = number(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(
                        "must be within " + least + " and " + most + ", but is " + RegistryExcerpt.of(text));
            }
            return (int) number;
        };
    }

    private static long number(String text) {
        try {
            return switch (text.length() < 2 ? "" : text.substring(0, 2)) {
                case "0o" -> Long.parseLong(text.substring(2), 8);
                case "0x" -> Long.parseLong(text.substring(2), 16);
                default -> Long.parseLong(text);
            };
        } catch (NumberFormatException e) {
            return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    static boolean bool(RegistryNode value) {
        return Boolean.parseBoolean(scalar(value, ScalarType.BOOLEAN, "true or false"));
    }

    static LocalDate date(RegistryNode value) {
        String text = scalar(value, ScalarType.STRING, "a date, in quotes if it has no dashes");
        return RegistryDate.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(RegistryExcerpt.quoted(text)
                        + " is not a date such as 2025-01-01, '20250101', 2025-W01-3 or 2025-W01"));
    }

    /** A date as a calendar has it. A week is refused: as a closure it would look as if all its days were closed. */
    static LocalDate day(RegistryNode value) {
        return day(scalar(value, ScalarType.STRING, "a date such as 2026-12-24"));
    }

    /** A date as a calendar has it. */
    static LocalDate day(String text) {
        return RegistryDate.parse(text)
                .filter(date -> date.toString().equals(text))
                .orElseThrow(() -> new IllegalArgumentException(
                        RegistryExcerpt.quoted(text) + " is not a date such as 2026-12-24"));
    }

    /** An instant in the years that dates are read in. */
    static Instant instant(RegistryNode value) {
        String wanted = "an instant such as 2026-01-01T00:00:00Z";
        String text = scalar(value, ScalarType.STRING, wanted);
        try {
            Instant instant = Instant.parse(text);
            int year = instant.atZone(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= 9999) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Said below, in the words of this reader.
        }
        throw new IllegalArgumentException(RegistryExcerpt.quoted(text) + " is not " + wanted);
    }

    static ZoneId zone(RegistryNode value) {
        String text = text(value);
        return zone(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        RegistryExcerpt.quoted(text) + " is not a time zone such as America/New_York"));
    }

    /** The zone that has an id of the IANA; an offset has none. */
    static Optional<ZoneId> zone(String id) {
        return ZONE_IDS.contains(id) ? Optional.of(ZoneId.of(id)) : Optional.empty();
    }

    private static String scalar(RegistryNode value, ScalarType type, String wanted) {
        if (value instanceof Scalar scalar && scalar.type() == type) {
            return scalar.text();
        }
        throw new IllegalArgumentException("must be " + wanted + ", but is " + value.description());
    }
}
