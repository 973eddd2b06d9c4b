package dev.interlock.aws.envelope;

import static dev.interlock.aws.envelope.Settlement.DONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockEvent.Kind;
import dev.interlock.Payload;
import dev.interlock.aws.envelope.Deduplication.WithoutId;
import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.StoredResult;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import dev.interlock.testkit.idempotency.InMemoryIdempotencyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** At least one delivery in, one effect out. */
final class DeduplicationTest {
    private static final Duration RETENTION = Duration.ofDays(14);
    private static final SampleEvent TRADE =
            SampleEvents.eventBridge("trading", "TradeExecuted").payload("{\"quantity\":10}");

    private final MutableInstantSource clock = MutableInstantSource.at("2026-05-26T12:45:00Z");
    private final InMemoryIdempotencyStore store = InMemoryIdempotencyStore.create(clock);
    private final ConcurrentLinkedQueue<String> effects = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<InterlockEvent> told = new ConcurrentLinkedQueue<>();
    private final List<RuntimeException> failed = new ArrayList<>();
    private final ConcurrentLinkedQueue<Delivery> delivered = new ConcurrentLinkedQueue<>();

    @Test
    void handle_oneEventTwice_hasOneEffect() {
        EnvelopeFunction function = function(deduplication());

        assertThat(handle(function, TRADE.toJson())).isEqualTo(DONE);
        assertThat(handle(function, TRADE.toJson())).isEqualTo(DONE);

        assertThat(effects).hasSize(1);
        assertThat(told).extracting(InterlockEvent::kind).containsExactly(Kind.REPLAYED);
    }

    @Test
    void handle_oneEventTwiceInABatch_hasOneEffect() {
        List<SampleEvent> batch = List.of(
                SampleEvents.sqs("trades").wrapping(TRADE),
                SampleEvents.sqs("trades").wrapping(TRADE));

        assertThat(handle(function(deduplication()), SampleEvents.batch(batch))).isEqualTo(DONE);
        assertThat(effects).hasSize(1);
    }

    @Test
    void handle_oneEventForTwoConsumers_hasAnEffectForEach() {
        handle(function(deduplication()), TRADE.toJson());
        handle(function(Deduplication.create(store, "reporting", RETENTION, WithoutId.REJECT)), TRADE.toJson());

        assertThat(effects).hasSize(2);
    }

    @Test
    void handle_twoEvents_haveTwoEffects() {
        EnvelopeFunction function = function(deduplication());
        handle(function, TRADE.toJson());
        handle(
                function,
                SampleEvents.eventBridge("trading", "TradeExecuted")
                        .payload("{\"quantity\":11}")
                        .toJson());

        assertThat(effects).hasSize(2);
    }

    @Test
    void handle_answersLost_hasOneEffect() {
        FakeAws aws = FakeAws.create();
        DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build();
        createTable(dynamoDb);
        aws.faults().on("UpdateItem").nth(1).loseAnswer();
        aws.faults().on("UpdateItem").nth(3).loseAnswer();
        EnvelopeFunction function = function(Deduplication.create(
                DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", clock),
                "settlement",
                RETENTION,
                WithoutId.REJECT));

        assertThat(handle(function, TRADE.toJson())).isEqualTo(DONE);
        assertThat(handle(function, TRADE.toJson())).isEqualTo(DONE);

        assertThat(effects).hasSize(1);
        assertThat(aws.requests("UpdateItem")).hasSize(5); // claim and completion twice, and the replay
    }

    @Test
    void handle_storeThatCannotSay_handlesNothing() {
        FakeAws aws = FakeAws.create();
        DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build();
        EnvelopeFunction function = function(Deduplication.create(
                DynamoDbIdempotencyStore.create(dynamoDb, "absent", clock), "settlement", RETENTION, WithoutId.REJECT));

        assertThatIllegalStateException()
                .isThrownBy(() -> handle(function, TRADE.toJson()))
                .withMessage(
                        "/detail is not handled: it cannot be told whether it was handled: UpdateItem on absent answered"
                                + " 400 ResourceNotFoundException; there is no such table in this account and region");
        assertThat(effects).isEmpty();
        assertThat(told).extracting(InterlockEvent::kind).containsExactly(Kind.REJECTED);
    }

    @Test
    void handle_beingHandledElsewhere_failsSoThatItComesAgain() {
        EnvelopeFunction second = function(deduplication());
        List<String> answers = new ArrayList<>();
        String batch = SampleEvents.batch(List.of(SampleEvents.sqs("trades").wrapping(TRADE)));
        EnvelopeFunction first = function(deduplication(), () -> answers.add(handle(second, batch)));

        assertThat(handle(first, batch)).isEqualTo(DONE);

        assertThat(answers).singleElement().asString().contains("itemIdentifier");
        assertThat(failed)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("it is handled by settlement in "));
        assertThat(effects).hasSize(1);
    }

    @Test
    void handle_manyAtOnce_haveOneEffect() throws Exception {
        EnvelopeFunction function = function(deduplication());
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            CountDownLatch start = new CountDownLatch(16);
            List<Callable<Boolean>> deliveries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                deliveries.add(() -> {
                    start.countDown();
                    start.await();
                    try {
                        return handle(function, TRADE.toJson()).equals(DONE);
                    } catch (IllegalStateException e) {
                        return false; // another one is at it
                    }
                });
            }
            int done = 0;
            for (Future<Boolean> delivery : threads.invokeAll(deliveries)) {
                done += delivery.get() ? 1 : 0;
            }
            assertThat(done).isPositive();
            assertThat(effects).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void handle_consumerThatThrew_isCalledAgain() {
        IllegalStateException notNow = new IllegalStateException("not now");
        EnvelopeFunction failing = function(deduplication(), () -> {
            throw notNow;
        });

        assertThatThrownBy(() -> handle(failing, TRADE.toJson())).isSameAs(notNow);
        assertThat(handle(function(deduplication()), TRADE.toJson())).isEqualTo(DONE);
        assertThat(effects).hasSize(1);
    }

    @Test
    void handle_failureThatIsFinal_failsAtOnceWhenItComesAgain() {
        IllegalStateException never = new IllegalStateException("no such account");
        Deduplication classified = deduplication().classifying(failure -> new Failure.Final(Payload.none()));
        EnvelopeFunction failing = function(classified, () -> {
            throw never;
        });

        assertThatThrownBy(() -> handle(failing, TRADE.toJson())).isSameAs(never);
        assertThatIllegalStateException()
                .isThrownBy(() -> handle(function(classified), TRADE.toJson()))
                .withMessage("/detail is not handled: it failed for good when it came before");
        assertThat(effects).isEmpty();
    }

    @Test
    void handle_finalFailureThatCannotBeStored_failsAllTheSame() {
        Deduplication classified = Deduplication.create(new Forgetful(store), "settlement", RETENTION, WithoutId.REJECT)
                .classifying(failure -> new Failure.Final(Payload.of("no such account")));
        EnvelopeFunction function = function(classified, () -> {
            throw new IllegalArgumentException("no such account");
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> handle(function, TRADE.toJson()))
                .withMessage("it failed for good, which is not stored: the table is gone");
    }

    @Test
    void handle_record_isKeptForTheRetentionAndNoLonger() {
        handle(function(deduplication()), TRADE.toJson());

        clock.advance(RETENTION.minusSeconds(1));
        assertThat(store.clean()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.clean()).isOne();
    }

    @Test
    void handle_functionThatDiedAfterTheEffect_isHandledAgainWhenItsTimeIsOver() {
        EnvelopeFunction dying = function(deduplication(), () -> {
            effects.add("before its death");
            throw new OutOfMemoryError("the process dies");
        });

        assertThatThrownBy(() -> handle(dying, TRADE.toJson())).isInstanceOf(OutOfMemoryError.class);
        assertThatIllegalStateException().isThrownBy(() -> handle(function(deduplication()), TRADE.toJson()));
        clock.advance(Duration.ofSeconds(10)); // what the invocation had left
        assertThat(handle(function(deduplication()), TRADE.toJson())).isEqualTo(DONE);

        assertThat(effects).hasSize(2); // what no store of claims can prevent
    }

    @Test
    void handle_claimLostWhileItWasHandled_isDoneAndTold() {
        EnvelopeFunction second = function(deduplication());
        EnvelopeFunction first = function(deduplication(), () -> {
            clock.advance(Duration.ofSeconds(10));
            handle(second, TRADE.toJson());
        });

        assertThat(handle(first, TRADE.toJson())).isEqualTo(DONE);

        assertThat(effects).hasSize(2);
        assertThat(told).extracting(InterlockEvent::kind).containsExactly(Kind.TAKEN_OVER, Kind.LEASE_LOST);
    }

    @Test
    void handle_messageWithoutAnId_isAsTheOptionSays() {
        String direct = "{\"plain\":1}";
        EnvelopeFunction handling = function(Deduplication.create(store, "settlement", RETENTION, WithoutId.HANDLE));

        assertThat(handle(handling, direct)).isEqualTo(DONE);
        assertThat(handle(handling, direct)).isEqualTo(DONE);
        assertThat(effects).hasSize(2);
        assertThat(told).extracting(InterlockEvent::kind).containsExactly(Kind.BYPASSED, Kind.BYPASSED);
        assertThatIllegalStateException()
                .isThrownBy(() -> handle(function(deduplication()), direct))
                .withMessage("the event is not handled: no envelope has an id that tells whether it comes again");
        assertThat(effects).hasSize(2);
    }

    @Test
    void handle_payloadThatCannotBeDecoded_isNotClaimed() {
        EnvelopeFunction function = EnvelopeFunction.builder(told::add, (record, failure) -> failed.add(failure))
                .on("trading", "TradeExecuted", Settlement.Trade.class, (trade, delivery) -> effects.add("a trade"))
                .deduplicating(deduplication())
                .build();
        String broken = SampleEvents.eventBridge("trading", "TradeExecuted")
                .payload("{\"quantity\":\"ten\"}")
                .toJson();

        for (int delivery = 0; delivery < 2; delivery++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handle(function, broken))
                    .withMessageContaining("payload at /quantity");
        }
        assertThat(store.size()).isZero();
    }

    @Test
    void create_argumentsOutOfBounds_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deduplication.create(store, " ", RETENTION, WithoutId.REJECT))
                .withMessage("consumer is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deduplication.create(store, "c".repeat(257), RETENTION, WithoutId.REJECT))
                .withMessage("consumer has more than 256 characters: 257");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deduplication.create(store, "c", Duration.ofHours(23), WithoutId.REJECT))
                .withMessage("retention is not within PT24H and PT87840H: PT23H");
        assertThat(deduplication()).hasToString("Deduplication[settlement, PT336H, REJECT]");
    }

    @Test
    void handle_afterAFunctionThatDied_tellsTheConsumer() {
        EnvelopeFunction dying = function(deduplication(), () -> {
            throw new OutOfMemoryError("the process dies");
        });
        IllegalStateException notNow = new IllegalStateException("not now");
        EnvelopeFunction failing = function(deduplication(), () -> {
            throw notNow;
        });

        assertThatThrownBy(() -> handle(dying, TRADE.toJson())).isInstanceOf(OutOfMemoryError.class);
        clock.advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> handle(failing, TRADE.toJson())).isSameAs(notNow); // and says how it ended
        handle(function(deduplication()), TRADE.toJson());

        assertThat(delivered).extracting(Delivery::unfinished).containsExactly(0L, 1L, 1L);
        assertThat(delivered).extracting(Delivery::fence).isSorted().doesNotHaveDuplicates();
        assertThat(delivered)
                .allSatisfy(delivery -> assertThat(delivery.fence()).isPositive());
    }

    @Test
    void handle_messageThatIsNotClaimed_tellsNoClaim() {
        handle(function(Deduplication.create(store, "settlement", RETENTION, WithoutId.HANDLE)), "{\"plain\":1}");

        assertThat(delivered).singleElement().satisfies(delivery -> {
            assertThat(delivery.unfinished()).isZero();
            assertThat(delivery.fence()).isZero();
        });
    }

    @Test
    void handle_sentAgainByItsProducer_isAnotherMessageUnlessItHasABusinessId() {
        EnvelopeFunction byEnvelope = function(deduplication());
        handle(byEnvelope, TRADE.toJson());
        handle(byEnvelope, TRADE.sentAgain().toJson());
        assertThat(effects).hasSize(2);

        EnvelopeFunction byBusinessId = function(byQuantity());
        handle(byBusinessId, TRADE.toJson());
        handle(byBusinessId, TRADE.sentAgain().toJson());
        handle(
                byBusinessId,
                SampleEvents.sqs("trades").wrapping(TRADE.sentAgain()).toJson());
        assertThat(effects).hasSize(3);

        handle(byBusinessId, TRADE.payload("{\"quantity\":11}").toJson());
        assertThat(effects).hasSize(4);
    }

    /** Of another kind, one id is two. */
    @Test
    void handle_oneBusinessIdOfTwoKinds_isTwoMessages() {
        EnvelopeFunction function = function(byQuantity());

        handle(function, TRADE.toJson());
        handle(function, SampleEvents.sqs("trades").payload("{\"quantity\":10}").toJson());

        assertThat(effects).hasSize(2);
    }

    @Test
    void handle_withoutABusinessId_goesByTheEnvelope() {
        EnvelopeFunction function = function(byQuantity());
        SampleEvent untold = TRADE.payload("{}");

        handle(function, untold.toJson());
        handle(function, untold.toJson());
        assertThat(effects).hasSize(1);
        handle(function, untold.sentAgain().toJson());
        assertThat(effects).hasSize(2);
    }

    @Test
    void handle_businessIdOfAMessageWithoutAnyOther_isProtected() {
        EnvelopeFunction function = function(byQuantity());

        assertThat(handle(function, "{\"quantity\":1}")).isEqualTo(DONE);
        assertThat(handle(function, "{\"quantity\":1}")).isEqualTo(DONE);

        assertThat(effects).hasSize(1);
    }

    @Test
    void handle_twoTypes_haveTheirOwnIds() {
        List<String> handled = new ArrayList<>();
        EnvelopeFunction function = EnvelopeFunction.builder(told::add, (record, failure) -> failed.add(failure))
                .on("trading", "TradeExecuted", Settlement.Trade.class, (trade, delivery) -> handled.add("trade"))
                .on("trading", "DayClosed", Payload.class, (day, delivery) -> handled.add("day"))
                .deduplicating(deduplication()
                        .identifying(
                                Settlement.Trade.class,
                                (trade, message) -> Optional.of(trade.quantity().toPlainString()))
                        .identifying(Payload.class, (day, message) -> message.correlationId()))
                .build();
        SampleEvent day =
                SampleEvents.eventBridge("trading", "DayClosed").payload("{\"correlation_id\":\"2026-05-26\"}");

        for (SampleEvent event : List.of(TRADE, TRADE.sentAgain(), day, day.sentAgain())) {
            handle(function, event.toJson());
        }

        assertThat(handled).containsExactly("trade", "day");
    }

    @Test
    void handle_businessIdThatIsNone_failsAndIsNotClaimed() {
        IllegalStateException broken = new IllegalStateException("no id today");
        List<Deduplication> without = List.of(
                deduplication().identifying(Payload.class, (payload, message) -> Optional.of(" ")),
                deduplication().identifying(Payload.class, (payload, message) -> none()),
                deduplication().identifying(Payload.class, (payload, message) -> {
                    throw broken;
                }));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle(function(without.get(0)), TRADE.toJson()))
                .withMessage("businessId is blank");
        assertThatThrownBy(() -> handle(function(without.get(1)), TRADE.toJson()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("business id of dev.interlock.Payload");
        assertThatThrownBy(() -> handle(function(without.get(2)), TRADE.toJson()))
                .isSameAs(broken);
        assertThat(effects).isEmpty();
        assertThat(failed).hasSize(3);
        assertThat(store.size()).isZero();
    }

    @Test
    void identifying_whatProtectsNothing_isRefused() {
        Deduplication deduplication = byQuantity();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> deduplication.identifying(Payload.class, (payload, message) -> message.correlationId()))
                .withMessage("type has a business id already: dev.interlock.Payload");
        Deduplication undecoded = deduplication.identifying(
                Settlement.Trade.class,
                (trade, message) -> Optional.of(trade.quantity().toPlainString()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> function(undecoded))
                .withMessage("there is a business id for what no route decodes:"
                        + " dev.interlock.aws.envelope.Settlement$Trade");
        assertThatThrownBy(() -> deduplication.identifying(none(), (payload, message) -> Optional.empty()))
                .hasMessage("type");
        assertThatThrownBy(() -> deduplication.identifying(String.class, none()))
                .hasMessage("businessId");
    }

    @Test
    void delivery_claimThatCannotBe_isRefused() {
        handle(function(deduplication()), TRADE.toJson());
        Delivery told = delivered.element();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Delivery(told.message(), told.hops(), told.context(), 0, -1))
                .withMessage("fence is negative: -1");
        for (long unfinished : new long[] {-1, 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Delivery(told.message(), told.hops(), told.context(), unfinished, 0))
                    .withMessage("unfinished is negative, or there is no claim: " + unfinished);
        }
        assertThat(told.toString()).endsWith(", 0 unfinished, fence " + told.fence() + "]");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without a nullness checker hands in
    private static <T> T none() {
        return null;
    }

    private Deduplication byQuantity() {
        return deduplication()
                .identifying(
                        Payload.class,
                        (payload, message) -> payload.at("/quantity").map(Payload::text));
    }

    private Deduplication deduplication() {
        return Deduplication.create(store, "settlement", RETENTION, WithoutId.REJECT);
    }

    private EnvelopeFunction function(Deduplication deduplication) {
        return function(deduplication, () -> {});
    }

    private EnvelopeFunction function(Deduplication deduplication, Runnable before) {
        MessageConsumer<Payload> consumer = (payload, delivery) -> {
            delivered.add(delivery);
            before.run();
            effects.add(payload.text());
        };
        return EnvelopeFunction.builder(told::add, (record, failure) -> failed.add(failure))
                .on("trading", "TradeExecuted", Payload.class, consumer)
                .direct(Payload.class, consumer)
                .deduplicating(deduplication)
                .build();
    }

    private static String handle(EnvelopeFunction function, String event) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FixedContext(Settlement.REQUEST_ID));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toString(UTF_8);
    }

    /** Grants and keeps nothing. */
    private record Forgetful(IdempotencyStore claims) implements IdempotencyStore {
        @Override
        public Claim claim(ClaimRequest request) {
            return claims.claim(request);
        }

        @Override
        public dev.interlock.idempotency.Settlement renew(Hold hold, Duration lease) {
            return claims.renew(hold, lease);
        }

        @Override
        public dev.interlock.idempotency.Settlement complete(Hold hold, StoredResult result) {
            return new dev.interlock.idempotency.Settlement.Unknown("the table is gone");
        }

        @Override
        public dev.interlock.idempotency.Settlement abandon(Hold hold) {
            return claims.abandon(hold);
        }
    }

    private static void createTable(DynamoDbClient dynamoDb) {
        dynamoDb.createTable(table -> table.tableName("idempotency")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("idempotency_token")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("idempotency_token")
                        .keyType(KeyType.HASH)
                        .build()));
    }
}
