package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a check looks, in which order, and what it makes of a probe that misbehaves. */
final class ArtifactSpecCheckTest {
    private static final String CANONICAL = "signals/2026-05-27/signals.json";
    private static final String RECOVERY = "signals/2026-05-27/recovered.json";
    private static final String CANONICAL_URI = "s3://research-bucket/" + CANONICAL;
    private static final String RECOVERY_URI = "s3://research-bucket/" + RECOVERY;
    private static final Instant TICK = Instant.parse("2026-05-27T13:00:00Z");
    private static final Instant BEFORE_DEADLINE = Instant.parse("2026-05-27T13:30:00Z");
    private static final Instant AFTER_DEADLINE = Instant.parse("2026-05-27T13:50:00Z");
    private static final Observation ABSENT = new Observation.Absent();
    private static final Observation FRESH = new Observation.Present(TICK);
    private static final Observation STALE = new Observation.Present(TICK.minusNanos(1));
    private static final Observation DENIED = new Observation.Unreadable(UnknownReason.ACCESS, "403 AccessDenied");
    private static final Observation HANGING = new Observation.Unreadable(UnknownReason.PROBE, "no answer in 5 s");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-05-27T13:30:00Z           | absent                         | 2026-05-27T13:00:00Z           | fresh RECOVERY 2026-05-27T13:00:00Z
                    2026-05-27T13:50:00Z           | absent                         | 2026-05-27T13:00:00Z           | fresh RECOVERY 2026-05-27T13:00:00Z
                    2026-05-27T13:50:00Z           | 2026-05-27T12:59:59.999999999Z | 2026-05-27T13:20:00Z           | fresh RECOVERY 2026-05-27T13:20:00Z
                    2026-05-27T13:30:00Z           | absent                         | 2026-05-27T12:59:59.999999999Z | pending until 2026-05-27T13:45:00Z, absent
                    2026-05-27T13:45:00Z           | absent                         | 2026-05-27T12:59:59.999999999Z | late PT0S, absent
                    2026-05-27T13:50:00Z           | 2026-05-26T13:00:00Z           | 2026-05-27T12:59:59.999999999Z | late PT5M, written 2026-05-26T13:00:00Z
                    2026-05-27T13:30:00Z           | absent                         | absent                         | pending until 2026-05-27T13:45:00Z, absent
                    2026-05-27T13:50:00Z           | absent                         | absent                         | late PT5M, absent
                    2026-05-27T13:50:00Z           | 2026-05-26T13:00:00Z           | absent                         | late PT5M, written 2026-05-26T13:00:00Z
                    2026-05-27T13:30:00Z           | absent                         | denied                         | unknown ACCESS: canonical key absent; recovery key unreadable: 403 AccessDenied
                    2026-05-27T13:50:00Z           | absent                         | denied                         | unknown ACCESS: canonical key absent; recovery key unreadable: 403 AccessDenied
                    2026-05-27T13:50:00Z           | 2026-05-26T13:00:00Z           | denied                         | unknown ACCESS: canonical key last written 2026-05-26T13:00:00Z; recovery key unreadable: 403 AccessDenied
                    """)
    void checkFreshness_canonicalDoesNotSatisfy_looksAtTheRecoveryKey(
            Instant now, String canonical, String recovery, String verdict) {
        ScriptedProbe probe = new ScriptedProbe()
                .answer(CANONICAL, VerdictText.seen(canonical))
                .answer(RECOVERY, VerdictText.seen(recovery));

        Freshness freshness = recoverable().checkFreshness(probe, now);

        assertThat(VerdictText.of(freshness)).isEqualTo("2026-05-27 " + verdict);
        assertThat(probe.asked()).containsExactly(CANONICAL_URI, RECOVERY_URI);
        assertThat(recoverable().assess(VerdictText.seen(canonical), VerdictText.seen(recovery), now))
                .isEqualTo(freshness);
    }

    @Test
    void checkFreshness_canonicalSatisfies_doesNotLookAtTheRecoveryKey() {
        ScriptedProbe probe = new ScriptedProbe().answer(CANONICAL, FRESH);

        assertThat(VerdictText.of(recoverable().checkFreshness(probe, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z");
        assertThat(probe.asked()).containsExactly(CANONICAL_URI);
    }

    @Test
    void checkFreshness_canonicalUnreadable_doesNotLookAtTheRecoveryKey() {
        ScriptedProbe probe = new ScriptedProbe().answer(CANONICAL, HANGING);

        assertThat(VerdictText.of(recoverable().checkFreshness(probe, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 unknown PROBE: no answer in 5 s");
        assertThat(probe.asked()).containsExactly(CANONICAL_URI);
    }

    @Test
    void checkFreshness_withoutRecoveryKey_looksOnce() {
        ScriptedProbe probe = new ScriptedProbe().answer(CANONICAL, STALE);

        assertThat(VerdictText.of(plain().checkFreshness(probe, BEFORE_DEADLINE)))
                .isEqualTo("2026-05-27 pending until 2026-05-27T13:45:00Z, written 2026-05-27T12:59:59.999999999Z");
        assertThat(probe.asked()).containsExactly(CANONICAL_URI);
    }

    @Test
    void checkFreshness_holiday_doesNotLook() {
        ScriptedProbe probe = new ScriptedProbe();

        assertThat(VerdictText.of(plain().checkFreshness(probe, Instant.parse("2026-05-25T14:00:00Z"))))
                .isEqualTo("2026-05-25 not expected: NYSE closed on 2026-05-25: Memorial Day");
        assertThat(probe.asked()).isEmpty();
    }

    @Test
    void checkFreshness_onboarding_doesNotLook() {
        ScriptedProbe probe = new ScriptedProbe();
        ArtifactSpec young = builder().createdAt(LocalDate.of(2026, 5, 27)).build();

        assertThat(VerdictText.of(young.checkFreshness(probe, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 onboarding 1 of 2");
        assertThat(probe.asked()).isEmpty();
    }

    @Test
    void checkFreshness_beyondTheCalendar_doesNotLook() {
        ScriptedProbe probe = new ScriptedProbe();

        assertThat(VerdictText.of(plain().checkFreshness(probe, Instant.parse("2041-01-01T14:00:00Z"))))
                .isEqualTo("2041-01-01 unknown CALENDAR: NYSE is known from 2000 to 2040");
        assertThat(probe.asked()).isEmpty();
    }

    @Test
    void assess_canonicalSatisfies_ignoresAnUnreadableRecovery() {
        assertThat(VerdictText.of(recoverable().assess(FRESH, DENIED, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z");
    }

    @Test
    void assess_canonicalUnreadable_outranksAFreshRecovery() {
        assertThat(VerdictText.of(recoverable().assess(DENIED, FRESH, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 unknown ACCESS: 403 AccessDenied");
    }

    @Test
    void assess_recoveryUnreadable_takesItsReason() {
        assertThat(VerdictText.of(recoverable().assess(ABSENT, HANGING, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 unknown PROBE: canonical key absent; recovery key unreadable: no answer in 5 s");
    }

    @Test
    void assess_oneObservation_isAsIfThereWereNoRecoveryKey() {
        assertThat(recoverable().assess(ABSENT, AFTER_DEADLINE)).isEqualTo(plain().assess(ABSENT, AFTER_DEADLINE));
    }

    @Test
    void checkFreshness_probeThrows_isUnknown() {
        ArtifactProbe throwing = location -> {
            throw new IllegalStateException("boom at " + location.key());
        };

        assertThat(VerdictText.of(recoverable().checkFreshness(throwing, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: boom at "
                        + CANONICAL);
    }

    @Test
    void checkFreshness_probeThrowsOnTheRecoveryKey_isUnknownWithBothFacts() {
        ScriptedProbe probe = new ScriptedProbe().answer(CANONICAL, ABSENT).answer(RECOVERY, () -> {
            throw new IllegalStateException("boom");
        });

        assertThat(VerdictText.of(recoverable().checkFreshness(probe, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 unknown PROBE: canonical key absent; recovery key unreadable:"
                        + " the probe threw java.lang.IllegalStateException: boom");
        assertThat(probe.asked()).containsExactly(CANONICAL_URI, RECOVERY_URI);
    }

    @Test
    @NullUnmarked
    void checkFreshness_probeReturnsNull_isUnknown() {
        assertThat(VerdictText.of(recoverable().checkFreshness(location -> null, AFTER_DEADLINE)))
                .isEqualTo("2026-05-27 unknown PROBE: the probe gave no answer");
    }

    @Test
    void checkFreshnessAsync_failedStage_isUnknown() {
        AsyncArtifactProbe failing =
                location -> CompletableFuture.failedFuture(new IllegalStateException("connection reset"));

        assertThat(VerdictText.of(done(recoverable().checkFreshnessAsync(failing, AFTER_DEADLINE))))
                .isEqualTo(
                        "2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: connection reset");
    }

    @Test
    void checkFreshnessAsync_stageFailedByAnEarlierOne_namesTheFirstFailure() {
        AsyncArtifactProbe failing = location -> CompletableFuture.failedFuture(
                new CompletionException("wrapped", new IllegalStateException("connection reset")));

        assertThat(VerdictText.of(done(recoverable().checkFreshnessAsync(failing, AFTER_DEADLINE))))
                .isEqualTo(
                        "2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: connection reset");
    }

    @Test
    void checkFreshnessAsync_completionExceptionWithoutCause_namesItself() {
        AsyncArtifactProbe failing =
                location -> CompletableFuture.failedFuture(new CompletionException("nothing inside", null));

        assertThat(VerdictText.of(done(recoverable().checkFreshnessAsync(failing, AFTER_DEADLINE))))
                .isEqualTo("2026-05-27 unknown PROBE: the probe threw"
                        + " java.util.concurrent.CompletionException: nothing inside");
    }

    @Test
    void checkFreshnessAsync_otherFailureWithACause_namesTheFailure() {
        AsyncArtifactProbe failing = location ->
                CompletableFuture.failedFuture(new IllegalStateException("outer", new RuntimeException("inner")));

        assertThat(VerdictText.of(done(recoverable().checkFreshnessAsync(failing, AFTER_DEADLINE))))
                .isEqualTo("2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: outer");
    }

    @Test
    void checkFreshnessAsync_stageFailedByAnError_isUnknown() {
        AsyncArtifactProbe failing = location -> CompletableFuture.failedFuture(new NoClassDefFoundError("sdk/Type"));

        assertThat(VerdictText.of(done(recoverable().checkFreshnessAsync(failing, AFTER_DEADLINE))))
                .isEqualTo("2026-05-27 unknown PROBE: the probe threw java.lang.NoClassDefFoundError: sdk/Type");
    }

    @Test
    @NullUnmarked
    void checkFreshnessAsync_stageWithNull_isUnknown() {
        assertThat(VerdictText.of(done(recoverable()
                        .checkFreshnessAsync(location -> CompletableFuture.completedFuture(null), AFTER_DEADLINE))))
                .isEqualTo("2026-05-27 unknown PROBE: the probe gave no answer");
    }

    @Test
    @NullUnmarked
    void checkFreshnessAsync_noStageAtAll_isUnknown() {
        Freshness verdict = done(recoverable().checkFreshnessAsync(location -> null, AFTER_DEADLINE));

        assertThat(VerdictText.of(verdict))
                .startsWith("2026-05-27 unknown PROBE: the probe threw java.lang.NullPointerException");
    }

    @Test
    void checkFreshnessAsync_probeThrows_isUnknown() {
        AsyncArtifactProbe throwing = location -> {
            throw new IllegalStateException("boom");
        };

        assertThat(VerdictText.of(done(plain().checkFreshnessAsync(throwing, AFTER_DEADLINE))))
                .isEqualTo("2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: boom");
    }

    @Test
    void checkFreshnessAsync_noAnswerYet_doesNotBlock() {
        CompletableFuture<Observation> canonical = new CompletableFuture<>();
        CompletableFuture<Observation> recovery = new CompletableFuture<>();
        List<String> asked = new ArrayList<>();
        AsyncArtifactProbe probe = location -> {
            asked.add(location.key());
            return location.key().equals(CANONICAL) ? canonical : recovery;
        };

        CompletableFuture<Freshness> verdict =
                recoverable().checkFreshnessAsync(probe, AFTER_DEADLINE).toCompletableFuture();

        assertThat(asked).containsExactly(CANONICAL);
        canonical.complete(ABSENT);
        assertThat(asked).containsExactly(CANONICAL, RECOVERY);
        assertThat(verdict).isNotDone();
        recovery.complete(FRESH);
        assertThat(VerdictText.of(verdict.join())).isEqualTo("2026-05-27 fresh RECOVERY 2026-05-27T13:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-05-25T14:00:00Z", "2041-01-01T14:00:00Z"})
    void checkFreshnessAsync_settledWithoutLooking_isThereAtOnce(Instant now) {
        AsyncArtifactProbe never = location -> {
            throw new AssertionError("nobody expected a look at " + location);
        };

        assertThat(plain().checkFreshnessAsync(never, now).toCompletableFuture())
                .isCompletedWithValue(plain().assess(ABSENT, now));
    }

    @Test
    void checkFreshness_probeThrowsAnError_isNotSwallowed() {
        ArtifactProbe broken = location -> {
            throw new NoClassDefFoundError("sdk/Type");
        };

        assertThatThrownBy(() -> plain().checkFreshness(broken, AFTER_DEADLINE))
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessage("sdk/Type");
    }

    private static Freshness done(CompletionStage<Freshness> stage) {
        CompletableFuture<Freshness> future = stage.toCompletableFuture();
        assertThat(future).isCompleted();
        return future.join();
    }

    private static ArtifactSpec plain() {
        return builder().build();
    }

    private static ArtifactSpec recoverable() {
        return builder().recovery("signals/{trading_day}/recovered.json").build();
    }

    private static ArtifactSpec.Builder builder() {
        return ArtifactSpec.builder("signals")
                .location("research-bucket", "signals/{trading_day}/signals.json")
                .cadence(Cadence.weekdaySf().on(BusinessCalendars.nyse()))
                .sla(Duration.ofMinutes(45))
                .createdAt(LocalDate.of(2026, 1, 5));
    }
}
