package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

/**
 * The schedule against two libraries, in UTC and in the part of the language in which each was measured to follow AWS.
 * Left out is where one of them is wrong: ranges that wrap, the nearest weekday and, for Quartz, the last weekday.
 */
final class ScheduleOracleTest {
    private static final long SEED = 20_261_121_000_000L;
    private static final int CASES = 1_500;

    /** Sunday is 1 as in AWS, so Monday is 2; unless told, the library counts from Monday. */
    private static final CronDefinition AWS = CronDefinitionBuilder.defineCron()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsLW()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsHash()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .withYear()
            .withValidRange(1970, 2199)
            .and()
            .instance();

    @Test
    void next_everyYear_isThatOfBothLibraries() {
        forEachCase(expressions -> expressions.undisputed("*"), each -> {
            each.nextIsThatOfCronUtils();
            each.nextIsThatOfQuartz();
        });
    }

    @Test
    void next_rangeOfYears_isThatOfBothLibraries() {
        forEachCase(expressions -> expressions.undisputed(expressions.yearRange(2000, 2090)), each -> {
            each.nextIsThatOfCronUtils();
            each.nextIsThatOfQuartz();
        });
    }

    /** Not for a range of years: cron-utils loses the last firings of a range that is over. */
    @Test
    void latest_everyYear_isThatOfCronUtils() {
        forEachCase(expressions -> expressions.undisputed("*"), Case::latestIsThatOfCronUtils);
    }

    @Test
    void nextAndLatest_lastWeekdayOfTheMonth_areThoseOfCronUtils() {
        forEachCase(CronExpressions::lastWeekday, each -> {
            each.nextIsThatOfCronUtils();
            each.latestIsThatOfCronUtils();
        });
    }

    private static void forEachCase(Function<CronExpressions, String> expression, Consumer<Case> check) {
        // Whole seconds of years that both libraries know.
        long from = Instant.parse("2005-01-01T00:00:00Z").getEpochSecond();
        long to = Instant.parse("2085-01-01T00:00:00Z").getEpochSecond();
        for (int number = 0; number < CASES; number++) {
            SplittableRandom random = new SplittableRandom(SEED + number);
            String text = expression.apply(new CronExpressions(random));
            check.accept(new Case(SEED + number, text, Instant.ofEpochSecond(random.nextLong(from, to))));
        }
    }

    private record Case(long seed, String expression, Instant at) {
        void nextIsThatOfCronUtils() {
            assertThat(Schedule.rule(expression).next(at))
                    .as(() -> "cron-utils, next of " + this)
                    .isEqualTo(cronUtils().nextExecution(utc()).map(ZonedDateTime::toInstant));
        }

        void nextIsThatOfQuartz() {
            assertThat(Schedule.rule(expression).next(at))
                    .as(() -> "Quartz, next of " + this)
                    .isEqualTo(Optional.ofNullable(quartz().getNextValidTimeAfter(Date.from(at)))
                            .map(Date::toInstant));
        }

        /** Its last execution lies strictly before the instant; ours may be the very instant. */
        void latestIsThatOfCronUtils() {
            assertThat(Schedule.rule(expression).latest(at.minusNanos(1)))
                    .as(() -> "cron-utils, latest before " + this)
                    .isEqualTo(cronUtils().lastExecution(utc()).map(ZonedDateTime::toInstant));
        }

        private ExecutionTime cronUtils() {
            return ExecutionTime.forCron(new CronParser(AWS).parse(fields()));
        }

        private CronExpression quartz() {
            try {
                CronExpression quartz = new CronExpression("0 " + fields());
                quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
                return quartz;
            } catch (ParseException refused) {
                throw new AssertionError("Quartz refuses " + this, refused);
            }
        }

        private ZonedDateTime utc() {
            return at.atZone(ZoneOffset.UTC);
        }

        private String fields() {
            return expression.substring("cron(".length(), expression.length() - 1);
        }

        @Override
        public String toString() {
            return expression + " at " + at + ", seed " + seed;
        }
    }
}
