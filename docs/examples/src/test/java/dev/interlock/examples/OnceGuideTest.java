package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.envelope.Deduplication;
import dev.interlock.aws.envelope.EnvelopeFunction;
import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.FingerprintScheme;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.SampleEvents;
import dev.interlock.testkit.idempotency.InMemoryIdempotencyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The examples of the guide's part on doing things once. */
final class OnceGuideTest {
    // @start region="declare"
    static final FingerprintScheme PURCHASE = FingerprintScheme.of("purchase", 1)
            .excluding("/requestedAt", "new in each attempt")
            .build();
    static final ClaimPolicy POLICY = ClaimPolicy.of(Duration.ofMinutes(15), Duration.ofDays(400));
    // @end

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final InstantSource clock = aws.clock();
    private final List<InterlockEvent> metrics = new ArrayList<>();
    private final InterlockListener listener = metrics::add;
    private final List<RuntimeException> alarms = new ArrayList<>();
    private final List<String> bought = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // made once there is a table
    private Idempotent once;

    @BeforeEach
    void createStore() {
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
        // @start region="create"
        IdempotencyStore store =
                DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", clock).verifyTable();
        once = Idempotent.create(store, OnceGuideTest::meaning, listener);
        // @end
    }

    @AfterEach
    void close() {
        dynamoDb.close();
    }

    // @start region="meaning"
    /** What a failure says of the purchase. In doubt it may have been made. */
    static Failure meaning(RuntimeException failure) {
        if (failure instanceof Throttled) {
            return new Failure.Retryable();
        }
        return failure instanceof NoSuchOffering
                ? new Failure.Final(Payload.of("no such offering"))
                : new Failure.Ambiguous();
    }
    // @end

    // @start region="run"
    String purchase(LineageKey lineage, int item, Payload request, String executionArn) {
        ClaimRequest claim = new ClaimRequest(lineage.token(item), executionArn, PURCHASE.fingerprint(request), POLICY);
        return once.run(claim, granted -> Payload.of(buy(granted, request)))
                .fold(
                        done -> "bought " + done.result().text(),
                        failed -> "refused: " + failed.record().text(),
                        retryable -> "not now",
                        ambiguous -> "look it up: " + ambiguous.cause().getMessage(),
                        unstored -> "look at it: " + unstored.result().ending() + ", not stored: " + unstored.why(),
                        busy -> "on its way by " + busy.holder(),
                        mismatch -> "one token, two requests",
                        unknown -> "not begun: " + unknown.cause());
    }

    private String buy(Claim.Granted granted, Payload request) {
        if (granted.unfinished() > 0) {
            return lookUp(granted.hold().token().value()); // somebody died here, perhaps after the purchase
        }
        return provider(granted.hold().token().value(), request);
    }
    // @end

    private String lookUp(String token) {
        return bought.isEmpty() ? provider(token, Payload.none()) : "ri-" + bought.size();
    }

    private String provider(String token, Payload request) {
        if (request.at("/fail").isPresent()) {
            bought.add(token);
            throw new IllegalStateException("time-out");
        }
        if (request.at("/withdrawn").isPresent()) {
            throw new NoSuchOffering();
        }
        if (request.at("/throttle").isPresent()) {
            throw new Throttled();
        }
        bought.add(token);
        return "ri-" + bought.size();
    }

    @Test
    void purchase_redriven_isMadeOnce() {
        LineageKey lineage = LineageKey.of("execution-1");

        assertThat(purchase(lineage, 0, Payload.of("{\"count\":1,\"requestedAt\":1}"), "run-1"))
                .isEqualTo("bought ri-1");
        assertThat(purchase(lineage, 0, Payload.of("{\"requestedAt\":2,\"count\":1}"), "run-2"))
                .isEqualTo("bought ri-1");
        assertThat(purchase(lineage, 0, Payload.of("{\"count\":2}"), "run-3")).isEqualTo("one token, two requests");
        assertThat(bought).hasSize(1);
    }

    @Test
    void purchase_failures_endAsTheyMean() {
        assertThat(purchase(LineageKey.of("a"), 0, Payload.of("{\"throttle\":1}"), "run-1"))
                .isEqualTo("not now");
        assertThat(purchase(LineageKey.of("b"), 0, Payload.of("{\"withdrawn\":1}"), "run-1"))
                .isEqualTo("refused: no such offering");
        assertThat(purchase(LineageKey.of("c"), 0, Payload.of("{\"fail\":1}"), "run-1"))
                .isEqualTo("look it up: time-out");
        assertThat(purchase(LineageKey.of("c"), 0, Payload.of("{\"fail\":1}"), "run-2"))
                .isEqualTo("on its way by run-1");
        assertThat(bought).hasSize(1);
    }

    @Test
    void deduplication_eventTwice_isHandledOnce() throws IOException {
        IdempotencyStore store = InMemoryIdempotencyStore.create(clock);
        List<String> handled = new ArrayList<>();
        // @start region="deduplication"
        EnvelopeFunction function = EnvelopeFunction.builder(listener, (record, failure) -> alarms.add(failure))
                .on("acme.trading", "TradeRequested", Payload.class, (trade, delivery) -> handled.add(trade.text()))
                .deduplicating(
                        Deduplication.create(store, "settlement", Duration.ofDays(14), Deduplication.WithoutId.REJECT))
                .build();
        // @end
        byte[] event = SampleEvents.eventBridge("acme.trading", "TradeRequested")
                .payload("{\"symbol\":\"ACME\"}")
                .bytes();
        for (int delivery = 0; delivery < 2; delivery++) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            function.handleRequest(new ByteArrayInputStream(event), answer, new LocalContext("request-1"));
            assertThat(answer).hasToString("{\"batchItemFailures\":[]}");
        }
        assertThat(handled).hasSize(1);
    }

    static final class Throttled extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static final class NoSuchOffering extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
