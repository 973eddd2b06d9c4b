package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.Document;
import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The objects of one set, as its manifest fixes them: what an audit looks at before the set is published, and what
 * readers get after it. Each read names the entity tag and holds the content against the digest, so it brings what was
 * staged or nothing; two reads never come from two sets.
 *
 * <p>It changes only in that it remembers which of its objects were {@linkplain #read read}, for its publisher; and is
 * as thread-safe as the client is.
 */
public final class ObjectSet {
    /** What {@link #read} takes into memory at the most, in bytes: 256 MiB. */
    public static final long MAX_READ = 256L << 20;

    private final StagedObjects staged;
    private final SetPointer pointer;
    private final SetManifest manifest;
    private final Set<String> read = ConcurrentHashMap.newKeySet();

    ObjectSet(S3Objects objects, SetPointer pointer, SetManifest manifest) {
        this.staged = new StagedObjects(objects);
        this.pointer = pointer;
        this.manifest = manifest;
    }

    /** Which attempt of which run staged it. */
    public StagedRun run() {
        return manifest.run();
    }

    /** The pointer that names it; of a set that is being audited the one that will, if it passes. */
    public SetPointer pointer() {
        return pointer;
    }

    /** The same as a document, for contracts about it. */
    public Document pointerDocument() {
        return new Document.Loaded("the pointer to " + run().prefix(), pointer.payload());
    }

    /** Names, sizes and digests. */
    public SetManifest manifest() {
        return manifest;
    }

    /** The names of its objects, in the order in which they were staged. */
    public List<String> names() {
        return manifest.objects().stream().map(SetManifest.Entry::name).toList();
    }

    /**
     * Where an object of this name is, or would be: for readers of your own, which must send the entity tag as
     * {@code If-Match}. What an audit reads in this way is not known to be read, see {@link Staging#unaudited}.
     */
    public String key(String name) {
        return run().prefix() + requireNonNull(name, "name");
    }

    /**
     * Reads one object whole. It is absent if the set has none of this name, whatever lies under its key; and
     * unreadable if it belongs to the set and could not be read, or is not what was staged.
     */
    public Document read(String name) {
        String place = staged.objects().at(key(name));
        Optional<SetManifest.Entry> entry = manifest.object(name);
        if (entry.isEmpty()) {
            return new Document.Absent(place);
        }
        if (entry.get().size() > MAX_READ) {
            return new Document.Unreadable(
                    place,
                    "has " + entry.get().size() + " bytes, more than " + MAX_READ
                            + "; read it by its key and entity tag in parts");
        }
        StagedObjects.Read read = staged.get(key(name), entry.get());
        if (read instanceof StagedObjects.Read.Content content) {
            this.read.add(name);
            return new Document.Loaded(place, content.payload());
        }
        return new Document.Unreadable(place, ((StagedObjects.Read.Failed) read).cause());
    }

    /** Which of its objects {@link #read} has brought, whole and as they were staged. */
    Set<String> namesRead() {
        return Set.copyOf(read);
    }

    /** Why the set is not there as its manifest says; empty if it is. */
    Optional<String> difference() {
        return manifest.objects().stream()
                .map(entry -> staged.difference(key(entry.name()), entry))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The attempt. */
    @Override
    public String toString() {
        return "ObjectSet[" + run().prefix() + ", " + manifest.objects().size() + " objects]";
    }
}
