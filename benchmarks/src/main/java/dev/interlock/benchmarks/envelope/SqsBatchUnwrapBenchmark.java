package dev.interlock.benchmarks.envelope;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.Unwrapped;
import java.io.IOException;
import java.util.ArrayList;
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
 * Ten events of EventBridge in a batch of SQS: what does it take to get at the payloads, over parsing everything?
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar SqsBatchUnwrapBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SqsBatchUnwrapBenchmark {
    private final byte[] event = Events.sqsBatch();
    private final SQSEvent parsed = parsed();

    /** Envelopes taken off at both levels; the payloads are bytes until they are decoded. */
    @Benchmark
    public List<Unwrapped> interlock() {
        return Envelopes.unwrap(event);
    }

    /** A tree of the batch, and one of each body. */
    @Benchmark
    public List<JsonNode> readTree() throws IOException {
        List<JsonNode> bodies = new ArrayList<>();
        for (JsonNode record : Events.JSON.readTree(event).path("Records")) {
            bodies.add(Events.JSON.readTree(record.path("body").asText()));
        }
        return bodies;
    }

    /** What is left to do for Powertools, after Lambda has parsed the batch; it takes off one level. */
    @Benchmark
    public List<JsonNode> powertools() {
        return EventDeserializer.extractDataFrom(parsed).asListOf(JsonNode.class);
    }

    private static SQSEvent parsed() {
        List<SQSEvent.SQSMessage> messages = new ArrayList<>();
        for (String body : Events.bodies()) {
            SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
            message.setBody(body);
            messages.add(message);
        }
        SQSEvent batch = new SQSEvent();
        batch.setRecords(messages);
        return batch;
    }
}
