package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Scalar;
import dev.interlock.freshness.RegistryNode.ScalarType;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Readings of one text. Each throws {@link IllegalArgumentException} with what is wrong with it. */
final class RegistryScalar {
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

    private static String scalar(RegistryNode value, ScalarType type, String wanted) {
        if (value instanceof Scalar scalar && scalar.type() == type) {
            return scalar.text();
        }
        throw new IllegalArgumentException("must be " + wanted + ", but is " + value.description());
    }
}
