package dev.interlock.examples;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.InterlockListener;
import dev.interlock.aws.envelope.EnvelopeFunction;
import dev.interlock.envelope.ErrorCircuit;
import dev.interlock.envelope.ErrorPublisher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A function that trades what it is asked for, and publishes an error for what it cannot take. */
final class TradingFunction implements RequestStreamHandler {
    static final String ERROR = "ErrorNotificationRequested";

    /** An order. */
    record Trade(String symbol, BigDecimal quantity) {}

    // @start region="function"
    private final EnvelopeFunction function;

    TradingFunction(
            Consumer<Trade> broker, ErrorPublisher<String> errors, InterlockListener listener, InstantSource clock) {
        ErrorCircuit<String> circuit =
                ErrorCircuit.around(errors, clock).listener(listener).build();
        function = EnvelopeFunction.builder(listener, (record, failure) -> circuit.publish(failure.toString()))
                .breaker(breaker -> breaker.detailTypes(ERROR)) // what the line above publishes
                .on("acme.trading", "TradeRequested", Trade.class, (trade, delivery) -> broker.accept(trade))
                .build();
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        function.handleRequest(event, answer, context);
    }
    // @end
}
