package dev.interlock.testkit.s3;

import dev.interlock.testkit.wire.WireRequest;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request, held against the current version of the object; each method says what is not met, or
 * null.
 *
 * <p>A delete marker counts as "nothing there". A write or delete under {@code If-Match} to nothing is 404 and not 412,
 * as S3 documents it (API_PutObject, API_DeleteObject) and as it was measured for deletes.
 */
final class Conditions {
    private Conditions() {}

    static @Nullable S3Error unmetByWrite(WireRequest request, @Nullable StoredObject current) {
        Optional<String> ifNoneMatch = request.header("if-none-match");
        if (ifNoneMatch.isEmpty()) {
            return unmetMatch(request, current);
        }
        if (!ifNoneMatch.get().equals("*")) {
            return S3Error.NOT_IMPLEMENTED;
        }
        return current == null ? null : S3Error.PRECONDITION_FAILED;
    }

    static @Nullable S3Error unmetByDelete(WireRequest request, @Nullable StoredObject current) {
        boolean conditional = request.header("if-match").isPresent();
        return conditional && request.hasQuery("versionId") ? S3Error.NOT_IMPLEMENTED : unmetMatch(request, current);
    }

    /** In the order of RFC 9110, 13.2.2: the tags speak before the times. */
    static @Nullable S3Error unmetByRead(WireRequest request, StoredObject object) {
        Optional<String> ifMatch = request.header("if-match");
        Optional<String> ifUnmodifiedSince = request.header("if-unmodified-since");
        boolean matches = ifMatch.map(tag -> sameTag(tag, object))
                .orElseGet(() ->
                        ifUnmodifiedSince.map(date -> !isNewer(object, date)).orElse(true));
        if (!matches) {
            return S3Error.PRECONDITION_FAILED;
        }
        Optional<String> ifNoneMatch = request.header("if-none-match");
        Optional<String> ifModifiedSince = request.header("if-modified-since");
        boolean modified = ifNoneMatch
                .map(tag -> !sameTag(tag, object))
                .orElseGet(
                        () -> ifModifiedSince.map(date -> isNewer(object, date)).orElse(true));
        return modified ? null : S3Error.NOT_MODIFIED;
    }

    private static @Nullable S3Error unmetMatch(WireRequest request, @Nullable StoredObject current) {
        Optional<String> ifMatch = request.header("if-match");
        if (ifMatch.isEmpty()) {
            return null;
        }
        if (current == null) {
            return S3Error.NO_SUCH_KEY;
        }
        return sameTag(ifMatch.get(), current) ? null : S3Error.PRECONDITION_FAILED;
    }

    /** Clients send a tag with quotes or without. */
    private static boolean sameTag(String tag, StoredObject object) {
        return tag.equals("*") || unquoted(tag).equals(unquoted(object.etag()));
    }

    private static String unquoted(String tag) {
        return tag.replace("\"", "");
    }

    private static boolean isNewer(StoredObject object, String date) {
        Instant since =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return object.lastModified().isAfter(since);
    }
}
