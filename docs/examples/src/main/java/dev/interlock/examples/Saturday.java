package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.freshness.ArtifactLocation;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.schedule.Cycle;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.s3.S3Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A bucket as a real Saturday leaves it, on the fake S3: 2026-04-04, 10:30 UTC, an hour and a half into the weekly
 * pipeline. The day before was Good Friday. Most things went well, and these did not.
 */
final class Saturday {
    static final Instant NOW = Instant.parse("2026-04-04T10:30:00Z");

    private static final Set<String> NEVER_WRITTEN = Set.of(
            "short_interest",
            "weekly_digest",
            "vendor_status",
            "database_backup",
            "feature_store",
            "feature_schema",
            "model_weights",
            "model_card",
            "backtest_report",
            "backtest_trades",
            "hourly_snapshot");
    private static final Set<String> LEFT_FROM_THE_CYCLE_BEFORE = Set.of("weekly_pointer", "alternative_news");
    private static final Set<String> WRITTEN_BY_HAND_UNDER_THE_RECOVERY_KEY =
            Set.of("macro_series", "alternative_filings");
    private static final Map<String, Duration> STOPPED_BEATING =
            Map.of("price_feed_heartbeat", Duration.ofMinutes(42), "orders_feed_heartbeat", Duration.ofMinutes(70));
    private static final List<String> DENIED_PREFIXES = List.of("audit/");

    private Saturday() {}

    static FakeAws leave(List<ArtifactSpec> artifacts) {
        FakeAws aws = FakeAws.create(MutableInstantSource.at(NOW));
        for (ArtifactSpec spec : artifacts) {
            aws.s3().createBucket(spec.bucket());
            write(aws, spec);
        }
        for (ArtifactSpec spec : artifacts) {
            DENIED_PREFIXES.forEach(prefix -> aws.s3().deny(S3Action.GET_OBJECT, spec.bucket(), prefix));
        }
        return aws;
    }

    private static void write(FakeAws aws, ArtifactSpec spec) {
        Cycle cycle = spec.cadence().cycleAt(NOW);
        if (NEVER_WRITTEN.contains(spec.id())) {
            return;
        }
        if (WRITTEN_BY_HAND_UNDER_THE_RECOVERY_KEY.contains(spec.id())) {
            put(aws, spec.recoveryLocation(cycle).orElseThrow(), NOW.minus(Duration.ofMinutes(5)));
        } else if (LEFT_FROM_THE_CYCLE_BEFORE.contains(spec.id())) {
            put(aws, spec.location(cycle), spec.cadence().before(cycle).tick().plus(Duration.ofMinutes(25)));
        } else if (spec.cadence().interval().isPresent()) {
            Duration age = STOPPED_BEATING.getOrDefault(spec.id(), Duration.ofMinutes(3));
            put(aws, spec.location(cycle), NOW.minus(age));
        } else {
            put(aws, spec.location(cycle), cycle.tick().plus(Duration.ofMinutes(20)));
        }
    }

    private static void put(FakeAws aws, ArtifactLocation location, Instant written) {
        aws.s3().put(location.bucket(), location.key(), "{}".getBytes(UTF_8), written);
    }
}
