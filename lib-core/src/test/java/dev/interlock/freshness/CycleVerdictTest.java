package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Severity;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CycleVerdictTest {
    private static final Instant TICK = Instant.parse("2026-05-27T13:00:00Z");
    private static final Cycle CYCLE = new Cycle("2026-05-27", TICK, LocalDate.of(2026, 5, 27));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                           | complete      | 0 | 0
                    fresh                                  | complete      | 1 | 1
                    onboarding                             | complete      | 1 | 1
                    notExpected                            | complete      | 0 | 0
                    fresh onboarding notExpected           | complete      | 2 | 2
                    pending                                | inProgress    | 1 | 0
                    fresh pending                          | inProgress    | 2 | 1
                    pending notExpected onboarding         | inProgress    | 2 | 1
                    unknown                                | indeterminate | 1 | 0
                    unknown pending                        | indeterminate | 2 | 0
                    pending unknown                        | indeterminate | 2 | 0
                    fresh unknown                          | indeterminate | 2 | 1
                    missing                                | incomplete    | 1 | 0
                    stale                                  | incomplete    | 1 | 0
                    missing unknown                        | incomplete    | 2 | 0
                    unknown stale                          | incomplete    | 2 | 0
                    pending missing                        | incomplete    | 2 | 0
                    fresh missing stale unknown pending    | incomplete    | 5 | 1
                    """)
    void of_criticalArtifacts_isDecidedByTheWorst(String states, String verdict, int required, int satisfied) {
        CycleVerdict cycle = CycleVerdict.of(checked(states, Severity.CRITICAL));

        assertThat(which(cycle)).isEqualTo(verdict);
        assertThat(cycle.required()).isEqualTo(required);
        assertThat(cycle.satisfied()).isEqualTo(satisfied);
    }

    @ParameterizedTest
    @CsvSource({"missing", "stale", "unknown", "pending", "fresh", "onboarding", "notExpected"})
    void of_warningArtifact_doesNotCount(String state) {
        CycleVerdict cycle = CycleVerdict.of(checked(state, Severity.WARNING));

        assertThat(cycle).isEqualTo(new CycleVerdict.Complete(List.of()));
    }

    @Test
    void byCycle_ofASweep_rollsUpEachCycleAlone() {
        List<Checked> all = new ArrayList<>(checked("fresh", Severity.CRITICAL));
        Checked other = checked("missing", Severity.CRITICAL).get(0);
        Cycle next = new Cycle("2026-05-28", TICK.plus(Duration.ofDays(1)), LocalDate.of(2026, 5, 28));
        all.add(new Checked(other.spec(), new Freshness.Late(next, Duration.ZERO, new Observation.Absent())));

        assertThat(CycleVerdict.byCycle(all).values())
                .hasSize(2)
                .hasExactlyElementsOfTypes(CycleVerdict.Complete.class, CycleVerdict.Incomplete.class);
        assertThatThrownBy(() -> CycleVerdict.of(all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("verdicts on more than one cycle: [");
    }

    @Test
    void of_lateWarningBesideFreshCritical_isComplete() {
        List<Checked> all = new ArrayList<>(checked("missing", Severity.WARNING));
        List<Checked> critical = checked("fresh", Severity.CRITICAL);
        all.addAll(critical);

        assertThat(CycleVerdict.of(all)).isEqualTo(new CycleVerdict.Complete(critical));
    }

    @Test
    void of_everyState_isListedByIdInTheGivenOrder() {
        CycleVerdict cycle = CycleVerdict.of(checked(
                "stale fresh missing pending unknown onboarding notExpected stale fresh missing pending unknown"
                        + " onboarding notExpected",
                Severity.CRITICAL));

        assertThat(cycle.stale()).containsExactly("0-stale", "7-stale");
        assertThat(cycle.fresh()).containsExactly("1-fresh", "8-fresh");
        assertThat(cycle.missing()).containsExactly("2-missing", "9-missing");
        assertThat(cycle.pending()).containsExactly("3-pending", "10-pending");
        assertThat(cycle.unknown()).containsExactly("4-unknown", "11-unknown");
        assertThat(cycle.onboarding()).containsExactly("5-onboarding", "12-onboarding");
        assertThat(cycle.notExpected()).containsExactly("6-notExpected", "13-notExpected");
        assertThat(cycle.required()).isEqualTo(12);
        assertThat(cycle.satisfied()).isEqualTo(4);
    }

    @Test
    void critical_isCopied() {
        List<Checked> given = new ArrayList<>(checked("fresh", Severity.CRITICAL));
        List<CycleVerdict> verdicts = List.of(
                new CycleVerdict.Complete(given),
                new CycleVerdict.InProgress(given),
                new CycleVerdict.Incomplete(given),
                new CycleVerdict.Indeterminate(given));

        given.clear();

        assertThat(verdicts).allSatisfy(verdict -> {
            assertThat(verdict.critical()).hasSize(1);
            assertThatThrownBy(() -> verdict.critical().clear()).isInstanceOf(UnsupportedOperationException.class);
        });
    }

    private static String which(CycleVerdict cycle) {
        return cycle.fold(
                complete -> name("complete", complete),
                inProgress -> name("inProgress", inProgress),
                incomplete -> name("incomplete", incomplete),
                indeterminate -> name("indeterminate", indeterminate));
    }

    /** The branch, once it is sure that it got its own case. */
    private static String name(String branch, CycleVerdict verdict) {
        assertThat(verdict.getClass().getSimpleName()).isEqualToIgnoringCase(branch);
        return branch;
    }

    private static List<Checked> checked(String states, Severity severity) {
        List<Checked> checked = new ArrayList<>();
        for (String state : states == null ? List.<String>of() : Arrays.asList(states.split(" ", -1))) {
            ArtifactSpec spec = ArtifactSpec.builder(checked.size() + "-" + state)
                    .location("research-bucket", "signals.json")
                    .cadence(Cadence.weekdaySf())
                    .sla(Duration.ofMinutes(45))
                    .createdAt(LocalDate.of(2026, 1, 5))
                    .severity(severity)
                    .build();
            checked.add(new Checked(spec, verdict(state)));
        }
        return checked;
    }

    private static Freshness verdict(String state) {
        return switch (state) {
            case "fresh" -> new Freshness.Fresh(CYCLE, TICK, Freshness.Source.CANONICAL);
            case "pending" -> new Freshness.Pending(CYCLE, TICK.plusSeconds(60), new Observation.Absent());
            case "onboarding" -> new Freshness.Onboarding(CYCLE, 1, 2);
            case "notExpected" -> new Freshness.NotExpected(CYCLE, "weekend");
            case "missing" -> new Freshness.Late(CYCLE, Duration.ZERO, new Observation.Absent());
            case "stale" -> new Freshness.Late(CYCLE, Duration.ZERO, new Observation.Present(TICK.minusSeconds(1)));
            case "unknown" -> new Freshness.Unknown(CYCLE, UnknownReason.PROBE, "time-out");
            default -> throw new IllegalArgumentException("no such state: " + state);
        };
    }
}
