package dev.interlock.aws.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.envelope.Routes.Accepts;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A function that settles trades, and what happens in it; bytes in, text out. */
final class Settlement {
    static final String ERROR = "ErrorNotificationRequested";
    static final String REQUEST_ID = "8f14e45f-ceea-467f-a9d3-6b2ad0b7c6c1";
    static final String SKIPPED = "{\"status\":\"skipped\",\"mode\":\"error_notification\",\"trading_mode\":\"n/a\","
            + "\"message\":\"Error notification event skipped (circuit breaker)\",\"request_id\":\"" + REQUEST_ID
            + "\"}";
    static final String DONE = "{\"batchItemFailures\":[]}";

    final List<BigDecimal> settled = new ArrayList<>();
    final List<String> taken = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();
    final List<InterlockEvent> told = new ArrayList<>();
    final List<String> failed = new ArrayList<>();
    final EnvelopeFunction function;

    record Trade(BigDecimal quantity) {}

    Settlement() {
        this(told -> {});
    }

    /** One whose consumers do something more with each trade. */
    Settlement(Consumer<Trade> more) {
        function = EnvelopeFunction.builder(
                        told::add, (record, failure) -> failed.add(record.pointer() + ": " + failure.getMessage()))
                .breaker(breaker -> breaker.detailTypes(ERROR).ownSources("settlement"))
                .on("trading", "TradeExecuted", Trade.class, (trade, delivery) -> {
                    more.accept(trade);
                    settled.add(trade.quantity());
                    deliveries.add(delivery);
                })
                .on("trading", "DayClosed", Payload.class, this::take, Accepts.REPLAYS)
                .on("settlement", "SettlementRetried", Payload.class, this::take, Accepts.OWN_SOURCE)
                .on("aws.scheduler", "Scheduled Event", Payload.class, this::take)
                .direct(Payload.class, this::take)
                .build();
    }

    private void take(Payload payload, Delivery delivery) {
        taken.add(payload.text());
        deliveries.add(delivery);
    }

    String handle(SampleEvent event) {
        return handle(event.toJson());
    }

    String handle(List<SampleEvent> batch) {
        return handle(SampleEvents.batch(batch));
    }

    String handle(String event) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FixedContext(REQUEST_ID));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toString(UTF_8);
    }

    static SampleEvent trade(int quantity) {
        return SampleEvents.eventBridge("trading", "TradeExecuted").payload("{\"quantity\":" + quantity + ".00}");
    }
}
