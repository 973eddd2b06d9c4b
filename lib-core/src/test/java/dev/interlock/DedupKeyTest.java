package dev.interlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DedupKeyTest {
    @ParameterizedTest
    @CsvSource({
        "signals, 2026-05-27, freshness_signals_2026-05-27",
        "weekly_report, 2026-W53, freshness_weekly_report_2026-W53",
        "heartbeat, continuous_15m_-1, freshness_heartbeat_continuous_15m_-1"
    })
    void freshness_artifactAndCycle_areJoined(String artifactId, String label, String value) {
        assertThat(DedupKey.freshness(artifactId, label)).isEqualTo(new DedupKey(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void new_blankValue_isRefused(String value) {
        assertThatThrownBy(() -> new DedupKey(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dedup key is blank");
    }

    @Test
    void toString_isTheValue() {
        assertThat(new DedupKey("freshness_signals_2026-05-27")).hasToString("freshness_signals_2026-05-27");
    }
}
