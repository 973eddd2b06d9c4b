package dev.interlock.benchmarks.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.envelope.Unwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnwrapBenchmarksTest {
    @Test
    void eventBridge_everyMethod_getsAtTheSameDetail() throws IOException {
        EventBridgeUnwrapBenchmark benchmark = new EventBridgeUnwrapBenchmark();

        JsonNode detail = benchmark.readTree().get("detail");

        assertThat(payloads(benchmark.interlock())).containsExactly(detail);
        assertThat(benchmark.powertools()).hasToString(detail.toString()); // its numbers went through a map
        assertThat(detail.toString().length()).isBetween(190_000, 210_000);
    }

    @Test
    void sqsBatch_everyMethod_getsAtTheSameEvents() throws IOException {
        SqsBatchUnwrapBenchmark benchmark = new SqsBatchUnwrapBenchmark();

        List<JsonNode> events = benchmark.readTree();

        assertThat(payloads(benchmark.interlock()))
                .isEqualTo(events.stream().map(event -> event.get("detail")).toList());
        assertThat(benchmark.powertools()).isEqualTo(events).hasSize(10);
    }

    private static List<JsonNode> payloads(List<Unwrapped> records) throws IOException {
        List<JsonNode> payloads = new ArrayList<>();
        for (Unwrapped record : records) {
            String payload = record.fold(message -> message.payload().text(), rejected -> rejected.reason());
            payloads.add(Events.JSON.readTree(payload));
        }
        return payloads;
    }
}
