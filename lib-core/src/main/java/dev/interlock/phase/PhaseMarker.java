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
 * @param status how the phase ended; a failure if it was begun and nobody says that it ended
 * @param reason why, as the marker says; empty text if it does not
 * @param fingerprint what it is bound to; null in a marker of the older writer
 * @param artifacts the keys that it names, without empty ones
 */
record PhaseMarker(
        PhaseStatus status, String reason, @Nullable String fingerprint, List<String> artifacts) {
    private static final int VERSION = 2;
    private static final String STARTED = "started";
    private static final int LONGEST_REASON = 500;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** When a phase has run. */
    record Times(Instant startedAt, Instant completedAt, Duration took) {}

    /** Which phase of which date a marker is asked for. */
    record Subject(String phase, LocalDate date) {}

    /**
     * The marker in a text; empty if it says nothing that is understood, or is of another phase or date than its key.
     */
    static Optional<PhaseMarker> parse(Payload payload, Subject subject) {
        byte[] bytes = payload.bytes();
        try {
            return Json.parse(bytes, 0, bytes.length).filter(Json::isObject).flatMap(marker -> of(marker, subject));
        } catch (Json.TooManyValues e) { // no writer names as many artifacts
            return Optional.empty();
        }
    }

    private static Optional<PhaseMarker> of(Json marker, Subject subject) {
        Json version = marker.get("schema_version");
        String number = version == null ? "1" : version.raw();
        String status = marker.text("status");
        if (status == null) {
            return Optional.empty();
        }
        return switch (number) {
            case "1" -> legacyStatus(status).map(known -> new PhaseMarker(known, "", null, artifacts(marker)));
            case "2" -> bound(marker, status, subject);
            default -> Optional.empty();
        };
    }

    private static Optional<PhaseMarker> bound(Json marker, String status, Subject subject) {
        String fingerprint = marker.text("fingerprint");
        boolean isOfSubject = subject.phase().equals(marker.text("phase"))
                && subject.date().toString().equals(marker.text("date"));
        if (fingerprint == null || !isOfSubject || !hasKeys(marker.get("artifact_keys"))) {
            return Optional.empty();
        }
        String reason = marker.text("reason");
        return status(status)
                .map(known -> new PhaseMarker(known, reason == null ? "" : reason, fingerprint, artifacts(marker)));
    }

    /** Whether these are keys and nothing else: of one that is left out nobody would see that it is gone. */
    private static boolean hasKeys(@Nullable Json keys) {
        return keys != null
                && keys.isArray()
                && keys.items().stream().map(Json::text).allMatch(key -> key != null && !key.isBlank());
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
            case "failure", STARTED -> Optional.of(PhaseStatus.FAILURE);
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

    /** What stands in the marker while the phase runs, and for ever if its process dies. */
    static Payload started(Phase phase, LocalDate date, Instant startedAt) {
        return Payload.of("{\"schema_version\":" + VERSION + ",\"phase\":" + Json.quoted(phase.name()) + ",\"date\":\""
                + date + "\",\"status\":\"" + STARTED + "\",\"reason\":\"\",\"started_at\":\""
                + MILLIS.format(startedAt)
                + "\",\"artifact_keys\":[],\"fingerprint\":\"" + phase.fingerprint() + "\"}");
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
