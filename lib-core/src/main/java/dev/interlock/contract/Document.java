package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import java.util.function.Function;

/** What came of loading a document. */
public sealed interface Document {
    /** Where it was looked for, such as {@code s3://bucket/key}. */
    String place();

    /**
     * It is there.
     *
     * @param place where it was looked for
     * @param payload all of it
     */
    record Loaded(String place, Payload payload) implements Document {
        public Loaded {
            requireNonNull(place, "place");
            requireNonNull(payload, "payload");
        }
    }

    /**
     * It is not there, for certain.
     *
     * @param place where it was looked for
     */
    record Absent(String place) implements Document {
        public Absent {
            requireNonNull(place, "place");
        }
    }

    /**
     * It may be there, and could not be read: a refusal, a time-out, a document above the limit.
     *
     * @param place where it was looked for
     * @param cause what happened, for a human
     */
    record Unreadable(String place, String cause) implements Document {
        public Unreadable {
            requireNonNull(place, "place");
            requireNonNull(cause, "cause");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Loaded, ? extends R> loaded,
            Function<? super Absent, ? extends R> absent,
            Function<? super Unreadable, ? extends R> unreadable) {
        if (this instanceof Loaded l) {
            return loaded.apply(l);
        }
        if (this instanceof Absent a) {
            return absent.apply(a);
        }
        return unreadable.apply((Unreadable) this);
    }
}
