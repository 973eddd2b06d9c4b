package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code #names} and {@code :values} in the expressions of one request stand for, and which of them were used.
 */
final class Placeholders {
    static final String NAMES = "ExpressionAttributeNames";
    static final String VALUES = "ExpressionAttributeValues";

    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+");
    private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

    private final Map<String, String> names;
    private final Map<String, Value> values;
    private final Set<String> usedNames = new LinkedHashSet<>();
    private final Set<String> usedValues = new LinkedHashSet<>();

    private Placeholders(Map<String, String> names, Map<String, Value> values) {
        this.names = names;
        this.values = values;
    }

    /** Those of a request, or of one part of a transaction. */
    static Placeholders of(JsonNode request) {
        return new Placeholders(names(request.get(NAMES)), values(request.get(VALUES)));
    }

    String name(String placeholder, String kind) {
        usedNames.add(placeholder);
        String name = names.get(placeholder);
        if (name == null) {
            throw Refusal.invalid("Invalid " + kind
                    + ": An expression attribute name used in the document path is not defined; attribute name: "
                    + placeholder);
        }
        return name;
    }

    Value value(String placeholder, String kind) {
        usedValues.add(placeholder);
        Value value = values.get(placeholder);
        if (value == null) {
            throw Refusal.invalid("Invalid " + kind
                    + ": An expression attribute value used in expression is not defined; attribute value: "
                    + placeholder);
        }
        return value;
    }

    /** Refuses what no expression has used. */
    void requireAllUsed() {
        requireUsed(NAMES, names.keySet(), usedNames);
        requireUsed(VALUES, values.keySet(), usedValues);
    }

    private static void requireUsed(String field, Set<String> given, Set<String> used) {
        Set<String> unused = new LinkedHashSet<>(given);
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw Refusal.invalid(
                    "Value provided in " + field + " unused in expressions: keys: {" + String.join(", ", unused) + "}");
        }
    }

    private static Map<String, String> names(@Nullable JsonNode json) {
        Map<String, String> names = new LinkedHashMap<>();
        if (json != null) {
            requireContent(NAMES, json);
            json.properties().forEach(entry -> {
                requireForm(NAMES, NAME, entry.getKey());
                names.put(entry.getKey(), entry.getValue().asText());
            });
        }
        return names;
    }

    private static Map<String, Value> values(@Nullable JsonNode json) {
        Map<String, Value> values = new LinkedHashMap<>();
        if (json != null) {
            requireContent(VALUES, json);
            json.properties().forEach(entry -> {
                requireForm(VALUES, VALUE, entry.getKey());
                values.put(entry.getKey(), value(entry.getKey(), entry.getValue()));
            });
        }
        return values;
    }

    private static Value value(String placeholder, JsonNode json) {
        try {
            return ValueJson.read(json);
        } catch (Refusal refusal) {
            throw Refusal.invalid(VALUES + " contains invalid value: " + refusal.text() + " for key " + placeholder);
        }
    }

    private static void requireContent(String field, JsonNode json) {
        if (json.isEmpty()) {
            throw Refusal.invalid(field + " must not be empty");
        }
    }

    private static void requireForm(String field, Pattern form, String key) {
        if (!form.matcher(key).matches()) {
            throw Refusal.invalid(field + " contains invalid key: Syntax error; key: \"" + key + "\"");
        }
    }
}
