package dev.interlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.envelope.DedupId;
import dev.interlock.envelope.EnvelopeKind;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.Layer;
import dev.interlock.envelope.Message;
import dev.interlock.envelope.Unwrapped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is built is what unwrapping takes apart. */
final class SampleEventsTest {
    private static final String ORDER = "{\"orderId\":9,\"price\":1.10,\"text\":\"\\\"é\\n\"}";
    private static final Instant DUE = Instant.parse("2026-05-27T12:00:00Z");

    /** Those that carry other events, by the kinds of envelopes that they are. */
    private static final Map<EnvelopeKind, SampleEvent> CARRIERS = new TreeMap<>(Map.of(
            EnvelopeKind.EVENTBRIDGE, SampleEvents.eventBridge("shop", "OrderPlaced"),
            EnvelopeKind.SNS, SampleEvents.sns("orders"),
            EnvelopeKind.SQS, SampleEvents.sqs("orders"),
            EnvelopeKind.KINESIS, SampleEvents.kinesis("orders"),
            EnvelopeKind.KAFKA, SampleEvents.kafka("orders"),
            EnvelopeKind.LAMBDA_DESTINATION, SampleEvents.lambdaDestination("orders"),
            EnvelopeKind.CLOUDWATCH_LOGS, SampleEvents.cloudWatchLogs("/orders"),
            EnvelopeKind.APIGW_V2, SampleEvents.apiGateway("POST", "/orders")));

    /** Those that do not. */
    private static final Map<EnvelopeKind, SampleEvent> RECORDS = new TreeMap<>(Map.of(
            EnvelopeKind.DYNAMODB_STREAM, SampleEvents.dynamoDbStream("orders"),
            EnvelopeKind.S3, SampleEvents.s3("orders", "2026/order 9+.json"),
            EnvelopeKind.SCHEDULER_DEFAULT, SampleEvents.scheduler("daily", DUE)));

    @ParameterizedTest
    @MethodSource
    void toJson_envelopeAroundAPayload_isUnwrapped(EnvelopeKind kind, SampleEvent event) {
        Message message = message(event.payload(ORDER));

        assertThat(kinds(message)).containsExactly(kind);
        assertThat(message.payload().text()).isEqualTo(ORDER);
        assertThat(message.dedupId()).isPresent();
    }

    static Stream<Arguments> toJson_envelopeAroundAPayload_isUnwrapped() {
        return CARRIERS.entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    @ParameterizedTest
    @MethodSource
    void toJson_envelopeAroundAnother_isUnwrappedTwice(
            EnvelopeKind outer, SampleEvent outerEvent, EnvelopeKind inner, SampleEvent innerEvent) {
        Message message = message(outerEvent.wrapping(innerEvent));

        assertThat(kinds(message)).containsExactlyElementsOf(expected(outer, inner));
        assertThat(message.payload().kind()).hasToString("JSON");
    }

    static Stream<Arguments> toJson_envelopeAroundAnother_isUnwrappedTwice() {
        return CARRIERS.entrySet().stream()
                .flatMap(outer -> Stream.concat(CARRIERS.entrySet().stream(), RECORDS.entrySet().stream())
                        .map(inner ->
                                Arguments.of(outer.getKey(), outer.getValue(), inner.getKey(), inner.getValue())));
    }

    /** A topic's message is a notification but in a function's own event; logs in a stream are compressed there. */
    private static List<EnvelopeKind> expected(EnvelopeKind outer, EnvelopeKind inner) {
        if (inner == EnvelopeKind.SNS && outer != EnvelopeKind.LAMBDA_DESTINATION) {
            return List.of(outer, EnvelopeKind.SNS_NOTIFICATION);
        }
        boolean isStream = outer == EnvelopeKind.KINESIS || outer == EnvelopeKind.KAFKA;
        return inner == EnvelopeKind.CLOUDWATCH_LOGS && isStream
                ? List.of(outer, EnvelopeKind.GZIP, inner)
                : List.of(outer, inner);
    }

    @Test
    void toJson_threeEnvelopes_areUnwrapped() {
        SampleEvent event = SampleEvents.sqs("orders")
                .wrapping(SampleEvents.sns("orders").wrapping(SampleEvents.eventBridge("shop", "OrderPlaced")))
                .payload(ORDER);

        Message message = message(event);

        assertThat(kinds(message))
                .containsExactly(EnvelopeKind.SQS, EnvelopeKind.SNS_NOTIFICATION, EnvelopeKind.EVENTBRIDGE);
        assertThat(message.payload().text()).isEqualTo(ORDER);
        assertThat(message.detailType()).contains("OrderPlaced");
        assertThat(message.source()).contains("shop");
        assertThat(message.isRedelivered()).isFalse();
        assertThat(event).hasToString("SQS > SNS > EVENT_BRIDGE");
    }

    @Test
    void scheduler_withoutPayload_isTheDefaultAndWithOneThePayloadAlone() {
        SampleEvent event = SampleEvents.scheduler("daily", DUE);

        assertThat(message(event).scheduledTime()).contains(DUE);
        assertThat(message(event).payload().text()).isEqualTo("{}");
        assertThat(message(event).dedupId().map(DedupId::value))
                .contains("arn:aws:scheduler:us-east-1:123456789012:schedule/default/daily@2026-05-27T12:00:00Z");
        assertThat(event.payload(ORDER).toJson()).isEqualTo(ORDER);
    }

    @Test
    void sqs_fifo_hasGroupAndDeduplicationId() {
        assertThat(message(SampleEvents.sqs("orders.fifo")).attribute("fifo_group"))
                .contains("1");
        assertThat(message(SampleEvents.sqs("orders.fifo")).attribute("fifo_dedup_id"))
                .isPresent();
        assertThat(message(SampleEvents.sqs("orders")).attribute("fifo_group")).isEmpty();
    }

    @Test
    void sqs_groupOfAFifoQueue_isToldAndNeedsOne() {
        assertThat(message(SampleEvents.sqs("orders.fifo", "a\"b")).attribute("fifo_group"))
                .contains("a\"b");
        assertThatThrownBy(() -> SampleEvents.sqs("orders", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queue does not end in .fifo: orders");
    }

    @Test
    void batch_recordsOfOneKind_areUnwrappedInOrder() {
        String event = SampleEvents.batch(List.of(
                SampleEvents.sqs("orders").payload("one"),
                SampleEvents.sqs("orders").wrapping(SampleEvents.eventBridge("shop", "Two")),
                SampleEvents.sqs("orders").payload("three")));

        List<Unwrapped> records = Envelopes.unwrap(event.getBytes(StandardCharsets.UTF_8));

        assertThat(records)
                .extracting(Unwrapped::pointer)
                .containsExactly("/Records/0/body", "/Records/1/body/detail", "/Records/2/body");
        assertThat(records)
                .extracting(record -> record.layers().get(0).itemIdentifier().orElseThrow())
                .doesNotHaveDuplicates();
    }

    @Test
    void batch_ofWhatDoesNotComeInOne_isRefused() {
        SampleEvent message = SampleEvents.sqs("orders");
        SampleEvent event = SampleEvents.eventBridge("shop", "OrderPlaced");

        assertThatThrownBy(() -> SampleEvents.batch(List.of(message, SampleEvents.kinesis("orders"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("KINESIS is no record of a batch of SQS");
        assertThatThrownBy(() -> SampleEvents.batch(List.of(event)))
                .hasMessage("EVENT_BRIDGE is no record of a batch of EVENT_BRIDGE");
        assertThatThrownBy(() -> SampleEvents.batch(List.of())).hasMessage("there is no event to make a batch of");
    }

    @Test
    void s3_key_isEncodedAsS3Does() {
        Message message = message(SampleEvents.s3("orders", "2026/order 9+é.json"));

        assertThat(message.payload().at("/object/key").orElseThrow().text()).isEqualTo("2026/order+9%2B%C3%A9.json");
        assertThat(message.attribute("decoded_key")).contains("2026/order 9+é.json");
    }

    @Test
    void dynamoDbStream_ofItself_isAnInsertedItem() {
        Message message = message(SampleEvents.dynamoDbStream("orders"));

        assertThat(message.payload().at("/NewImage/id/S").orElseThrow().text()).isEqualTo("1");
        assertThat(message.attribute("event_name")).contains("INSERT");
    }

    @Test
    void payload_textWhereTextIsSent_staysText() {
        assertThat(message(SampleEvents.sqs("orders").payload("plain \"text\""))
                        .payload()
                        .text())
                .isEqualTo("plain \"text\"");
        assertThat(message(SampleEvents.kinesis("orders").payload("")).payload().kind())
                .hasToString("TEXT");
    }

    @Test
    void names_withCharactersOfJson_areEscaped() {
        Message message = message(
                SampleEvents.sqs("a\"b\\c\u0001#id#@id$1").wrapping(SampleEvents.eventBridge("x\"y", "#source#")));

        assertThat(message.source()).contains("x\"y");
        assertThat(message.detailType()).contains("#source#");
        assertThat(message.attribute("scope")).contains("arn:aws:sqs:us-east-1:123456789012:a\"b\\c\u0001#id#@id$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "1", "\"{}\"", "{", "{}}", "{} {}", "[}", "{\"a\":\"}", "}{", "{\"a\\\":1}"})
    void payload_noJsonWhereJsonIsSent_isRefused(String payload) {
        assertThatThrownBy(() -> SampleEvents.eventBridge("shop", "OrderPlaced").payload(payload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the payload of EVENT_BRIDGE is no JSON object or array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [] ", "{\"a\":\"]}\\\"\"}", "[{\"a\":[1,2]},\"[\"]"})
    void payload_jsonWhereJsonIsSent_isTaken(String payload) {
        assertThat(message(SampleEvents.eventBridge("shop", "OrderPlaced").payload(payload))
                        .payload()
                        .text())
                .isEqualTo(payload.strip());
    }

    @Test
    void wrapping_inARecordOfItsOwn_isRefused() {
        RECORDS.values()
                .forEach(record -> assertThatThrownBy(() -> record.wrapping(SampleEvents.sqs("orders")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(record + " carries no other event"));
    }

    @Test
    void payloadAndWrapping_leaveTheEventAsItWas() {
        SampleEvent event = SampleEvents.sqs("orders");
        String before = event.toJson();

        assertThat(event.payload(ORDER).toJson()).isNotEqualTo(before);
        assertThat(event.wrapping(SampleEvents.sns("orders")).toJson()).isNotEqualTo(before);
        assertThat(event.toJson()).isEqualTo(before);
        assertThat(event.bytes()).isEqualTo(before.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void id_ofTheSameEvent_isTheSameAndOfAnyOtherAnother() {
        Set<String> ids = Stream.of(
                        SampleEvents.sqs("orders"),
                        SampleEvents.sqs("returns"),
                        SampleEvents.sqs("orders").payload(ORDER),
                        SampleEvents.sns("orders"),
                        SampleEvents.eventBridge("shop", "OrderPlaced"),
                        SampleEvents.eventBridge("shop", "OrderLost"))
                .map(event -> message(event).dedupId().orElseThrow().value())
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(6);
        assertThat(SampleEvents.sqs("orders").toJson())
                .isEqualTo(SampleEvents.sqs("orders").toJson());
        assertThat(message(SampleEvents.sqs("orders")).dedupId().orElseThrow().value())
                .as("the same in every JVM")
                .isEqualTo("1a51fbd0-3df8-39b4-a8b1-500af520a1c3");
    }

    @ParameterizedTest
    @MethodSource
    void sentAgain_whateverHasAnId_hasTheSameContentAndAnotherId(SampleEvent event) {
        Message first = message(event);
        Message second = message(event.sentAgain());
        Message third = message(event.sentAgain().sentAgain());

        assertThat(kinds(second)).isEqualTo(kinds(first));
        assertThat(second.payload().text()).isEqualTo(first.payload().text());
        assertThat(Stream.of(first, second, third)
                        .map(message -> message.dedupId().orElseThrow().value()))
                .doesNotHaveDuplicates();
        assertThat(event.sentAgain().toJson()).isEqualTo(event.sentAgain().toJson());
    }

    static Stream<SampleEvent> sentAgain_whateverHasAnId_hasTheSameContentAndAnotherId() {
        return Stream.concat(CARRIERS.values().stream(), Stream.of(SampleEvents.dynamoDbStream("orders")));
    }

    @Test
    void sentAgain_anEnvelope_keepsWhatIsInIt() {
        SampleEvent order = SampleEvents.eventBridge("shop", "OrderPlaced").payload(ORDER);
        SampleEvent message = SampleEvents.sqs("orders").wrapping(order);

        List<DedupId> first = message(message).dedupIds();
        List<DedupId> moved = message(message.sentAgain()).dedupIds();
        List<DedupId> sent =
                message(SampleEvents.sqs("orders").wrapping(order.sentAgain())).dedupIds();

        assertThat(moved.get(0)).isEqualTo(first.get(0));
        assertThat(moved.get(1)).isNotEqualTo(first.get(1));
        assertThat(sent).doesNotContainAnyElementsOf(first);
        assertThat(SampleEvents.sqs("orders").sentAgain().wrapping(order).toJson())
                .as("whichever is said first")
                .isEqualTo(message.sentAgain().toJson());
        assertThat(SampleEvents.eventBridge("shop", "OrderPlaced")
                        .sentAgain()
                        .payload(ORDER)
                        .toJson())
                .isEqualTo(order.sentAgain().toJson());
    }

    @Test
    void sentAgain_withoutAnId_isRefused() {
        for (SampleEvent event : List.of(
                SampleEvents.s3("orders", "9.json"),
                SampleEvents.scheduler("daily", DUE).payload(ORDER))) {
            assertThatThrownBy(event::sentAgain)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(event + " has no id, so it is the same event when it is sent again");
        }
    }

    @Test
    void nullArgument_isRefusedByName() {
        assertThatThrownBy(() -> SampleEvents.eventBridge(none(), "OrderPlaced"))
                .hasMessage("source");
        assertThatThrownBy(() -> SampleEvents.eventBridge("shop", none())).hasMessage("detailType");
        assertThatThrownBy(() -> SampleEvents.scheduler("daily", none())).hasMessage("scheduledAt");
        assertThatThrownBy(() -> SampleEvents.sqs(none())).hasMessage("queue");
        assertThatThrownBy(() -> SampleEvents.sqs("orders.fifo", none())).hasMessage("group");
        assertThatThrownBy(() -> SampleEvents.batch(none())).hasMessage("events");
        assertThatThrownBy(() -> SampleEvents.sqs("orders").payload(none())).hasMessage("payload");
        assertThatThrownBy(() -> SampleEvents.sqs("orders").wrapping(none())).hasMessage("event");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without a nullness checker hands in
    private static <T> T none() {
        return null;
    }

    private static Message message(SampleEvent event) {
        List<Unwrapped> records = Envelopes.unwrap(event.bytes());
        assertThat(records).singleElement().isInstanceOf(Message.class);
        return (Message) records.get(0);
    }

    private static List<EnvelopeKind> kinds(Unwrapped record) {
        return record.layers().stream().map(Layer::kind).toList();
    }
}
