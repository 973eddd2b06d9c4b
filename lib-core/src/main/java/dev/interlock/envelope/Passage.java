package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Json;
import java.util.function.Function;

/** Whether a message may pass a {@link LoopBreaker}. */
public sealed interface Passage {
    /**
     * It may be handled.
     *
     * @param hops how often it was sent on; {@code hops.next()} goes along with what is sent because of it
     */
    record Proceed(HopCount hops) implements Passage {
        public Proceed {
            requireNonNull(hops, "hops");
        }
    }

    /**
     * It is to be taken off its queue without being handled: handling it would go round.
     *
     * @param guard what stopped it
     * @param reason why, in words
     */
    record Skip(Guard guard, String reason) implements Passage {
        public Skip {
            requireNonNull(guard, "guard");
            requireNonNull(reason, "reason");
        }

        /**
         * The JSON that the handler which this breaker follows answers an error notification with, for callers that
         * read it. It says {@code error_notification} and {@code circuit breaker} whatever the guard was.
         *
         * @param requestId the id of the invocation
         */
        public String errorNotificationAnswer(String requestId) {
            return """
                    {"status":"skipped","mode":"error_notification","trading_mode":"n/a",\
                    "message":"Error notification event skipped (circuit breaker)","request_id":%s}""".formatted(Json.quoted(requireNonNull(requestId, "requestId")));
        }
    }

    /** What can stop a message. */
    enum Guard {
        /** One of its layers has a detail-type that is never handled. */
        DETAIL_TYPE,
        /** One of its layers comes from this service itself. */
        OWN_SOURCE,
        /** It was sent on too often, or its count cannot be read. */
        HOP_COUNT
    }

    /** Whether it may be handled. */
    default boolean proceeds() {
        return this instanceof Proceed;
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(Function<? super Proceed, ? extends R> proceed, Function<? super Skip, ? extends R> skip) {
        return this instanceof Proceed p ? proceed.apply(p) : skip.apply((Skip) this);
    }
}
