package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Severity;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The examples of the Javadoc. */
final class SnippetsTest {
    // @start region="gate"
    /** Written on trading days from 13:00 UTC on; late from 13:45. */
    static final ArtifactSpec SIGNALS = ArtifactSpec.builder("signals")
            .location("research-bucket", "signals/{trading_day}/signals.json")
            .cadence(Cadence.weekdaySf().on(BusinessCalendars.nyse()))
            .sla(Duration.ofMinutes(45))
            .severity(Severity.CRITICAL)
            .createdAt(LocalDate.of(2026, 1, 5))
            .build();

    static boolean mayTrade(ArtifactProbe probe, Instant now) {
        return SIGNALS.checkFreshness(probe, now) instanceof Freshness.Fresh; // and nothing else
    }
    // @end

    @Test
    void gate_opensForAFreshArtifactOnly() {
        Instant now = Instant.parse("2026-05-27T13:50:00Z");

        assertThat(mayTrade(at -> new Observation.Present(now.minusSeconds(60)), now))
                .isTrue();
        assertThat(mayTrade(at -> new Observation.Present(now.minusSeconds(3600)), now))
                .isFalse();
        assertThat(mayTrade(at -> new Observation.Absent(), now)).isFalse();
    }
}
