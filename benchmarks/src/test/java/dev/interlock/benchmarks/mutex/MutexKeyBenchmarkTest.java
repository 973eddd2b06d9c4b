package dev.interlock.benchmarks.mutex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MutexKeyBenchmarkTest {
    @Test
    void everyMethod_everyTime_givesTheSameKey() {
        MutexKeyBenchmark[] each = new MutexKeyBenchmark[5];
        for (int i = 0; i < each.length; i++) {
            each[i] = new MutexKeyBenchmark();
        }

        for (int i = 0; i < MutexKeyBenchmark.COUNT; i++) {
            assertThat(each[0].interlock().value())
                    .isEqualTo(each[1].floorConcatenation())
                    .isEqualTo(each[2].instantToString())
                    .isEqualTo(each[3].dateTimeFormatter())
                    .isEqualTo(each[4].stringFormat());
        }
    }
}
