package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FreshnessTest {
    private static final Instant TICK = Instant.parse("2026-05-27T13:00:00Z");
    private static final Cycle CYCLE = new Cycle("2026-05-27", TICK, LocalDate.of(2026, 5, 27));
    private static final Observation.Seen ABSENT = new Observation.Absent();
    private static final Observation.Seen OLD = new Observation.Present(TICK.minusSeconds(1));

    @ParameterizedTest
    @MethodSource("cases")
    void fold_eachCase_reachesItsOwnBranch(Freshness verdict, String expected) {
        String branch = verdict.fold(
                fresh -> "fresh " + fresh.lastModified(),
                pending -> "pending " + pending.deadline(),
                notExpected -> "not expected " + notExpected.reason(),
                onboarding -> "onboarding " + onboarding.cyclesSeen(),
                late -> "late " + late.overdue(),
                unknown -> "unknown " + unknown.cause());

        assertThat(branch).isEqualTo(expected);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        new Freshness.Fresh(CYCLE, TICK, Freshness.Source.CANONICAL), "fresh 2026-05-27T13:00:00Z"),
                Arguments.of(
                        new Freshness.Pending(CYCLE, TICK.plusSeconds(60), ABSENT), "pending 2026-05-27T13:01:00Z"),
                Arguments.of(new Freshness.NotExpected(CYCLE, "weekend"), "not expected weekend"),
                Arguments.of(new Freshness.Onboarding(CYCLE, 1, 2), "onboarding 1"),
                Arguments.of(new Freshness.Late(CYCLE, Duration.ofMinutes(5), ABSENT), "late PT5M"),
                Arguments.of(new Freshness.Unknown(CYCLE, UnknownReason.PROBE, "time-out"), "unknown time-out"));
    }

    @Test
    void kind_nothingThere_isMissing() {
        assertThat(new Freshness.Late(CYCLE, Duration.ZERO, ABSENT).kind()).isEqualTo(Freshness.Kind.MISSING);
    }

    @Test
    void kind_somethingOldThere_isStale() {
        assertThat(new Freshness.Late(CYCLE, Duration.ZERO, OLD).kind()).isEqualTo(Freshness.Kind.STALE);
    }

    @Test
    void late_negativeOverdue_isRefused() {
        assertThatThrownBy(() -> new Freshness.Late(CYCLE, Duration.ofNanos(-1), ABSENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("overdue is negative: PT-0.000000001S");
    }

    @Test
    void late_atTheDeadlineItself_isOverdueByNothing() {
        assertThat(new Freshness.Late(CYCLE, Duration.ZERO, ABSENT).overdue()).isEqualTo(Duration.ZERO);
    }
}
