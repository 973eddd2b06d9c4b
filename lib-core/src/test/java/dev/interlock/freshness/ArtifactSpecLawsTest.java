package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every spec, observation and moment. */
final class ArtifactSpecLawsTest {
    private static final List<String> KEYS = List.of("latest.json", "a/{date}.json", "a/{cycle_label}.json");
    private static final Instant FROM = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-02-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {11L, 0x5eedL, 20_260_527L})
    void assess_anyObservation_isWhatACheckWithThatProbeSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            ArtifactSpec spec = spec(random);
            Instant now = instant(random, FROM, TO);
            Observation seen = observation(random, now);
            String which = spec + ", " + seen + " at " + now + ", case " + i + " of seed " + seed;

            Freshness assessed = spec.assess(seen, now);

            assertThat(spec.checkFreshness(location -> seen, now)).as(which).isEqualTo(assessed);
            assertThat(spec.checkFreshnessAsync(location -> CompletableFuture.completedFuture(seen), now)
                            .toCompletableFuture()
                            .join())
                    .as(which)
                    .isEqualTo(assessed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {12L, 0x5eedL, 20_260_527L})
    void assess_laterInTheSameCycle_neverTurnsBetter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            ArtifactSpec spec = spec(random);
            Instant now = instant(random, FROM, TO);
            Cycle cycle = spec.cadence().cycleAt(now);
            Instant end = lastInstantOf(cycle, spec.cadence(), now);
            Instant later = instant(random, now, end.plusNanos(1));
            Observation seen = observation(random, now);
            String which = spec + ", " + seen + " at " + now + ", then " + later + ", case " + i + " of seed " + seed;

            Freshness first = spec.assess(seen, now);
            Freshness second = spec.assess(seen, later);

            assertThat(second.cycle()).as(which).isEqualTo(cycle);
            assertThat(rank(second)).as(which).isGreaterThanOrEqualTo(rank(first));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13L, 0x5eedL, 20_260_527L})
    void assess_lateAndLaterInTheSameCycle_isOverdueByTheTimeBetween(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (int i = 0; i < 3_000; i++) {
            ArtifactSpec spec = spec(random);
            Instant now = instant(random, FROM, TO);
            Cycle cycle = spec.cadence().cycleAt(now);
            Instant later = instant(
                    random, now, lastInstantOf(cycle, spec.cadence(), now).plusNanos(1));
            Observation seen = observation(random, now);
            boolean measuredByTheLatestOwedWrite =
                    spec.cadence().interval().isPresent() && seen instanceof Observation.Absent;

            if (!measuredByTheLatestOwedWrite && spec.assess(seen, now) instanceof Freshness.Late late) {
                String which =
                        spec + ", " + seen + " at " + now + ", then " + later + ", case " + i + " of seed " + seed;
                assertThat(spec.assess(seen, later))
                        .as(which)
                        .isEqualTo(new Freshness.Late(
                                cycle, late.overdue().plus(Duration.between(now, later)), late.found()));
                compared++;
            }
        }
        assertThat(compared).as("late verdicts of seed " + seed).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {14L, 0x5eedL, 20_260_527L})
    void assess_pending_isLateFromItsDeadlineOnAndNotBefore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (int i = 0; i < 3_000; i++) {
            ArtifactSpec spec = spec(random);
            Instant now = instant(random, FROM, TO);
            Observation seen = observation(random, now);
            if (spec.assess(seen, now) instanceof Freshness.Pending pending
                    && !pending.deadline().isAfter(lastInstantOf(pending.cycle(), spec.cadence(), now))) {
                String which = spec + ", " + seen + " at " + now + ", case " + i + " of seed " + seed;
                assertThat(spec.assess(seen, pending.deadline().minusNanos(1)))
                        .as(which)
                        .isEqualTo(pending);
                assertThat(spec.assess(seen, pending.deadline()))
                        .as(which)
                        .isEqualTo(new Freshness.Late(pending.cycle(), Duration.ZERO, pending.found()));
                compared++;
            }
        }
        assertThat(compared).as("pending verdicts of seed " + seed).isGreaterThan(50);
    }

    @Test
    void assess_twiceTheSame_isEqual() {
        SplittableRandom random = new SplittableRandom(15L);
        ArtifactSpec spec = spec(random);
        Instant now = instant(random, FROM, TO);

        assertThat(spec.assess(new Observation.Absent(), now)).isEqualTo(spec.assess(new Observation.Absent(), now));
    }

    /** Fresh or waiting, then late; the verdicts that do not depend on the moment rank apart. */
    private static int rank(Freshness verdict) {
        return verdict.fold(fresh -> 0, pending -> 1, notExpected -> 10, onboarding -> 20, late -> 2, unknown -> 30);
    }

    private static Instant lastInstantOf(Cycle cycle, Cadence cadence, Instant now) {
        Duration step = cadence.interval().orElse(Duration.ofHours(1));
        Instant later = now;
        while (cadence.cycleAt(later).equals(cycle)) {
            later = later.plus(step);
        }
        return cadence.cycleAt(later).tick().minusNanos(1);
    }

    private static ArtifactSpec spec(SplittableRandom random) {
        Cadence cadence = switch (random.nextInt(6)) {
            case 0 -> Cadence.saturdaySf();
            case 1 -> Cadence.weekdaySf();
            case 2 -> Cadence.weekdaySf().on(BusinessCalendars.nyse());
            case 3 -> Cadence.eodSf().on(BusinessCalendars.nyse());
            case 4 -> Cadence.continuous(Duration.ofMinutes(random.nextInt(1, 200)));
            default -> Cadence.continuous(Duration.ofMinutes(15));
        };
        return ArtifactSpec.builder("artifact")
                .location("research-bucket", KEYS.get(random.nextInt(KEYS.size())))
                .cadence(cadence)
                .sla(Duration.ofMinutes(random.nextInt(0, 300)))
                .createdAt(LocalDate.of(2026, 5, 1).plusDays(random.nextInt(0, 120)))
                .graceCycles(random.nextInt(0, 4))
                .build();
    }

    private static Observation observation(SplittableRandom random, Instant now) {
        return switch (random.nextInt(8)) {
            case 0 -> new Observation.Unreadable(UnknownReason.PROBE, "time-out");
            case 1, 2 -> new Observation.Absent();
            default ->
                new Observation.Present(
                        instant(random, now.minus(Duration.ofHours(30)), now.plus(Duration.ofMinutes(5))));
        };
    }

    private static Instant instant(SplittableRandom random, Instant from, Instant before) {
        long nanos = Duration.between(from, before).toNanos();
        return from.plusNanos(random.nextLong(nanos));
    }
}
