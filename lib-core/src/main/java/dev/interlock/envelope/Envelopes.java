package dev.interlock.envelope;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * Takes off what AWS wraps around an event, layer by layer, whatever lies in whatever: a message of EventBridge over SNS over
 * SQS is found as well as a bare one.
 *
 * <p>A batch becomes one record for each of its messages, in order; what is only a test message or an empty batch becomes
 * none. Anything that is no envelope is a message without layers, also if it happens to have a {@code detail}. Nothing throws
 * for what is in an event: what cannot be a message is {@link Rejected}, and leaves the others.
 *
 * <p>Text is taken for JSON only if it is an object or an array. Limits: {@value #MAX_LAYERS} envelopes, {@value #MAX_INFLATED}
 * bytes of inflated data in one event, 1,000 levels of JSON, and {@value #MAX_EVENT} bytes of a stream. Thread-safe.
 */
public final class Envelopes {
    /** How many envelopes may be around a message. */
    public static final int MAX_LAYERS = 8;

    /** How many bytes the compressed data of one event may have when it is inflated. */
    public static final int MAX_INFLATED = 16 * 1024 * 1024;

    /** How many bytes of a stream are read; more than any invocation of Lambda can have. */
    public static final int MAX_EVENT = 32 * 1024 * 1024;

    private static final ObjectMapper MAPS = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Envelopes() {}

    /** The records of an event. The array must not change any more. */
    public static List<Unwrapped> unwrap(byte[] event) {
        return Unwrapper.unwrap(event);
    }

    /**
     * The records of an event that is read to its end.
     *
     * @throws IOException if it cannot be read
     */
    public static List<Unwrapped> unwrap(InputStream event) throws IOException {
        byte[] bytes = event.readNBytes(MAX_EVENT + 1);
        return bytes.length > MAX_EVENT
                ? List.of(new Rejected("", "is larger than " + MAX_EVENT + " bytes", List.of()))
                : unwrap(bytes);
    }

    /** The records of an event that somebody parsed already, as Lambda does for a handler of maps. */
    public static List<Unwrapped> unwrap(Map<String, ?> event) {
        try {
            return unwrap(MAPS.writeValueAsBytes(event));
        } catch (JacksonException e) {
            return List.of(new Rejected("", "cannot be written as JSON", List.of()));
        }
    }
}
