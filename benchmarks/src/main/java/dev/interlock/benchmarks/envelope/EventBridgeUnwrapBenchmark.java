package dev.interlock.benchmarks.envelope;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.Unwrapped;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.lambda.powertools.utilities.EventDeserializer;

/**
 * An event of EventBridge with a detail of 200 KB: what does it take to get at the payloads, over parsing everything?
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar EventBridgeUnwrapBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EventBridgeUnwrapBenchmark {
    private final byte[] event = Events.eventBridge();
    private final ScheduledEvent parsed = parsed();

    /** Envelopes taken off; the payload is bytes until it is decoded. */
    @Benchmark
    public List<Unwrapped> interlock() {
        return Envelopes.unwrap(event);
    }

    /** A tree of the event. */
    @Benchmark
    public JsonNode readTree() throws IOException {
        return Events.JSON.readTree(event);
    }

    /** What is left to do for Powertools, after Lambda has parsed the event. */
    @Benchmark
    public JsonNode powertools() {
        return EventDeserializer.extractDataFrom(parsed).as(JsonNode.class);
    }

    private static ScheduledEvent parsed() {
        ScheduledEvent event = new ScheduledEvent();
        event.setDetail(Events.detail());
        return event;
    }
}
