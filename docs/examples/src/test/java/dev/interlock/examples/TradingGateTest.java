package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import dev.interlock.testkit.s3.S3Action;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

@FakeAwsTest
final class TradingGateTest {
    private static final String KEY = "signals/2026-05-27/signals.json";
    private static final Instant NOW = Instant.parse("2026-05-27T13:50:00Z");

    // @start region="testkit"
    @Test
    void run_signalsOfToday_trades(FakeAws aws, S3Client s3) {
        aws.s3().put("research-bucket", KEY, "{}".getBytes(UTF_8), Instant.parse("2026-05-27T13:20:00Z"));
        aws.faults().on("HeadObject").nth(1).loseAnswer(); // the SDK asks again

        assertThat(new TradingGate(s3).run(NOW)).isEqualTo("traded on signals of 2026-05-27");
    }
    // @end

    @Test
    void run_noSignals_skips(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research-bucket");

        assertThat(new TradingGate(s3).run(NOW)).startsWith("skipped: Late[").contains("overdue=PT5M");
    }

    @Test
    void run_notDueYet_skips(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research-bucket");

        assertThat(new TradingGate(s3).run(NOW.minusSeconds(600))).startsWith("skipped: Pending[");
    }

    @Test
    void run_mayNotLook_skips(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research-bucket").deny(S3Action.LIST_BUCKET, "research-bucket");

        assertThat(new TradingGate(s3).run(NOW)).startsWith("skipped: Unknown[").contains("reason=ACCESS");
    }

    @Test
    void run_holiday_skips(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research-bucket");

        assertThat(new TradingGate(s3).run(Instant.parse("2026-05-25T14:00:00Z")))
                .startsWith("skipped: NotExpected[")
                .contains("Memorial Day");
    }
}
