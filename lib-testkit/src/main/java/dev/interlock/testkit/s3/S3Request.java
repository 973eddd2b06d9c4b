package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.wire.WireRequest;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request to S3 is about: bucket, key, and the operation by the name that the SDK's model gives it. */
record S3Request(WireRequest wire, String bucket, String key) {
    /** Query parameters that make another operation of a request; the SDK's names for what they ask. */
    private static final Map<String, String> SUBRESOURCES = Map.ofEntries(
            Map.entry("POST ?delete", "DeleteObjects"),
            Map.entry("POST ?uploads", "CreateMultipartUpload"),
            Map.entry("PUT ?uploadId", "UploadPart"),
            Map.entry("POST ?uploadId", "CompleteMultipartUpload"),
            Map.entry("DELETE ?uploadId", "AbortMultipartUpload"),
            Map.entry("GET ?uploadId", "ListParts"),
            Map.entry("GET ?uploads", "ListMultipartUploads"),
            Map.entry("GET ?versioning", "GetBucketVersioning"),
            Map.entry("PUT ?versioning", "PutBucketVersioning"),
            Map.entry("GET ?versions", "ListObjectVersions"),
            Map.entry("GET ?list-type", "ListObjectsV2"),
            Map.entry("GET ?tagging", "GetObjectTagging"),
            Map.entry("PUT ?tagging", "PutObjectTagging"),
            Map.entry("GET ?attributes", "GetObjectAttributes"),
            Map.entry("GET ?location", "GetBucketLocation"));

    /** Parameters that only refine the operation. */
    private static final Set<String> REFINEMENTS = Set.of(
            "continuation-token",
            "delimiter",
            "encoding-type",
            "fetch-owner",
            "key-marker",
            "max-keys",
            "prefix",
            "start-after",
            "version-id-marker",
            "versionId",
            "x-id");

    static S3Request of(WireRequest wire) {
        String path = wire.path().startsWith("/") ? wire.path().substring(1) : wire.path();
        int service = (wire.host() + ".").indexOf("s3.");
        String virtualHost = service > 0 && wire.host().charAt(service - 1) == '.'
                ? wire.host().substring(0, service - 1)
                : "";
        if (!virtualHost.isEmpty()) {
            return new S3Request(wire, virtualHost, decode(path));
        }
        int slash = path.indexOf('/');
        return slash < 0
                ? new S3Request(wire, decode(path), "")
                : new S3Request(wire, decode(path.substring(0, slash)), decode(path.substring(slash + 1)));
    }

    /** The operation as the SDK's model spells it, whether the fake has it or not. */
    String operation() {
        List<String> subresources = wire.queryNames().stream()
                .filter(name -> !REFINEMENTS.contains(name))
                .toList();
        if (!subresources.isEmpty()) {
            String asked = wire.method() + " ?" + subresources.get(0);
            return SUBRESOURCES.getOrDefault(asked, asked);
        }
        if (bucket.isEmpty()) {
            return wire.method().equals("GET") ? "ListBuckets" : wire.method() + " /";
        }
        String level = key.isEmpty() ? "Bucket" : "Object";
        return switch (wire.method()) {
            case "HEAD" -> "Head" + level;
            case "GET" -> key.isEmpty() ? "ListObjects" : "GetObject";
            case "PUT" -> key.isEmpty() ? "CreateBucket" : isCopy() ? "CopyObject" : "PutObject";
            case "DELETE" -> "Delete" + level;
            default -> wire.method() + " " + level;
        };
    }

    boolean isHead() {
        return wire.method().equals("HEAD");
    }

    /** The object that a CopyObject reads. */
    S3Request copySource() {
        String header = wire.header("x-amz-copy-source").orElse("");
        if (header.contains("?versionId=")) {
            throw new UnsupportedOperationException("the fake S3 has no CopyObject from a version: " + header);
        }
        String path = decode(header.startsWith("/") ? header.substring(1) : header);
        int slash = path.indexOf('/');
        return new S3Request(wire, path.substring(0, slash), path.substring(slash + 1));
    }

    private boolean isCopy() {
        return wire.header("x-amz-copy-source").isPresent();
    }

    /** Percent-decoding only: a plus sign in a path is a plus sign. */
    static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    }
}
