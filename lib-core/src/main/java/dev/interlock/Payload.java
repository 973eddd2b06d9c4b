package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Json;
import dev.interlock.internal.Utf8;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries: bytes, until somebody asks for more. Numbers keep their digits, because nothing is read that is
 * not asked for. Never printed: {@link #toString} tells kind and size only. Immutable and thread-safe.
 */
public final class Payload {
    private static final Payload NONE = new Payload(new byte[0], 0, 0, Kind.NONE);

    private final byte[] source;
    private final int from;
    private final int to;
    private final Kind kind;

    /** What the bytes are. */
    public enum Kind {
        /** Any JSON that was sent as such, and text that is a JSON object or array. */
        JSON,
        /** Text in UTF-8. A JSON string or number that was sent as text is text: nothing is guessed. */
        TEXT,
        /** Bytes that are not UTF-8. */
        BINARY,
        /** Nothing was sent. */
        NONE
    }

    private Payload(byte[] source, int from, int to, Kind kind) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.kind = kind;
    }

    /** The payload that was sent as bytes: a JSON object or array, else text, else binary. */
    public static Payload of(byte[] bytes) {
        byte[] own = bytes.clone();
        return new Payload(own, 0, own.length, kindOf(own));
    }

    /** The payload that was sent as text: a JSON object or array, else text. */
    public static Payload of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /**
     * A payload that somebody has looked at already: the bytes of {@code source} from {@code from} to {@code to}, exclusive.
     * The array is shared, so it must not change any more.
     */
    public static Payload wrap(Kind kind, byte[] source, int from, int to) {
        requireNonNull(kind, "kind");
        Objects.checkFromToIndex(from, to, source.length);
        return new Payload(source, from, to, kind);
    }

    /** That nothing was sent. */
    public static Payload none() {
        return NONE;
    }

    /** What the bytes are. */
    public Kind kind() {
        return kind;
    }

    /** How many bytes there are. */
    public int size() {
        return to - from;
    }

    /** A copy of the bytes: of JSON the text as it was sent. */
    public byte[] bytes() {
        return Arrays.copyOfRange(source, from, to);
    }

    /**
     * The text, of JSON as it was sent.
     *
     * @throws IllegalStateException if it is binary
     */
    public String text() {
        if (kind == Kind.BINARY) {
            throw new IllegalStateException("a binary payload has no text; use bytes()");
        }
        return new String(source, from, to - from, UTF_8);
    }

    /**
     * A value inside JSON, by its JSON pointer (RFC 6901), such as {@code /order/items/0}; empty if there is none, or if this is
     * no JSON. A string is found as the text that it holds, null as {@link Kind#NONE}.
     *
     * @throws IllegalArgumentException if the pointer is neither empty nor begins with a slash
     */
    public Optional<Payload> at(String pointer) {
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer begins with a slash: " + pointer);
        }
        Json value = kind == Kind.JSON ? Json.parse(source, from, to).orElse(null) : null;
        for (int slash = 0; slash < pointer.length() && value != null; ) {
            int end = pointer.indexOf('/', slash + 1);
            end = end < 0 ? pointer.length() : end;
            value = step(
                    value, pointer.substring(slash + 1, end).replace("~1", "/").replace("~0", "~"));
            slash = end;
        }
        return Optional.ofNullable(value).map(Payload::of);
    }

    private static @Nullable Json step(Json value, String token) {
        if (value.isObject()) {
            return value.get(token);
        }
        boolean index = token.matches("0|[1-9][0-9]{0,8}");
        return index && Integer.parseInt(token) < value.items().size()
                ? value.items().get(Integer.parseInt(token))
                : null;
    }

    private static Payload of(Json value) {
        if (value.text() != null) {
            byte[] text = value.text().getBytes(UTF_8);
            return new Payload(text, 0, text.length, Kind.TEXT);
        }
        return value.type() == Json.Type.NULL ? NONE : new Payload(value.source(), value.from(), value.to(), Kind.JSON);
    }

    private static Kind kindOf(byte[] bytes) {
        Optional<Json> json = Json.parse(bytes, 0, bytes.length);
        if (json.filter(value -> value.isObject() || value.isArray()).isPresent()) {
            return Kind.JSON;
        }
        return Utf8.isValid(bytes, 0, bytes.length) ? Kind.TEXT : Kind.BINARY;
    }

    @Override
    public String toString() {
        return "Payload[" + kind + ", " + size() + " bytes]";
    }
}
