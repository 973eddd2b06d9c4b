package dev.interlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void new_emptyValue_isRefused() {
        assertThatThrownBy(() -> new DedupKey(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dedup key is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "freshness_art_2026-W22, _alerts/_dedup/d590d8bb334d50ae.json",
        "A, _alerts/_dedup/6dcd4ce23d88e2ee.json",
        "' ', _alerts/_dedup/b858cb282617fb09.json",
        "\u2603, _alerts/_dedup/2686137311c038a9.json",
        "../../etc, _alerts/_dedup/7baf5cb685c8d710.json"
    })
    void markerName_isTheHashOfTheKey(String key, String marker) {
        assertThat(new DedupKey(key).markerName()).isEqualTo(marker);
    }

    @Test
    void markerName_ofHalfASurrogatePair_isRefused() {
        assertThatThrownBy(() -> new DedupKey("a\uD800").markerName())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dedup key has half of a surrogate pair");
    }

    @Test
    void toString_isTheValue() {
        assertThat(new DedupKey("freshness_signals_2026-05-27")).hasToString("freshness_signals_2026-05-27");
    }
}
