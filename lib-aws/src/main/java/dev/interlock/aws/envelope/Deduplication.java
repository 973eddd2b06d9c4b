package dev.interlock.aws.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.DedupKey;
import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.internal.Listeners;
import dev.interlock.envelope.Message;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.RunOutcome;
import dev.interlock.idempotency.Settlement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Handles a message that comes again once. Before its consumer is called, the message's business id, or else the
 * strongest dedup id of its envelopes, is claimed for this consumer; when it returns, the claim is completed. What
 * comes again by then is done at once.
 *
 * <ul>
 *   <li>Handled before: done, the consumer is not called.
 *   <li>Being handled elsewhere, or the store cannot say: failed, so that it comes again.
 *   <li>The consumer threw: failed, and the next delivery is handled, unless {@link #classifying} says otherwise.
 *   <li>The consumer returned, but its claim was lost or its end not stored: done, because the effect is there. It may
 *       come to a second effect, if another delivery is under way; the listener hears of it.
 * </ul>
 *
 * <p>The lease is the time that the invocation has left, at most 15 minutes, so it is over when Lambda has ended the
 * invocation. A function that dies after the effect and before its claim is completed has handled the message, and
 * nobody knows: the delivery after the lease handles it again. Its consumer is told by {@link Delivery#unfinished}, and
 * looks first; or it hands ids on to what has the effect, where that tells repeats apart too.
 *
 * <p>An envelope's id is new when the producer sends again: then only an id that the producer gave to the event itself
 * tells, so {@linkplain #identifying say where it is}. Two messages with one id are one message here, whatever else is
 * in them. Immutable, and thread-safe if the store is.
 */
public final class Deduplication {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(15);
    private static final int LONGEST_CONSUMER = 256;

    private final IdempotencyStore store;
    private final String consumer;
    private final Duration retention;
    private final WithoutId withoutId;
    private final Function<? super RuntimeException, ? extends Failure> classifier;
    private final Map<Class<?>, BiFunction<Object, Message, Optional<String>>> businessIds;

    private Deduplication(
            IdempotencyStore store,
            String consumer,
            Duration retention,
            WithoutId withoutId,
            Function<? super RuntimeException, ? extends Failure> classifier,
            Map<Class<?>, BiFunction<Object, Message, Optional<String>>> businessIds) {
        this.store = store;
        this.consumer = consumer;
        this.retention = retention;
        this.withoutId = withoutId;
        this.classifier = classifier;
        this.businessIds = Map.copyOf(businessIds);
    }

    /** What becomes of a message that no envelope has an id of, which is the same in its next delivery. */
    public enum WithoutId {
        /** It is handled each time it comes, and the listener hears that it is not protected. */
        HANDLE,
        /** It is rejected. */
        REJECT
    }

    /**
     * Deduplication by the ids that envelopes have.
     *
     * @param consumer who handles, by a name that stays; two consumers of one event are two
     * @param retention for how long a message may come again, a day to ten years of 366 days: longer than queues,
     *     dead-letter queues and archives keep it
     * @throws IllegalArgumentException if {@code consumer} is blank or has more than 256 characters, or
     *     {@code retention} is out of bounds
     */
    public static Deduplication create(
            IdempotencyStore store, String consumer, Duration retention, WithoutId withoutId) {
        if (requireNonNull(consumer, "consumer").isBlank()) {
            throw new IllegalArgumentException("consumer is blank: '" + consumer + "'");
        }
        if (consumer.length() > LONGEST_CONSUMER) {
            throw new IllegalArgumentException(
                    "consumer has more than " + LONGEST_CONSUMER + " characters: " + consumer.length());
        }
        ClaimPolicy.of(LONGEST_LEASE, retention); // checks the bounds
        return new Deduplication(
                requireNonNull(store, "store"),
                consumer,
                retention,
                requireNonNull(withoutId, "withoutId"),
                failure -> new Failure.Retryable(),
                Map.of());
    }

    /**
     * This one, but with another view of what a consumer throws: what is final fails at once each time it comes, so
     * that it reaches the dead-letter queue; what is ambiguous is not handled before the invocation's time is over.
     */
    public Deduplication classifying(Function<? super RuntimeException, ? extends Failure> classifier) {
        return new Deduplication(
                store, consumer, retention, withoutId, requireNonNull(classifier, "classifier"), businessIds);
    }

    /**
     * This one, but with an id for what is decoded into {@code type}, in place of those of the envelopes: one that the
     * producer gave to the event itself, so that it is the same if it is sent again. Source and detail-type belong to
     * the key, so ids need to differ only among events of one kind. Messages that were handled under another id are not
     * recognised by this one.
     *
     * @param type as it was registered with {@link EnvelopeFunction.Builder#on}, {@code Payload.class} too
     * @param businessId not blank; where it is empty, the ids of the envelopes count. If it throws, the message fails
     * @throws IllegalArgumentException if {@code type} has one already
     */
    public <T> Deduplication identifying(
            Class<T> type, BiFunction<? super T, ? super Message, Optional<String>> businessId) {
        requireNonNull(type, "type");
        requireNonNull(businessId, "businessId");
        Map<Class<?>, BiFunction<Object, Message, Optional<String>>> all = new HashMap<>(businessIds);
        if (all.put(type, (payload, message) -> businessId.apply(type.cast(payload), message)) != null) {
            throw new IllegalArgumentException("type has a business id already: " + type.getName());
        }
        return new Deduplication(store, consumer, retention, withoutId, classifier, all);
    }

    /** An id of what no route takes would look like protection. */
    void requireDecoded(Set<Class<?>> types) {
        for (Class<?> type : businessIds.keySet()) {
            if (!types.contains(type)) {
                throw new IllegalArgumentException(
                        "there is a business id for what no route decodes: " + type.getName());
            }
        }
    }

    <T> Ending once(Step<T> step, T payload, Delivery delivery, InterlockListener listener) {
        Message message = delivery.message();
        Optional<DedupKey> key;
        try {
            key = businessId(step.type(), payload, message)
                    .map(id -> message.dedupKey(consumer, id))
                    .or(() -> message.dedupKey(consumer));
        } catch (RuntimeException e) {
            return new Ending.Failed(e);
        }
        if (key.isEmpty()) {
            return withoutId(message, listener, () -> step.consumer().consume(payload, delivery));
        }
        AtomicReference<RuntimeException> thrown =
                new AtomicReference<>(); // of a failure that is final, the outcome tells the record
        Function<RuntimeException, Failure> listening = failure -> {
            thrown.set(failure);
            return classifier.apply(failure);
        };
        return Idempotent.create(store, listening, listener)
                .run(request(key.get(), delivery), claim -> {
                    step.consumer().consume(payload, delivery.under(claim));
                    return Payload.none();
                })
                .fold(
                        done -> new Ending.Done(),
                        failed -> thrown.get() != null
                                ? new Ending.Failed(thrown.get())
                                : failed("it failed for good when it came before", message),
                        retryable -> new Ending.Failed(retryable.cause()),
                        ambiguous -> new Ending.Failed(ambiguous.cause()),
                        Deduplication::unstored,
                        busy -> failed("it is handled by " + busy.holder() + " until " + busy.expiresAt(), message),
                        mismatch -> failed("its key was used for " + mismatch.stored(), message),
                        unknown -> failed("it cannot be told whether it was handled: " + unknown.cause(), message));
    }

    private <T> Optional<String> businessId(Class<T> type, T payload, Message message) {
        BiFunction<Object, Message, Optional<String>> declared = businessIds.get(type);
        return declared == null
                ? Optional.empty()
                : requireNonNull(declared.apply(payload, message), "business id of " + type.getName());
    }

    private static Ending unstored(RunOutcome.Unstored unstored) {
        return switch (unstored.result().ending()) {
            case SUCCESS -> new Ending.Done();
            case FAILURE ->
                new Ending.Failed(new IllegalStateException("it failed for good, which is not stored: "
                        + unstored.why().fold(done -> "", Settlement.Lost::toString, Settlement.Unknown::cause)));
        };
    }

    private Ending withoutId(Message message, InterlockListener listener, Runnable effect) {
        if (withoutId == WithoutId.REJECT) {
            return failed("no envelope has an id that tells whether it comes again", message);
        }
        Listeners.tell(
                listener,
                new InterlockEvent(
                        InterlockEvent.Kind.BYPASSED,
                        "deduplication",
                        place(message),
                        "no envelope has an id that stays"));
        try {
            effect.run();
            return new Ending.Done();
        } catch (RuntimeException e) {
            return new Ending.Failed(e);
        }
    }

    /** The key's digits are the token: they are a hash over the consumer and all that tells the message from others. */
    private ClaimRequest request(DedupKey key, Delivery delivery) {
        String digits = key.value().substring(key.value().indexOf(':') + 1);
        Duration left = Duration.ofMillis(delivery.context().getRemainingTimeInMillis());
        Duration lease = left.compareTo(SHORTEST_LEASE) < 0
                ? SHORTEST_LEASE
                : left.compareTo(LONGEST_LEASE) > 0 ? LONGEST_LEASE : left;
        return new ClaimRequest(
                IdempotencyToken.parse(digits),
                consumer + " in " + delivery.context().getAwsRequestId(),
                Fingerprint.unchecked(),
                ClaimPolicy.of(lease, retention));
    }

    private static Ending failed(String why, Message message) {
        return new Ending.Failed(new IllegalStateException(place(message) + " is not handled: " + why));
    }

    private static String place(Message message) {
        return message.pointer().isEmpty() ? "the event" : message.pointer();
    }

    /** Who handles, and what becomes of messages without an id. */
    @Override
    public String toString() {
        return "Deduplication[" + consumer + ", " + retention + ", " + withoutId + "]";
    }
}
