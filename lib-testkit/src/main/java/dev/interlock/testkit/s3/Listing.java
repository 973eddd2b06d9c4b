package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.s3.Bucket.Version;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.XmlText;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** One page of a bucket's keys or versions, chosen by the parameters of a list request. */
final class Listing {
    private static final int MOST_ENTRIES = 1000;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final WireRequest request;
    private final String bucketName;
    private final Bucket bucket;
    private final String prefix;
    private final String delimiter;
    private final int maxKeys;

    Listing(WireRequest request, String bucketName, Bucket bucket) {
        this.request = request;
        this.bucketName = bucketName;
        this.bucket = bucket;
        this.prefix = request.query("prefix").orElse("");
        this.delimiter = request.query("delimiter").orElse("");
        this.maxKeys = Math.min(
                MOST_ENTRIES, request.query("max-keys").map(Integer::parseInt).orElse(MOST_ENTRIES));
    }

    /** A line of a list: an object, or if null a prefix that stands for all keys that begin with it. */
    private record Entry(String name, @Nullable StoredObject object) {}

    /** A line of a list of versions. */
    private record VersionEntry(String key, Version version, boolean isLatest) {}

    /** The answer to ListObjectsV2. */
    String objects() {
        List<Entry> entries = entriesAfterToken();
        List<Entry> page = entries.subList(0, Math.min(maxKeys, entries.size()));
        boolean truncated = page.size() < entries.size() && !page.isEmpty();
        return XmlText.document("ListBucketResult", list -> {
            writeHead(list, truncated);
            list.element("KeyCount", Integer.toString(page.size()));
            if (truncated) {
                String last = page.get(page.size() - 1).name();
                list.element("NextContinuationToken", Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8)));
            }
            for (Entry entry : page) {
                StoredObject object = entry.object();
                if (object != null) {
                    list.element("Contents", contents -> writeObject(contents, entry.name(), object));
                }
            }
            for (Entry entry : page) {
                if (entry.object() == null) {
                    list.element("CommonPrefixes", common -> common.element("Prefix", shown(entry.name())));
                }
            }
        });
    }

    /** The answer to ListObjectVersions: the newest version of a key first. */
    String versions() {
        if (!delimiter.isEmpty()) {
            throw new UnsupportedOperationException("the fake S3 has no ListObjectVersions with a delimiter");
        }
        List<VersionEntry> entries = versionsAfterMarker();
        List<VersionEntry> page = entries.subList(0, Math.min(maxKeys, entries.size()));
        boolean truncated = page.size() < entries.size() && !page.isEmpty();
        return XmlText.document("ListVersionsResult", list -> {
            writeHead(list, truncated);
            if (truncated) {
                VersionEntry last = page.get(page.size() - 1);
                list.element("NextKeyMarker", shown(last.key()));
                list.element("NextVersionIdMarker", last.version().id());
            }
            for (VersionEntry entry : page) {
                StoredObject object = entry.version().object();
                list.element(object == null ? "DeleteMarker" : "Version", one -> {
                    one.element("VersionId", entry.version().id());
                    one.element("IsLatest", Boolean.toString(entry.isLatest()));
                    if (object != null) {
                        writeObject(one, entry.key(), object);
                    } else {
                        one.element("Key", shown(entry.key()));
                        one.element("LastModified", date(entry.version().lastModified()));
                    }
                });
            }
        });
    }

    /**
     * A token names the last entry of the page before, which may stand for many keys; {@code start-after} is one key.
     */
    private List<Entry> entriesAfterToken() {
        String startAfter = request.query("start-after").orElse("");
        String token = request.query("continuation-token")
                .map(t -> new String(Base64.getUrlDecoder().decode(t), UTF_8))
                .orElse("");
        Set<Entry> entries = new LinkedHashSet<>();
        for (String key : bucket.keys().keySet()) {
            StoredObject object = bucket.object(key);
            if (object != null && key.startsWith(prefix) && isAfter(key, startAfter)) {
                int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                Entry entry =
                        end < 0 ? new Entry(key, object) : new Entry(key.substring(0, end + delimiter.length()), null);
                if (isAfter(entry.name(), token)) {
                    entries.add(entry);
                }
            }
        }
        return List.copyOf(entries);
    }

    private List<VersionEntry> versionsAfterMarker() {
        String keyMarker = request.query("key-marker").orElse("");
        String versionMarker = request.query("version-id-marker").orElse("");
        List<VersionEntry> entries = new ArrayList<>();
        for (Map.Entry<String, List<Version>> key : bucket.keys().entrySet()) {
            boolean atMarker = key.getKey().equals(keyMarker) && !versionMarker.isEmpty();
            boolean listing = isAfter(key.getKey(), keyMarker);
            List<Version> all = key.getValue();
            for (int i = all.size() - 1; key.getKey().startsWith(prefix) && i >= 0; i--) {
                if (listing) {
                    entries.add(new VersionEntry(key.getKey(), all.get(i), i == all.size() - 1));
                }
                listing |= atMarker && all.get(i).id().equals(versionMarker);
            }
        }
        return entries;
    }

    private void writeHead(XmlText list, boolean truncated) throws XMLStreamException {
        list.element("Name", bucketName);
        list.element("Prefix", shown(prefix));
        list.element("MaxKeys", Integer.toString(maxKeys));
        list.element("IsTruncated", Boolean.toString(truncated));
        if (!delimiter.isEmpty()) {
            list.element("Delimiter", shown(delimiter));
        }
        if (request.query("encoding-type").isPresent()) {
            list.element("EncodingType", "url");
        }
    }

    private void writeObject(XmlText one, String key, StoredObject object) throws XMLStreamException {
        one.element("Key", shown(key));
        one.element("LastModified", date(object.lastModified()));
        one.element("ETag", object.etag());
        one.element("Size", Integer.toString(object.size()));
        one.element("StorageClass", "STANDARD");
    }

    /** A name as the client asked to have it: URL-encoded, so that XML can carry any key, or as it is. */
    private String shown(String name) {
        return request.query("encoding-type").isPresent() ? URLEncoder.encode(name, UTF_8) : name;
    }

    private static boolean isAfter(String name, String marker) {
        return marker.isEmpty() || Bucket.KEY_ORDER.compare(name, marker) > 0;
    }

    static String date(Instant instant) {
        return DATE.format(instant);
    }
}
