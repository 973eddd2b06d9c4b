package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Position;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row over the defaults. Everything is read even after a problem, so that all of them are reported. */
final class RegistryRow {
    /** Stands for an id that cannot be read, until the row is left out. */
    private static final String NAMELESS = "nameless";

    private final RegistryFields fields;
    private final RegistryDefaults defaults;
    private final Map<String, Position> ids;
    private final RegistryProblems problems;
    private final Set<String> doubtful = new HashSet<>();

    private RegistryRow(
            RegistryFields fields, RegistryDefaults defaults, Map<String, Position> ids, RegistryProblems problems) {
        this.fields = fields;
        this.defaults = defaults;
        this.ids = ids;
        this.problems = problems;
    }

    /**
     * The artifact that a row declares; empty if anything is wrong with it.
     *
     * @param ids where the ids of the earlier rows stand; this row's is added
     */
    static Optional<ArtifactSpec> read(
            RegistryNode.Mapping row,
            String path,
            RegistryDefaults defaults,
            Map<String, Position> ids,
            RegistryProblems problems) {
        RegistryFields fields = RegistryFields.read(row, path, RegistryKey.NAMES, problems);
        Optional<ArtifactSpec.Builder> spec = new RegistryRow(fields, defaults, ids, problems).read();
        return spec.filter(s -> fields.isSound() && row.isPlainThroughout()).map(ArtifactSpec.Builder::build);
    }

    /** All that the row gives; empty if a value is wrong or missing. Keys, aliases and tags are not its business. */
    private Optional<ArtifactSpec.Builder> read() {
        Optional<String> id = value(RegistryKey.ARTIFACT_ID);
        id.ifPresent(this::claim);
        ArtifactSpec.Builder spec = ArtifactSpec.builder(id.orElse(NAMELESS));
        Optional<String> bucket = value(RegistryKey.S3_BUCKET);
        Optional<String> template = value(RegistryKey.S3_KEY_TEMPLATE);
        bucket.ifPresent(b -> template.ifPresent(t -> spec.location(b, t)));
        value(RegistryKey.RECOVERY_KEY_TEMPLATE).ifPresent(spec::recovery);
        cadence().ifPresent(spec::cadence);
        value(RegistryKey.SLA_MINUTES_AFTER_CRON).map(Duration::ofMinutes).ifPresent(spec::sla);
        value(RegistryKey.SEVERITY).ifPresent(spec::severity);
        value(RegistryKey.OWNER_REPO).ifPresent(spec::owner);
        value(RegistryKey.CREATED_AT).ifPresent(spec::createdAt);
        value(RegistryKey.GRACE_PERIOD_CYCLES).ifPresent(spec::graceCycles);
        return doubtful.isEmpty() ? Optional.of(spec) : Optional.empty();
    }

    private void claim(String id) {
        RegistryNode own = fields.value(RegistryKey.ARTIFACT_ID.name());
        Position at = own == null ? fields.at() : own.at();
        Position first = ids.putIfAbsent(id, at);
        if (first != null) {
            refuse(
                    at,
                    fields.path(RegistryKey.ARTIFACT_ID.name()),
                    RegistryExcerpt.quoted(id) + " is the id of the artifact in line " + first.line() + " already");
        }
    }

    private Optional<Cadence> cadence() {
        Optional<String> name = value(RegistryKey.CADENCE);
        Optional<Integer> interval = value(RegistryKey.INTERVAL_MINUTES);
        boolean calendarAware = value(RegistryKey.CALENDAR_AWARE).orElse(true);
        return name.flatMap(cadence -> switch (cadence) {
            case "saturday_sf" -> Optional.of(Cadence.saturdaySf());
            case "weekday_sf" -> Optional.of(onCalendar(Cadence.weekdaySf(), calendarAware));
            case "eod_sf" -> Optional.of(onCalendar(Cadence.eodSf(), calendarAware));
            default -> continuous(interval.orElse(null));
        });
    }

    private static Cadence onCalendar(Cadence cadence, boolean calendarAware) {
        return calendarAware ? cadence.on(BusinessCalendars.nyse()) : cadence;
    }

    private Optional<Cadence> continuous(@Nullable Integer minutes) {
        long most = Cadence.MAX_INTERVAL.toMinutes();
        if (minutes != null && minutes > 0 && minutes <= most) {
            return Optional.of(Cadence.continuous(Duration.ofMinutes(minutes)));
        }
        String key = RegistryKey.INTERVAL_MINUTES.name();
        RegistryNode own = fields.value(key);
        RegistryNode inherited = defaults.value(key);
        String outOfBounds = "must be within 1 and " + most + " with cadence continuous, but is " + minutes;
        if (own != null && RegistryKey.INTERVAL_MINUTES.isUnsetBy(own)) {
            refuse(own.at(), fields.path(key), "is required with cadence continuous");
        } else if (own != null && minutes != null) {
            refuse(own.at(), fields.path(key), outOfBounds);
        } else if (own == null && inherited != null) {
            refuse(inherited.at(), RegistryDefaults.path(key), outOfBounds + RegistryDefaults.CONSEQUENCE);
        } else if (own == null && !defaults.isBad(key) && !fields.isOpaque()) {
            refuse(fields.at(), fields.path(key), "is required with cadence continuous");
        }
        return Optional.empty();
    }

    /** The value of the row, else of the defaults; empty if there is none, and then what is wrong was reported. */
    private <T> Optional<T> value(RegistryKey<T> key) {
        RegistryNode own = fields.value(key.name());
        if (own != null) {
            return read(key, own);
        }
        if (defaults.isBad(key.name())) {
            doubtful.add(key.name());
            return Optional.empty();
        }
        RegistryNode inherited = defaults.value(key.name());
        if (inherited != null) {
            return Optional.of(key.read(inherited));
        }
        if (key.presence() == RegistryKey.Presence.REQUIRED && !fields.isOpaque()) {
            refuse(fields.at(), fields.path(key.name()), "is required, here or in defaults");
        }
        return Optional.empty();
    }

    private <T> Optional<T> read(RegistryKey<T> key, RegistryNode own) {
        if (!own.isPlain() || key.isUnsetBy(own)) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.read(own));
        } catch (IllegalArgumentException e) {
            refuse(own.at(), fields.path(key.name()), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void refuse(Position at, String path, String message) {
        doubtful.add(path);
        problems.add(at, path, message);
    }
}
