package dev.interlock.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:03.123Z");
    private static final Holder HOLDER = Holder.of("run-1").withAttempt("a").withStartedAt(NOW);

    @Test
    void fold_everyCase_goesItsWay() {
        List<Admission> all = List.of(
                new Admission.Admitted(),
                new Admission.SameRun(HOLDER, MutexPolicy.OnSameRun.ADMIT),
                new Admission.Duplicate(HOLDER),
                new Admission.Bypassed("recovery"),
                new Admission.Unknown("time-out", MutexPolicy.OnUnknown.STAY_CLOSED));

        assertThat(all)
                .extracting(admission -> admission.<String>fold(
                        admitted -> "admitted",
                        sameRun -> "same as " + sameRun.first().runId(),
                        duplicate -> "duplicate of " + duplicate.holder(),
                        bypassed -> "bypassed as " + bypassed.role(),
                        unknown -> "unknown: " + unknown.cause()))
                .containsExactly(
                        "admitted",
                        "same as run-1",
                        "duplicate of run-1 since 2026-05-26T12:45:03.123Z",
                        "bypassed as recovery",
                        "unknown: time-out");
    }

    @Test
    void holder_equality_isOfAllThatIsKnown() {
        assertThat(HOLDER)
                .isEqualTo(Holder.of("run-1").withStartedAt(NOW).withAttempt("a"))
                .hasSameHashCodeAs(Holder.of("run-1").withStartedAt(NOW).withAttempt("a"))
                .isNotEqualTo(HOLDER.withAttempt("b"))
                .isNotEqualTo(HOLDER.withStartedAt(NOW.plusMillis(1)))
                .isNotEqualTo(Holder.of("run-2").withAttempt("a").withStartedAt(NOW))
                .isNotEqualTo(Holder.of("run-1"));
        assertThat(Holder.of("run-1")).hasToString("run-1");
    }

    @Test
    void holder_blankRun_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Holder.of(" ")).withMessage("runId is blank: ' '");
    }

    @Test
    void record_holderThatDoesNotSayAll_isRefused() {
        MutexKey key = MutexKey.of("pipeline", "daily", NOW);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdmissionRecord(key, Holder.of("run-1").withAttempt("a"), NOW, NOW))
                .withMessage("holder lacks its attempt or its time: run-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdmissionRecord(key, Holder.of("run-1").withStartedAt(NOW), NOW, NOW))
                .withMessage("holder lacks its attempt or its time: run-1 since 2026-05-26T12:45:03.123Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT23H59M59.999999999S", "PT87840H0.000000001S"})
    void retaining_outOfBounds_isRefused(Duration retention) {
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.retaining(retention))
                .withMessage("retention is not within PT24H and PT87840H: " + retention);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT24H", "PT87840H"})
    void retaining_bounds_areTaken(Duration retention) {
        assertThat(MutexPolicy.guarding(MutexRoles.of("daily"))
                        .retaining(retention)
                        .retention())
                .isEqualTo(retention);
    }

    @Test
    void policy_everyChange_leavesTheOthers() {
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily"))
                .refusingSameRun()
                .failOpenOnUnknown()
                .retaining(Duration.ofDays(7));

        assertThat(policy)
                .isEqualTo(new MutexPolicy(
                        MutexRoles.of("daily"),
                        MutexPolicy.OnSameRun.REFUSE,
                        MutexPolicy.OnUnknown.FAIL_OPEN,
                        Duration.ofDays(7)));
    }
}
