package dev.interlock.examples;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The document {@code check_results.json}: one row for each artifact, with the field names and the five states of the
 * monitor that Interlock follows. {@code docs/formats.md} fixes it.
 */
final class CheckResults {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
            .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n")));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private CheckResults() {}

    static void write(Path file, List<Checked> checked, Instant now) throws IOException {
        ObjectNode document = MAPPER.createObjectNode()
                .put("run_at", TIME.format(now))
                .put("alerts_enabled", false)
                .put("n_entries", checked.size());
        ArrayNode results = document.putArray("results");
        checked.forEach(c -> results.add(row(c)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, WRITER.writeValueAsString(document) + "\n");
    }

    private static ObjectNode row(Checked checked) {
        Freshness verdict = checked.verdict();
        return MAPPER.createObjectNode()
                .put("artifact_id", checked.spec().id())
                .put("owner_repo", checked.spec().owner())
                .put("severity", checked.spec().severity().name().toLowerCase(Locale.ROOT))
                .put("cadence", checked.spec().cadence().name())
                .put("canonical_key", checked.spec().location(verdict.cycle()).key())
                .put("state", state(verdict))
                .put("reason", Verdicts.describe(verdict))
                .put("last_modified", lastModified(verdict).map(TIME::format).orElse(null))
                .put(
                        "sla_violated_by_minutes",
                        verdict instanceof Freshness.Late late ? late.overdue().toMinutes() : 0)
                .put("recovery_substituted", isRecovered(verdict));
    }

    private static String state(Freshness verdict) {
        return verdict.fold(
                fresh -> "fresh",
                pending -> absentOrStale(pending.found()),
                notExpected -> "fresh",
                onboarding -> "grace_period",
                late -> absentOrStale(late.found()),
                unknown -> "probe_failed");
    }

    private static String absentOrStale(Observation.Seen found) {
        return found instanceof Observation.Present ? "stale" : "missing";
    }

    private static Optional<Instant> lastModified(Freshness verdict) {
        return verdict.fold(
                fresh -> Optional.of(fresh.lastModified()),
                pending -> lastModified(pending.found()),
                notExpected -> Optional.empty(),
                onboarding -> Optional.empty(),
                late -> lastModified(late.found()),
                unknown -> Optional.empty());
    }

    private static Optional<Instant> lastModified(Observation.Seen found) {
        return found instanceof Observation.Present present ? Optional.of(present.lastModified()) : Optional.empty();
    }

    private static boolean isRecovered(Freshness verdict) {
        return verdict instanceof Freshness.Fresh fresh && fresh.source() == Freshness.Source.RECOVERY;
    }
}
