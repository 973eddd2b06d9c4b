package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects of one set, as its manifest fixes them: what an audit looks at before the set is published, and what readers get
 * after it. Each read names the entity tag and holds the content against the digest, so it brings what was staged or
 * nothing; two reads never come from two sets.
 *
 * <p>Immutable, and as thread-safe as the client is.
 */
public final class ObjectSet {
    /** What {@link #read} takes into memory at the most, in bytes: 256 MiB. */
    public static final long MAX_READ = 256L << 20;

    private final StagedObjects staged;
    private final SetPointer pointer;
    private final SetManifest manifest;

    ObjectSet(S3Objects objects, SetPointer pointer, SetManifest manifest) {
        this.staged = new StagedObjects(objects);
        this.pointer = pointer;
        this.manifest = manifest;
    }

    /** What a read brought. Only {@link Present} is content. */
    public sealed interface Content {
        /** What was staged under the name, byte for byte. */
        record Present(Payload payload) implements Content {
            public Present {
                requireNonNull(payload, "payload");
            }
        }

        /** The set has no object of this name: nobody staged one. */
        record NotInSet() implements Content {}

        /**
         * It belongs to the set, and could not be read: a refusal, a failure, or content that is not what was staged.
         *
         * @param cause what happened, for a human
         */
        record Unreadable(String cause) implements Content {
            public Unreadable {
                requireNonNull(cause, "cause");
            }
        }

        /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
        default <R> R fold(
                Function<? super Present, ? extends R> present,
                Function<? super NotInSet, ? extends R> notInSet,
                Function<? super Unreadable, ? extends R> unreadable) {
            if (this instanceof Present p) {
                return present.apply(p);
            }
            if (this instanceof NotInSet n) {
                return notInSet.apply(n);
            }
            return unreadable.apply((Unreadable) this);
        }
    }

    /** Which attempt of which run staged it. */
    public StagedRun run() {
        return manifest.run();
    }

    /** The pointer that names it; of a set that is being audited the one that will, if it passes. */
    public SetPointer pointer() {
        return pointer;
    }

    /** Names, sizes and digests. */
    public SetManifest manifest() {
        return manifest;
    }

    /** The names of its objects, in the order in which they were staged. */
    public List<String> names() {
        return manifest.objects().stream().map(SetManifest.Entry::name).toList();
    }

    /** Where an object of this name is, or would be: for readers of your own, which must send the entity tag as {@code If-Match}. */
    public String key(String name) {
        return run().prefix() + requireNonNull(name, "name");
    }

    /** Reads one object whole. */
    public Content read(String name) {
        Optional<SetManifest.Entry> entry = manifest.object(name);
        if (entry.isEmpty()) {
            return new Content.NotInSet();
        }
        if (entry.get().size() > MAX_READ) {
            return new Content.Unreadable(name + " has " + entry.get().size() + " bytes, more than " + MAX_READ
                    + "; read it by its key and entity tag in parts");
        }
        StagedObjects.Read read = staged.get(key(name), entry.get());
        return read instanceof StagedObjects.Read.Content content
                ? new Content.Present(content.payload())
                : new Content.Unreadable(((StagedObjects.Read.Failed) read).cause());
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
