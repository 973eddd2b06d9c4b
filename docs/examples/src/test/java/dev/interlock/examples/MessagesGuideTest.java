package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.aws.envelope.Deduplication;
import dev.interlock.aws.envelope.Deduplication.WithoutId;
import dev.interlock.aws.envelope.Delivery;
import dev.interlock.aws.envelope.EnvelopeFunction;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import dev.interlock.testkit.idempotency.InMemoryIdempotencyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the guide shows of messages that come again. */
final class MessagesGuideTest {
    private static final SampleEvent TRADE = SampleEvents.eventBridge("acme.trading", "TradeRequested")
            .payload("{\"orderId\":\"o-7\",\"symbol\":\"ACME\"}");

    private final MutableInstantSource clock = MutableInstantSource.at("2026-05-27T13:50:00Z");
    private final IdempotencyStore store = InMemoryIdempotencyStore.create(clock);
    private final Ledger ledger = new Ledger();
    private final EnvelopeFunction function = function();

    record Trade(String orderId, String symbol) {}

    private EnvelopeFunction function() {
        // @start region="business-id"
        Deduplication once = Deduplication.create(store, "settlement", Duration.ofDays(14), WithoutId.REJECT)
                .identifying(Trade.class, (trade, message) -> Optional.of(trade.orderId()));
        return EnvelopeFunction.builder(event -> {}, (record, failure) -> {})
                .on("acme.trading", "TradeRequested", Trade.class, this::settle)
                .deduplicating(once)
                .build();
        // @end
    }

    // @start region="settle"
    private void settle(Trade trade, Delivery delivery) {
        if (delivery.unfinished() > 0 && ledger.has(trade.orderId())) {
            return; // a function died here, after the effect
        }
        ledger.put(trade.orderId(), delivery.fence()); // refuses a fence that is lower than its last
    }
    // @end

    /** Where the effect is; it dies after one if it is told to. */
    private static final class Ledger {
        private final Map<String, Long> fences = new HashMap<>();
        private int puts;
        private boolean dies;

        boolean has(String orderId) {
            return fences.containsKey(orderId);
        }

        void put(String orderId, long fence) {
            if (fence < fences.getOrDefault(orderId, 0L)) {
                throw new IllegalStateException("late");
            }
            fences.put(orderId, fence);
            puts++;
            if (dies) {
                dies = false;
                throw new OutOfMemoryError("the process dies");
            }
        }
    }

    @Test
    void handle_sentAgainByTheProducer_isSettledOnce() throws IOException {
        // @start region="sent-again"
        handle(TRADE);
        handle(TRADE); // delivered twice: the same id
        handle(TRADE.sentAgain()); // sent twice: another id, the same order

        assertThat(ledger.puts).isEqualTo(1);
        // @end
    }

    @Test
    void handle_afterAFunctionThatDied_looksFirst() throws IOException {
        ledger.dies = true;
        assertThatThrownBy(() -> handle(TRADE)).isInstanceOf(OutOfMemoryError.class);
        clock.advance(Duration.ofMinutes(15));

        handle(TRADE);

        assertThat(ledger.puts).isEqualTo(1);
    }

    private void handle(SampleEvent event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event.bytes()), answer, new LocalContext("request-1"));
        assertThat(answer).hasToString("{\"batchItemFailures\":[]}");
    }
}
