package dev.interlock.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReapPolicyTest {
    private static final Duration TEN = Duration.ofMinutes(10);
    private static final String NAME = "PURCHASE_APPROVED_REAP_AFTER";

    @Test
    void build_tellsWhatIsWatched() {
        ReapPolicy policy = builder()
                .redrive("running", TEN)
                .fail("approved", Duration.ofHours(1))
                .alert("pending", Duration.ofDays(1))
                .build();

        assertThat(policy.states()).containsExactly("running", "approved", "pending");
        assertThat(policy.dispositionOf("pending")).isEqualTo(Disposition.ALERT);
        assertThat(policy.thresholdOf("approved")).isEqualTo(Duration.ofHours(1));
        assertThat(policy.floor()).isEqualTo(Duration.ofMinutes(6));
        assertThat(policy.problems()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.thresholdOf("failed"))
                .withMessage("state 'failed' is none of the watched [running, approved, pending]");
    }

    @ParameterizedTest
    @CsvSource({"PT5M59.999999999S", "PT0S", "PT-10M", "PT0.5S", "P106752D"})
    void threshold_belowTheFloorOrTooLong_isRefused(Duration after) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().fail("running", after))
                .withMessageStartingWith("after of state 'running' is not within the floor of PT6M and"
                        + " PT2562047H47M16.854775807S: " + after);
    }

    @Test
    void threshold_atTheFloor_isTaken() {
        assertThat(builder().fail("running", Duration.ofMinutes(6)).build().thresholdOf("running"))
                .isEqualTo(Duration.ofMinutes(6));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.999999999S, PT1M, longestSilence is below PT1S: PT0.999999999S",
        "PT1S, PT-1S, margin is negative: PT-1S"
    })
    void builder_silenceThatNobodyCanTell_isRefused(Duration silence, Duration margin, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReapPolicy.builder(silence, margin))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReapPolicy.builder(ReapPolicy.MAX_THRESHOLD, Duration.ofNanos(1)));
    }

    @ParameterizedTest
    @CsvSource(value = {"15m, PT15M", "1h30m, PT1H30M", "PT15M, PT15M", "P1D, PT24H", "6m, PT6M", "6m0.5s, PT6M0.5S"})
    void thresholdFrom_durationOfEitherGrammar_isTaken(String text, Duration threshold) {
        ReapPolicy policy = from(Map.of(NAME, text));

        assertThat(policy.thresholdOf("approved")).isEqualTo(threshold);
        assertThat(policy.thresholdOf("running")).isEqualTo(threshold);
        assertThat(policy.thresholdOf("pending")).isEqualTo(TEN);
        assertThat(policy.problems()).isEmpty();
    }

    @Test
    void thresholdFrom_notSetOrEmpty_changesNothingAndIsNoProblem() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of(NAME, ""))) {
            assertThat(from(environment).thresholdOf("running")).isEqualTo(TEN);
            assertThat(from(environment).problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500ms | which is below the floor of PT6M",
                "5m59.999999999s | which is below the floor of PT6M",
                "0 | which is not positive",
                "-5m | which is not positive",
                "PT-5M | which is not positive",
                "PT9999999999H | which is above PT2562047H47M16.854775807S",
                "10 | which is no duration such as 10m, 1h30m or PT10M",
                "ten minutes | which is no duration such as 10m, 1h30m or PT10M",
            })
    void thresholdFrom_misconfigured_isReportedAndChangesNothing(String text, String reason) {
        ReapPolicy policy = from(Map.of(NAME, text));

        assertThat(policy.thresholdOf("running")).isEqualTo(TEN);
        assertThat(policy.problems())
                .containsExactly(new ReapPolicy.Problem(
                        NAME, NAME + " is '" + text + "', " + reason + "; used is {approved=PT10M, running=PT10M}"));
    }

    @Test
    void thresholdFrom_textThatDoesNotPrint_isShownWithoutIt() {
        assertThat(from(Map.of(NAME, "10m\n" + "x".repeat(100))).problems())
                .singleElement()
                .extracting(ReapPolicy.Problem::reason)
                .asString()
                .startsWith(NAME + " is '10m?" + "x".repeat(36) + "', which is no");
    }

    @Test
    void thresholdFrom_statesThatWereNotNamed_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().fail("running", TEN).thresholdFrom(Map.of(), NAME, "approved"))
                .withMessage("states of " + NAME + " are [approved], and not some of the named [running]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().fail("running", TEN).thresholdFrom(Map.of(), NAME));
    }

    @Test
    void build_policyThatFindsNobodyOrForEver_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().build())
                .withMessage("no state is watched; name one with redrive, fail or alert");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().fail("failed", TEN).build())
                .withMessage(
                        "state 'failed' is watched, and is what is given up becomes; take another one with failedAs");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().redrive("approved", TEN).build())
                .withMessage("state 'running' is not watched, so nobody would find what dies in it again; watch it, or"
                        + " take another one with redrivenAs");
        assertThat(builder()
                        .redrive("approved", TEN)
                        .redrivenAs("approved")
                        .build()
                        .states())
                .containsExactly("approved");
    }

    @Test
    void builder_stateThatIsNamedTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().redrive("running", TEN).alert("running", Duration.ofDays(1)))
                .withMessage("state 'running' is named already, to REDRIVE after PT10M; name it once");
    }

    @Test
    void builder_badArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().redriveAtMost(0, Disposition.FAIL))
                .withMessage("redrives is not within 1 and 1000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().redriveAtMost(1, Disposition.REDRIVE))
                .withMessage("otherwise is REDRIVE, which would never end: use FAIL or ALERT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().pageSize(1_001))
                .withMessage("page size is not within 1 and 1000: 1001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().fail("a b", TEN))
                .withMessage("state is not 1 to 64 letters, digits, hyphens and underscores: 'a b'");
    }

    @ParameterizedTest
    @CsvSource({
        "PT6M, 0, false, reaped after 6m in running state \u2014 executor did not complete",
        "PT10M, 0, true, reaped after 10m in running state \u2014 executor did not complete; safe to retry",
        "PT6M29.999999999S, 0, false, reaped after 6m in running state \u2014 executor did not complete",
        "PT6M30S, 0, false, reaped after 7m in running state \u2014 executor did not complete",
        "PT1H, 1, false, reaped after 60m in running state \u2014 executor did not complete; redriven once",
        "PT1H, 3, true, reaped after 60m in running state \u2014 executor did not complete; redriven 3 times; safe to retry"
    })
    void messageOf_tellsThresholdStateAndRedrives(Duration threshold, int redrives, boolean safe, String message) {
        Execution row = new Execution(
                "a", new Execution.Revision("running", 1, Instant.EPOCH), new Execution.Drive("b", 1, redrives), "");

        assertThat(builder().fail("running", threshold).build().messageOf(row, safe))
                .isEqualTo(message);
    }

    @Test
    void messageOf_aSecond_isAMinute() {
        Execution row =
                new Execution("a", new Execution.Revision("running", 1, Instant.EPOCH), Execution.Drive.NONE, "");
        ReapPolicy policy = ReapPolicy.builder(Duration.ofSeconds(1), Duration.ZERO)
                .fail("running", Duration.ofSeconds(1))
                .build();

        assertThat(policy.messageOf(row, false)).startsWith("reaped after 1m in ");
    }

    private static ReapPolicy from(Map<String, String> environment) {
        return builder()
                .redrive("approved", TEN)
                .redrive("running", TEN)
                .alert("pending", TEN)
                .thresholdFrom(environment, NAME, "approved", "running")
                .build();
    }

    private static ReapPolicy.Builder builder() {
        return ReapPolicy.builder(Duration.ofMinutes(5), Duration.ofMinutes(1));
    }
}
