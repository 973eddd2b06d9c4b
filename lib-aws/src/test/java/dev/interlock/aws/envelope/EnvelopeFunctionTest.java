package dev.interlock.aws.envelope;

import static dev.interlock.aws.envelope.Settlement.DONE;
import static dev.interlock.aws.envelope.Settlement.ERROR;
import static dev.interlock.aws.envelope.Settlement.SKIPPED;
import static dev.interlock.aws.envelope.Settlement.trade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockEvent.Kind;
import dev.interlock.Payload;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.HopCount;
import dev.interlock.envelope.Message;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How each record ends, and what is answered. */
final class EnvelopeFunctionTest {
    private final Settlement settlement = new Settlement();

    @Test
    void handle_tenMessagesOfAQueue_nameTheOneWhoseConsumerThrew() {
        Settlement failing = new Settlement(trade -> require(trade.quantity().intValue() != 7));
        List<SampleEvent> batch = trades(1, 10, SampleEvents.sqs("trades"));

        String answer = failing.handle(batch);

        assertThat(answer).isEqualTo(failures(batch.get(6)));
        assertThat(failing.settled).extracting(BigDecimal::intValue).containsExactly(1, 2, 3, 4, 5, 6, 8, 9, 10);
        assertThat(failing.failed).containsExactly("/Records/6/body/detail: not now");
        assertThat(failing.told).isEmpty();
    }

    @Test
    void handle_groupsOfAFifoQueue_stopAtTheirFirstFailure() {
        Settlement failing = new Settlement(trade -> require(trade.quantity().intValue() != 2));
        SampleEvent a = SampleEvents.sqs("trades.fifo", "a");
        SampleEvent b = SampleEvents.sqs("trades.fifo", "b");
        List<SampleEvent> batch = List.of(
                a.wrapping(trade(1)),
                a.wrapping(trade(2)),
                b.wrapping(trade(3)),
                a.wrapping(trade(4)),
                b.wrapping(trade(5)));

        String answer = failing.handle(batch);

        assertThat(answer).isEqualTo(failures(batch.get(1), batch.get(3)));
        assertThat(failing.settled).extracting(BigDecimal::intValue).containsExactly(1, 3, 5);
        assertThat(failing.failed).hasSize(1);
    }

    @Test
    void handle_recordsOfAStream_goOnFromTheFirstFailure() {
        Settlement failing = new Settlement(trade -> require(trade.quantity().intValue() != 3));
        List<SampleEvent> batch = trades(1, 5, SampleEvents.kinesis("trades"));

        assertThat(failing.handle(batch)).isEqualTo(failures(batch.get(2)));
        assertThat(failing.settled).extracting(BigDecimal::intValue).containsExactly(1, 2);
    }

    @Test
    void handle_recordsOfATable_goOnFromTheFirstFailure() {
        List<SampleEvent> batch = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> SampleEvents.dynamoDbStream("trades")
                        .payload("{\"Keys\":{\"id\":{\"N\":\"" + i + "\"}},\"SequenceNumber\":\"11" + i + "\"}"))
                .toList();
        EnvelopeFunction function = EnvelopeFunction.builder(event -> {}, (record, failure) -> {})
                .direct(
                        Payload.class,
                        (payload, delivery) -> require(!payload.at("/Keys/id/N")
                                .map(Payload::text)
                                .orElse("")
                                .equals("2")))
                .build();

        assertThat(answer(function, SampleEvents.batch(batch)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"112\"}]}");
    }

    @Test
    void handle_everyEndingInOneBatch_failsWhatWasRejectedAlone() {
        SampleEvent queue = SampleEvents.sqs("trades");
        List<SampleEvent> batch = List.of(
                queue.wrapping(trade(1)),
                queue.wrapping(SampleEvents.eventBridge("trading", ERROR)),
                queue.wrapping(
                        SampleEvents.eventBridge("trading", "TradeExecuted").payload("{\"quantity\":\"secret\"}")),
                queue.wrapping(SampleEvents.eventBridge("trading", "Unheard").payload("{\"card\":\"secret\"}")),
                queue.wrapping(SampleEvents.eventBridge("settlement", "Settled")),
                queue.payload("{\"plain\":1}"),
                queue.wrapping(trade(2)));

        String answer = settlement.handle(batch);

        assertThat(answer).isEqualTo(failures(batch.get(2), batch.get(3)));
        assertThat(settlement.settled).extracting(BigDecimal::toString).containsExactly("1.00", "2.00");
        assertThat(settlement.taken).containsExactly("{\"plain\":1}");
        assertThat(settlement.told)
                .extracting(InterlockEvent::kind, InterlockEvent::primitive, InterlockEvent::reason)
                .containsExactly(
                        tuple(Kind.SKIPPED, "loop-breaker", "detail-type '" + ERROR + "' is never handled"),
                        tuple(
                                Kind.REJECTED,
                                "envelope-function",
                                "payload at /quantity: is a string that is no BigDecimal"),
                        tuple(Kind.REJECTED, "routes", "no route for source 'trading' and detail-type 'Unheard'"),
                        tuple(Kind.SKIPPED, "loop-breaker", "source 'settlement' is this service itself"));
        assertThat(settlement.failed)
                .containsExactly(
                        "/Records/2/body/detail: /Records/2/body/detail is rejected: "
                                + "payload at /quantity: is a string that is no BigDecimal",
                        "/Records/3/body/detail: /Records/3/body/detail is rejected: "
                                + "no route for source 'trading' and detail-type 'Unheard'");
    }

    @Test
    void handle_messageWithoutAnIdThatFails_failsTheBatch() {
        Settlement failing = new Settlement(trade -> require(trade.quantity().intValue() != 2));
        List<SampleEvent> batch = trades(1, 2, SampleEvents.sqs("trades"));
        String event = SampleEvents.batch(batch).replaceAll("\"messageId\":\"[^\"]*\",", "");

        assertThatThrownBy(() -> failing.handle(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the record at '/Records/1/body/detail' failed, and its source takes no partial answer")
                .cause()
                .hasMessage("not now");
    }

    @Test
    void handle_messageWithoutAnIdThatIsDone_isDone() {
        String event = SampleEvents.batch(trades(1, 2, SampleEvents.sqs("trades")))
                .replaceAll("\"messageId\":\"[^\"]*\",", "");

        assertThat(settlement.handle(event)).isEqualTo(DONE);
    }

    @Test
    void handle_singleEventWhoseConsumerThrows_failsWithThatVeryException() {
        RuntimeException failure = new IllegalStateException("the broker is down");
        Settlement failing = new Settlement(trade -> {
            throw failure;
        });

        assertThatThrownBy(() -> failing.handle(trade(1))).isSameAs(failure);
        assertThat(failing.failed).containsExactly("/detail: the broker is down");
    }

    @Test
    void handle_singleEventThatCannotBeDecoded_failsWithThePlace() {
        SampleEvent event =
                SampleEvents.eventBridge("trading", "TradeExecuted").payload("{\"quantity\":1,\"card\":\"4111\"}");

        assertThatThrownBy(() -> settlement.handle(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/detail is rejected: payload at /card: is no property of Trade");
        assertThat(settlement.told)
                .singleElement()
                .satisfies(told -> assertThat(told.subject()).startsWith("EVENTBRIDGE STABLE "));
    }

    @Test
    void handle_singleEventThatNobodyTakes_fails() {
        assertThatThrownBy(() -> settlement.handle(SampleEvents.eventBridge("trading", "Unheard")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/detail is rejected: no route for source 'trading' and detail-type 'Unheard'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "not json", "{} {}"})
    void handle_noJson_fails(String event) {
        assertThatThrownBy(() -> settlement.handle(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the event is rejected: is not JSON in UTF-8, or too deep");
        assertThat(settlement.told)
                .containsExactly(new InterlockEvent(
                        Kind.REJECTED, "envelope-function", "the event", "is not JSON in UTF-8, or too deep"));
    }

    @Test
    void handle_brokenRecordAmongOthers_failsAlone() {
        List<SampleEvent> batch = List.of(
                SampleEvents.sqs("trades").wrapping(trade(1)),
                SampleEvents.sqs("trades").wrapping(trade(2)));
        String nine = "{\"source\":\"a\",\"detail-type\":\"b\",\"detail\":".repeat(9) + "{}" + "}".repeat(9);
        SampleEvent deep = SampleEvents.sqs("trades").payload(nine);

        String answer = settlement.handle(List.of(batch.get(0), deep, batch.get(1)));

        assertThat(answer).isEqualTo(failures(deep));
        assertThat(settlement.settled).hasSize(2);
        assertThat(settlement.told).singleElement().satisfies(told -> {
            assertThat(told.kind()).isEqualTo(Kind.REJECTED);
            assertThat(told.subject()).startsWith("/Records/1/body/detail");
        });
    }

    @Test
    void handle_singleEventThatIsSkipped_answersAsItsCallersExpect() {
        assertThat(settlement.handle(SampleEvents.eventBridge("trading", ERROR)))
                .isEqualTo(SKIPPED);
        assertThat(settlement.failed).isEmpty();
    }

    @Test
    void handle_onlyMessageOfABatchThatIsSkipped_isDone() {
        SampleEvent error = SampleEvents.eventBridge("trading", ERROR);

        assertThat(settlement.handle(SampleEvents.sqs("trades").wrapping(error)))
                .isEqualTo(DONE);
        assertThat(settlement.handle(SampleEvents.kinesis("trades").wrapping(error)))
                .isEqualTo(DONE);
        assertThat(settlement.handle("[" + recordOf(SampleEvents.sqs("trades").wrapping(error)) + "]"))
                .as("through a pipe")
                .isEqualTo(DONE);
        assertThat(settlement.told).hasSize(3);
    }

    @Test
    void handle_replay_isRefusedUnlessItsRouteAcceptsIt() {
        String refused = replayed(trade(1));
        String accepted =
                replayed(SampleEvents.eventBridge("trading", "DayClosed").payload("{\"day\":\"2026-05-27\"}"));

        assertThatThrownBy(() -> settlement.handle(refused))
                .hasMessage("/detail is rejected: the route for source 'trading' and detail-type 'TradeExecuted' "
                        + "does not accept replays, such as 'friday'");
        assertThat(settlement.handle(accepted)).isEqualTo(DONE);
        assertThat(settlement.taken).containsExactly("{\"day\":\"2026-05-27\"}");
        assertThat(settlement.told).extracting(InterlockEvent::kind).containsExactly(Kind.REJECTED);
    }

    @Test
    void handle_ownEvent_isSkippedUnlessItsRouteAcceptsIt() {
        assertThat(settlement.handle(SampleEvents.eventBridge("settlement", "Settled")))
                .isEqualTo(SKIPPED);
        assertThat(settlement.handle(SampleEvents.eventBridge("settlement", "SettlementRetried")))
                .isEqualTo(DONE);
        assertThat(settlement.taken).hasSize(1);
    }

    @Test
    void handle_hops_comeWithTheDelivery() {
        settlement.handle(
                SampleEvents.eventBridge("trading", "TradeExecuted").payload("{\"quantity\":1,\"interlock_hops\":3}"));

        assertThat(settlement.deliveries).singleElement().satisfies(delivery -> {
            assertThat(delivery.hops()).isEqualTo(new HopCount(3));
            assertThat(delivery.context().getAwsRequestId()).isEqualTo(Settlement.REQUEST_ID);
            assertThat(delivery.message().dedupKey("settlement")).isPresent();
            assertThat(delivery.unfinished()).isZero(); // nobody claims here
            assertThat(delivery.fence()).isZero();
            assertThat(delivery.toString())
                    .startsWith("Delivery[Message[/detail, ")
                    .doesNotContain("quantity");
        });
        assertThat(settlement.handle(SampleEvents.eventBridge("trading", "TradeExecuted")
                        .payload("{\"quantity\":1,\"interlock_hops\":17}")))
                .isEqualTo(SKIPPED);
    }

    @Test
    void handle_severalRecordsOfWhichNoneCanBeNamed_failTogetherAfterAllWereTried() {
        String event = "{\"eventSource\":\"aws:kafka\",\"records\":{\"trades-0\":[%s,%s,%s]}}"
                .formatted(kafka(1, "e30="), kafka(2, "W10="), kafka(3, "e30="));
        List<Long> tried = new ArrayList<>();
        EnvelopeFunction function = EnvelopeFunction.builder(told -> {}, (record, failure) -> {})
                .direct(Payload.class, (payload, delivery) -> {
                    tried.add((long) payload.size());
                    require(payload.text().equals("[]"));
                })
                .build();

        assertThatThrownBy(() -> answer(function, event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("failed, and its source takes no partial answer")
                .satisfies(thrown -> {
                    assertThat(thrown.getCause()).hasMessage("not now");
                    assertThat(thrown.getSuppressed()).hasSize(1);
                });
        assertThat(tried).hasSize(3);
    }

    @Test
    void handle_error_endsTheInvocationAtOnce() {
        Settlement broken = new Settlement(trade -> {
            throw new StackOverflowError("too deep");
        });

        assertThatThrownBy(() -> broken.handle(trades(1, 3, SampleEvents.sqs("trades"))))
                .isInstanceOf(StackOverflowError.class);
        assertThat(broken.failed).isEmpty();
    }

    @Test
    void handle_interrupt_staysAndNothingMoreIsBegun() {
        Settlement interrupted = new Settlement(trade -> {
            if (trade.quantity().intValue() == 2) {
                Thread.currentThread().interrupt();
            }
        });
        List<SampleEvent> batch = trades(1, 4, SampleEvents.sqs("trades"));

        String answer = interrupted.handle(batch);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo(failures(batch.get(2), batch.get(3)));
        assertThat(interrupted.settled).hasSize(2);
        assertThat(interrupted.failed)
                .first()
                .isEqualTo("/Records/2/body/detail: "
                        + "/Records/2/body/detail is not handled: the thread is interrupted");
    }

    @Test
    void handle_listenerThatThrows_changesNothing() {
        EnvelopeFunction function = EnvelopeFunction.builder(
                        told -> {
                            throw new IllegalStateException("no metrics");
                        },
                        (record, failure) -> {})
                .on("trading", "TradeExecuted", Settlement.Trade.class, (trade, delivery) -> {})
                .build();
        SampleEvent bad = SampleEvents.sqs("trades")
                .wrapping(SampleEvents.eventBridge("trading", "TradeExecuted").payload("{}"));

        assertThat(answer(function, bad.toJson())).isEqualTo(failures(bad));
    }

    @Test
    void handle_failureListenerThatThrows_endsTheInvocation() {
        EnvelopeFunction function = EnvelopeFunction.builder(told -> {}, (record, failure) -> {
                    throw new IllegalStateException("nobody to tell", failure);
                })
                .direct(Payload.class, (payload, delivery) -> require(false))
                .build();

        assertThatThrownBy(() ->
                        answer(function, SampleEvents.sqs("trades").payload("1").toJson()))
                .hasMessage("nobody to tell");
    }

    @Test
    void handle_emptyBatch_isDone() {
        assertThat(settlement.handle("{\"Records\":[]}")).isEqualTo(DONE);
    }

    @Test
    void handle_eventThatIsTooLarge_failsWithoutBeingHeld() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                Arrays.fill(into, from, from + length, (byte) ' ');
                return length;
            }
        };

        assertThatThrownBy(() ->
                        settlement.function.handleRequest(endless, new ByteArrayOutputStream(), new FixedContext("1")))
                .hasMessage("the event is rejected: is larger than " + Envelopes.MAX_EVENT + " bytes");
    }

    @Test
    void handle_eventThatCannotBeRead_fails() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() ->
                        settlement.function.handleRequest(broken, new ByteArrayOutputStream(), new FixedContext("1")))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void breaker_listenerOfItsOwn_doesNotTakeThePlaceOfTheOne() {
        List<InterlockEvent> told = new ArrayList<>();
        List<InterlockEvent> other = new ArrayList<>();
        EnvelopeFunction function = EnvelopeFunction.builder(told::add, (record, failure) -> {})
                .breaker(breaker -> breaker.detailTypes(ERROR).listener(other::add))
                .direct(Payload.class, (payload, delivery) -> {})
                .build();

        answer(function, SampleEvents.eventBridge("trading", ERROR).toJson());

        assertThat(told).hasSize(1);
        assertThat(other).isEmpty();
    }

    @Test
    void build_withoutRoute_isRefused() {
        assertThatThrownBy(() -> EnvelopeFunction.builder(told -> {}, (record, failure) -> {})
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no route");
    }

    @Test
    @NullUnmarked
    void nullArgument_isRefusedByName() {
        EnvelopeFunction.Builder builder = EnvelopeFunction.builder(told -> {}, (record, failure) -> {});
        InputStream event = InputStream.nullInputStream();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();

        assertThatThrownBy(() -> EnvelopeFunction.builder(null, (record, failure) -> {}))
                .hasMessage("listener");
        assertThatThrownBy(() -> EnvelopeFunction.builder(told -> {}, null)).hasMessage("failures");
        assertThatThrownBy(() -> builder.breaker(null)).hasMessage("rules");
        assertThatThrownBy(() -> builder.on(null, "type", Payload.class, (payload, delivery) -> {}))
                .hasMessage("source");
        assertThatThrownBy(() -> builder.on("source", null, Payload.class, (payload, delivery) -> {}))
                .hasMessage("detailType");
        assertThatThrownBy(() -> builder.on("source", "type", null, (payload, delivery) -> {}))
                .hasMessage("type");
        assertThatThrownBy(() -> builder.on("source", "type", Payload.class, null))
                .hasMessage("consumer");
        assertThatThrownBy(() -> builder.direct(null, (payload, delivery) -> {}))
                .hasMessage("type");
        assertThatThrownBy(() -> builder.direct(Payload.class, null)).hasMessage("consumer");
        HopCount hops = new HopCount(0);
        Message message = (Message) Envelopes.unwrap("{}".getBytes(UTF_8)).get(0);
        assertThatThrownBy(() -> new Delivery(null, hops, new FixedContext("1")))
                .hasMessage("message");
        assertThatThrownBy(() -> new Delivery(message, null, new FixedContext("1")))
                .hasMessage("hops");
        assertThatThrownBy(() -> new Delivery(message, hops, null)).hasMessage("context");
        assertThatThrownBy(() -> settlement.function.handleRequest(null, answer, new FixedContext("1")))
                .hasMessage("event");
        assertThatThrownBy(() -> settlement.function.handleRequest(event, null, new FixedContext("1")))
                .hasMessage("answer");
        assertThatThrownBy(() -> settlement.function.handleRequest(event, answer, null))
                .hasMessage("context");
    }

    private static List<SampleEvent> trades(int first, int last, SampleEvent in) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(quantity -> in.wrapping(trade(quantity)))
                .toList();
    }

    private static String failures(SampleEvent... failed) {
        List<String> items = new ArrayList<>();
        for (SampleEvent event : failed) {
            String item = Envelopes.unwrap(event.bytes())
                    .get(0)
                    .layers()
                    .get(0)
                    .itemIdentifier()
                    .orElseThrow();
            items.add("{\"itemIdentifier\":\"" + item + "\"}");
        }
        return "{\"batchItemFailures\":[" + String.join(",", items) + "]}";
    }

    private static String answer(EnvelopeFunction function, String event) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            function.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FixedContext("1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toString(UTF_8);
    }

    private static String replayed(SampleEvent event) {
        return event.toJson().replaceFirst("\\{", "{\"replay-name\":\"friday\",");
    }

    private static String recordOf(SampleEvent event) {
        String json = event.toJson();
        return json.substring("{\"Records\":[".length(), json.length() - 2);
    }

    private static String kafka(int offset, String value) {
        return "{\"topic\":\"trades\",\"partition\":0,\"offset\":" + offset + ",\"value\":\"" + value + "\"}";
    }

    private static void require(boolean well) {
        if (!well) {
            throw new IllegalStateException("not now");
        }
    }
}
