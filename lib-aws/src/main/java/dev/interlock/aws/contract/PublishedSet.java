package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.lease.LeaseStore.Reading;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/** Which set readers are given at this moment. */
public sealed interface PublishedSet {
    /**
     * A set that passed its audit. Read everything from it: who asks for the published set again may be given the next
     * one.
     *
     * @param objects what belongs to it
     */
    record Found(ObjectSet objects) implements PublishedSet {
        public Found {
            requireNonNull(objects, "objects");
        }
    }

    /** Nothing was published yet. */
    record Absent() implements PublishedSet {}

    /**
     * It cannot be said: the pointer or the manifest cannot be read, or is not of a form that this version knows.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements PublishedSet {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * Looks once where {@code pointer} leads: two requests.
     *
     * @param pointer its key, as its publisher has it
     * @throws IllegalArgumentException if bucket or pointer is blank
     */
    static PublishedSet read(S3Client s3, String bucket, String pointer) {
        S3Objects objects = S3Objects.of(s3, bucket);
        if (requireNonNull(pointer, "pointer").isBlank()) {
            throw new IllegalArgumentException("pointer is blank");
        }
        Reading reading = objects.read(pointer);
        if (reading instanceof Reading.Unreadable unreadable) {
            return new Unknown(unreadable.cause());
        }
        if (!(reading instanceof Reading.Found found)) {
            return new Absent();
        }
        try {
            return follow(objects, SetPointer.parse(found.body()));
        } catch (IllegalArgumentException e) {
            return new Unknown(objects.at(pointer) + " leads nowhere: " + e.getMessage());
        }
    }

    private static PublishedSet follow(S3Objects objects, SetPointer pointer) {
        StagedObjects.Read read = new StagedObjects(objects)
                .get(pointer.run().manifestKey(), null, StagedObjects.MAX_MANIFEST, pointer.manifestSha256());
        if (!(read instanceof StagedObjects.Read.Content content)) {
            return new Unknown(((StagedObjects.Read.Failed) read).cause());
        }
        SetManifest manifest = SetManifest.parse(content.payload());
        return manifest.run().equals(pointer.run())
                ? new Found(new ObjectSet(objects, pointer, manifest))
                : new Unknown("the manifest is that of " + manifest.run().prefix() + ", and the pointer names "
                        + pointer.run().prefix());
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Found, ? extends R> found,
            Function<? super Absent, ? extends R> absent,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Found f) {
            return found.apply(f);
        }
        if (this instanceof Absent a) {
            return absent.apply(a);
        }
        return unknown.apply((Unknown) this);
    }
}
