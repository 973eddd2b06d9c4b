package dev.interlock.conformance;

import dev.interlock.Severity;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One case of {@code freshness.json}: a spec, a moment, and what lies in S3. */
record FreshnessVector(Json vector) {
    String id() {
        return vector.at("id").text();
    }

    Instant now() {
        return Python.time(vector.at("now").text()).toInstant();
    }

    Json spec() {
        return vector.at("spec");
    }

    Json expected() {
        return vector.at("expected");
    }

    Json monitor() {
        return vector.at("monitor");
    }

    Map<String, Json> objects() {
        Map<String, Json> objects = new HashMap<>();
        Json all = vector.at("objects");
        all.names().forEach(key -> objects.put(key, all.at(key)));
        return objects;
    }

    /** What the original's fields declare, in Interlock's terms. */
    ArtifactSpec artifact() {
        ArtifactSpec.Builder builder = builder(spec().at("s3_key_template").text());
        spec().at("recovery_key_template").optionalText().ifPresent(builder::recovery);
        return builder.build();
    }

    Cadence cadence() {
        Cadence cadence = switch (spec().at("cadence").text()) {
            case "saturday_sf" -> Cadence.saturdaySf();
            case "weekday_sf" -> Cadence.weekdaySf();
            case "eod_sf" -> Cadence.eodSf();
            case "continuous" ->
                Cadence.continuous(
                        Duration.ofMinutes(spec().at("interval_minutes").integer()));
            default -> throw new IllegalArgumentException("unknown cadence: " + spec().at("cadence"));
        };
        return followsCalendar() ? cadence.on(BusinessCalendars.nyse()) : cadence;
    }

    boolean followsCalendar() {
        String cadence = spec().at("cadence").text();
        return spec().at("calendar_aware").bool() && (cadence.equals("weekday_sf") || cadence.equals("eod_sf"));
    }

    Optional<Duration> interval() {
        return cadence().interval();
    }

    Cycle cycle() {
        return cadence().cycleAt(now());
    }

    Duration sla() {
        return Duration.ofMinutes(spec().at("sla_minutes_after_cron").integer());
    }

    int graceCycles() {
        return spec().at("grace_period_cycles").integer();
    }

    Instant created() {
        return LocalDate.parse(spec().at("created_at").text())
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** The first tick of a continuous cadence since its creation. */
    Instant firstTick() {
        return cadence().cycleAt(created().minusNanos(1)).tick().plus(interval().orElseThrow());
    }

    /** The key that the original resolved, which is also right where Interlock refuses the template. */
    String canonicalKey() {
        return expected().at("canonical_key").optionalText().orElseGet(() -> canonicalKey(cycle()));
    }

    String canonicalKey(Cycle cycle) {
        return builder(spec().at("s3_key_template").text())
                .build()
                .location(cycle)
                .key();
    }

    /** The second key that the original asked for or would have; empty where there is no template. */
    Optional<String> recoveryKey() {
        return spec().at("recovery_key_template").optionalText().map(template -> {
            if (!isSound(template)) {
                return expected().at("head_calls").texts().stream()
                        .skip(1)
                        .findFirst()
                        .orElse("never asked for");
            }
            return builder(template).build().location(cycle()).key();
        });
    }

    /** Whether the kind of departure that refuses templates has a reason to refuse one here. */
    boolean hasUnsoundTemplate() {
        return !isSound(spec().at("s3_key_template").text())
                || !isSound(spec().at("recovery_key_template").optionalText().orElse("none"));
    }

    /** By the letter of the rule, and not by asking Interlock: three names, balanced braces, no format, not empty. */
    static boolean isSound(String template) {
        return template.matches("([^{}]|\\{\\{|}}|\\{(date|trading_day|cycle_label)})+");
    }

    private ArtifactSpec.Builder builder(String keyTemplate) {
        return ArtifactSpec.builder(spec().at("artifact_id").text())
                .location(spec().at("s3_bucket").text(), keyTemplate)
                .cadence(cadence())
                .sla(sla())
                .severity(Severity.valueOf(spec().at("severity").text().toUpperCase(Locale.ROOT)))
                .owner(spec().at("owner_repo").text())
                .createdAt(LocalDate.parse(spec().at("created_at").text()))
                .graceCycles(graceCycles());
    }
}
