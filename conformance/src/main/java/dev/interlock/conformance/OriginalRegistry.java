package dev.interlock.conformance;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The original's {@code load_registry}: YAML 1.1, defaults under each row, the first mistake raised. Says what a vector
 * must say; a mistake is told in Python's words.
 */
final class OriginalRegistry {
    static final List<String> REQUIRED = List.of(
            "artifact_id",
            "s3_bucket",
            "s3_key_template",
            "cadence",
            "sla_minutes_after_cron",
            "severity",
            "owner_repo",
            "created_at");
    private static final Map<String, Object> DEFAULTS = Map.of("grace_period_cycles", 2, "calendar_aware", true);
    private static final List<String> FIELDS = fields();

    private OriginalRegistry() {}

    /** What Python raised: type and message. */
    static final class Raised extends Exception {
        private static final long serialVersionUID = 1L;
        private final String type;

        Raised(String type, String message) {
            super(message);
            this.type = type;
        }

        String type() {
            return type;
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }

    /** A timestamp as it is written; Python makes a date or a datetime of it. */
    record Timestamp(String text) {}

    static List<Map<String, @Nullable Object>> load(String yaml) throws Raised {
        Object document = parse(yaml);
        Object rows = document instanceof Map<?, ?> top ? top.get("artifacts") : null;
        if (!(document instanceof Map<?, ?> top) || isFalsy(rows)) {
            throw new Raised("ValueError", "registry at s3://reg-bucket/reg-key missing 'artifacts'");
        }
        Object defaults = top.get("defaults");
        List<Map<String, @Nullable Object>> specs = new ArrayList<>();
        for (Object row : elements(rows)) {
            Map<Object, Object> merged = new LinkedHashMap<>();
            if (!isFalsy(defaults)) {
                merged.putAll(mapping(defaults));
            }
            merged.putAll(mapping(row));
            specs.add(spec(merged));
        }
        return specs;
    }

    private static Map<String, @Nullable Object> spec(Map<Object, Object> merged) throws Raised {
        if (!merged.containsKey("created_at")) {
            throw new Raised("KeyError", "'created_at'");
        }
        Object created = created(merged.get("created_at"));
        List<String> missing =
                REQUIRED.stream().filter(field -> !merged.containsKey(field)).toList();
        if (!missing.isEmpty()) {
            throw new Raised("TypeError", missing(missing));
        }
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        for (String field : FIELDS) {
            spec.put(field, merged.containsKey(field) ? merged.get(field) : DEFAULTS.get(field));
        }
        spec.put("created_at", created);
        validate(spec);
        return spec;
    }

    private static void validate(Map<String, @Nullable Object> spec) throws Raised {
        Object cadence = spec.get("cadence");
        if (!Set.of("continuous", "eod_sf", "saturday_sf", "weekday_sf").contains(String.valueOf(cadence))) {
            throw new Raised(
                    "ValueError",
                    "ArtifactSpec.cadence=" + repr(cadence)
                            + " not in ['continuous', 'eod_sf', 'saturday_sf', 'weekday_sf']");
        }
        notNegative("sla_minutes_after_cron", spec, severityFirst(spec));
        notNegative("grace_period_cycles", spec, true);
        if (String.valueOf(cadence).equals("continuous")) {
            Object interval = spec.get("interval_minutes");
            boolean positive = interval != null && number(interval, "<=") > 0;
            if (!positive) {
                throw new Raised("ValueError", "ArtifactSpec.cadence='continuous' requires interval_minutes > 0");
            }
        }
    }

    private static boolean severityFirst(Map<String, @Nullable Object> spec) throws Raised {
        Object severity = spec.get("severity");
        if (!Set.of("warning", "critical").contains(String.valueOf(severity))) {
            throw new Raised(
                    "ValueError", "ArtifactSpec.severity=" + repr(severity) + " must be 'warning' or 'critical'");
        }
        return true;
    }

    private static void notNegative(String field, Map<String, @Nullable Object> spec, boolean reached) throws Raised {
        Object value = spec.get(field);
        if (reached && number(value, "<") < 0) {
            throw new Raised("ValueError", "ArtifactSpec." + field + " must be >= 0, got " + repr(value));
        }
    }

    private static double number(@Nullable Object value, String operator) throws Raised {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        throw new Raised(
                "TypeError", "'" + operator + "' not supported between instances of '" + type(value) + "' and 'int'");
    }

    private static Object created(@Nullable Object value) throws Raised {
        if (value instanceof Timestamp timestamp) {
            return timestamp;
        }
        if (!(value instanceof String text)) {
            throw new Raised("TypeError", "created_at must be date or ISO-string, got " + type(value));
        }
        Optional<LocalDate> date = Stream.of(
                        DateTimeFormatter.ISO_LOCAL_DATE,
                        DateTimeFormatter.BASIC_ISO_DATE,
                        DateTimeFormatter.ISO_WEEK_DATE)
                .flatMap(form -> parsed(dashed(text), form).stream())
                .findFirst();
        if (date.isPresent()) {
            return new Timestamp(date.get().toString());
        }
        throw new Raised("ValueError", "Invalid isoformat string: " + Python.repr(text));
    }

    private static Optional<LocalDate> parsed(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDate.parse(text, form));
        } catch (DateTimeException e) {
            return Optional.empty(); // another form may fit
        }
    }

    /** The forms of a week that Java lacks: without dashes, without a day. */
    private static String dashed(String text) {
        String week =
                text.replaceFirst("^(\\d{4})W(\\d\\d)(\\d?)$", "$1-W$2-$3").replaceFirst("-$", "");
        return week.matches("\\d{4}-W\\d\\d") ? week + "-1" : week;
    }

    private static String missing(List<String> fields) {
        String names = fields.size() == 1
                ? "'" + fields.get(0) + "'"
                : "'" + String.join("', '", fields.subList(0, fields.size() - 1)) + "'" + (fields.size() > 2 ? "," : "")
                        + " and '" + fields.get(fields.size() - 1) + "'";
        return "ArtifactSpec.__init__() missing " + fields.size() + " required positional argument"
                + (fields.size() == 1 ? "" : "s") + ": " + names;
    }

    private static Iterable<?> elements(@Nullable Object rows) throws Raised {
        if (rows instanceof List<?> list) {
            return list;
        }
        if (rows instanceof Map<?, ?> map) {
            return map.keySet();
        }
        if (rows instanceof String text) {
            return List.of(text.substring(0, 1));
        }
        throw new Raised("TypeError", "'" + type(rows) + "' object is not iterable");
    }

    private static Map<?, ?> mapping(@Nullable Object row) throws Raised {
        if (row instanceof Map<?, ?> map) {
            return map;
        }
        throw new Raised("TypeError", "'" + type(row) + "' object is not a mapping");
    }

    private static boolean isFalsy(@Nullable Object value) {
        return value == null
                || value.equals(false)
                || value.equals("")
                || (value instanceof Number number && number.doubleValue() == 0)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    static String type(@Nullable Object value) {
        if (value == null) {
            return "NoneType";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof Number) {
            return "int";
        }
        return value instanceof List<?>
                ? "list"
                : value instanceof Map<?, ?> ? "dict" : value instanceof Timestamp ? "date" : "str";
    }

    private static String repr(@Nullable Object value) {
        if (value instanceof String text) {
            return Python.repr(text);
        }
        return value == null ? "None" : value.equals(true) ? "True" : value.equals(false) ? "False" : value.toString();
    }

    private static @Nullable Object parse(String yaml) throws Raised {
        try {
            return new Yaml(new Timestamps()).load(yaml);
        } catch (MarkedYAMLException e) {
            String type = e.getClass().getSimpleName().replace("Exception", "Error");
            throw new Raised(
                    type,
                    "line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1));
        }
    }

    private static List<String> fields() {
        List<String> fields = new ArrayList<>(REQUIRED);
        fields.addAll(List.of("grace_period_cycles", "recovery_key_template", "calendar_aware", "interval_minutes"));
        return List.copyOf(fields);
    }

    /** PyYAML's safe loader, but with timestamps as they are written. */
    private static final class Timestamps extends SafeConstructor {
        Timestamps() {
            super(options());
            yamlConstructors.put(Tag.TIMESTAMP, new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return new Timestamp(((ScalarNode) node).getValue());
                }
            });
        }

        private static LoaderOptions options() {
            LoaderOptions options = new LoaderOptions();
            options.setWarnOnDuplicateKeys(false); // Python takes the last one without a word
            return options;
        }
    }
}
