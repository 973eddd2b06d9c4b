package dev.interlock.testkit.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One HTTP request as a client sent it, its body decoded from the SDK's chunked upload encoding. Immutable. */
public final class WireRequest {
    private final String method;
    private final String host;
    private final String path;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private WireRequest(
            String method,
            String host,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body) {
        this.method = method;
        this.host = host;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    /**
     * A request.
     *
     * @param path as sent, percent-encoded
     * @param query decoded names and values
     * @param headers in any case
     */
    public static WireRequest of(
            String method,
            String host,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body) {
        Map<String, List<String>> lowerCased = new TreeMap<>();
        headers.forEach((name, values) -> lowerCased.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        AwsChunked.Decoded decoded = AwsChunked.decode(body, lowerCased);
        return new WireRequest(
                requireNonNull(method, "method"),
                requireNonNull(host, "host"),
                requireNonNull(path, "path"),
                new TreeMap<>(query),
                decoded.headers(),
                decoded.content());
    }

    /** The HTTP method, in capitals. */
    public String method() {
        return method;
    }

    /** The host that the client would have connected to. */
    public String host() {
        return host;
    }

    /** The path as sent, percent-encoded. */
    public String path() {
        return path;
    }

    /** The names of the query parameters, sorted. */
    public List<String> queryNames() {
        return List.copyOf(query.keySet());
    }

    /** Whether the query has {@code name}, with or without a value. */
    public boolean hasQuery(String name) {
        return query.containsKey(name);
    }

    /** The first value of a query parameter; empty if it is missing or has none. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The names of the headers in lower case, sorted; trailers of a chunked upload are among them. */
    public List<String> headerNames() {
        return List.copyOf(headers.keySet());
    }

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body, a copy. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The service that the request was signed for, such as {@code s3}: from the credential scope, which an endpoint
     * override does not change; else from the host.
     */
    public String service() {
        String authorization = header("authorization").orElse("");
        int scope = authorization.indexOf("Credential=");
        if (scope >= 0) {
            String[] parts = authorization.substring(scope).split("[/,]", -1);
            if (parts.length > 3) {
                return parts[3];
            }
        }
        for (String label : host.split("\\.", -1)) {
            if (label.equals("s3") || label.startsWith("s3-")) {
                return "s3";
            }
        }
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }

    /** Which attempt of one call this is, from 1; the SDK says so in a header. */
    public int attempt() {
        String request = header("amz-sdk-request").orElse("");
        for (String part : request.split(";", -1)) {
            String[] pair = part.trim().split("=", -1);
            if (pair.length == 2 && pair[0].equals("attempt")) {
                return Integer.parseInt(pair[1]);
            }
        }
        return 1;
    }

    @Override
    public String toString() {
        return method + " " + host + path;
    }
}
