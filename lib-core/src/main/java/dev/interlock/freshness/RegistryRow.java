package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Position;
import java.time.Duration;
import java.util.Optional;

/** One row over the defaults. Everything is read even after a problem, so that all of them are reported. */
final class RegistryRow {
    /** Stands for an id that cannot be read, until the row is left out. */
    private static final String NAMELESS = "nameless";

    private final RegistryValues values;
    private final RegistryContext context;

    private RegistryRow(RegistryValues values, RegistryContext context) {
        this.values = values;
        this.context = context;
    }

    /** The artifact that a row declares; empty if anything is wrong with it. */
    static Optional<ArtifactSpec> read(RegistryNode.Mapping row, String path, RegistryContext context) {
        RegistryFields fields = RegistryFields.read(row, path, RegistryKey.NAMES, context.problems());
        RegistryValues values = new RegistryValues(fields, context.defaults(), context.problems());
        ArtifactSpec.Builder spec = new RegistryRow(values, context).read();
        return values.isSound() && fields.isSound() && row.isPlainThroughout()
                ? Optional.of(spec.build())
                : Optional.empty();
    }

    /** All that the row gives; complete if the values are sound. */
    private ArtifactSpec.Builder read() {
        Optional<String> id = values.value(RegistryKey.ARTIFACT_ID);
        id.ifPresent(this::claim);
        ArtifactSpec.Builder spec = ArtifactSpec.builder(id.orElse(NAMELESS));
        Optional<String> bucket = values.value(RegistryKey.S3_BUCKET);
        Optional<String> template = values.value(RegistryKey.S3_KEY_TEMPLATE);
        bucket.ifPresent(b -> template.ifPresent(t -> spec.location(b, t)));
        values.value(RegistryKey.RECOVERY_KEY_TEMPLATE).ifPresent(spec::recovery);
        RegistryCadence.read(values, context.calendars()).ifPresent(spec::cadence);
        values.value(RegistryKey.SLA_MINUTES_AFTER_CRON)
                .map(Duration::ofMinutes)
                .ifPresent(spec::sla);
        values.value(RegistryKey.SEVERITY).ifPresent(spec::severity);
        values.value(RegistryKey.OWNER_REPO).ifPresent(spec::owner);
        values.value(RegistryKey.CREATED_AT).ifPresent(spec::createdAt);
        values.value(RegistryKey.GRACE_PERIOD_CYCLES).ifPresent(spec::graceCycles);
        return spec;
    }

    private void claim(String id) {
        Position at = values.at(RegistryKey.ARTIFACT_ID);
        Position first = context.ids().putIfAbsent(id, at);
        if (first != null) {
            values.refuse(
                    RegistryKey.ARTIFACT_ID,
                    at,
                    RegistryExcerpt.quoted(id) + " is the id of the artifact in line " + first.line() + " already");
        }
    }
}
