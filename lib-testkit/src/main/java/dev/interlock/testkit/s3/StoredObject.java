package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One version of an object as the store holds it. Immutable. */
public final class StoredObject {
    private final byte[] body;
    private final String etag;
    private final Instant lastModified;
    private final String versionId;
    private final Map<String, String> headers;

    StoredObject(byte[] body, String etag, Instant lastModified, String versionId, Map<String, String> headers) {
        this.body = body.clone();
        this.etag = etag;
        this.lastModified = lastModified;
        this.versionId = versionId;
        this.headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** The content, a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** The content as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /** The length of the content in bytes. */
    public int size() {
        return body.length;
    }

    /** The entity tag, quotes included. */
    public String etag() {
        return etag;
    }

    /** When it was written, in whole seconds. */
    public Instant lastModified() {
        return lastModified;
    }

    /** The version's id; {@code null} as a text where the bucket keeps no versions, as S3 has it. */
    public String versionId() {
        return versionId;
    }

    /**
     * The headers that are given back with it: content type, user metadata as {@code x-amz-meta-...}, checksums; and
     * its tags, which no read gives back, as {@code x-amz-tagging}.
     */
    public Map<String, String> headers() {
        return headers;
    }
}
