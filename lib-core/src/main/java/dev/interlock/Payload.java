package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Json;
import dev.interlock.internal.StrictJson;
import dev.interlock.internal.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a message carries: bytes, until somebody asks for more. Numbers keep their digits, because nothing is read that
 * is not asked for. Never printed: {@link #toString} tells kind and size only. Immutable and thread-safe.
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
        byte[] own = requireNonNull(bytes, "bytes").clone();
        return new Payload(own, 0, own.length, kindOf(own));
    }

    /**
     * The payload that was sent as text: a JSON object or array, else text.
     *
     * @throws IllegalArgumentException if it has half of a surrogate pair
     */
    public static Payload of(String text) {
        byte[] bytes = Utf8.bytes(requireNonNull(text, "text"));
        if (bytes == null) {
            throw new IllegalArgumentException("the text of a payload has half of a surrogate pair");
        }
        return new Payload(bytes, 0, bytes.length, kindOf(bytes));
    }

    /**
     * A payload that somebody has looked at already: the bytes of {@code source} from {@code from} to {@code to},
     * exclusive. The array is shared, so it must not change any more.
     */
    public static Payload wrap(Kind kind, byte[] source, int from, int to) {
        requireNonNull(kind, "kind");
        requireNonNull(source, "source");
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
     * A value inside JSON, by its JSON pointer (RFC 6901), such as {@code /order/items/0}; empty if there is none, or
     * if this is no JSON. A string is found as the text that it holds, null as {@link Kind#NONE}; a string with half of
     * a surrogate pair, which is no text, as the JSON that it is written with.
     *
     * @throws IllegalArgumentException if the pointer is neither empty nor begins with a slash
     */
    public Optional<Payload> at(String pointer) {
        requireNonNull(pointer, "pointer");
        if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer begins with a slash: " + pointer);
        }
        Optional<Json> document = kind == Kind.JSON ? Json.check(source, from, to) : Optional.empty();
        return document.map(json -> json.at(pointer)).map(Payload::of);
    }

    /**
     * The value that the JSON is, of a record or of anything else that Jackson 2 can make; its annotations count.
     *
     * <p>Nothing is guessed. Refused are properties that {@code type} does not know, names that are there twice, what
     * is missing or null, and values of another type of JSON: {@code "1"} is no number, {@code 1} no text, {@code 1.5}
     * no {@code int}, {@code ""} no object, one value no list. Only what is annotated as {@code Nullable}, of whatever
     * library, may be missing or null, and is null then; of a class that is no record, only what its constructor takes
     * is needed. The property {@code interlock_hops} may be there, whether or not the type knows it. No class is chosen
     * by a name in the JSON.
     *
     * <p>{@code BigDecimal} and {@code BigInteger} keep every digit; a {@code double} is the nearest one and finite.
     * Times of {@code java.time} are read from ISO-8601 text. A module of yours must be open to
     * {@code com.fasterxml.jackson.databind}.
     *
     * @throws IllegalArgumentException if this is no JSON, or is not a {@code type}: names the place as a JSON pointer
     *     and what is wrong there, never a value. Also if {@code type} itself refuses, with the name of its exception
     *     alone
     */
    public <T> T decode(Class<T> type) {
        requireNonNull(type, "type");
        requireJson();
        return StrictJson.decode(source, from, to, type);
    }

    /**
     * The values that the JSON array holds, each as {@link #decode} would make it. Immutable.
     *
     * @throws IllegalArgumentException as {@link #decode}, and if this is no array
     */
    public <T> List<T> decodeList(Class<T> type) {
        requireNonNull(type, "type");
        requireJson();
        return StrictJson.decodeList(source, from, to, type);
    }

    private void requireJson() {
        if (kind != Kind.JSON) {
            throw new IllegalArgumentException(
                    switch (kind) {
                        case TEXT -> "payload: is text, not JSON; use text()";
                        case BINARY -> "payload: is binary, not JSON; use bytes()";
                        default -> "payload: nothing was sent";
                    });
        }
    }

    private static Payload of(Json value) {
        byte[] text = value.text() == null ? null : Utf8.bytes(value.text());
        if (text != null) {
            return new Payload(text, 0, text.length, Kind.TEXT);
        }
        return value.type() == Json.Type.NULL ? NONE : new Payload(value.source(), value.from(), value.to(), Kind.JSON);
    }

    private static Kind kindOf(byte[] bytes) {
        Optional<Json> json = Json.check(bytes, 0, bytes.length);
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
