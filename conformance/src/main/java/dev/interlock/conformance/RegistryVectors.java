package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.conformance.OriginalRegistry.Raised;
import dev.interlock.conformance.OriginalRegistry.Timestamp;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.schedule.BusinessCalendars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registries, sound and unsound. */
final class RegistryVectors implements Vectors {
    @Override
    public String fileName() {
        return "registry.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        for (Json vector : Json.of(file).at("cases").cases()) {
            tally.attempt(vector.path(), () -> replay(vector, tally));
        }
    }

    private static void replay(Json vector, Tally tally) {
        String yaml = vector.at("yaml").text();
        ArtifactRegistry ours = ArtifactRegistry.parse("registry.yaml", yaml);
        try {
            List<Map<String, @Nullable Object>> original = OriginalRegistry.load(yaml);
            accepted(vector, original, ours, tally);
        } catch (Raised raised) {
            refused(vector, raised, ours, tally);
        }
    }

    private static void accepted(
            Json vector, List<Map<String, @Nullable Object>> original, ArtifactRegistry ours, Tally tally) {
        String id = vector.at("id").text();
        if (!vector.at("raises").isNull() || !isSame(vector.at("specs").elements(), original)) {
            tally.fail(id, "not what the original says: " + vector.at("specs").node() + " and not " + original);
            return;
        }
        Set<Integer> dropped = new HashSet<>();
        int next = 0;
        for (int row = 0; row < original.size(); row++) {
            boolean kept = next < ours.artifacts().size()
                    && isSame(original.get(row), ours.artifacts().get(next));
            if (kept) {
                next++;
            } else {
                dropped.add(row);
            }
        }
        if (next < ours.artifacts().size()) {
            tally.fail(
                    id,
                    "Interlock has what the original has not: "
                            + ours.artifacts().get(next));
        } else if (dropped.isEmpty() && ours.problems().isEmpty()) {
            tally.pass();
        } else {
            departed(vector, dropped, ours, tally);
        }
    }

    private static void departed(Json vector, Set<Integer> dropped, ArtifactRegistry ours, Tally tally) {
        RegistryRule rule = RegistryRule.of(vector.at("yaml").text());
        if (!dropped.equals(rule.refusedRows()) || (dropped.isEmpty() && !rule.elsewhere())) {
            tally.fail(
                    vector.at("id").text(),
                    "the rule refuses rows " + rule.refusedRows() + ", Interlock " + dropped + ": " + ours.problems());
            return;
        }
        boolean template = ours.problems().stream().allMatch(p -> p.message().startsWith("key template "));
        tally.depart(EnumSet.of(template ? Departure.TEMPLATES : Departure.REGISTRY));
    }

    private static void refused(Json vector, Raised raised, ArtifactRegistry ours, Tally tally) {
        String id = vector.at("id").text();
        Json expected = vector.at("raises");
        String message = expected.isNull() ? "nothing" : expected.at("message").text();
        boolean isSyntax = raised.message().startsWith("line ");
        boolean isSame = !expected.isNull()
                && vector.at("specs").isNull()
                && expected.at("type").text().equals(raised.type())
                && (isSyntax ? message.contains(raised.message()) : message.equals(raised.message()));
        if (!isSame) {
            tally.fail(
                    id,
                    "not what the original says: " + expected.node() + " and not " + raised.type() + ": "
                            + raised.message());
        } else if (ours.problems().isEmpty()) {
            tally.fail(id, "the original says '" + message + "', Interlock nothing");
        } else if (ours.artifacts().isEmpty()) {
            tally.pass();
        } else {
            tally.depart(EnumSet.of(Departure.REGISTRY));
        }
    }

    private static boolean isSame(List<Json> expected, List<Map<String, @Nullable Object>> original) {
        if (expected.size() != original.size()) {
            return false;
        }
        for (int row = 0; row < expected.size(); row++) {
            Json spec = expected.get(row);
            Map<String, @Nullable Object> fields = original.get(row);
            boolean same = Set.copyOf(spec.names()).equals(fields.keySet())
                    && spec.names().stream()
                            .allMatch(name -> isSame(spec.at(name).node(), fields.get(name)));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(JsonNode expected, @Nullable Object value) {
        if (value instanceof Timestamp timestamp) {
            String digits = timestamp.text().replaceAll("[^0-9]", "");
            String written = expected.asText().replaceAll("[^0-9]", "");
            return expected.isTextual()
                    && (digits.length() == 8 ? written.equals(digits) : written.startsWith(digits.substring(0, 14)));
        }
        if (value instanceof Number number) {
            return expected.isNumber() && expected.decimalValue().compareTo(new BigDecimal(number.toString())) == 0;
        }
        return value == null ? expected.isNull() : expected.asText().equals(value.toString()) && !expected.isNumber();
    }

    /** Whether Interlock read the row as the original did; what means nothing for its cadence does not count. */
    private static boolean isSame(Map<String, @Nullable Object> original, ArtifactSpec ours) {
        String cadence = String.valueOf(original.get("cadence"));
        boolean followsCalendar =
                Set.of("weekday_sf", "eod_sf").contains(cadence) && Boolean.TRUE.equals(original.get("calendar_aware"));
        List<Object> read = new ArrayList<>(List.of(
                ours.id(),
                ours.bucket(),
                ours.keyTemplate(),
                ours.cadence().name(),
                ours.sla().toMinutes(),
                ours.severity().name().toLowerCase(Locale.ROOT),
                ours.owner(),
                ours.createdAt(),
                ours.graceCycles(),
                ours.recoveryKeyTemplate().map(Object.class::cast).orElse("null"),
                ours.cadence().calendar() == BusinessCalendars.nyse()));
        ours.cadence().interval().ifPresent(interval -> read.add(interval.toMinutes()));
        List<@Nullable Object> expected = new ArrayList<>();
        for (String field : OriginalRegistry.REQUIRED) {
            expected.add(original.get(field) instanceof Timestamp date ? date.text() : original.get(field));
        }
        expected.add(original.get("grace_period_cycles"));
        expected.add(original.get("recovery_key_template"));
        expected.add(followsCalendar);
        if (cadence.equals("continuous")) {
            expected.add(original.get("interval_minutes"));
        }
        return read.toString().equals(expected.toString());
    }
}
