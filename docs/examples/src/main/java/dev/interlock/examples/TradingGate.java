package dev.interlock.examples;

import dev.interlock.Severity;
import dev.interlock.aws.freshness.S3ArtifactProbe;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.Freshness;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import software.amazon.awssdk.services.s3.S3Client;

/** The example of the README: a job that must not run on yesterday's signals. */
final class TradingGate {
    private final S3Client s3;

    TradingGate(S3Client s3) {
        this.s3 = s3;
    }

    String run(Instant now) {
        // @start region="readme"
        ArtifactSpec signals = ArtifactSpec.builder("signals")
                .location("research-bucket", "signals/{trading_day}/signals.json")
                .cadence(Cadence.weekdaySf().on(BusinessCalendars.nyse())) // 13:00 UTC on trading days
                .sla(Duration.ofMinutes(45))
                .severity(Severity.CRITICAL)
                .createdAt(LocalDate.of(2026, 1, 5))
                .build();

        Freshness verdict = signals.checkFreshness(S3ArtifactProbe.create(s3), now);
        if (verdict instanceof Freshness.Fresh fresh) { // nothing else means "go ahead"
            return trade(fresh);
        }
        return "skipped: " + verdict;
        // @end
    }

    private static String trade(Freshness.Fresh fresh) {
        return "traded on signals of " + fresh.cycle().label();
    }
}
