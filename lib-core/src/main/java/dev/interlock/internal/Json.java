package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value in JSON text that is read as far as somebody looks. All of the text is checked once; what nobody asks for stays
 * text, so that its digits stay as they are. Of a repeated name the last value counts. Not thread-safe.
 */
public final class Json {
    /*
     * An envelope is a few names around a payload that may be large. A tree of the whole would cost more than everything else,
     * so the text is walked over once: the fields of the outermost object are kept, everything deeper is remembered by where it
     * begins and ends, and walked over again only if it is looked into. The records of a batch are always looked into, so they
     * are kept at once. A string stays where it is too: a payload in base64 may be most of the event.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // the names are those of whoever sends
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final Set<String> BATCHES = Set.of("Records", "records", "messages");
    private static final int RECORDS = 2;

    private final byte[] source;
    private final int from;
    private final int to;
    private final Type type;
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

    private Json(byte[] source, int from, int to, Type type) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.type = type;
    }

    /** The value that UTF-8 text from {@code from} to {@code to} is; empty if it is not JSON, or nested above 1,000 levels. */
    public static Optional<Json> parse(byte[] source, int from, int to) {
        return isUtf8(source, from, to) ? walk(source, from, to) : Optional.empty();
    }

    private static Optional<Json> walk(byte[] source, int from, int to) {
        try (JsonParser parser = FACTORY.createParser(source, from, to - from)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Json value = new Reader(parser, source, from, to).read(1);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw withoutIo(e);
        }
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
            text = content();
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
        if (type == Type.OBJECT) {
            return get(token);
        }
        boolean index = token.matches("0|[1-9][0-9]{0,8}");
        return index && Integer.parseInt(token) < items().size() ? items().get(Integer.parseInt(token)) : null;
    }

    private Json expanded() {
        return walk(source, from, to).orElseThrow(() -> new AssertionError("a part of JSON is JSON"));
    }

    /** The bytes that a string holds in base64 (RFC 4648), padded or not; null if it holds none. */
    public byte @Nullable [] base64() {
        if (type != Type.STRING) {
            return null;
        }
        ByteBuffer written = isEscaped()
                ? ByteBuffer.wrap(unescaped().getBytes(UTF_8))
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

    private String content() {
        return isEscaped() ? unescaped() : new String(source, from + 1, to - from - 2, UTF_8);
    }

    private boolean isEscaped() {
        for (int i = from; i < to; i++) {
            if (source[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private String unescaped() {
        try (JsonParser parser = FACTORY.createParser(source, from, to - from)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw withoutIo(e);
        }
    }

    private static AssertionError withoutIo(IOException e) {
        return new AssertionError("an array is read without I/O", e);
    }

    /**
     * The parser would take UTF-16 and UTF-32 too, by their zeros and byte order marks, and UTF-8 that is none. JSON that is
     * sent is UTF-8, has no mark, and begins with no zero.
     */
    private static boolean isUtf8(byte[] source, int from, int to) {
        for (int i = from; i < Math.min(from + 4, to); i++) {
            if (source[i] == 0) {
                return false;
            }
        }
        boolean isMarked = to - from > 2
                && source[from] == (byte) 0xef
                && source[from + 1] == (byte) 0xbb
                && source[from + 2] == (byte) 0xbf;
        return !isMarked && Utf8.isValid(source, from, to);
    }

    /** One walk over a text. */
    private static final class Reader {
        private final JsonParser parser;
        private final byte[] source;
        private final int offset;
        private final int limit;

        private Reader(JsonParser parser, byte[] source, int offset, int limit) {
            this.parser = parser;
            this.source = source;
            this.offset = offset;
            this.limit = limit;
        }

        /** The value at the current token, with this many levels of it kept. */
        private Json read(int levels) throws IOException {
            JsonToken token = parser.currentToken();
            int from = offset + (int) parser.currentTokenLocation().getByteOffset();
            return switch (token) {
                case START_OBJECT -> levels == 0 ? skipped(from, Type.OBJECT) : object(from, levels);
                case START_ARRAY -> levels == 0 ? skipped(from, Type.ARRAY) : array(from, levels);
                case VALUE_STRING -> value(from, endOfString(from), Type.STRING);
                case VALUE_TRUE, VALUE_NULL ->
                    value(from, from + 4, token == JsonToken.VALUE_NULL ? Type.NULL : Type.BOOLEAN);
                case VALUE_FALSE -> value(from, from + 5, Type.BOOLEAN);
                default -> value(from, endOfNumber(from), Type.NUMBER);
            };
        }

        private Json object(int from, int levels) throws IOException {
            Map<String, Json> fields = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                boolean batch = parser.nextToken() == JsonToken.START_ARRAY && BATCHES.contains(name);
                fields.put(name, read(batch && levels == 1 ? RECORDS : levels - 1));
            }
            Json object = value(from, end(), Type.OBJECT);
            object.fields = fields;
            return object;
        }

        private Json array(int from, int levels) throws IOException {
            List<Json> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(read(levels - 1));
            }
            Json array = value(from, end(), Type.ARRAY);
            array.items = items;
            return array;
        }

        private Json skipped(int from, Type type) throws IOException {
            parser.skipChildren();
            return value(from, end(), type);
        }

        private int end() {
            return offset + (int) parser.currentLocation().getByteOffset();
        }

        /** The parser itself reads a string only if it is asked for, and checks it only when it goes on. */
        private int endOfString(int from) {
            int at = from + 1;
            while (at < limit && source[at] != '"') {
                at += source[at] == '\\' ? 2 : 1;
            }
            return Math.min(at + 1, limit);
        }

        private int endOfNumber(int from) {
            int at = from;
            while (at < limit && "+-.0123456789Ee".indexOf(source[at]) >= 0) {
                at++;
            }
            return at;
        }

        private Json value(int from, int to, Type type) {
            return new Json(source, from, to, type);
        }
    }
}
