package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.DedupKey;
import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.ErrorCircuit;
import dev.interlock.envelope.HopCount;
import dev.interlock.envelope.LoopBreaker;
import dev.interlock.envelope.Message;
import dev.interlock.envelope.PartialBatch;
import dev.interlock.envelope.Passage;
import dev.interlock.envelope.Publication;
import dev.interlock.envelope.Routes;
import dev.interlock.envelope.Unwrapped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples of the guide's part on events. */
final class EnvelopeGuideTest {
    private final List<InterlockEvent> metrics = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Trade> settled = new ArrayList<>();
    private final List<Map<String, Object>> sent = new ArrayList<>();
    private final Set<DedupKey> seen = new HashSet<>();
    private final InstantSource clock = () -> Instant.parse("2026-05-27T13:00:00Z");

    // @start region="breaker"
    private final InterlockListener listener = event -> metrics.add(event); // counts and logs

    private final LoopBreaker breaker = LoopBreaker.builder()
            .detailTypes("ErrorNotificationRequested") // of whatever source, in whatever it is wrapped
            .ownSources("acme.settlement") // what this service sends itself
            .listener(listener)
            .build();
    // @end

    // @start region="routes"
    /** Handles a message of one kind; {@code hops} goes along with whatever it sends. */
    interface MessageHandler {
        void handle(Message message, HopCount hops);
    }

    private final Routes<MessageHandler> routes = Routes.<MessageHandler>builder()
            .on("acme.trading", "TradeExecuted", this::settle)
            .on("acme.trading", "DayClosed", this::close, Routes.Accepts.REPLAYS)
            .on("acme.settlement", "SettlementRetried", this::settle, Routes.Accepts.OWN_SOURCE)
            .listener(listener)
            .build();
    // @end

    // @start region="handle"
    String handle(byte[] event) {
        PartialBatch batch = PartialBatch.of(Envelopes.unwrap(event));
        for (Unwrapped record : batch.records()) {
            if (batch.mayHandle(record) && isDone(record)) { // in a FIFO group or a stream nothing overtakes a failure
                batch.done(record);
            }
        }
        return batch.response().orThrow(); // {"batchItemFailures":[...]}
    }

    private boolean isDone(Unwrapped record) {
        if (!(record instanceof Message message)) {
            return false; // rejected: it fails until it is in the dead-letter queue
        }
        if (!(breaker.check(message, routes) instanceof Passage.Proceed proceed)) {
            return true; // skipped: handling it would go round, so it ends here
        }
        try {
            return routes.route(message)
                    .fold(
                            route -> {
                                route.handler().handle(message, proceed.hops());
                                return true;
                            },
                            unknown -> false); // nobody's: to the dead-letter queue as well
        } catch (RuntimeException e) {
            circuit.publish(message.pointer() + ": " + e.getMessage()); // throws nothing
            return false;
        }
    }
    // @end

    // @start region="decode"
    record Trade(
            String account,
            LocalDate day,
            BigDecimal quantity,
            @Nullable String note) {}

    private void settle(Message message, HopCount hops) {
        Trade trade = message.payload().decode(Trade.class);
        // payload at /quantity: is a string that is no BigDecimal
        message.dedupKey("settlement").filter(seen::add).ifPresent(first -> settled.add(trade));
        sent.add(Map.of("account", trade.account(), HopCount.NAME, hops.next().value()));
    }
    // @end

    // @start region="circuit"
    private final ErrorCircuit<String> circuit = ErrorCircuit.around(this::putErrorEvent, clock)
            .limit(20, Duration.ofMinutes(1))
            .pause(Duration.ofMinutes(5))
            .listener(listener)
            .build();
    // @end

    private void putErrorEvent(String error) {
        errors.add(error);
    }

    private void close(Message message, HopCount hops) {
        throw new IllegalStateException("not before the last trade, " + hops.value());
    }

    private static final String TRADE = trade("acme.trading", "TradeExecuted", "10.00");

    @Test
    void handle_batchOfAQueue_endsEachRecordInItsWay() {
        String response = handle(queue(
                TRADE,
                trade("acme.trading", "ErrorNotificationRequested", "10.00"),
                trade("acme.trading", "TradeExecuted", "\"ten\""),
                trade("acme.settlement", "Settled", "10.00"),
                trade("acme.trading", "Unheard", "10.00"),
                TRADE));

        assertThat(response)
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"},{\"itemIdentifier\":\"m4\"}]}");
        assertThat(settled).containsExactly(new Trade("A-1", LocalDate.of(2026, 5, 27), new BigDecimal("10.00"), null));
        assertThat(sent)
                .containsExactly(
                        Map.of("account", "A-1", "interlock_hops", 3), Map.of("account", "A-1", "interlock_hops", 3));
        assertThat(errors)
                .containsExactly("/Records/2/body/detail: payload at /quantity: is a string that is no BigDecimal");
        assertThat(metrics)
                .extracting(InterlockEvent::reason)
                .containsExactly(
                        "detail-type 'ErrorNotificationRequested' is never handled",
                        "source 'acme.settlement' is this service itself",
                        "no route for source 'acme.trading' and detail-type 'Unheard'");
    }

    @Test
    void handle_eventThatFails_failsTheInvocation() {
        assertThatThrownBy(() -> handle(trade("acme.trading", "DayClosed", "1").getBytes(UTF_8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the record at '/detail' failed, and its source takes no partial answer");
    }

    @Test
    void publish_storm_ends() {
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            publications.add(circuit.publish("error " + i));
        }

        assertThat(errors).hasSize(20);
        assertThat(publications).endsWith(new Publication.Suppressed(1), new Publication.Suppressed(2));
    }

    private static byte[] queue(String... events) {
        List<String> records = new ArrayList<>();
        for (String event : events) {
            records.add(
                    """
                    {"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:trades",\
                    "messageId":"m%d","body":"%s"}""".formatted(records.size(), event.replace("\\", "\\\\").replace("\"", "\\\"")));
        }
        return ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(UTF_8);
    }

    private static String trade(String source, String detailType, String quantity) {
        return """
                {"id":"e-1","source":"%s","detail-type":"%s","detail":\
                {"account":"A-1","day":"2026-05-27","quantity":%s,"interlock_hops":2}}""".formatted(source, detailType, quantity);
    }
}
