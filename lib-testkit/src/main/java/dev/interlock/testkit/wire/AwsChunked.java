package dev.interlock.testkit.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code aws-chunked} encoding in which the SDK uploads by default: chunks of a hexadecimal length, an optional
 * signature, and the bytes; then a chunk of length 0 and trailer lines with the checksum.
 */
final class AwsChunked {
    private final byte[] body;
    private int at;

    private AwsChunked(byte[] body) {
        this.body = body;
    }

    /** The content of a body, and the headers with the trailers among them. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one line to the next, never compared
    record Decoded(byte[] content, Map<String, List<String>> headers) {}

    /** Decodes the body if the headers, given in lower case, say that it is encoded. */
    static Decoded decode(byte[] body, Map<String, List<String>> headers) {
        return first(headers, "x-amz-content-sha256").startsWith("STREAMING-")
                ? new AwsChunked(body).decode(headers)
                : new Decoded(body.clone(), headers);
    }

    private Decoded decode(Map<String, List<String>> headers) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(body.length);
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            if (length > body.length - at) {
                throw new IllegalArgumentException("aws-chunked body ends within a chunk of " + length + " bytes");
            }
            content.write(body, at, length);
            at += length + 2;
        }
        Map<String, List<String>> all = new TreeMap<>(headers);
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] trailer = line.split(":", 2);
            if (trailer.length < 2) {
                throw new IllegalArgumentException("aws-chunked trailer without a value: " + line);
            }
            all.put(trailer[0].trim().toLowerCase(Locale.ROOT), List.of(trailer[1].trim()));
        }
        String announced = first(headers, "x-amz-decoded-content-length");
        if (!announced.equals(Integer.toString(content.size()))) {
            throw new IllegalArgumentException(
                    "aws-chunked body of " + content.size() + " bytes was announced with length '" + announced + "'");
        }
        return new Decoded(content.toByteArray(), all);
    }

    private int chunkLength() {
        return Integer.parseInt(line().split(";", 2)[0], 16);
    }

    private String line() {
        int end = at;
        while (end + 1 < body.length && !(body[end] == '\r' && body[end + 1] == '\n')) {
            end++;
        }
        if (end + 1 >= body.length) {
            throw new IllegalArgumentException("aws-chunked body ends within a line");
        }
        String line = new String(body, at, end - at, US_ASCII);
        at = end + 2;
        return line;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }
}
