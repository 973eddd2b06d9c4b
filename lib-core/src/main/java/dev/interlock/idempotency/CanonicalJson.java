package dev.interlock.idempotency;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.interlock.internal.Printable;
import dev.interlock.internal.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the canonical form of RFC 8785: no white space, names sorted by UTF-16 code units, numbers as ECMAScript
 * writes them, strings with the escapes that are needed and no others. Refused, with its JSON pointer and never with
 * its content, is what has no such form: names that are there twice, half of a surrogate pair, and numbers that no
 * double is.
 */
final class CanonicalJson {
    private static final int MAX_DEPTH = 200; // read by recursion, also on the small stack of a thread pool
    private static final int MAX_POINTER = 200;
    private static final String HALF = "has half of a surrogate pair, which is no character";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // the names are those of whoever sends
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(1_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Precision precision;
    private final JsonParser parser;

    private CanonicalJson(Precision precision, JsonParser parser) {
        this.precision = precision;
        this.parser = parser;
    }

    /** What becomes of numbers whose value a double changes. */
    enum Precision {
        /** They are refused, because others have the same double. */
        EXACT,
        /** They are taken for the nearest double, as RFC 8785 does. */
        NEAREST
    }

    /**
     * Where a value is. Its pointer is made when it is asked for, because most values are not refused.
     *
     * @param step a name or an index
     * @param exclusion what is left out of the value
     */
    private record Place(@Nullable Place around, String step, Exclusion exclusion) {
        static Place root(Exclusion exclusion) {
            return new Place(null, "", exclusion);
        }

        Place in(String step) {
            return new Place(this, step, exclusion.at(step));
        }

        boolean isExcluded() {
            return exclusion.isWhole();
        }

        String pointer() {
            StringBuilder pointer = new StringBuilder();
            write(pointer);
            return pointer.toString();
        }

        private void write(StringBuilder to) {
            if (around != null) {
                around.write(to);
                to.append('/').append(escaped(step));
            }
        }
    }

    /** Why a value has no canonical text; told only if it is asked for one. */
    private record Refusal(Place place, String why) {
        IllegalArgumentException exception() {
            String pointer = place.pointer();
            return new IllegalArgumentException(
                    "payload" + (pointer.isEmpty() ? "" : " at " + Printable.of(pointer, MAX_POINTER)) + ": " + why);
        }
    }

    /**
     * A value that was read: a map by name, a list, or the canonical text of anything else. What has no canonical text
     * keeps why, because it does no harm unless it is asked for.
     */
    record Node(
            @Nullable Map<String, Node> fields,
            @Nullable List<Node> items,
            String text,
            @Nullable Refusal refusal) {
        /** The value at a JSON pointer that is empty or begins with a slash; null if there is none. */
        @Nullable
        Node at(String pointer) {
            Node node = this;
            for (String step : steps(pointer)) {
                node = node == null ? null : node.step(step);
            }
            return node;
        }

        private @Nullable Node step(String step) {
            if (fields != null) {
                return fields.get(step);
            }
            if (items == null || !step.matches("0|[1-9][0-9]{0,8}")) {
                return null;
            }
            int index = Integer.parseInt(step);
            return index < items.size() ? items.get(index) : null;
        }

        /**
         * The canonical text.
         *
         * @throws IllegalArgumentException if something in it has none
         */
        String canonical() {
            StringBuilder canonical = new StringBuilder();
            write(canonical);
            return canonical.toString();
        }

        private void write(StringBuilder to) {
            if (fields != null) {
                char separator = '{';
                for (Map.Entry<String, Node> field : fields.entrySet()) {
                    to.append(separator);
                    quote(to, field.getKey());
                    field.getValue().write(to.append(':'));
                    separator = ',';
                }
                to.append(fields.isEmpty() ? "{}" : "}");
            } else if (items != null) {
                char separator = '[';
                for (Node item : items) {
                    item.write(to.append(separator));
                    separator = ',';
                }
                to.append(items.isEmpty() ? "[]" : "]");
            } else if (refusal != null) {
                throw refusal.exception();
            } else {
                to.append(text);
            }
        }
    }

    /**
     * Reads a document.
     *
     * @param exclusion which fields are left out, as far as they are there
     * @throws IllegalArgumentException if it has no canonical form, or if an element of an array is excluded
     */
    static Node read(byte[] json, Precision precision, Exclusion exclusion) {
        if (!Utf8.isValid(json, 0, json.length)) {
            throw new IllegalArgumentException("payload: is not UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            Node node = new CanonicalJson(precision, parser).document(exclusion);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("payload: is more than one value of JSON");
            }
            return node;
        } catch (JacksonException e) {
            // Without a cause: the message of the cause shows content.
            throw new IllegalArgumentException("payload: is no JSON, or is nested above " + MAX_DEPTH
                    + " levels, or has a number of more than 1000 digits");
        } catch (IOException e) {
            throw new AssertionError("an array is read without I/O", e);
        }
    }

    /**
     * The object that has these texts.
     *
     * @throws IllegalArgumentException if a name has half of a surrogate pair
     */
    static Node of(Map<String, String> texts, Exclusion exclusion) {
        Map<String, Node> fields = new TreeMap<>();
        texts.forEach((name, text) -> {
            Place place = Place.root(exclusion).in(name);
            if (!isText(name)) {
                throw new Refusal(place, HALF).exception();
            }
            if (!place.isExcluded()) {
                fields.put(name, text(text, place));
            }
        });
        return new Node(fields, null, "", null);
    }

    private Node document(Exclusion exclusion) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new IllegalArgumentException("payload: is empty");
        }
        return value(first, Place.root(exclusion));
    }

    private Node value(JsonToken token, Place place) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(place);
            case START_ARRAY -> array(place);
            case VALUE_STRING -> text(parser.getText(), place);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText(), place);
            case VALUE_TRUE -> leaf("true");
            case VALUE_FALSE -> leaf("false");
            case VALUE_NULL -> leaf("null");
            default -> throw new Refusal(place, "is no value of JSON").exception();
        };
    }

    private Node object(Place around) throws IOException {
        Map<String, Node> fields = new TreeMap<>();
        Set<String> leftOut = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.getText();
            Place place = around.in(name);
            if (!isText(name)) {
                throw new Refusal(place, HALF).exception();
            }
            JsonToken token = parser.nextToken();
            boolean isNew;
            if (place.isExcluded()) {
                parser.skipChildren();
                isNew = leftOut.add(name);
            } else {
                isNew = fields.put(name, value(token, place)) == null;
            }
            if (!isNew) {
                throw new Refusal(place, "is there twice").exception();
            }
        }
        return new Node(fields, null, "", null);
    }

    private Node array(Place around) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Place place = around.in(Integer.toString(items.size()));
            if (place.isExcluded()) {
                throw new Refusal(place, "is an element of an array, which cannot be excluded").exception();
            }
            items.add(value(token, place));
        }
        return new Node(null, items, "", null);
    }

    private static Node text(String text, Place place) {
        if (!isText(text)) {
            return new Node(null, null, "", new Refusal(place, HALF));
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        quote(quoted, text);
        return leaf(quoted.toString());
    }

    private Node number(String json, Place place) {
        String text = precision == Precision.EXACT ? JsonNumber.exact(json) : JsonNumber.nearest(json);
        return text != null
                ? leaf(text)
                : new Node(
                        null,
                        null,
                        "",
                        new Refusal(
                                place,
                                "is a number that a double changes, so another one would have the same fingerprint:"
                                        + " send it as a string, or exclude it"));
    }

    private static Node leaf(String text) {
        return new Node(null, null, text, null);
    }

    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static void quote(StringBuilder to, String text) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\b' -> to.append("\\b");
                case '\t' -> to.append("\\t");
                case '\n' -> to.append("\\n");
                case '\f' -> to.append("\\f");
                case '\r' -> to.append("\\r");
                default -> {
                    if (c < ' ') {
                        to.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xf, 16));
                    } else {
                        to.append(c);
                    }
                }
            }
        }
        to.append('"');
    }

    /**
     * The names and indexes that a pointer is made of.
     *
     * @throws IllegalArgumentException if it is none
     */
    static List<String> steps(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (pointer.charAt(0) != '/' || !pointer.matches("([^~]|~[01])*")) {
            throw new IllegalArgumentException(
                    "a JSON pointer is empty or begins with a slash, and has ~ as ~0 alone: '" + pointer + "'");
        }
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
