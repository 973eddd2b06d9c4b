package dev.interlock.testkit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One HTTP answer. Immutable. */
public final class WireResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private WireResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer without a body. */
    public static WireResponse of(int status) {
        return new WireResponse(status, caseless(), new byte[0]);
    }

    /** This answer with a header more, or with another value for one that it has. */
    public WireResponse header(String name, String value) {
        Map<String, String> more = caseless();
        more.putAll(headers);
        more.put(name, requireNonNull(value, name));
        return new WireResponse(status, more, body);
    }

    /** This answer with {@code body}. */
    public WireResponse body(byte[] body) {
        return new WireResponse(status, headers, body.clone());
    }

    /** This answer with {@code text} in UTF-8 as its body. */
    public WireResponse body(String text) {
        return new WireResponse(status, headers, text.getBytes(UTF_8));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** One header, whatever its case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body, a copy. */
    public byte[] body() {
        return body.clone();
    }

    private static Map<String, String> caseless() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
}
