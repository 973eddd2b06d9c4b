package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which objects belong to a set, and exactly which content of each. What was audited and what is published is what the
 * manifest says, whatever else lies beside it. Immutable.
 *
 * <p>Stored as JSON, see {@code docs/formats.md}: {@code parse(m.payload()).equals(m)}.
 *
 * @param run whose objects they are
 * @param objects in the order in which they were staged, each name once; 1 to 10,000
 */
public record SetManifest(StagedRun run, List<Entry> objects) {
    /** How many objects a set may have. */
    public static final int MAX_OBJECTS = 10_000;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_NAME = 512;
    private static final Set<String> RESERVED = Set.of("manifest.json", "report.json");

    /**
     * One object of a set.
     *
     * @param name what its key has after the prefix of the run: up to 512 characters in segments with slashes between
     * @param size in bytes
     * @param sha256 of its content, 64 hex digits in lower case
     * @param etag as the store told it when it was written, with its quotation marks
     */
    public record Entry(String name, long size, String sha256, String etag) {
        /**
         * An object.
         *
         * @throws IllegalArgumentException if a part is not as it is said above
         */
        public Entry {
            requireName(name);
            if (size < 0) {
                throw new IllegalArgumentException("size is negative: " + size);
            }
            if (!SHA_256.matcher(requireNonNull(sha256, "sha256")).matches()) {
                throw new IllegalArgumentException("sha256 is not 64 hex digits in lower case: " + sha256);
            }
            if (requireNonNull(etag, "etag").isBlank()) {
                throw new IllegalArgumentException("etag is blank");
            }
        }
    }

    /**
     * A manifest.
     *
     * @throws IllegalArgumentException if there are no objects, too many, or two of one name
     */
    public SetManifest {
        requireNonNull(run, "run");
        objects = List.copyOf(requireNonNull(objects, "objects"));
        if (objects.isEmpty() || objects.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException("objects are not 1 to " + MAX_OBJECTS + ": " + objects.size());
        }
        Set<String> names = new HashSet<>();
        for (Entry object : objects) {
            if (!names.add(object.name())) {
                throw new IllegalArgumentException("objects has the name twice: " + object.name());
            }
        }
    }

    /**
     * Refuses what is no name of an object of a set.
     *
     * @throws IllegalArgumentException if it is empty or too long, has a segment that is empty or made of dots, or a
     *     character that does not belong in a key, or is the name of the manifest or the report
     */
    public static void requireName(String name) {
        if (requireNonNull(name, "name").isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("name is not of 1 to " + MAX_NAME + " characters: " + name);
        }
        if (name.codePoints().anyMatch(c -> c < ' ' || c == 0x7f || (c >= 0xd800 && c <= 0xdfff))) {
            throw new IllegalArgumentException("name has a character that no key should have");
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("name has an empty segment, or one of dots: " + name);
            }
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("name is that of what is written beside a set: " + name);
        }
    }

    /** The object of a name; empty if the set has none. */
    public Optional<Entry> object(String name) {
        requireNonNull(name, "name");
        return objects.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The manifest as it is stored. */
    public Payload payload() {
        StringBuilder json = new StringBuilder("{\"v\":1," + SetDocument.of(run) + ",\"objects\":[");
        for (int i = 0; i < objects.size(); i++) {
            Entry entry = objects.get(i);
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":")
                    .append(Json.quoted(entry.name()))
                    .append(",\"size\":")
                    .append(entry.size())
                    .append(",\"sha256\":\"")
                    .append(entry.sha256())
                    .append("\",\"etag\":")
                    .append(Json.quoted(entry.etag()))
                    .append('}');
        }
        return Payload.of(json.append("]}").toString());
    }

    /**
     * Reads what {@link #payload} wrote. Fields that it does not know are passed over.
     *
     * @throws IllegalArgumentException if it is no manifest of version 1; names the place
     */
    public static SetManifest parse(Payload stored) {
        SetDocument document = SetDocument.of("manifest", requireNonNull(stored, "stored"));
        StagedRun run = document.run();
        List<Entry> objects = new ArrayList<>();
        for (SetDocument entry : document.items("objects")) {
            objects.add(entry.valid(() ->
                    new Entry(entry.text("name"), entry.whole("size"), entry.text("sha256"), entry.text("etag"))));
        }
        return document.valid(() -> new SetManifest(run, objects));
    }
}
