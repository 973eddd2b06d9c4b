package dev.interlock.envelope;

import java.util.List;
import java.util.function.Function;

/** What came out of one record: a message, or why there is none. */
public sealed interface Unwrapped permits Message, Rejected {
    /** Where it was found, as a JSON pointer that goes into texts as if they were objects. */
    String pointer();

    /** The envelopes around it, outermost first; empty if there was none. */
    List<Layer> layers();

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Message, ? extends R> message, Function<? super Rejected, ? extends R> rejected) {
        return this instanceof Message m ? message.apply(m) : rejected.apply((Rejected) this);
    }
}
