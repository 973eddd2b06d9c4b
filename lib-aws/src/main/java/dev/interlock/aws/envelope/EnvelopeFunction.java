package dev.interlock.aws.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.aws.internal.Listeners;
import dev.interlock.envelope.BatchResponse;
import dev.interlock.envelope.DedupId;
import dev.interlock.envelope.EnvelopeKind;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.LoopBreaker;
import dev.interlock.envelope.Message;
import dev.interlock.envelope.PartialBatch;
import dev.interlock.envelope.Passage;
import dev.interlock.envelope.Routes;
import dev.interlock.envelope.Unwrapped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Lambda function that takes an event through its steps in the one order that is safe: unwrap, loop breaker, route,
 * decode, handle, partial batch response. A class of yours that Lambda makes holds one and passes
 * {@link #handleRequest} on to it.
 *
 * <p>Each record ends as one of three:
 *
 * <ul>
 *   <li>done: its consumer returned;
 *   <li>skipped: the breaker found a loop; it comes no more, and the {@link InterlockListener} hears of it;
 *   <li>failed: unwrapping rejected it, no route takes it, it cannot be decoded, or its consumer threw. The
 *       {@link FailureListener} hears of each, and of a rejection the {@link InterlockListener} too.
 * </ul>
 *
 * <p>What is answered:
 *
 * <ul>
 *   <li>A batch of SQS, Kinesis or a DynamoDB stream: {@code {"batchItemFailures":[...]}} with the records that failed.
 *       In a group of a FIFO queue, and in a stream, nothing after the first failure is handled. The event source
 *       mapping must have {@code ReportBatchItemFailures}. If a record that failed has no id to name it by, the
 *       invocation fails.
 *   <li>Any other event, such as one of EventBridge, a topic or a schedule: if anything failed, the invocation fails,
 *       so that Lambda tries again and then dead-letters it; of one record with the very exception of it. If its only
 *       record was skipped, {@link Passage.Skip#errorNotificationAnswer}. Else {@code {"batchItemFailures":[]}}, which
 *       nobody reads.
 * </ul>
 *
 * <p>A source that wants an answer of its own form, such as an API Gateway or Firehose, is not for this class. An
 * {@link Error} ends the invocation at once. An interrupt stays set, and what was not begun by then fails.
 *
 * <p>Remembers nothing by itself, so a message that comes twice is handled twice, unless there is a
 * {@link Deduplication}: what was handled before ends as done, and what is being handled elsewhere fails, so that it
 * comes again. Payloads are in nothing that it tells. Immutable, and thread-safe if its consumers and listeners are.
 */
public final class EnvelopeFunction implements RequestStreamHandler {
    private static final String NAME = "envelope-function";
    private static final Set<EnvelopeKind> BATCHES =
            Set.of(EnvelopeKind.SQS, EnvelopeKind.KINESIS, EnvelopeKind.DYNAMODB_STREAM);

    private final LoopBreaker breaker;
    private final Routes<Step<?>> routes;
    private final InterlockListener listener;
    private final FailureListener failures;
    private final @Nullable Deduplication deduplication;

    private EnvelopeFunction(Builder builder) {
        this.breaker = builder.breaker.listener(builder.listener).build();
        this.routes = builder.routes.listener(builder.listener).build();
        this.listener = builder.listener;
        this.failures = builder.failures;
        this.deduplication = builder.deduplication;
    }

    /**
     * A function without routes yet.
     *
     * @param listener who hears of each message that is skipped or rejected
     * @param failures who hears of each record that failed
     */
    public static Builder builder(InterlockListener listener, FailureListener failures) {
        return new Builder(requireNonNull(listener, "listener"), requireNonNull(failures, "failures"));
    }

    /**
     * Handles one event; closes neither stream.
     *
     * @throws java.io.UncheckedIOException if the event cannot be read
     * @throws IOException if the answer cannot be written
     * @throws RuntimeException if something failed that no answer can name; see above
     */
    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        requireNonNull(event, "event");
        requireNonNull(answer, "answer");
        requireNonNull(context, "context");
        answer.write(answer(Envelopes.unwrap(event), context).getBytes(UTF_8));
    }

    private String answer(List<Unwrapped> records, Context context) {
        PartialBatch batch = PartialBatch.of(records);
        List<RuntimeException> failed = new ArrayList<>();
        Passage.Skip skip = null;
        for (Unwrapped record : records) {
            if (!batch.mayHandle(record)) {
                continue; // nothing overtakes a failure
            }
            Ending ending = Thread.currentThread().isInterrupted() ? interrupted(record) : take(record, context);
            if (ending instanceof Ending.Failed failure) {
                failed.add(failure.failure());
                failures.onFailure(record, failure.failure());
                continue;
            }
            batch.done(record);
            skip = ending instanceof Ending.Skipped skipped ? skipped.skip() : skip;
        }
        return answer(records, batch.response(), failed, skip, context);
    }

    private static String answer(
            List<Unwrapped> records,
            BatchResponse response,
            List<RuntimeException> failed,
            Passage.@Nullable Skip skip,
            Context context) {
        if (response instanceof BatchResponse.Failure failure) {
            throw records.size() == 1 ? failed.get(0) : together(failure, failed);
        }
        return skip != null && records.size() == 1 && !isOfBatch(records.get(0))
                ? skip.errorNotificationAnswer(context.getAwsRequestId())
                : response.orThrow();
    }

    private static RuntimeException together(BatchResponse.Failure failure, List<RuntimeException> failed) {
        RuntimeException all = new IllegalStateException(failure.reason(), failed.get(0));
        failed.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    private static boolean isOfBatch(Unwrapped record) {
        return record.layers().stream()
                .filter(layer -> layer.kind() != EnvelopeKind.PIPES)
                .findFirst()
                .filter(layer -> BATCHES.contains(layer.kind()))
                .isPresent();
    }

    private Ending take(Unwrapped record, Context context) {
        return record.fold(message -> pass(message, context), rejected -> {
            report(subject(rejected), rejected.reason());
            return rejection(rejected, rejected.reason());
        });
    }

    private Ending pass(Message message, Context context) {
        return breaker.check(message, routes)
                .fold(
                        proceed -> routes.route(message)
                                .fold(
                                        route ->
                                                decode(route.handler(), new Delivery(message, proceed.hops(), context)),
                                        reject -> rejection(message, reject.reason())),
                        Ending.Skipped::new);
    }

    private <T> Ending decode(Step<T> step, Delivery delivery) {
        Message message = delivery.message();
        T payload;
        try {
            payload = step.decode(message.payload());
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            report(message.strongestDedupId().map(DedupId::toString).orElse(subject(message)), reason);
            return rejection(message, reason);
        }
        return handle(step, payload, delivery);
    }

    private <T> Ending handle(Step<T> step, T payload, Delivery delivery) {
        return deduplication == null
                ? consume(step, payload, delivery)
                : deduplication.once(step, payload, delivery, listener);
    }

    private static <T> Ending consume(Step<T> step, T payload, Delivery delivery) {
        try {
            step.consumer().consume(payload, delivery);
            return new Ending.Done();
        } catch (RuntimeException e) {
            return new Ending.Failed(e);
        }
    }

    private static Ending interrupted(Unwrapped record) {
        return new Ending.Failed(
                new IllegalStateException(subject(record) + " is not handled: the thread is interrupted"));
    }

    private static Ending rejection(Unwrapped record, String reason) {
        return new Ending.Failed(new IllegalArgumentException(subject(record) + " is rejected: " + reason));
    }

    private static String subject(Unwrapped record) {
        return record.pointer().isEmpty() ? "the event" : record.pointer();
    }

    private void report(String subject, String reason) {
        Listeners.tell(listener, new InterlockEvent(InterlockEvent.Kind.REJECTED, NAME, subject, reason));
    }

    /** Collects what a function goes by. Not thread-safe. */
    public static final class Builder {
        private final InterlockListener listener;
        private final FailureListener failures;
        private final LoopBreaker.Builder breaker = LoopBreaker.builder();
        private final Routes.Builder<Step<?>> routes = Routes.builder();
        private final Set<Class<?>> types = new HashSet<>();
        private @Nullable Deduplication deduplication;

        private Builder(InterlockListener listener, FailureListener failures) {
            this.listener = listener;
            this.failures = failures;
        }

        /**
         * Says what the loop breaker stops, besides what was sent on too often: above all the detail-type of the errors
         * that this function publishes. A listener that is set here is not asked.
         */
        public Builder breaker(Consumer<LoopBreaker.Builder> rules) {
            requireNonNull(rules, "rules").accept(breaker);
            return this;
        }

        /** Handles a message that comes again once, by claims; without it, it is handled each time. */
        public Builder deduplicating(Deduplication deduplication) {
            this.deduplication = requireNonNull(deduplication, "deduplication");
            return this;
        }

        /**
         * Registers who handles the events with this source and this detail-type.
         *
         * @param type what a payload is decoded into, strictly, as {@link dev.interlock.Payload#decode};
         *     {@code Payload.class} takes it as it is
         * @throws IllegalArgumentException if source or detail-type is blank, or somebody is registered already
         */
        public <T> Builder on(
                String source,
                String detailType,
                Class<T> type,
                MessageConsumer<? super T> consumer,
                Routes.Accepts... accepts) {
            routes.on(source, detailType, new Step<>(type, consumer), accepts);
            types.add(type);
            return this;
        }

        /**
         * Registers who handles messages that are no events of EventBridge.
         *
         * @param type what a payload is decoded into, as for {@link #on}
         * @throws IllegalArgumentException if somebody is registered already
         */
        public <T> Builder direct(Class<T> type, MessageConsumer<? super T> consumer) {
            routes.direct(new Step<>(type, consumer));
            types.add(type);
            return this;
        }

        /**
         * The function.
         *
         * @throws IllegalArgumentException if there is no route, or the deduplication identifies what no route decodes
         */
        public EnvelopeFunction build() {
            if (deduplication != null) {
                deduplication.requireDecoded(types);
            }
            return new EnvelopeFunction(this);
        }
    }
}
