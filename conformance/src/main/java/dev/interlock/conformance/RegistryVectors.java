package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.ArtifactRegistry.Problem;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.schedule.BusinessCalendars;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Registries, sound and unsound. */
final class RegistryVectors implements Vectors {
    /** What the departure refuses that the original takes, as Interlock's problems word it. */
    private static final Pattern REFUSED =
            Pattern.compile("is not a known key|^must be .*, but is |is not a date such as"
                    + "|merge keys are not supported|aliases are not supported|tags are not supported|is the id of the artifact"
                    + "|is repeated|^key template ");

    private static final Pattern FIELD = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)+|cadence|severity|artifacts");
    private static final Pattern NUMBER_GOT = Pattern.compile("got (-?\\d+)$");

    @Override
    public String fileName() {
        return "registry.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        for (Json vector : Json.of(file).at("cases").cases()) {
            ArtifactRegistry registry =
                    ArtifactRegistry.parse("registry.yaml", vector.at("yaml").text());
            Json raises = vector.at("raises");
            if (raises.isNull()) {
                accepted(vector, registry, tally);
            } else {
                refused(vector, registry, tally);
            }
        }
    }

    private static void accepted(Json vector, ArtifactRegistry registry, Tally tally) {
        String id = vector.at("id").text();
        List<Json> specs = vector.at("specs").cases();
        List<ArtifactSpec> ours = registry.artifacts();
        List<Integer> dropped = new ArrayList<>();
        int next = 0;
        for (int row = 0; row < specs.size(); row++) {
            if (next < ours.size() && fields(specs.get(row), ours.get(next)).equals(fields(ours.get(next)))) {
                next++;
            } else {
                dropped.add(row);
            }
        }
        if (!isOfDocument(specs, vector, dropped)) {
            tally.fail(
                    id,
                    "the original has what is not in the document: "
                            + vector.at("specs").node());
        } else if (next < ours.size()) {
            tally.fail(id, "Interlock has " + fields(ours.get(next)) + ", which the original has not");
        } else if (dropped.isEmpty() && registry.problems().isEmpty()) {
            tally.pass();
        } else if (isExplained(dropped, registry.problems())) {
            boolean template =
                    registry.problems().stream().allMatch(p -> p.message().startsWith("key template "));
            tally.depart(EnumSet.of(template ? Departure.TEMPLATES : Departure.REGISTRY));
        } else {
            tally.fail(id, "rows " + dropped + " are missing, for " + registry.problems());
        }
    }

    private static void refused(Json vector, ArtifactRegistry registry, Tally tally) {
        String id = vector.at("id").text();
        String message = vector.at("raises").at("message").text();
        Matcher got = NUMBER_GOT.matcher(message);
        boolean isOfDocument = !got.find() || vector.at("yaml").text().contains(got.group(1));
        if (!vector.at("specs").isNull() || registry.problems().isEmpty() || !namesTheSame(message, registry)) {
            tally.fail(id, "the original says '" + message + "', Interlock " + registry.problems());
        } else if (!isOfDocument) {
            tally.fail(id, "'" + message + "' is not about the document");
        } else if (registry.artifacts().isEmpty()) {
            tally.pass();
        } else {
            tally.depart(EnumSet.of(Departure.REGISTRY));
        }
    }

    /** If the original's message names a field, one of Interlock's problems is about it. */
    private static boolean namesTheSame(String message, ArtifactRegistry registry) {
        Matcher fields = FIELD.matcher(
                message.replace("saturday_sf", "").replace("weekday_sf", "").replace("eod_sf", ""));
        boolean names = false;
        while (fields.find()) {
            names = true;
            String field = fields.group();
            if (registry.problems().stream().anyMatch(p -> (p.path() + p.message()).contains(field))) {
                return true;
            }
        }
        return !names;
    }

    private static boolean isExplained(List<Integer> dropped, List<Problem> problems) {
        boolean rowsAre = dropped.stream()
                .allMatch(row -> problems.stream()
                        .anyMatch(p -> p.path().startsWith("artifacts[" + row + "]")
                                || p.path().startsWith("defaults")));
        return rowsAre
                && problems.stream().allMatch(p -> REFUSED.matcher(p.message()).find());
    }

    /** The original invents nothing: what a spec says stands in the document, but for a date that it rewrites. */
    private static boolean isOfDocument(List<Json> specs, Json vector, List<Integer> dropped) {
        String yaml = vector.at("yaml").text();
        for (Json spec : specs) {
            for (String name : spec.names()) {
                JsonNode value = spec.at(name).node();
                boolean isDefault = name.equals("grace_period_cycles") && value.asInt() == 2 && !yaml.contains(name);
                boolean isComparedAnyway = name.equals("created_at") && dropped.isEmpty();
                String text = value.asText().replaceFirst("(\\d)T(\\d)", "$1 $2");
                boolean isWritten = Pattern.compile(name + ":\\s*[\"']?" + Pattern.quote(text))
                        .matcher(yaml.replaceAll("(\\d)T(\\d)", "$1 $2"))
                        .find();
                if (!value.isNull() && !value.isBoolean() && !isDefault && !isComparedAnyway && !isWritten) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What a spec of the original declares; what means nothing for its cadence is taken from ours. */
    private static List<Object> fields(Json spec, ArtifactSpec ours) {
        String cadence = spec.at("cadence").text();
        boolean continuous = cadence.equals("continuous");
        boolean followsCalendar = Set.of("weekday_sf", "eod_sf").contains(cadence);
        return List.of(
                spec.at("artifact_id").text(),
                spec.at("s3_bucket").optionalText().orElse("none"),
                spec.at("s3_key_template").text(),
                cadence,
                spec.at("sla_minutes_after_cron").node().asText(),
                spec.at("severity").text(),
                spec.at("owner_repo").text(),
                spec.at("created_at").text(),
                spec.at("grace_period_cycles").integer(),
                spec.at("recovery_key_template").optionalText().orElse("none"),
                followsCalendar ? spec.at("calendar_aware").bool() : isOnNyse(ours),
                continuous ? spec.at("interval_minutes").integer() : 0);
    }

    private static List<Object> fields(ArtifactSpec spec) {
        return List.of(
                spec.id(),
                spec.bucket(),
                spec.keyTemplate(),
                spec.cadence().name(),
                Long.toString(spec.sla().toMinutes()),
                spec.severity().name().toLowerCase(Locale.ROOT),
                spec.owner(),
                spec.createdAt().toString(),
                spec.graceCycles(),
                spec.recoveryKeyTemplate().orElse("none"),
                isOnNyse(spec),
                (int) spec.cadence().interval().orElse(Duration.ZERO).toMinutes());
    }

    private static boolean isOnNyse(ArtifactSpec spec) {
        return spec.cadence().calendar() == BusinessCalendars.nyse();
    }
}
