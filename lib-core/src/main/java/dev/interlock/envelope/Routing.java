package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** Where a message goes. */
public sealed interface Routing<H> {
    /**
     * Somebody handles it.
     *
     * @param handler what was registered for it
     */
    record Handle<H>(H handler) implements Routing<H> {
        public Handle {
            requireNonNull(handler, "handler");
        }
    }

    /**
     * Nobody handles it, so it must reach a dead-letter queue: let it fail, or send it there.
     *
     * @param reason why, with its source and detail-type, without its payload
     */
    record Reject<H>(String reason) implements Routing<H> {
        public Reject {
            requireNonNull(reason, "reason");
        }
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Handle<H>, ? extends R> handle, Function<? super Reject<H>, ? extends R> reject) {
        return this instanceof Handle<H> h ? handle.apply(h) : reject.apply((Reject<H>) this);
    }
}
