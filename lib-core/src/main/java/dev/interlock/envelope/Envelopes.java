package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Takes off what AWS wraps around an event, layer by layer, whatever lies in whatever: a message of EventBridge over
 * SNS over SQS is found as well as a bare one.
 *
 * <p>A batch becomes one record for each of its messages, in order; what is only a test message or an empty batch
 * becomes none. Anything that is no envelope is a message without layers, also if it happens to have a {@code detail}.
 * Nothing throws for what is in an event: what cannot be a message is {@link Rejected}, and leaves the others.
 *
 * <p>Text is taken for JSON only if it is an object or an array. Limits: {@value #MAX_LAYERS} envelopes,
 * {@value #MAX_INFLATED} bytes of inflated data in one event, 1,000 levels of JSON, 200,000 fields and elements of one
 * text that must be looked into, and {@value #MAX_EVENT} bytes of a stream. Thread-safe.
 */
public final class Envelopes {
    /** How many envelopes may be around a message. */
    public static final int MAX_LAYERS = 8;

    /** How many bytes the compressed data of one event may have when it is inflated. */
    public static final int MAX_INFLATED = 16 * 1024 * 1024;

    /** How many bytes of a stream are read; more than any invocation of Lambda can have. */
    public static final int MAX_EVENT = 32 * 1024 * 1024;

    private static final ObjectMapper MAPS = new ObjectMapper();

    private Envelopes() {}

    /** The records of an event. The array must not change any more. */
    public static List<Unwrapped> unwrap(byte[] event) {
        return Unwrapper.unwrap(requireNonNull(event, "event"));
    }

    /**
     * The records of an event that is read to its end, and not closed.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static List<Unwrapped> unwrap(InputStream event) {
        requireNonNull(event, "event");
        try {
            byte[] bytes = event.readNBytes(MAX_EVENT + 1);
            return bytes.length > MAX_EVENT ? rejected("is larger than " + MAX_EVENT + " bytes") : unwrap(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the event cannot be read", e);
        }
    }

    /**
     * The records of an event that somebody parsed already, as Lambda does for a handler of maps. Digits of numbers
     * that the parser lost are lost; a handler of streams keeps them.
     */
    public static List<Unwrapped> unwrap(Map<String, ?> event) {
        requireNonNull(event, "event");
        byte[] bytes;
        try {
            bytes = MAPS.writeValueAsBytes(event);
        } catch (JacksonException | RuntimeException e) { // a map may hold anything, with getters that throw anything
            return rejected("cannot be written as JSON");
        }
        return unwrap(bytes);
    }

    private static List<Unwrapped> rejected(String reason) {
        return List.of(new Rejected("", reason, List.of()));
    }
}
