package dev.interlock.testkit.s3;

import dev.interlock.testkit.wire.WireRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which headers the fake understands, and which of them are stored with an object. */
final class ObjectHeaders {
    /** The tags that an object is written with; kept with it, and given back by no read of it. */
    static final String TAGGING = "x-amz-tagging";

    private static final Set<String> STORED = Set.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");

    /** Headers that say how a request travels, or what the fake does do. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "accept",
            "accept-encoding",
            "amz-sdk-invocation-id",
            "amz-sdk-request",
            "authorization",
            "connection",
            "content-length",
            "content-md5",
            "expect",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-unmodified-since",
            "range",
            "transfer-encoding",
            "user-agent",
            "x-amz-content-sha256",
            "x-amz-copy-source",
            "x-amz-date",
            "x-amz-decoded-content-length",
            "x-amz-metadata-directive",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-security-token",
            "x-amz-te",
            "x-amz-trailer",
            "x-amz-trailer-signature",
            "x-amz-user-agent");

    private ObjectHeaders() {}

    static boolean isUnderstood(String name) {
        return UNDERSTOOD.contains(name) || isStored(name) || isChecksum(name) || name.equals("x-amz-checksum-mode");
    }

    /** What is stored of a write; the SDK's transfer encoding is not part of the object's. */
    static Map<String, String> storedOf(WireRequest request) {
        Map<String, String> stored = new TreeMap<>();
        stored.put("content-type", "application/octet-stream");
        for (String name : request.headerNames()) {
            String value = request.header(name).orElse("");
            String kept = name.equals("content-encoding") ? value.replaceFirst("^aws-chunked,?\\s*", "") : value;
            if (!kept.isEmpty() && (isStored(name) || isChecksum(name))) {
                stored.put(name, kept);
            }
        }
        return stored;
    }

    /** Whether a read gives the header back: checksums only if asked for. */
    static boolean isGivenBack(String name, WireRequest request) {
        return !name.equals(TAGGING)
                && (!isChecksum(name) || request.header("x-amz-checksum-mode").isPresent());
    }

    private static boolean isStored(String name) {
        return STORED.contains(name) || name.equals(TAGGING) || name.startsWith("x-amz-meta-");
    }

    private static boolean isChecksum(String name) {
        return name.startsWith("x-amz-checksum-") && !name.equals("x-amz-checksum-mode");
    }
}
