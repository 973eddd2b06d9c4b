package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads a vector without indulgence: a field that is missing or of another type is an error that names it. */
record Json(JsonNode node, String path) {
    static Json of(JsonNode node) {
        return new Json(node, "");
    }

    Json at(String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new IllegalArgumentException("no field " + path + "/" + field);
        }
        return new Json(value, path + "/" + field);
    }

    boolean isNull() {
        return node.isNull();
    }

    String text() {
        return required(node.isTextual(), "a string").asText();
    }

    Optional<String> optionalText() {
        return isNull() ? Optional.empty() : Optional.of(text());
    }

    int integer() {
        return required(node.canConvertToInt() && node.isIntegralNumber(), "an integer")
                .asInt();
    }

    long longInteger() {
        return required(node.canConvertToLong() && node.isIntegralNumber(), "a long integer")
                .asLong();
    }

    boolean bool() {
        return required(node.isBoolean(), "a boolean").asBoolean();
    }

    /** A boolean that may be missing, which is false. */
    boolean flag(String field) {
        return node.has(field) && at(field).bool();
    }

    List<String> texts() {
        return elements().stream().map(Json::text).toList();
    }

    /** The elements of an array. */
    List<Json> elements() {
        required(node.isArray(), "an array");
        List<Json> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Json(node.get(i), path + "/" + i));
        }
        return elements;
    }

    /** The elements of an array that must not be empty: a file without cases proves nothing. */
    List<Json> cases() {
        List<Json> cases = elements();
        required(!cases.isEmpty(), "a filled array");
        return cases;
    }

    /** The names of an object's fields. */
    List<String> names() {
        required(node.isObject(), "an object");
        return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                .toList();
    }

    private JsonNode required(boolean condition, String type) {
        if (!condition) {
            throw new IllegalArgumentException(path + " is not " + type + ": " + node);
        }
        return node;
    }
}
