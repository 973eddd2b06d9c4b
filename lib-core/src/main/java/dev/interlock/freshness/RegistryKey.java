package dev.interlock.freshness;

import dev.interlock.Severity;
import dev.interlock.freshness.RegistryNode.Scalar;
import dev.interlock.freshness.RegistryNode.ScalarType;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A key of a row, and how its value is read.
 *
 * @param name the key
 * @param presence whether a row may do without it
 * @param reading from what is written to the value; throws {@link IllegalArgumentException} with what is wrong with it
 */
record RegistryKey<T>(String name, Presence presence, Function<RegistryNode, T> reading) {
    static final RegistryKey<String> ARTIFACT_ID = required("artifact_id", text(ArtifactSpec::builder));
    static final RegistryKey<String> S3_BUCKET =
            required("s3_bucket", text(bucket -> ArtifactSpec.builder("any").location(bucket, "any")));
    static final RegistryKey<String> S3_KEY_TEMPLATE = required("s3_key_template", text(KeyTemplate::parse));
    static final RegistryKey<String> CADENCE =
            required("cadence", oneOf(List.of("saturday_sf", "weekday_sf", "eod_sf", "continuous")));
    static final RegistryKey<Integer> SLA_MINUTES_AFTER_CRON =
            required("sla_minutes_after_cron", integer(0, (int) ArtifactSpec.MAX_SLA.toMinutes()));
    static final RegistryKey<Severity> SEVERITY = required(
            "severity",
            oneOf(List.of("warning", "critical")).andThen(name -> Severity.valueOf(name.toUpperCase(Locale.ROOT))));
    static final RegistryKey<String> OWNER_REPO = required("owner_repo", text(owner -> {}));
    static final RegistryKey<LocalDate> CREATED_AT = required("created_at", RegistryKey::date);
    static final RegistryKey<Integer> GRACE_PERIOD_CYCLES =
            new RegistryKey<>("grace_period_cycles", Presence.OPTIONAL, integer(0, ArtifactSpec.MAX_GRACE_CYCLES));
    static final RegistryKey<String> RECOVERY_KEY_TEMPLATE =
            new RegistryKey<>("recovery_key_template", Presence.NULLABLE, text(KeyTemplate::parse));
    static final RegistryKey<Boolean> CALENDAR_AWARE =
            new RegistryKey<>("calendar_aware", Presence.OPTIONAL, RegistryKey::bool);
    static final RegistryKey<Integer> INTERVAL_MINUTES =
            new RegistryKey<>("interval_minutes", Presence.NULLABLE, RegistryKey::integer);

    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d+");

    static final List<RegistryKey<?>> ALL = List.of(
            ARTIFACT_ID,
            S3_BUCKET,
            S3_KEY_TEMPLATE,
            CADENCE,
            SLA_MINUTES_AFTER_CRON,
            SEVERITY,
            OWNER_REPO,
            CREATED_AT,
            GRACE_PERIOD_CYCLES,
            RECOVERY_KEY_TEMPLATE,
            CALENDAR_AWARE,
            INTERVAL_MINUTES);

    static final List<String> NAMES =
            ALL.stream().<String>map(RegistryKey::name).toList();

    /** Whether a row may do without a key. */
    enum Presence {
        REQUIRED,
        OPTIONAL,
        /** Optional, and null takes back what is in the defaults. */
        NULLABLE
    }

    /** Whether {@code value} says that there is none. */
    boolean isUnsetBy(RegistryNode value) {
        return presence == Presence.NULLABLE && RegistryNode.isNull(value);
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if it is none
     */
    T read(RegistryNode value) {
        return reading.apply(value);
    }

    private static <T> RegistryKey<T> required(String name, Function<RegistryNode, T> reading) {
        return new RegistryKey<>(name, Presence.REQUIRED, reading);
    }

    /** A string that {@code check} does not throw for. */
    private static Function<RegistryNode, String> text(Consumer<String> check) {
        return value -> {
            String text = scalar(value, ScalarType.STRING, "a string");
            check.accept(text);
            return text;
        };
    }

    private static Function<RegistryNode, String> oneOf(List<String> names) {
        return value -> {
            String text = scalar(value, ScalarType.STRING, "a string");
            if (!names.contains(text)) {
                throw new IllegalArgumentException(
                        RegistryExcerpt.quoted(text) + " is not one of " + String.join(", ", names));
            }
            return text;
        };
    }

    /** Any integer that an {@code int} holds. */
    static int integer(RegistryNode value) {
        return integer(Integer.MIN_VALUE, Integer.MAX_VALUE).apply(value);
    }

    /** An integer of the core schema, decimal, {@code 0o17} or {@code 0x1F}; not one that YAML 1.1 reads otherwise. */
    private static Function<RegistryNode, Integer> integer(int least, int most) {
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

    private static boolean bool(RegistryNode value) {
        return Boolean.parseBoolean(scalar(value, ScalarType.BOOLEAN, "true or false"));
    }

    private static LocalDate date(RegistryNode value) {
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
