package dev.interlock.freshness;

import static dev.interlock.freshness.RegistryScalar.integer;
import static dev.interlock.freshness.RegistryScalar.oneOf;
import static dev.interlock.freshness.RegistryScalar.text;

import dev.interlock.Severity;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.CycleLabel;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A key of a row or a calendar, and how its value is read.
 *
 * @param name the key
 * @param presence whether the mapping may do without it
 * @param reading from what is written to the value; throws {@link IllegalArgumentException} with what is wrong with it
 */
record RegistryKey<T>(String name, Presence presence, Function<RegistryNode, T> reading) {
    static final RegistryKey<String> ARTIFACT_ID = required("artifact_id", text(ArtifactSpec::builder));
    static final RegistryKey<String> S3_BUCKET =
            required("s3_bucket", text(bucket -> ArtifactSpec.builder("any").location(bucket, "any")));
    static final RegistryKey<String> S3_KEY_TEMPLATE = required("s3_key_template", text(KeyTemplate::parse));
    /** Beside {@link #SCHEDULE}: a row has the one or the other. */
    static final RegistryKey<String> CADENCE = new RegistryKey<>(
            "cadence", Presence.OPTIONAL, oneOf(List.of("saturday_sf", "weekday_sf", "eod_sf", "continuous")));

    static final RegistryKey<String> SCHEDULE =
            new RegistryKey<>("schedule", Presence.OPTIONAL, text(RegistrySchedule::check));

    static final RegistryKey<ZoneId> TIMEZONE = new RegistryKey<>("timezone", Presence.NULLABLE, RegistryScalar::zone);
    static final RegistryKey<Instant> ANCHOR = new RegistryKey<>("anchor", Presence.NULLABLE, RegistryScalar::instant);
    static final RegistryKey<Instant> START_DATE =
            new RegistryKey<>("start_date", Presence.NULLABLE, RegistryScalar::instant);
    static final RegistryKey<Instant> END_DATE =
            new RegistryKey<>("end_date", Presence.NULLABLE, RegistryScalar::instant);
    static final RegistryKey<Integer> FLEXIBLE_MINUTES =
            new RegistryKey<>("flexible_minutes", Presence.NULLABLE, integer(1, 1_440));
    static final RegistryKey<String> CALENDAR = new RegistryKey<>("calendar", Presence.NULLABLE, RegistryScalar::text);
    static final RegistryKey<CycleLabel> LABEL = new RegistryKey<>(
            "label",
            Presence.NULLABLE,
            oneOf(List.of("iso_week", "date", "minute", "bucket"))
                    .andThen(name -> CycleLabel.valueOf(name.toUpperCase(Locale.ROOT))));
    static final RegistryKey<UnaryOperator<Cadence>> TRADING_DAY =
            new RegistryKey<>("trading_day", Presence.NULLABLE, RegistryCadence::tradingDay);
    static final RegistryKey<Integer> SLA_MINUTES_AFTER_CRON =
            required("sla_minutes_after_cron", integer(0, (int) ArtifactSpec.MAX_SLA.toMinutes()));
    static final RegistryKey<Severity> SEVERITY = required(
            "severity",
            oneOf(List.of("warning", "critical")).andThen(name -> Severity.valueOf(name.toUpperCase(Locale.ROOT))));
    static final RegistryKey<String> OWNER_REPO = required("owner_repo", text(owner -> {}));
    static final RegistryKey<LocalDate> CREATED_AT = required("created_at", RegistryScalar::date);
    static final RegistryKey<Integer> GRACE_PERIOD_CYCLES =
            new RegistryKey<>("grace_period_cycles", Presence.OPTIONAL, integer(0, ArtifactSpec.MAX_GRACE_CYCLES));
    static final RegistryKey<String> RECOVERY_KEY_TEMPLATE =
            new RegistryKey<>("recovery_key_template", Presence.NULLABLE, text(KeyTemplate::parse));
    static final RegistryKey<Boolean> CALENDAR_AWARE =
            new RegistryKey<>("calendar_aware", Presence.OPTIONAL, RegistryScalar::bool);
    static final RegistryKey<Integer> INTERVAL_MINUTES =
            new RegistryKey<>("interval_minutes", Presence.NULLABLE, RegistryScalar::integer);

    static final List<RegistryKey<?>> ALL = List.of(
            ARTIFACT_ID,
            S3_BUCKET,
            S3_KEY_TEMPLATE,
            CADENCE,
            SCHEDULE,
            TIMEZONE,
            ANCHOR,
            START_DATE,
            END_DATE,
            FLEXIBLE_MINUTES,
            CALENDAR,
            LABEL,
            TRADING_DAY,
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

    /** Whether a mapping may do without a key. */
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
}
