package dev.interlock.benchmarks.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FingerprintBenchmarkTest {
    @Test
    void everyMethod_calledTwice_tellsTheSame() throws IOException {
        FingerprintBenchmark benchmark = new FingerprintBenchmark();
        FingerprintBenchmark another = new FingerprintBenchmark();

        assertThat(benchmark.interlock()).isEqualTo(another.interlock());
        assertThat(benchmark.interlock().value()).startsWith("place-order.v1:");
        assertThat(benchmark.floorDigest()).isEqualTo(another.floorDigest()).hasSize(32);
        assertThat(benchmark.jcs()).isEqualTo(another.jcs()).matches("[0-9a-f]{64}");
        assertThat(benchmark.jacksonSorted()).isEqualTo(another.jacksonSorted()).matches("[0-9a-f]{64}");
        assertThat(benchmark.powertools()).isEqualTo(another.powertools()).matches("[0-9a-f]{32}");
    }
}
