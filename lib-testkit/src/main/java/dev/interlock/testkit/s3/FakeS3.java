package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.s3.Bucket.Version;
import dev.interlock.testkit.s3.Bucket.Versioning;
import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import dev.interlock.testkit.wire.XmlText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * S3 in memory, linearizable: every request takes effect at one moment, in one order.
 *
 * <p>It has buckets (create, head, delete, list, versioning) and objects (put, head, get, delete, copy, list by
 * ListObjectsV2 and ListObjectVersions) with their conditions, and with tags that are written with an object and taken
 * off it. Everything else, and every header that would change the meaning of these, is refused by name. Entity tags are
 * the MD5 of the body, as with SSE-S3; times are whole seconds.
 *
 * <p>Conditions follow the documented matrix, see {@code docs/testkit.md}. What a real bucket decides by a race (409
 * ConditionalRequestConflict) happens here by order of the test.
 *
 * <p>The methods below work behind the back of every client and are no requests. Thread-safe.
 */
public final class FakeS3 implements FakeService {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final Set<String> OPERATIONS = Set.of(
            "CopyObject",
            "CreateBucket",
            "DeleteBucket",
            "DeleteObject",
            "DeleteObjectTagging",
            "GetBucketVersioning",
            "GetObject",
            "HeadBucket",
            "HeadObject",
            "ListBuckets",
            "ListObjectVersions",
            "ListObjectsV2",
            "PutBucketVersioning",
            "PutObject");

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Bucket> buckets = new TreeMap<>();
    private final Map<S3Action, List<String>> denied = new EnumMap<>(S3Action.class);
    private long answers;

    private FakeS3(InstantSource clock) {
        this.clock = clock;
    }

    /** An S3 without buckets, whose times are those of {@code clock}. */
    public static FakeS3 create(InstantSource clock) {
        return new FakeS3(requireNonNull(clock, "clock"));
    }

    /** Creates a bucket unless it is there. */
    public FakeS3 createBucket(String bucket) {
        return locked(() -> {
            buckets.putIfAbsent(bucket, new Bucket());
            return this;
        });
    }

    /** Writes an object as of {@code lastModified}, creating its bucket if need be. */
    public FakeS3 put(String bucket, String key, byte[] body, Instant lastModified) {
        return locked(() -> {
            Bucket target = buckets.computeIfAbsent(bucket, name -> new Bucket());
            write(target, key, body, Map.of(), lastModified);
            return this;
        });
    }

    /** The current object; empty if there is none, or a delete marker. */
    public Optional<StoredObject> object(String bucket, String key) {
        return locked(() -> Optional.ofNullable(buckets.get(bucket)).map(b -> b.object(key)));
    }

    /** The keys of a bucket that have a current object, in listing order; none if there is no such bucket. */
    public List<String> keys(String bucket) {
        return locked(() -> {
            Bucket source = buckets.getOrDefault(bucket, new Bucket());
            return source.keys().keySet().stream()
                    .filter(key -> source.object(key) != null)
                    .toList();
        });
    }

    /** Takes a permission on a whole bucket away from everybody. */
    public FakeS3 deny(S3Action action, String bucket) {
        return deny(action, bucket, "");
    }

    /** Takes a permission on the keys that start with {@code prefix} away from everybody. */
    public FakeS3 deny(S3Action action, String bucket, String prefix) {
        return locked(() -> {
            denied.computeIfAbsent(action, a -> new ArrayList<>()).add(bucket + "/" + prefix);
            return this;
        });
    }

    /** Gives a permission back, wherever it was denied. */
    public FakeS3 allow(S3Action action) {
        return locked(() -> {
            denied.remove(action);
            return this;
        });
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Set<String> operations() {
        return OPERATIONS;
    }

    @Override
    public Operation identify(WireRequest request) {
        S3Request s3 = S3Request.of(request);
        String operation = s3.operation();
        if (!OPERATIONS.contains(operation)) {
            throw new UnsupportedOperationException("the fake S3 has no " + operation + " (" + request
                    + "); use one of " + new TreeSet<>(OPERATIONS) + ", or a real bucket");
        }
        for (String header : request.headerNames()) {
            if (!ObjectHeaders.isUnderstood(header)) {
                throw new UnsupportedOperationException("the fake S3 has no " + operation + " with the header " + header
                        + "; leave it out, or use a real bucket");
            }
        }
        if (operation.equals("DeleteObjectTagging")
                && request.query("versionId").isPresent()) {
            throw new UnsupportedOperationException(
                    "the fake S3 has no DeleteObjectTagging of a version; leave it out, or use a real bucket");
        }
        if (Set.of("PutObject", "CopyObject").contains(operation)
                && request.header("if-match").filter("*"::equals).isPresent()) {
            throw new UnsupportedOperationException("the fake S3 has no " + operation
                    + " with If-Match: *, because S3 documents nothing but an ETag there");
        }
        if (!request.method().equals("GET")
                && !request.method().equals("HEAD")
                && request.header("if-match").isPresent()
                && request.header("if-none-match").isPresent()) {
            throw new UnsupportedOperationException("the fake S3 has no " + operation
                    + " with If-Match and If-None-Match at once, because S3 does not document what that means");
        }
        return new Operation(operation, s3.key());
    }

    @Override
    public WireResponse handle(WireRequest request) {
        String operation = identify(request).name();
        S3Request s3 = S3Request.of(request);
        return locked(() -> answered(carryOut(operation, s3)));
    }

    @Override
    public WireResponse error(WireRequest request, int status, String code, String message) {
        return locked(() -> answered(error(S3Request.of(request), new S3Error(status, code, message))));
    }

    @Override
    public WireResponse error(WireRequest request, Trouble trouble) {
        S3Error error = switch (trouble) {
            case THROTTLED -> S3Error.SLOW_DOWN;
            case CONFLICT -> S3Error.CONFLICT;
            case INTERNAL -> S3Error.INTERNAL;
        };
        return locked(() -> answered(error(S3Request.of(request), error)));
    }

    private WireResponse carryOut(String operation, S3Request s3) {
        WireRequest wire = s3.wire();
        return switch (operation) {
            case "ListBuckets" -> listBuckets();
            case "CreateBucket" -> createBucket(s3);
            case "HeadBucket" -> inBucket(s3, List.of(S3Action.LIST_BUCKET), bucket -> WireResponse.of(200));
            case "DeleteBucket" -> inBucket(s3, List.of(), bucket -> deleteBucket(s3, bucket));
            case "PutBucketVersioning" -> inBucket(s3, List.of(), bucket -> putVersioning(s3, bucket));
            case "GetBucketVersioning" -> inBucket(s3, List.of(), FakeS3::getVersioning);
            case "ListObjectsV2" ->
                inBucket(
                        s3.listed(),
                        List.of(S3Action.LIST_BUCKET),
                        b -> xml(new Listing(wire, s3.bucket(), b).objects()));
            case "ListObjectVersions" ->
                inBucket(
                        s3.listed(),
                        List.of(S3Action.LIST_BUCKET),
                        b -> xml(new Listing(wire, s3.bucket(), b).versions()));
            case "HeadObject", "GetObject" -> inBucket(s3, List.of(S3Action.GET_OBJECT), bucket -> read(s3, bucket));
            case "PutObject" -> inBucket(s3, toChange(s3, S3Action.PUT_OBJECT), bucket -> put(s3, bucket));
            case "CopyObject" -> inBucket(s3, toChange(s3, S3Action.PUT_OBJECT), bucket -> copy(s3, bucket));
            case "DeleteObject" -> inBucket(s3, toChange(s3, S3Action.DELETE_OBJECT), bucket -> delete(s3, bucket));
            case "DeleteObjectTagging" ->
                inBucket(s3, List.of(S3Action.DELETE_OBJECT_TAGGING), bucket -> takeTagsOff(s3, bucket));
            default -> throw new IllegalStateException("identified, but not carried out: " + operation);
        };
    }

    private WireResponse inBucket(S3Request request, List<S3Action> needed, Function<Bucket, WireResponse> handler) {
        Bucket bucket = buckets.get(request.bucket());
        if (bucket == null) {
            return error(request, S3Error.NO_SUCH_BUCKET);
        }
        return needed.stream().anyMatch(action -> isDenied(action, request))
                ? error(request, S3Error.ACCESS_DENIED)
                : handler.apply(bucket);
    }

    /** A condition on the entity tag takes the permission to read it; that something is there does not. */
    private static List<S3Action> toChange(S3Request request, S3Action action) {
        boolean comparesTag = request.wire()
                .header("if-match")
                .filter(tag -> !tag.equals("*"))
                .isPresent();
        List<S3Action> needed = new ArrayList<>(List.of(action));
        if (comparesTag) {
            needed.add(S3Action.GET_OBJECT);
        }
        if (request.wire().header(ObjectHeaders.TAGGING).isPresent()) {
            needed.add(S3Action.PUT_OBJECT_TAGGING);
        }
        return needed;
    }

    private boolean isDenied(S3Action action, S3Request request) {
        String target = request.bucket() + "/" + request.key();
        return denied.getOrDefault(action, List.of()).stream().anyMatch(target::startsWith);
    }

    private WireResponse listBuckets() {
        return xml(XmlText.document(
                "ListAllMyBucketsResult",
                result -> result.element("Buckets", list -> {
                    for (String bucket : buckets.keySet()) {
                        list.element("Bucket", one -> one.element("Name", bucket));
                    }
                })));
    }

    private WireResponse createBucket(S3Request request) {
        return buckets.putIfAbsent(request.bucket(), new Bucket()) == null
                ? WireResponse.of(200).header("Location", "/" + request.bucket())
                : error(request, S3Error.BUCKET_EXISTS);
    }

    private WireResponse deleteBucket(S3Request request, Bucket bucket) {
        if (!bucket.keys().isEmpty()) {
            return error(request, S3Error.BUCKET_NOT_EMPTY);
        }
        buckets.remove(request.bucket());
        return WireResponse.of(204);
    }

    private WireResponse putVersioning(S3Request request, Bucket bucket) {
        String document = new String(request.wire().body(), UTF_8);
        if (document.contains("<Status>Enabled</Status>")) {
            bucket.versioning(Versioning.ENABLED);
        } else if (document.contains("<Status>Suspended</Status>")) {
            bucket.versioning(Versioning.SUSPENDED);
        } else {
            return error(request, S3Error.MALFORMED_XML);
        }
        return WireResponse.of(200);
    }

    private static WireResponse getVersioning(Bucket bucket) {
        return xml(XmlText.document("VersioningConfiguration", configuration -> {
            switch (bucket.versioning()) {
                case ENABLED -> configuration.element("Status", "Enabled");
                case SUSPENDED -> configuration.element("Status", "Suspended");
                case NEVER -> {}
            }
        }));
    }

    private WireResponse put(S3Request request, Bucket bucket) {
        S3Error unmet = Conditions.unmetByWrite(request.wire(), bucket.object(request.key()));
        if (unmet != null) {
            return error(request, unmet);
        }
        WireRequest wire = request.wire();
        if (!Checksums.areRight(wire)) {
            return error(request, S3Error.BAD_DIGEST);
        }
        StoredObject written = write(bucket, request.key(), wire.body(), ObjectHeaders.storedOf(wire), clock.instant());
        return versioned(WireResponse.of(200).header("ETag", written.etag()), written);
    }

    private WireResponse copy(S3Request request, Bucket bucket) {
        S3Request from = request.copySource();
        Bucket origin = buckets.get(from.bucket());
        if (origin == null) {
            return error(request, S3Error.NO_SUCH_BUCKET);
        }
        StoredObject original = origin.object(from.key());
        if (isDenied(S3Action.GET_OBJECT, from)) {
            return error(request, S3Error.ACCESS_DENIED);
        }
        if (original == null) {
            return error(request, absent(from));
        }
        S3Error unmet = Conditions.unmetByWrite(request.wire(), bucket.object(request.key()));
        if (unmet != null) {
            return error(request, unmet);
        }
        boolean replace = request.wire()
                .header("x-amz-metadata-directive")
                .filter("REPLACE"::equals)
                .isPresent();
        boolean ontoItself =
                from.bucket().equals(request.bucket()) && from.key().equals(request.key());
        if (ontoItself && !replace) {
            return error(request, S3Error.COPY_CHANGES_NOTHING);
        }
        Map<String, String> headers = replace ? ObjectHeaders.storedOf(request.wire()) : original.headers();
        StoredObject written = write(bucket, request.key(), original.body(), headers, clock.instant());
        String result = XmlText.document("CopyObjectResult", copied -> {
            copied.element("ETag", written.etag());
            copied.element("LastModified", Listing.date(written.lastModified()));
        });
        return versioned(xml(result), written);
    }

    private WireResponse read(S3Request request, Bucket bucket) {
        Optional<String> asked = request.wire().query("versionId");
        Version version = asked.map(id -> bucket.version(request.key(), id))
                .orElseGet(() -> asked.isPresent() ? null : bucket.current(request.key()));
        if (version == null) {
            return error(request, asked.isPresent() ? S3Error.NO_SUCH_VERSION : absent(request));
        }
        StoredObject object = version.object();
        if (object == null) {
            return error(request, asked.isPresent() ? S3Error.METHOD_NOT_ALLOWED : absent(request))
                    .header("x-amz-delete-marker", "true")
                    .header("x-amz-version-id", version.id());
        }
        S3Error unmet = Conditions.unmetByRead(request.wire(), object);
        return unmet != null ? error(request, unmet) : content(request, object);
    }

    private WireResponse content(S3Request request, StoredObject object) {
        byte[] body = object.body();
        WireResponse response = WireResponse.of(200);
        Optional<String> range = request.wire().header("range");
        if (range.isPresent()) {
            ByteRange bytes = ByteRange.parse(range.get(), body.length);
            if (bytes == null) {
                return error(request, S3Error.INVALID_RANGE);
            }
            response = WireResponse.of(206)
                    .header("Content-Range", "bytes " + bytes.first() + "-" + bytes.last() + "/" + body.length);
            body = bytes.of(body);
        }
        for (Map.Entry<String, String> header : object.headers().entrySet()) {
            if (ObjectHeaders.isGivenBack(header.getKey(), request.wire())) {
                response = response.header(header.getKey(), header.getValue());
            }
        }
        response = versioned(response, object)
                .header("ETag", object.etag())
                .header("Last-Modified", HTTP_DATE.format(object.lastModified()))
                .header("Accept-Ranges", "bytes")
                .header("Content-Length", Integer.toString(body.length));
        return request.isHead() ? response : response.body(body);
    }

    private WireResponse delete(S3Request request, Bucket bucket) {
        S3Error unmet = Conditions.unmetByDelete(request.wire(), bucket.object(request.key()));
        if (unmet != null) {
            return error(request, unmet);
        }
        Optional<String> versionId = request.wire().query("versionId");
        if (versionId.isPresent()) {
            return deleteVersion(bucket, request.key(), versionId.get());
        }
        if (bucket.versioning() != Versioning.NEVER) {
            Version marker = new Version(bucket.nextVersionId(), seconds(clock.instant()), null);
            bucket.add(request.key(), marker);
            return WireResponse.of(204).header("x-amz-delete-marker", "true").header("x-amz-version-id", marker.id());
        }
        bucket.keys().remove(request.key());
        return WireResponse.of(204);
    }

    /** Neither time nor entity tag of the object change. */
    private WireResponse takeTagsOff(S3Request request, Bucket bucket) {
        StoredObject object = bucket.object(request.key());
        if (object == null) {
            return error(request, absent(request));
        }
        Map<String, String> headers = new TreeMap<>(object.headers());
        headers.remove(ObjectHeaders.TAGGING);
        StoredObject bare =
                new StoredObject(object.body(), object.etag(), object.lastModified(), object.versionId(), headers);
        bucket.add(request.key(), new Version(bare.versionId(), bare.lastModified(), bare));
        return versioned(WireResponse.of(204), bare);
    }

    private static WireResponse deleteVersion(Bucket bucket, String key, String versionId) {
        WireResponse done = WireResponse.of(204).header("x-amz-version-id", versionId);
        Version version = bucket.version(key, versionId);
        if (version == null) {
            return done;
        }
        bucket.remove(key, version);
        return version.object() == null ? done.header("x-amz-delete-marker", "true") : done;
    }

    private static StoredObject write(
            Bucket bucket, String key, byte[] body, Map<String, String> headers, Instant lastModified) {
        String etag = "\"" + HexFormat.of().formatHex(md5(body)) + "\"";
        StoredObject object = new StoredObject(body, etag, seconds(lastModified), bucket.nextVersionId(), headers);
        bucket.add(key, new Version(object.versionId(), object.lastModified(), object));
        return object;
    }

    /** S3 does not tell whether a key is missing to somebody who may not list. */
    private S3Error absent(S3Request request) {
        return isDenied(S3Action.LIST_BUCKET, request) ? S3Error.ACCESS_DENIED : S3Error.NO_SUCH_KEY;
    }

    private static WireResponse versioned(WireResponse response, StoredObject object) {
        return object.versionId().equals(Bucket.NULL_VERSION)
                ? response
                : response.header("x-amz-version-id", object.versionId());
    }

    private WireResponse error(S3Request request, S3Error error) {
        WireResponse response = WireResponse.of(error.status());
        if (request.isHead() || error.status() == 304) {
            return response;
        }
        return response.header("Content-Type", "application/xml").body(XmlText.document("Error", document -> {
            document.element("Code", error.code());
            document.element("Message", error.message());
            document.element("Resource", "/" + request.bucket() + "/" + request.key());
        }));
    }

    private static WireResponse xml(String document) {
        return WireResponse.of(200).header("Content-Type", "application/xml").body(document);
    }

    private WireResponse answered(WireResponse response) {
        return response.header("x-amz-request-id", "request-" + ++answers).header("Server", "AmazonS3");
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static byte[] md5(byte[] body) {
        try {
            return MessageDigest.getInstance("MD5").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }
}
