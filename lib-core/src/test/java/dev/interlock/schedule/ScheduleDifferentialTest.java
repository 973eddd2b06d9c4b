package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The schedule against {@link SlowCron}, which shares nothing with it. Each case is made of its own seed, so that a
 * failure is replayed by the seed, or by the expression and the instant, that its message names.
 */
final class ScheduleDifferentialTest {
    private static final long SEED = 20_261_120_000_000L;
    private static final int CASES = 21_000;
    private static final int AT_MOST = 60;

    /** Each for a trap: changes at midnight or a minute past it, of half an hour or a whole day, odd seconds. */
    private static final List<ZoneId> ZONES = Stream.of(
                    "Z",
                    "America/New_York",
                    "Europe/London",
                    "Africa/Cairo",
                    "Australia/Lord_Howe",
                    "America/Sao_Paulo",
                    "Pacific/Apia",
                    "America/St_Johns",
                    "Antarctica/Troll",
                    "Africa/Monrovia",
                    "+14:00",
                    "-09:30")
            .map(ZoneId::of)
            .toList();

    @Test
    void next_seededCases_isThatOfTheSlowWalk() {
        forEachCase(
                CASES,
                each -> assertThat(each.schedule.next(each.at))
                        .as(each::toString)
                        .isEqualTo(each.slow.next(each.at)));
    }

    @Test
    void latest_seededCases_isThatOfTheSlowWalk() {
        forEachCase(
                CASES,
                each -> assertThat(each.schedule.latest(each.at))
                        .as(each::toString)
                        .isEqualTo(each.slow.latest(each.at)));
    }

    @Test
    void between_seededCases_isThatOfTheSlowWalk() {
        forEachCase(CASES, each -> {
            Instant to = each.at.plus(span(each.random));

            assertThat(each.schedule.between(each.at, to).limit(AT_MOST))
                    .as(() -> each + " to " + to)
                    .isEqualTo(each.slow.between(each.at, to, AT_MOST));
        });
    }

    @Test
    void nextAndLatest_bounded_leaveOutWhatLiesBeyondTheBounds() {
        forEachCase(2_000, each -> {
            CronInstants instants = new CronInstants(each.random, each.zone);
            Instant start = instants.hairOf(each.slow.next(instants.next()).orElse(each.at));
            Instant last = each.slow.next(start.plus(span(each.random))).orElse(start);
            Instant end = last.isAfter(start) ? instants.hairOf(last) : start;
            Schedule bounded = Schedule.scheduler(each.expression, each.zone, start)
                    .endingAt(end)
                    .flexible(Duration.ofMinutes(15));
            Instant at = each.random.nextBoolean() ? each.at : start.plus(span(each.random));
            String which = each + " but at " + at + ", from " + start + " to " + end;

            assertThat(bounded.next(at))
                    .as(which)
                    .isEqualTo(each.slow
                            .next(at.isBefore(start) ? start.minusNanos(1) : at)
                            .filter(firing -> !firing.isAfter(end)));
            assertThat(bounded.latest(at))
                    .as(which)
                    .isEqualTo(each.slow.latest(at.isAfter(end) ? end : at).filter(firing -> !firing.isBefore(start)));
        });
    }

    @Test
    void coincidences_seededPairs_areTheMinutesThatBothSlowWalksPass() {
        forEachCase(1_000, each -> {
            String other = each.random.nextBoolean()
                    ? new CronExpressions(each.random).next()
                    : "cron(*/" + each.random.nextInt(1, 61) + " * * * ? *)";
            Instant to = each.at.plus(Duration.ofMinutes(each.random.nextInt(10 * 24 * 60)));
            SortedSet<Instant> both = minutes(each.slow, each.at, to);
            both.retainAll(minutes(SlowCron.parse(other, ZoneOffset.UTC), each.at, to));

            assertThat(each.schedule.coincidences(Schedule.rule(other), each.at, to))
                    .as(() -> each + " to " + to + " with " + other)
                    .containsExactlyElementsOf(both);
        });
    }

    @Test
    void schedule_mutatedExpressions_isRefusedWhereTheSlowParserRefuses() {
        for (int number = 0; number < 20_000; number++) {
            long seed = SEED + number;
            String expression = new CronExpressions(new SplittableRandom(seed)).mutated();

            assertThat(isAccepted(() -> Schedule.rule(expression)))
                    .as(() -> "accepted is " + expression + ", seed " + seed)
                    .isEqualTo(isAccepted(() -> SlowCron.parse(expression, ZoneOffset.UTC)));
        }
    }

    /** The minutes that begin in {@code [from, to)} and have a firing, which may be later than their beginning. */
    private static SortedSet<Instant> minutes(SlowCron slow, Instant from, Instant to) {
        return slow.between(from, to.plusSeconds(60), Integer.MAX_VALUE).stream()
                .map(firing -> firing.truncatedTo(ChronoUnit.MINUTES))
                .filter(minute -> !minute.isBefore(from) && minute.isBefore(to))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isAccepted(Runnable parser) {
        try {
            parser.run();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static Duration span(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMinutes(random.nextInt(0, 3));
            case 1 -> Duration.ofDays(random.nextInt(3, 60));
            default -> Duration.ofMinutes(random.nextInt(3 * 24 * 60));
        };
    }

    private static void forEachCase(int cases, Consumer<Case> check) {
        for (int number = 0; number < cases; number++) {
            check.accept(Case.of(SEED + number, ZONES.get(number % ZONES.size())));
        }
    }

    private record Case(
            long seed,
            SplittableRandom random,
            String expression,
            ZoneId zone,
            Instant at,
            Schedule schedule,
            SlowCron slow) {
        static Case of(long seed, ZoneId zone) {
            SplittableRandom random = new SplittableRandom(seed);
            String expression = new CronExpressions(random).next();
            CronInstants instants = new CronInstants(random, zone);
            SlowCron slow = SlowCron.parse(expression, zone);
            Instant at = instants.next();
            if (random.nextInt(3) == 0) {
                at = slow.next(at).map(instants::hairOf).orElse(at);
            }
            return new Case(seed, random, expression, zone, at, schedule(expression, zone, seed), slow);
        }

        private static Schedule schedule(String expression, ZoneId zone, long seed) {
            try {
                return zone.equals(ZoneOffset.UTC) ? Schedule.rule(expression) : Schedule.scheduler(expression, zone);
            } catch (RuntimeException refused) {
                throw new AssertionError("refused: " + expression + ", seed " + seed, refused);
            }
        }

        @Override
        public String toString() {
            return expression + " in " + zone + " at " + at + ", seed " + seed;
        }
    }
}
