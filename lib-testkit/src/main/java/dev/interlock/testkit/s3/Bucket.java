package dev.interlock.testkit.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One bucket: for each key its versions, the current one last. Not thread-safe; the service holds the lock. */
final class Bucket {
    /** S3 lists keys in the order of their UTF-8 bytes, which is that of their code points, not of their chars. */
    static final Comparator<String> KEY_ORDER =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    /** What a bucket without versioning, or with suspended versioning, calls the only version that it keeps. */
    static final String NULL_VERSION = "null";

    enum Versioning {
        NEVER,
        ENABLED,
        SUSPENDED
    }

    /** A version, or a delete marker if there is no object. */
    record Version(
            String id, Instant lastModified, @Nullable StoredObject object) {}

    private final NavigableMap<String, List<Version>> keys = new TreeMap<>(KEY_ORDER);
    private Versioning versioning = Versioning.NEVER;
    private long versions;

    Versioning versioning() {
        return versioning;
    }

    void versioning(Versioning versioning) {
        this.versioning = versioning;
    }

    /** Keys with their versions, oldest first, in listing order. */
    NavigableMap<String, List<Version>> keys() {
        return keys;
    }

    /** The current version, be it an object or a delete marker. */
    @Nullable
    Version current(String key) {
        List<Version> all = keys.getOrDefault(key, List.of());
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** The object that a reader without a version id gets. */
    @Nullable
    StoredObject object(String key) {
        Version current = current(key);
        return current == null ? null : current.object();
    }

    @Nullable
    Version version(String key, String id) {
        for (Version version : keys.getOrDefault(key, List.of())) {
            if (version.id().equals(id)) {
                return version;
            }
        }
        return null;
    }

    String nextVersionId() {
        return versioning == Versioning.ENABLED ? "version-" + ++versions : NULL_VERSION;
    }

    /** Adds a version on top; one of the same id, which only {@value #NULL_VERSION} can be, is replaced. */
    void add(String key, Version version) {
        List<Version> all = keys.computeIfAbsent(key, k -> new ArrayList<>());
        all.removeIf(v -> v.id().equals(version.id()));
        all.add(version);
    }

    void remove(String key, Version version) {
        keys.computeIfPresent(key, (k, all) -> {
            all.remove(version);
            return all.isEmpty() ? null : all;
        });
    }
}
