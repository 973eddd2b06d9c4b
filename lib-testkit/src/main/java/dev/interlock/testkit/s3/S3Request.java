package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.wire.WireRequest;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            Map.entry("DELETE ?tagging", "DeleteObjectTagging"),
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

    /** The label {@code s3} with its variants such as {@code s3-fips}, or the usual end of an overridden endpoint. */
    private static final Pattern BUCKET_AND_ENDPOINT =
            Pattern.compile("(?:(.+)\\.)?s3(?:[.-].*)?|(?:(.+)\\.)?localhost");

    /** One label, or an IP address: the SDK puts no bucket in front of it. */
    private static final Pattern ONLY_AN_ENDPOINT = Pattern.compile("[^.]+|[0-9.]+|\\[.*]");

    static S3Request of(WireRequest wire) {
        String path = wire.path().startsWith("/") ? wire.path().substring(1) : wire.path();
        String virtualHost = virtualHost(wire);
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
            List<String> asked = subresources.stream()
                    .map(name -> wire.method() + " ?" + name)
                    .toList();
            return asked.stream()
                    .filter(SUBRESOURCES::containsKey)
                    .findFirst()
                    .map(SUBRESOURCES::get)
                    .orElse(asked.get(0));
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

    /** What a list is about, where permissions are held against it: the prefix, as if it were a key. */
    S3Request listed() {
        return new S3Request(wire, bucket, wire.query("prefix").orElse(""));
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

    /**
     * The bucket that the host names; empty if the path does. A host of neither form could be both, and a wrong guess
     * would write to another bucket.
     */
    private static String virtualHost(WireRequest wire) {
        Matcher host = BUCKET_AND_ENDPOINT.matcher(wire.host());
        if (host.matches()) {
            String bucket = host.group(1) != null ? host.group(1) : host.group(2);
            return bucket == null ? "" : bucket;
        }
        if (ONLY_AN_ENDPOINT.matcher(wire.host()).matches()) {
            return "";
        }
        throw new UnsupportedOperationException("the fake S3 cannot tell whether the host " + wire.host()
                + " begins with a bucket; override the endpoint with one on localhost, or not at all");
    }

    private boolean isCopy() {
        return wire.header("x-amz-copy-source").isPresent();
    }

    /** Percent-decoding only: a plus sign in a path is a plus sign. */
    static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    }
}
