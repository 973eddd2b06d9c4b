package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.examples.TradingFunction.Trade;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the guide's part on a Lambda handler. */
final class TradingFunctionTest {
    private final List<Trade> traded = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<InterlockEvent> metrics = new ArrayList<>();
    private final TradingFunction function =
            new TradingFunction(traded::add, errors::add, metrics::add, () -> Instant.parse("2026-05-27T13:00:00Z"));

    // @start region="function-test"
    @Test
    void handleRequest_tradeThroughATopicAndAQueue_isTraded() throws IOException {
        SampleEvent event = SampleEvents.sqs("trades")
                .wrapping(
                        SampleEvents.sns("trades").wrapping(SampleEvents.eventBridge("acme.trading", "TradeRequested")))
                .payload("{\"symbol\":\"ACME\",\"quantity\":10.00}");

        assertThat(handle(event)).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(traded).containsExactly(new Trade("ACME", new BigDecimal("10.00")));
    }
    // @end

    @Test
    void handleRequest_tradeWithoutAQuantity_isToldAndFails() {
        SampleEvent event =
                SampleEvents.eventBridge("acme.trading", "TradeRequested").payload("{\"symbol\":\"ACME\"}");

        assertThatThrownBy(() -> handle(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/detail is rejected: payload at /quantity: is missing");
        assertThat(errors)
                .containsExactly("java.lang.IllegalArgumentException: "
                        + "/detail is rejected: payload at /quantity: is missing");
        assertThat(metrics).hasSize(1);
    }

    @Test
    void handleRequest_itsOwnErrorEvent_isSkipped() throws IOException {
        SampleEvent event = SampleEvents.eventBridge("acme.trading", TradingFunction.ERROR);

        assertThat(handle(event)).startsWith("{\"status\":\"skipped\"").endsWith("\"request_id\":\"r-1\"}");
        assertThat(errors).isEmpty();
    }

    private String handle(SampleEvent event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event.bytes()), answer, new LocalContext("r-1"));
        return answer.toString(UTF_8);
    }
}
