package dev.interlock.benchmarks.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GuidBenchmarkTest {
    @Test
    void everyMethod_everyToken_givesTheSameGuid() {
        GuidBenchmark[] each = new GuidBenchmark[6];
        for (int i = 0; i < each.length; i++) {
            each[i] = new GuidBenchmark();
        }

        for (int i = 0; i < Request.COUNT; i++) {
            assertThat(each[0].interlock())
                    .isEqualTo(each[1].floorCopy())
                    .isEqualTo(each[2].uuidToString())
                    .isEqualTo(each[3].substrings())
                    .isEqualTo(each[4].pattern())
                    .isEqualTo(each[5].stringFormat());
        }
    }
}
