package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a continuous artifact is judged: by the age of its last write, and by the write that is owed if none is there.
 */
final class ArtifactSpecContinuousTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T12:00:00Z           | 2026-05-27T12:00:00Z | continuous_15m_1977648 fresh CANONICAL 2026-05-27T12:00:00Z
                    2026-05-27T12:15:00Z           | 2026-05-27T12:00:00Z | continuous_15m_1977649 fresh CANONICAL 2026-05-27T12:00:00Z
                    2026-05-27T12:19:59.999999999Z | 2026-05-27T12:00:00Z | continuous_15m_1977649 fresh CANONICAL 2026-05-27T12:00:00Z
                    2026-05-27T12:20:00Z           | 2026-05-27T12:00:00Z | continuous_15m_1977649 late PT0S, written 2026-05-27T12:00:00Z
                    2026-05-27T12:27:00Z           | 2026-05-27T12:00:00Z | continuous_15m_1977649 late PT7M, written 2026-05-27T12:00:00Z
                    2026-05-28T12:20:00Z           | 2026-05-27T12:00:00Z | continuous_15m_1977745 late PT24H, written 2026-05-27T12:00:00Z
                    2026-05-27T12:00:00Z           | 2026-05-27T13:00:00Z | continuous_15m_1977648 fresh CANONICAL 2026-05-27T13:00:00Z
                    2026-05-27T12:00:00Z           | denied               | continuous_15m_1977648 unknown ACCESS: 403 AccessDenied
                    """)
    void assess_somethingThere_isJudgedByItsAge(Instant now, String seen, String verdict) {
        ArtifactSpec spec = spec("heartbeat.json", Duration.ofMinutes(5)).build();

        assertThat(VerdictText.of(spec.assess(VerdictText.seen(seen), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T12:00:00Z           | continuous_15m_1977648 late PT10M, absent
                    2026-05-27T12:04:59.999999999Z | continuous_15m_1977648 late PT14M59.999999999S, absent
                    2026-05-27T12:05:00Z           | continuous_15m_1977648 late PT0S, absent
                    2026-05-27T12:14:59Z           | continuous_15m_1977648 late PT9M59S, absent
                    2026-05-27T00:00:00Z           | continuous_15m_1977600 late PT10M, absent
                    """)
    void assess_nothingUnderAnUndatedKey_isLateSinceTheLatestWriteThatIsOverdue(Instant now, String verdict) {
        ArtifactSpec spec = spec("heartbeat.json", Duration.ofMinutes(5)).build();

        assertThat(VerdictText.of(spec.assess(new Observation.Absent(), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-26T23:59:59Z           | continuous_15m_1977599 late PT9M59S, absent
                    2026-05-27T00:00:00Z           | continuous_15m_1977600 pending until 2026-05-27T00:05:00Z, absent
                    2026-05-27T00:04:59.999999999Z | continuous_15m_1977600 pending until 2026-05-27T00:05:00Z, absent
                    2026-05-27T00:05:00Z           | continuous_15m_1977600 late PT0S, absent
                    2026-05-27T00:15:00Z           | continuous_15m_1977601 late PT10M, absent
                    2026-05-27T00:20:00Z           | continuous_15m_1977601 late PT0S, absent
                    """)
    void assess_nothingUnderADatedKey_givesTheFirstWriteOfTheDayItsTime(Instant now, String verdict) {
        ArtifactSpec spec = spec("heartbeat/{date}.json", Duration.ofMinutes(5)).build();

        assertThat(VerdictText.of(spec.assess(new Observation.Absent(), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T12:15:00Z           | continuous_15m_1977649 pending until 2026-05-27T12:20:00Z, absent
                    2026-05-27T12:19:59.999999999Z | continuous_15m_1977649 pending until 2026-05-27T12:20:00Z, absent
                    2026-05-27T12:20:00Z           | continuous_15m_1977649 late PT0S, absent
                    2026-05-27T12:29:59Z           | continuous_15m_1977649 late PT9M59S, absent
                    2026-05-27T12:30:00Z           | continuous_15m_1977650 pending until 2026-05-27T12:35:00Z, absent
                    """)
    void assess_nothingUnderAKeyOfTheInterval_isJudgedWithinTheInterval(Instant now, String verdict) {
        ArtifactSpec spec =
                spec("heartbeat/{cycle_label}.json", Duration.ofMinutes(5)).build();

        assertThat(VerdictText.of(spec.assess(new Observation.Absent(), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T12:00:00Z           | absent               | continuous_15m_1977648 late PT10M, absent
                    2026-05-27T12:04:59.999999999Z | absent               | continuous_15m_1977648 late PT14M59.999999999S, absent
                    2026-05-27T12:05:00Z           | absent               | continuous_15m_1977648 late PT0S, absent
                    2026-05-27T12:34:59.999999999Z | 2026-05-27T12:00:00Z | continuous_15m_1977650 fresh CANONICAL 2026-05-27T12:00:00Z
                    2026-05-27T12:35:00Z           | 2026-05-27T12:00:00Z | continuous_15m_1977650 late PT0S, written 2026-05-27T12:00:00Z
                    """)
    void assess_slaLongerThanTheInterval_stillBecomesLate(Instant now, String seen, String verdict) {
        ArtifactSpec spec = spec("heartbeat.json", Duration.ofMinutes(20)).build();

        assertThat(VerdictText.of(spec.assess(VerdictText.seen(seen), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T00:00:00Z           | continuous_15m_1977600 pending until 2026-05-27T00:15:00Z, absent
                    2026-05-27T00:14:59.999999999Z | continuous_15m_1977600 pending until 2026-05-27T00:15:00Z, absent
                    2026-05-27T00:15:00Z           | continuous_15m_1977601 late PT0S, absent
                    """)
    void assess_slaAsLongAsTheInterval_givesTheFirstWriteOfTheDayItsTime(Instant now, String verdict) {
        ArtifactSpec spec =
                spec("heartbeat/{date}.json", Duration.ofMinutes(15)).build();

        assertThat(VerdictText.of(spec.assess(new Observation.Absent(), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T00:00:00Z           | continuous_15m_1977600 pending until 2026-05-27T00:50:00Z, absent
                    2026-05-27T00:05:00Z           | continuous_15m_1977600 pending until 2026-05-27T00:50:00Z, absent
                    2026-05-27T00:49:59.999999999Z | continuous_15m_1977603 pending until 2026-05-27T00:50:00Z, absent
                    2026-05-27T00:50:00Z           | continuous_15m_1977603 late PT0S, absent
                    2026-05-27T01:05:00Z           | continuous_15m_1977604 late PT0S, absent
                    """)
    void assess_slaLongerThanTheIntervalUnderADatedKey_isPendingUntilTheFirstWriteOfTheDayIsOverdue(
            Instant now, String verdict) {
        ArtifactSpec spec =
                spec("heartbeat/{date}.json", Duration.ofMinutes(50)).build();

        assertThat(VerdictText.of(spec.assess(new Observation.Absent(), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2 | 2026-05-26T23:59:59.999999999Z | absent               | continuous_15m_1977599 onboarding 0 of 2
                    2 | 2026-05-27T00:00:00Z           | absent               | continuous_15m_1977600 onboarding 1 of 2
                    2 | 2026-05-27T00:29:59.999999999Z | absent               | continuous_15m_1977601 onboarding 2 of 2
                    2 | 2026-05-27T00:30:00Z           | absent               | continuous_15m_1977602 pending until 2026-05-27T00:35:00Z, absent
                    2 | 2026-05-27T00:34:59.999999999Z | absent               | continuous_15m_1977602 pending until 2026-05-27T00:35:00Z, absent
                    2 | 2026-05-27T00:35:00Z           | absent               | continuous_15m_1977602 late PT0S, absent
                    2 | 2026-05-27T00:45:00Z           | absent               | continuous_15m_1977603 late PT10M, absent
                    2 | 2026-05-27T00:30:00Z           | 2026-05-26T12:00:00Z | continuous_15m_1977602 pending until 2026-05-27T00:35:00Z, written 2026-05-26T12:00:00Z
                    2 | 2026-05-27T00:36:00Z           | 2026-05-26T12:00:00Z | continuous_15m_1977602 late PT1M, written 2026-05-26T12:00:00Z
                    2 | 2026-05-27T00:30:00Z           | 2026-05-27T00:15:00Z | continuous_15m_1977602 fresh CANONICAL 2026-05-27T00:15:00Z
                    0 | 2026-05-26T23:59:59.999999999Z | absent               | continuous_15m_1977599 onboarding 0 of 0
                    0 | 2026-05-27T00:00:00Z           | absent               | continuous_15m_1977600 pending until 2026-05-27T00:05:00Z, absent
                    0 | 2026-05-27T00:05:00Z           | absent               | continuous_15m_1977600 late PT0S, absent
                    """)
    void assess_youngArtifact_owesNoWriteOfItsOnboarding(int graceCycles, Instant now, String seen, String verdict) {
        ArtifactSpec young = spec("heartbeat.json", Duration.ofMinutes(5))
                .createdAt(LocalDate.of(2026, 5, 27))
                .graceCycles(graceCycles)
                .build();

        assertThat(VerdictText.of(young.assess(VerdictText.seen(seen), now))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T00:04:59.999999999Z | continuous_7m_4237714 onboarding 0 of 1
                    2026-05-27T00:05:00Z           | continuous_7m_4237715 onboarding 1 of 1
                    2026-05-27T00:12:00Z           | continuous_7m_4237716 pending until 2026-05-27T00:14:00Z, absent
                    2026-05-27T00:13:59.999999999Z | continuous_7m_4237716 pending until 2026-05-27T00:14:00Z, absent
                    2026-05-27T00:14:00Z           | continuous_7m_4237716 late PT0S, absent
                    """)
    void assess_intervalAcrossMidnight_onboardsFromTheFirstTickOfTheDay(Instant now, String verdict) {
        ArtifactSpec young = spec("heartbeat.json", Duration.ofMinutes(2))
                .cadence(Cadence.continuous(Duration.ofMinutes(7)))
                .createdAt(LocalDate.of(2026, 5, 27))
                .graceCycles(1)
                .build();

        assertThat(VerdictText.of(young.assess(new Observation.Absent(), now))).isEqualTo(verdict);
    }

    @Test
    void assess_recoveryWithinItsAge_isFresh() {
        ArtifactSpec spec = spec("heartbeat.json", Duration.ofMinutes(5))
                .recovery("heartbeat-2.json")
                .build();
        Observation old = VerdictText.seen("2026-05-27T11:00:00Z");
        Observation recovered = VerdictText.seen("2026-05-27T11:45:00Z");

        assertThat(VerdictText.of(spec.assess(old, recovered, Instant.parse("2026-05-27T12:04:59Z"))))
                .isEqualTo("continuous_15m_1977648 fresh RECOVERY 2026-05-27T11:45:00Z");
        assertThat(VerdictText.of(spec.assess(old, recovered, Instant.parse("2026-05-27T12:05:00Z"))))
                .isEqualTo("continuous_15m_1977648 late PT45M, written 2026-05-27T11:00:00Z");
    }

    @Test
    void assess_writtenAtTheEndOfTime_isFresh() {
        ArtifactSpec spec = spec("heartbeat.json", Duration.ofMinutes(5)).build();

        assertThat(spec.assess(new Observation.Present(Instant.MAX), Instant.parse("2026-05-27T12:00:00Z")))
                .isInstanceOf(Freshness.Fresh.class);
    }

    @Test
    void assess_writtenAtTheBeginningOfTime_isLate() {
        ArtifactSpec spec = spec("heartbeat.json", Duration.ofMinutes(5)).build();

        assertThat(spec.assess(new Observation.Present(Instant.MIN), Instant.parse("2026-05-27T12:00:00Z")))
                .isInstanceOf(Freshness.Late.class);
    }

    private static ArtifactSpec.Builder spec(String key, Duration sla) {
        return ArtifactSpec.builder("heartbeat")
                .location("research-bucket", key)
                .cadence(Cadence.continuous(Duration.ofMinutes(15)))
                .sla(sla)
                .createdAt(LocalDate.of(2026, 1, 5));
    }
}
