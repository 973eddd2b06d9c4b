package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What a run says of itself for those who watch it, with the status that its {@link ContractReport} leaves it. Write it
 * whatever came of the run: a marker that is missing looks like a run that never was.
 *
 * @param phase which part of the pipeline, such as {@code data_phase1}; letters, digits, hyphens and underscores
 * @param date the date that the run is for
 * @param status its status, such as {@code ok} or {@code postflight_failed}
 * @param completedAt when it ended; milliseconds count
 */
public record HealthMarker(String phase, LocalDate date, String status, Instant completedAt) {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Checks the parts. */
    public HealthMarker {
        if (!requireNonNull(phase, "phase").matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException(
                    "phase is not 1 to 100 letters, digits, hyphens and underscores: " + phase);
        }
        requireNonNull(date, "date");
        if (requireNonNull(status, "status").isBlank()) {
            throw new IllegalArgumentException("status is blank");
        }
        requireNonNull(completedAt, "completedAt");
    }

    /** Where it belongs, {@code health/data_phase1.json}. */
    public String key() {
        return "health/" + phase + ".json";
    }

    /** What stands in it; see {@code docs/formats.md}. */
    public String toJson() {
        return "{\"phase\":" + Json.quoted(phase) + ",\"date\":\"" + date + "\",\"status\":" + Json.quoted(status)
                + ",\"completed_at\":\"" + MILLIS.format(completedAt) + "\"}";
    }
}
