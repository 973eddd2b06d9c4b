package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in JSON text that is read as far as somebody looks. All of the text is checked once; what nobody asks for
 * stays text, so that its digits stay as they are. Of a repeated name the last value counts. Not thread-safe.
 */
public final class Json {
    /*
     * An envelope is a few names around a payload that may be large. A tree of the whole would cost more than
     * everything else, so the text is walked over once: the fields of the outermost object are kept, everything deeper
     * is remembered by where it begins and ends, and walked over again only if it is looked into. The records of a
     * batch are always looked into, and so is the detail of an event, so they are kept at once. A string stays where it
     * is too: a payload in base64 may be most of the event. What is kept is counted, because a few bytes of compressed
     * text may hold millions of empty objects.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final Map<String, Integer> KEPT = Map.of("Records", 2, "records", 2, "messages", 2, "detail", 1);

    /** How many fields and elements are kept of one text; a batch of 10,000 records of AWS has half as many. */
    public static final int MAX_KEPT = 200_000;

    private static final byte[] NO_BASE64 = {'!'};

    private final byte[] source;
    private final int from;
    private final int to;
    private final Type type;
    private final boolean escaped;
    private final byte @Nullable [] unescaped; // null also if it has half of a surrogate pair
    private @Nullable String text;
    private @Nullable Map<String, Json> fields;
    private @Nullable List<Json> items;

    /** The types of JSON. */
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private Json(byte[] source, int from, int to, Type type, boolean escaped, byte @Nullable [] unescaped) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.type = type;
        this.escaped = escaped;
        this.unescaped = unescaped;
    }

    /** Says that more than {@link #MAX_KEPT} fields and elements would have to be kept. */
    public static final class TooManyValues extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyValues() {
            super(null, null, false, false); // it is expected, so nobody needs the trace
        }

        /** What is wrong with the text. */
        public String reason() {
            return "has more than " + MAX_KEPT + " fields and elements to look into";
        }
    }

    /**
     * The value that UTF-8 text from {@code from} to {@code to} is; empty if it is not JSON, or nested above 1,000
     * levels.
     *
     * @throws TooManyValues if that is so; also where it is looked into later, but by {@link #at}
     */
    public static Optional<Json> parse(byte[] source, int from, int to) {
        return Optional.ofNullable(new Reader(source, to).document(from, 1));
    }

    /** The same for whoever looks into it by {@link #at} alone: nothing is kept, so nothing can be too much. */
    public static Optional<Json> check(byte[] source, int from, int to) {
        return Optional.ofNullable(new Reader(source, to).document(from, 0));
    }

    /** A text as JSON, with its quotation marks. */
    public static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    public Type type() {
        return type;
    }

    public boolean isObject() {
        return type == Type.OBJECT;
    }

    public boolean isArray() {
        return type == Type.ARRAY;
    }

    /** The text that it stands in. */
    public byte[] source() {
        return source;
    }

    /** Where it begins in its source. */
    public int from() {
        return from;
    }

    /** Where it ends in its source. */
    public int to() {
        return to;
    }

    /** The content of a string; null of anything else. */
    public @Nullable String text() {
        if (type == Type.STRING && text == null) {
            byte[] utf8 = utf8();
            text = utf8 == null ? withHalves() : new String(utf8, UTF_8);
        }
        return text;
    }

    /** The text that it is written with. */
    public String raw() {
        return new String(source, from, to - from, UTF_8);
    }

    /** The field of an object; null if there is none, or if this is no object. */
    public @Nullable Json get(String name) {
        return fields().get(name);
    }

    /** The string field of an object; null if there is none. */
    public @Nullable String text(String name) {
        Json field = get(name);
        return field == null ? null : field.text();
    }

    /** Whether an object has a field of this name, whatever its value. */
    public boolean has(String name) {
        return fields().containsKey(name);
    }

    /** The fields of an object in their order; none of anything else. */
    public Map<String, Json> fields() {
        if (type != Type.OBJECT) {
            return Map.of();
        }
        if (fields == null) {
            fields = expanded().fields();
        }
        return fields;
    }

    /** The elements of an array; none of anything else. */
    public List<Json> items() {
        if (type != Type.ARRAY) {
            return List.of();
        }
        if (items == null) {
            items = expanded().items();
        }
        return items;
    }

    /** The value at a JSON pointer (RFC 6901), which is empty or begins with a slash; null if there is none. */
    public @Nullable Json at(String pointer) {
        Json value = this;
        for (int slash = 0; slash < pointer.length() && value != null; ) {
            int end = pointer.indexOf('/', slash + 1);
            end = end < 0 ? pointer.length() : end;
            String token = pointer.substring(slash + 1, end);
            value = value.step(token.replace("~1", "/").replace("~0", "~"));
            slash = end;
        }
        return value;
    }

    private @Nullable Json step(String token) {
        boolean mayHave = isObject() || (isArray() && token.matches("0|[1-9][0-9]{0,8}"));
        return mayHave ? new Reader(source, to).child(this, token) : null;
    }

    private Json expanded() {
        return requireNonNull(new Reader(source, to).document(from, 2), "a part of JSON is JSON");
    }

    /** The bytes that a string holds in base64 (RFC 4648), padded or not; null if it holds none. */
    public byte @Nullable [] base64() {
        if (type != Type.STRING) {
            return null;
        }
        ByteBuffer written = escaped
                ? ByteBuffer.wrap(requireNonNullElse(unescaped, NO_BASE64))
                : ByteBuffer.wrap(source, from + 1, to - from - 2);
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(written);
            byte[] bytes = new byte[decoded.remaining()];
            decoded.get(bytes);
            return bytes;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The content of a string in UTF-8; null if it has half of a surrogate pair, or if this is no string. */
    public byte @Nullable [] utf8() {
        if (type != Type.STRING) {
            return null;
        }
        return escaped ? unescaped : Arrays.copyOfRange(source, from + 1, to - 1);
    }

    /** The content of a string that has half of a surrogate pair. */
    private String withHalves() {
        try (JsonParser parser = FACTORY.createParser(source, from, to - from)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new AssertionError("an array is read without I/O", e);
        }
    }

    /** One walk over a text; null where it is not JSON. */
    private static final class Reader {
        private final byte[] source;
        private final int limit;
        private final JsonScanner scanner;
        private int kept;

        private Reader(byte[] source, int limit) {
            this.source = source;
            this.limit = limit;
            this.scanner = new JsonScanner(source, limit);
        }

        private @Nullable Json document(int from, int levels) {
            Json value = read(scanner.space(from), 0, levels);
            return value == null || scanner.space(value.to) != limit ? null : value;
        }

        /**
         * The value at a place, in {@code outer} others, with this many levels kept; an array is a level only around
         * others.
         */
        private @Nullable Json read(int from, int outer, int levels) {
            Type type = type(scanner.at(from));
            if (levels > 0 && type == Type.OBJECT) {
                return object(from, outer, levels);
            }
            if (levels > 1 && type == Type.ARRAY) {
                return array(from, outer, levels);
            }
            if (type == Type.STRING) {
                return string(from);
            }
            int end = scanner.value(from, outer);
            return end == JsonScanner.NONE ? null : value(from, end, type);
        }

        private Json value(int from, int to, Type type) {
            return new Json(source, from, to, type, false, null);
        }

        private @Nullable Json string(int from) {
            int end = scanner.keptString(from);
            boolean escaped = scanner.isEscaped();
            return end == JsonScanner.NONE
                    ? null
                    : new Json(source, from, end, Type.STRING, escaped, escaped ? scanner.unescaped() : null);
        }

        private static Type type(byte first) {
            return switch (first) {
                case '{' -> Type.OBJECT;
                case '[' -> Type.ARRAY;
                case '"' -> Type.STRING;
                case 't', 'f' -> Type.BOOLEAN;
                case 'n' -> Type.NULL;
                default -> Type.NUMBER;
            };
        }

        private @Nullable Json object(int from, int outer, int levels) {
            Map<String, Json> fields = new LinkedHashMap<>();
            int at = scanner.space(from + 1);
            if (scanner.at(at) != '}') {
                do {
                    at = scanner.space(at);
                    Json name = scanner.at(at) == '"' ? string(at) : null;
                    int colon = name == null ? JsonScanner.NONE : scanner.colon(name.to);
                    if (name == null || colon == JsonScanner.NONE) {
                        return null;
                    }
                    String text = requireNonNull(name.text());
                    int inner = outer == 0 ? KEPT.getOrDefault(text, levels - 1) : levels - 1;
                    Json value = read(colon, outer + 1, inner);
                    if (value == null) {
                        return null;
                    }
                    count();
                    fields.put(text, value);
                    at = scanner.space(value.to) + 1;
                } while (scanner.at(at - 1) == ',');
                at--;
            }
            if (scanner.at(at) != '}') {
                return null;
            }
            Json object = value(from, at + 1, Type.OBJECT);
            object.fields = fields;
            return object;
        }

        private @Nullable Json array(int from, int outer, int levels) {
            List<Json> items = new ArrayList<>();
            int at = scanner.space(from + 1);
            if (scanner.at(at) != ']') {
                do {
                    Json item = read(scanner.space(at), outer + 1, levels - 1);
                    if (item == null) {
                        return null;
                    }
                    count();
                    items.add(item);
                    at = scanner.space(item.to) + 1;
                } while (scanner.at(at - 1) == ',');
                at--;
            }
            if (scanner.at(at) != ']') {
                return null;
            }
            Json array = value(from, at + 1, Type.ARRAY);
            array.items = items;
            return array;
        }

        private void count() {
            if (++kept > MAX_KEPT) {
                throw new TooManyValues();
            }
        }

        /** The last field of a name, or an element by its number; of a container that is known to be JSON. */
        private @Nullable Json child(Json container, String token) {
            Json found = null;
            int number = 0;
            int at = scanner.space(container.from + 1);
            while (scanner.at(at) != '}' && scanner.at(at) != ']') {
                boolean isIt;
                if (container.isObject()) {
                    Json name = requireNonNull(string(at));
                    at = scanner.colon(name.to);
                    isIt = token.equals(name.text());
                } else {
                    isIt = Integer.parseInt(token) == number++;
                }
                Json value = requireNonNull(read(at, 0, 0));
                found = isIt ? value : found;
                if (isIt && container.isArray()) {
                    return found;
                }
                at = scanner.space(value.to);
                at = scanner.at(at) == ',' ? scanner.space(at + 1) : at;
            }
            return found;
        }
    }
}
