package dev.interlock.phase;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import dev.interlock.internal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a marker, as far as a decision needs it.
 *
 * @param status how the phase ended
 * @param fingerprint what it is bound to; null in a marker of the older writer
 * @param artifacts the keys that it names, without empty ones
 */
record PhaseMarker(PhaseStatus status, @Nullable String fingerprint, List<String> artifacts) {
    private static final int VERSION = 2;
    private static final int LONGEST_REASON = 500;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** When a phase has run. */
    record Times(Instant startedAt, Instant completedAt, Duration took) {}

    /** The marker in a text; empty if it says nothing that is understood. */
    static Optional<PhaseMarker> parse(Payload payload) {
        byte[] bytes = payload.bytes();
        try {
            return Json.parse(bytes, 0, bytes.length).filter(Json::isObject).flatMap(PhaseMarker::of);
        } catch (Json.TooManyValues e) { // no writer names as many artifacts
            return Optional.empty();
        }
    }

    private static Optional<PhaseMarker> of(Json marker) {
        Json version = marker.get("schema_version");
        String number = version == null ? "1" : version.raw();
        String status = marker.text("status");
        if (status == null) {
            return Optional.empty();
        }
        return switch (number) {
            case "1" -> legacyStatus(status).map(known -> new PhaseMarker(known, null, artifacts(marker)));
            case "2" -> bound(marker, status);
            default -> Optional.empty();
        };
    }

    private static Optional<PhaseMarker> bound(Json marker, String status) {
        String fingerprint = marker.text("fingerprint");
        return fingerprint == null
                ? Optional.empty()
                : status(status).map(known -> new PhaseMarker(known, fingerprint, artifacts(marker)));
    }

    private static Optional<PhaseStatus> legacyStatus(String status) {
        return switch (status) {
            case "ok" -> Optional.of(PhaseStatus.SUCCESS);
            case "error" -> Optional.of(PhaseStatus.FAILURE);
            default -> Optional.empty();
        };
    }

    private static Optional<PhaseStatus> status(String status) {
        return switch (status) {
            case "success" -> Optional.of(PhaseStatus.SUCCESS);
            case "empty" -> Optional.of(PhaseStatus.EMPTY);
            case "failure" -> Optional.of(PhaseStatus.FAILURE);
            default -> Optional.empty();
        };
    }

    private static List<String> artifacts(Json marker) {
        Json keys = marker.get("artifact_keys");
        return keys == null
                ? List.of()
                : keys.items().stream()
                        .map(Json::text)
                        .filter(key -> key != null && !key.isEmpty())
                        .distinct()
                        .toList();
    }

    static Payload write(Phase phase, LocalDate date, PhaseEnd end, Times times) {
        String keys = end.artifacts().stream().sorted().map(Json::quoted).collect(Collectors.joining(",", "[", "]"));
        return Payload.of("{\"schema_version\":" + VERSION + ",\"phase\":" + Json.quoted(phase.name()) + ",\"date\":\""
                + date + "\",\"status\":\"" + end.status().name().toLowerCase(Locale.ROOT) + "\",\"reason\":"
                + Json.quoted(Printable.of(end.reason(), LONGEST_REASON)) + ",\"started_at\":\""
                + MILLIS.format(times.startedAt())
                + "\",\"completed_at\":\"" + MILLIS.format(times.completedAt()) + "\",\"duration_ms\":"
                + times.took().toMillis() + ",\"artifact_keys\":" + keys + ",\"fingerprint\":\""
                + phase.fingerprint() + "\"}");
    }
}
