package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant START = Instant.parse("2026-05-27T12:34:56Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(45 12 ? * MON-FRI *)  | 2026-05-29T12:44:59.999999999Z | 2026-05-29T12:45:00Z",
                "cron(45 12 ? * MON-FRI *)  | 2026-05-29T12:45:00Z | 2026-06-01T12:45:00Z",
                "cron(45 12 ? * mon-fri *)  | 2026-05-29T12:45:00Z | 2026-06-01T12:45:00Z",
                "cron(45 12 ? * 2-6 *)      | 2026-05-29T12:45:00Z | 2026-06-01T12:45:00Z",
                "cron(  05 09 * * ?   *)    | 2026-05-29T12:45:00Z | 2026-05-30T09:05:00Z",
                "cron(0/30 20-2 ? * MON *)  | 2026-06-01T02:30:00Z | 2026-06-01T20:00:00Z",
                "cron(0 20-2/2 * * ? *)     | 2026-06-01T20:00:00Z | 2026-06-01T22:00:00Z",
                "cron(0 20-2/2 * * ? *)     | 2026-06-01T22:00:00Z | 2026-06-02T00:00:00Z",
                "cron(0 20-2/2 * * ? *)     | 2026-06-02T02:00:00Z | 2026-06-02T20:00:00Z",
                "cron(0 0 L * ? *)          | 2027-02-01T00:00:00Z | 2027-02-28T00:00:00Z",
                "cron(0 0 L * ? *)          | 2028-02-01T00:00:00Z | 2028-02-29T00:00:00Z",
                "cron(0 0 1,L * ? *)        | 2026-05-01T00:00:00Z | 2026-05-31T00:00:00Z",
                "cron(0 0 LW * ? *)         | 2026-05-01T00:00:00Z | 2026-05-29T00:00:00Z",
                "cron(0 0 LW * ? *)         | 2026-02-01T00:00:00Z | 2026-02-27T00:00:00Z",
                "cron(0 0 1W * ? *)         | 2026-07-31T00:00:00Z | 2026-08-03T00:00:00Z",
                "cron(0 0 1W * ? *)         | 2026-10-31T00:00:00Z | 2026-11-02T00:00:00Z",
                "cron(0 0 15W * ? *)        | 2026-08-01T00:00:00Z | 2026-08-14T00:00:00Z",
                "cron(0 0 31W * ? *)        | 2026-04-01T00:00:00Z | 2026-05-29T00:00:00Z",
                "cron(0 0 30W 11 ? *)       | 2025-01-01T00:00:00Z | 2025-11-28T00:00:00Z",
                "cron(0 0 ? * L *)          | 2026-05-27T00:00:00Z | 2026-05-30T00:00:00Z",
                "cron(0 0 ? * 6L *)         | 2026-05-01T00:00:00Z | 2026-05-29T00:00:00Z",
                "cron(0 0 ? * SUNL *)       | 2026-05-01T00:00:00Z | 2026-05-31T00:00:00Z",
                "cron(0 0 ? * 2#1 *)        | 2026-05-05T00:00:00Z | 2026-06-01T00:00:00Z",
                "cron(0 0 ? * SUN#5 *)      | 2026-06-01T00:00:00Z | 2026-08-30T00:00:00Z",
                "cron(0 0 ? JAN-DEC/6 1 *)  | 2026-02-01T00:00:00Z | 2026-07-05T00:00:00Z",
                "cron(0 0 1 NOV-FEB ? *)    | 2026-03-01T00:00:00Z | 2026-11-01T00:00:00Z",
                "cron(0 0 29 2 ? *)         | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
                "cron(0 0 29 2 ? 2026-2100/2) | 2096-03-01T00:00:00Z | ",
                "cron(0 0 1 1 ? 2030,2040)  | 2030-01-01T00:00:00Z | 2040-01-01T00:00:00Z",
                "cron(59 23 31 12 ? *)      | 2199-12-31T23:58:59Z | 2199-12-31T23:59:00Z",
                "cron(59 23 31 12 ? *)      | 2199-12-31T23:59:00Z | ",
                "cron(0 0 1 1 ? *)          | 1969-12-31T23:59:59Z | 1970-01-01T00:00:00Z",
                "cron(0 0 30 2 ? *)         | 1970-01-01T00:00:00Z | ",
                "cron(0 0 31W 2,4,6,9,11 ? *) | 1970-01-01T00:00:00Z | "
            })
    void next_ofARule_isTheFirstTickAfter(String expression, Instant after, Instant expected) {
        Schedule schedule = Schedule.rule(expression);

        assertThat(schedule.next(after).orElse(null)).isEqualTo(expected);
        if (expected != null) {
            assertThat(schedule.latest(expected)).hasValue(expected);
            assertThat(schedule.next(expected.minusNanos(1))).hasValue(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(45 12 ? * MON-FRI *)  | 2026-06-01T12:44:59.999999999Z | 2026-05-29T12:45:00Z",
                "cron(45 12 ? * MON-FRI *)  | 2026-06-01T12:45:00Z | 2026-06-01T12:45:00Z",
                "cron(15,45 9,12 1 * ? *)   | 2026-06-01T12:44:00Z | 2026-06-01T12:15:00Z",
                "cron(15,45 9,12 1 * ? *)   | 2026-06-01T12:14:00Z | 2026-06-01T09:45:00Z",
                "cron(15,45 9,12 1 * ? *)   | 2026-06-01T09:14:00Z | 2026-05-01T12:45:00Z",
                "cron(0 0 29 2 ? *)         | 2104-02-28T23:59:59Z | 2096-02-29T00:00:00Z",
                "cron(0 0 1 1 ? *)          | 1970-01-01T00:00:00Z | 1970-01-01T00:00:00Z",
                "cron(0 0 1 1 ? *)          | 1969-12-31T23:59:59.999999999Z | ",
                "cron(59 23 31 12 ? *)      | 2300-01-01T00:00:00Z | 2199-12-31T23:59:00Z",
                "cron(0 0 30 2 ? *)         | 2199-12-31T23:59:59Z | "
            })
    void latest_ofARule_isTheLastTickUpTo(String expression, Instant atOrBefore, Instant expected) {
        assertThat(Schedule.rule(expression).latest(atOrBefore).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(15 30 ? * TUE *)    | hours '30' at position 9 is out of bounds; allowed are 0-23 and , - * /",
                "cron(60 * * * ? *)       | minutes '60' at position 6 is out of bounds; allowed are 0-59 and , - * /",
                "cron(5, 0 1 * ? *)       | minutes '' at position 8 lacks a value beside its comma; allowed are 0-59"
                        + " and , - * /",
                "cron(44/0 5-22 ? * 1 *)  | minutes '0' at position 9 is not a step of 1-60; allowed are 0-59 and"
                        + " , - * /",
                "cron(0/61 * * * ? *)     | minutes '61' at position 8 is not a step of 1-60; allowed are 0-59 and"
                        + " , - * /",
                "cron(0 -5 * * ? *)       | hours '' at position 8 is not understood; allowed are 0-23 and , - * /",
                "cron(0 5- * * ? *)       | hours '' at position 10 is not understood; allowed are 0-23 and , - * /",
                "cron(? 5 * * ? *)        | minutes '?' at position 6 is for day fields only; allowed are 0-59 and"
                        + " , - * /",
                "cron(0 0 0 * ? *)        | day-of-month '0' at position 10 is out of bounds; allowed are 1-31 and"
                        + " , - * ? / L W",
                "cron(0 0 L-3 * ? *)      | day-of-month 'L-3' at position 10 is not understood, because L stands"
                        + " alone; allowed are 1-31 and , - * ? / L W",
                "cron(0 0 1,L-3W * ? *)   | day-of-month 'L-3W' at position 12 is not understood, because L stands"
                        + " alone; allowed are 1-31 and , - * ? / L W",
                "cron(0 0 ? * l/2 *)      | day-of-week 'l/2' at position 14 is not understood, because L stands"
                        + " alone; allowed are 1-7 or SUN-SAT and , - * ? / L #",
                "cron(0 0 ?/2 * ? *)      | day-of-month '?/2' at position 10 is not understood, because ? stands"
                        + " alone; allowed are 1-31 and , - * ? / L W",
                "cron(0 0 ? * ?/2 *)      | day-of-week '?/2' at position 14 is not understood, because ? stands"
                        + " alone; allowed are 1-7 or SUN-SAT and , - * ? / L #",
                "cron(0 0 32W * ? *)      | day-of-month '32' at position 10 is out of bounds; allowed are 1-31 and"
                        + " , - * ? / L W",
                "cron(0 0 1,? * ? *)      | day-of-month '?' at position 12 must be alone in its field; allowed are"
                        + " 1-31 and , - * ? / L W",
                "cron(0 0 ? FOO 1 *)      | month 'FOO' at position 12 is not understood; allowed are 1-12 or"
                        + " JAN-DEC and , - * /",
                "cron(0 MON * * ? *)      | hours 'MON' at position 8 is not understood; allowed are 0-23 and , - * /",
                "cron(0 0 ? * 3#1,6#3 *)  | day-of-week '3#1' at position 14 must be alone in its field, because it"
                        + " has a #; allowed are 1-7 or SUN-SAT and , - * ? / L #",
                "cron(0 0 ? * 3#6 *)      | day-of-week '6' at position 16 is not 1-5, as it must be after #; allowed"
                        + " are 1-7 or SUN-SAT and , - * ? / L #",
                "cron(0 0 ? * 8L *)       | day-of-week '8' at position 14 is out of bounds; allowed are 1-7 or"
                        + " SUN-SAT and , - * ? / L #",
                "cron(0 0 ? * 1 1969)     | year '1969' at position 16 is out of bounds; allowed are 1970-2199 and"
                        + " , - * /",
                "cron(0 0 ? * 1 2030-2029) | year '2030-2029' at position 16 ends before it begins; allowed are"
                        + " 1970-2199 and , - * /",
                "cron(0 0 ? * 1 99999)    | year '99999' at position 16 is not understood; allowed are 1970-2199 and"
                        + " , - * /"
            })
    void rule_badField_namesFieldAndPosition(String expression, String problem) {
        assertThatThrownBy(() -> Schedule.rule(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(expression + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cron(0 0 * * *)       | cron(0 0 * * *) has 5 fields; it takes 6, separated by spaces: minutes hours"
                        + " day-of-month month day-of-week year; year is missing at position 15",
                "cron(0 0 * * ? * 2)   | cron(0 0 * * ? * 2) has 7 fields; it takes 6, separated by spaces: minutes"
                        + " hours day-of-month month day-of-week year; '2' at position 18 is one too many",
                "cron()                | cron() has 0 fields; it takes 6, separated by spaces: minutes hours"
                        + " day-of-month month day-of-week year; minutes is missing at position 6",
                "cron(0 0 * * * *)     | cron(0 0 * * * *) has '*' at position 10 for the day-of-month and '*' at"
                        + " position 14 for the day-of-week; exactly one of them must be ?",
                "cron(0 0 ? * ? *)     | cron(0 0 ? * ? *) has '?' at position 10 for the day-of-month and '?' at"
                        + " position 14 for the day-of-week; exactly one of them must be ?",
                "0 0 * * ? *           | '0 0 * * ? *' is not a schedule expression; write cron(...), rate(...) or"
                        + " at(...)",
                "cron(0 0 * * ? *      | 'cron(0 0 * * ? *' is not a schedule expression; write cron(...), rate(...)"
                        + " or at(...)",
                "at(2026-05-27T12:45:00) | at(2026-05-27T12:45:00) is for EventBridge Scheduler; a rule takes"
                        + " cron(...) or rate(...)",
                "rate(5 minutes)       | rate(5 minutes) does not say when it fires without an anchor; use"
                        + " Schedule.rule(expression, anchor) with a known tick as the anchor"
            })
    void rule_badExpression_saysWhatToWrite(String expression, String message) {
        assertThatThrownBy(() -> Schedule.rule(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(0 minutes)",
                "rate(-1 minutes)",
                "rate(5)",
                "rate(minutes)",
                "rate(5 weeks)",
                "rate(1.5 hours)",
                "rate(5minutes)"
            })
    void rule_badRate_saysWhatToWrite(String expression) {
        assertThatThrownBy(() -> Schedule.rule(expression, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(expression
                        + " is not a rate; write a number above 0 and minutes, hours or days: rate(5 minutes)");
    }

    @Test
    void rule_rateOfTenDigits_namesTheLimit() {
        assertThatThrownBy(() -> Schedule.rule("rate(1234567890 minutes)", START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate(1234567890 minutes) has a number of 10 digits; a rate takes at most 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate(1 minutes)", "rate(2 minute)", "rate(1 days)", "rate(10 hour)"})
    void rule_rateWithTheWrongNumber_isRefusedAsByAws(String expression) {
        assertThatThrownBy(() -> Schedule.rule(expression, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(expression + " is refused by a rule; the unit is singular after 1 and plural after more");
        assertThat(Schedule.scheduler(expression, NEW_YORK, START).latest(START))
                .hasValue(START);
    }

    @Test
    void rule_cronWithAnAnchor_isRefused() {
        assertThatThrownBy(() -> Schedule.rule("cron(0 0 * * ? *)", START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cron(0 0 * * ? *) takes no anchor; only a rate does");
    }

    @ParameterizedTest
    @CsvSource({
        "rate(1 minute), 2026-05-27T12:34:56Z, 2026-05-27T12:35:56Z",
        "rate(15 minutes), 2026-05-27T12:49:55.999999999Z, 2026-05-27T12:49:56Z",
        "rate(15 minutes), 2026-05-27T12:49:56Z, 2026-05-27T13:04:56Z",
        "rate(2 hours), 2026-05-27T12:34:56Z, 2026-05-27T14:34:56Z",
        "rate(1 day), 2026-10-31T12:34:56Z, 2026-11-01T12:34:56Z",
        "rate(1 day), 2026-01-01T00:00:00Z, 2026-05-27T12:34:56Z"
    })
    void next_ofARate_isCountedFromTheAnchor(String expression, Instant after, Instant expected) {
        assertThat(Schedule.rule(expression, START).next(after)).hasValue(expected);
        assertThat(Schedule.scheduler(expression, NEW_YORK, START).next(after)).hasValue(expected);
    }

    @Test
    void latest_ofARateBeforeItsAnchor_isEmpty() {
        Schedule schedule = Schedule.rule("rate(5 minutes)", START);

        assertThat(schedule.latest(START.minusNanos(1))).isEmpty();
        assertThat(schedule.latest(START)).hasValue(START);
    }

    @Test
    void scheduler_rateWithoutAStartDate_isRefused() {
        assertThatThrownBy(() -> Schedule.scheduler("rate(5 minutes)", NEW_YORK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate(5 minutes) does not say when it fires without an anchor; use"
                        + " Schedule.scheduler(expression, zone, startDate)");
    }

    @Test
    void scheduler_at_firesOnceByTheClocksOfTheZone() {
        Schedule schedule = Schedule.scheduler("at(2026-07-01T09:00:30)", NEW_YORK);
        Instant tick = Instant.parse("2026-07-01T13:00:30Z");

        assertThat(schedule.next(tick.minusNanos(1))).hasValue(tick);
        assertThat(schedule.next(tick)).isEmpty();
        assertThat(schedule.latest(tick)).hasValue(tick);
        assertThat(schedule.latest(tick.minusNanos(1))).isEmpty();
    }

    @Test
    void scheduler_atATimeThatTheClocksPassOver_neverFires() {
        assertThat(Schedule.scheduler("at(2026-03-08T02:30:00)", NEW_YORK).next(Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void scheduler_atATimeThatTheClocksShowTwice_firesTheFirstTime() {
        assertThat(Schedule.scheduler("at(2026-11-01T01:30:00)", NEW_YORK).next(Instant.EPOCH))
                .hasValue(Instant.parse("2026-11-01T05:30:00Z"));
    }

    @Test
    void scheduler_atWithBounds_ignoresThemAsSchedulerDoes() {
        Schedule at = Schedule.scheduler(
                        "at(2026-07-01T09:00:00)", ZoneOffset.UTC, Instant.parse("2027-01-01T00:00:00Z"))
                .endingAt(Instant.parse("2027-01-02T00:00:00Z"));

        assertThat(at.next(Instant.EPOCH)).hasValue(Instant.parse("2026-07-01T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at(2026-02-29T00:00:00)",
                "at(2026-01-01)",
                "at(2026-01-01T24:00:00)",
                "at()",
                "at(+999999999-12-31T23:59:59)",
                "at(-0001-01-01T00:00:00)",
                "at(12026-01-01T00:00:00)"
            })
    void scheduler_badTime_isRefused(String expression) {
        assertThatThrownBy(() -> Schedule.scheduler(expression, NEW_YORK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(expression + " is not a time that there is; write at(yyyy-MM-ddTHH:mm:ss)");
    }

    @Test
    void rule_expressionOfMoreThan256Characters_isRefused() {
        String longest = "cron(" + "0,".repeat(119) + "10 0 1 * ? *)";

        assertThat(longest).hasSize(256);
        assertThat(Schedule.rule(longest)).isNotNull();
        assertThatThrownBy(() -> Schedule.rule(longest + " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a schedule expression has at most 256 characters, this one has 257");
    }

    @Test
    void scheduler_bounds_areBothInclusive() {
        Instant first = Instant.parse("2026-05-27T13:00:00Z");
        Instant last = Instant.parse("2026-05-29T13:00:00Z");
        Schedule schedule =
                Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK, first).endingAt(last);

        assertThat(schedule.next(Instant.EPOCH)).hasValue(first);
        assertThat(schedule.latest(first)).hasValue(first);
        assertThat(schedule.latest(first.minusNanos(1))).isEmpty();
        assertThat(schedule.next(last.minusNanos(1))).hasValue(last);
        assertThat(schedule.next(last)).isEmpty();
        assertThat(schedule.latest(Instant.MAX)).hasValue(last);
        assertThat(schedule.between(Instant.MIN, Instant.MAX))
                .containsExactly(first, first.plus(Duration.ofDays(1)), last);
    }

    @Test
    void endingAt_beforeTheStart_isRefused() {
        Schedule schedule = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK, START);

        assertThatThrownBy(() -> schedule.endingAt(START.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("end date 2026-05-27T12:34:55.999999999Z is before start date 2026-05-27T12:34:56Z");
    }

    @Test
    void endingAt_rule_isRefused() {
        Schedule rule = Schedule.rule("cron(0 9 * * ? *)");

        assertThatThrownBy(() -> rule.endingAt(START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an EventBridge rule has no end date, EventBridge Scheduler has: cron(0 9 * * ? *)");
        assertThatThrownBy(() -> rule.flexible(Duration.ofMinutes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an EventBridge rule has no flexible window, EventBridge Scheduler has: cron(0 9 * * ? *)");
    }

    @Test
    void flexible_window_leavesTheTicks() {
        Schedule strict = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK);
        Schedule flexible = strict.flexible(Duration.ofDays(1));

        assertThat(flexible.window()).isEqualTo(Duration.ofDays(1));
        assertThat(flexible.next(START)).isEqualTo(strict.next(START));
        assertThat(strict.window()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1M", "PT30S", "PT1M30S", "PT1441M"})
    void flexible_badWindow_isRefused(Duration window) {
        Schedule schedule = Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK);

        assertThatThrownBy(() -> schedule.flexible(window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flexible window is not 1 to 1440 whole minutes: " + window);
    }

    @Test
    void between_ticks_areHalfOpenAndAscending() {
        Schedule schedule = Schedule.rule("cron(0 12 * * ? *)");
        Instant noon = Instant.parse("2026-05-27T12:00:00Z");

        assertThat(schedule.between(noon, noon.plus(Duration.ofDays(2))))
                .containsExactly(noon, noon.plus(Duration.ofDays(1)));
        assertThat(schedule.between(noon.plusNanos(1), noon.plus(Duration.ofDays(1))))
                .isEmpty();
        assertThat(schedule.between(noon, noon)).isEmpty();
    }

    @Test
    void between_centuries_isLazy() {
        assertThat(Schedule.rule("cron(* * * * ? *)")
                        .between(Instant.MIN, Instant.MAX)
                        .limit(2))
                .containsExactly(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
    }

    @Test
    void between_rateToTheEndOfTime_ends() {
        assertThat(Schedule.rule("rate(999999999 days)", START)
                        .between(Instant.MIN, Instant.MAX)
                        .count())
                .isEqualTo(366); // the first one, and 365 periods up to the year 1,000,000,000
    }

    /** Schedules that never meet, or never part, are searched for ever; but only when somebody asks. */
    @Test
    void coincidences_beforeTheFirstIsAskedFor_searchNothing() {
        Schedule even = Schedule.rule("rate(2 minutes)", START);
        Schedule odd = Schedule.rule("rate(2 minutes)", START.plusSeconds(60));

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(even.coincidences(odd, START, Instant.MAX)).isNotNull();
            assertThat(even.differences(even, START, Instant.MAX)).isNotNull();
        });
    }

    @Test
    void coincidences_atTheEndOfTime_areEmpty() {
        Schedule cron = Schedule.rule("cron(* * * * ? *)");
        Schedule rate = Schedule.rule("rate(1 minute)", Instant.MAX.minusSeconds(90));
        Instant lastMinute = Instant.MAX.truncatedTo(ChronoUnit.MINUTES);

        assertThat(cron.coincidences(cron, Instant.MAX, Instant.MAX)).isEmpty();
        assertThat(cron.differences(cron, Instant.MAX, Instant.MAX)).isEmpty();
        assertThat(rate.coincidences(rate, lastMinute.plusNanos(1), Instant.MAX))
                .isEmpty();
        assertThat(rate.differences(rate, Instant.MIN, Instant.MAX)).isEmpty();
        assertThat(rate.coincidences(rate, Instant.MIN, Instant.MAX))
                .containsExactly(lastMinute.minusSeconds(60), lastMinute);
    }

    @Test
    void coincidences_oneRuleTwice_isEveryTick() {
        Schedule twins = Schedule.rule("cron(45 12 ? * MON-FRI *)");
        Schedule numbers = Schedule.rule("cron(45 12 ? * 2-6 *)");

        assertThat(twins.coincidences(numbers, START, START.plus(Duration.ofDays(7))))
                .hasSize(5);
        assertThat(twins.differences(numbers, START, START.plus(Duration.ofDays(700))))
                .isEmpty();
    }

    @Test
    void coincidences_ofDifferentRhythms_areTheMinutesInCommon() {
        Schedule every6 = Schedule.rule("cron(0/6 * * * ? *)");
        Schedule every10 = Schedule.rule("cron(0/10 * * * ? *)");
        Instant midnight = Instant.parse("2026-05-27T00:00:00Z");

        assertThat(every6.coincidences(every10, midnight, midnight.plus(Duration.ofHours(1))))
                .containsExactly(midnight, midnight.plusSeconds(1800));
        assertThat(every6.differences(every10, midnight, midnight.plus(Duration.ofMinutes(25)))
                        .map(ScheduleTest::minute))
                .containsExactly("06", "10", "12", "18", "20", "24");
    }

    @Test
    void coincidences_countMinutesAndNotSeconds() {
        Schedule cron = Schedule.rule("cron(34 12 * * ? *)");
        Schedule rate = Schedule.rule("rate(1 day)", START);
        Instant minute = Instant.parse("2026-05-27T12:34:00Z");

        assertThat(cron.coincidences(rate, minute, minute.plusSeconds(1))).containsExactly(minute);
        assertThat(cron.coincidences(rate, minute.plusNanos(1), minute.plus(Duration.ofHours(24))))
                .isEmpty();
    }

    @Test
    void differences_withADriftOfAQuarterHour_areBothTicks() {
        Schedule declared = Schedule.rule("cron(0 13 ? * MON-FRI *)");
        Schedule live = Schedule.rule("cron(45 12 ? * MON-FRI *)");
        Instant midnight = Instant.parse("2026-05-27T00:00:00Z");

        assertThat(declared.differences(live, midnight, midnight.plus(Duration.ofDays(1))))
                .containsExactly(Instant.parse("2026-05-27T12:45:00Z"), Instant.parse("2026-05-27T13:00:00Z"));
    }

    @Test
    void differences_withASilentSchedule_areAllTicksOfTheOther() {
        Schedule never = Schedule.rule("cron(0 0 30 2 ? *)");
        Schedule daily = Schedule.rule("cron(0 0 * * ? *)");

        assertThat(daily.differences(never, START, START.plus(Duration.ofDays(3))))
                .hasSize(3);
        assertThat(daily.coincidences(never, START, START.plus(Duration.ofDays(3))))
                .isEmpty();
    }

    @Test
    void next_atTheEndsOfTime_isAnswered() {
        Schedule cron = Schedule.scheduler("cron(0 12 * * ? *)", NEW_YORK);
        Schedule rate = Schedule.rule("rate(1 day)", START);

        assertThat(cron.next(Instant.MIN)).hasValue(Instant.parse("1970-01-01T17:00:00Z"));
        assertThat(cron.next(Instant.MAX)).isEmpty();
        assertThat(cron.latest(Instant.MIN)).isEmpty();
        assertThat(cron.latest(Instant.MAX)).hasValue(Instant.parse("2199-12-31T17:00:00Z"));
        assertThat(rate.next(Instant.MIN)).hasValue(START);
        assertThat(rate.next(Instant.MAX.minusNanos(1))).isEmpty();
    }

    @Test
    void equals_whatWasGivenIsEqual_isEqual() {
        String cron = "cron(0 9 * * ? *)";
        Instant end = START.plusSeconds(60);
        Duration window = Duration.ofMinutes(15);
        List<Supplier<Schedule>> given = List.of(
                () -> Schedule.rule(cron),
                () -> Schedule.rule("cron(00 9 * * ? *)"),
                () -> Schedule.rule("rate(1 day)", START),
                () -> Schedule.rule("rate(1 day)", end),
                () -> Schedule.scheduler("rate(1 day)", ZoneOffset.UTC, START),
                () -> Schedule.scheduler("at(2026-07-01T09:00:30)", NEW_YORK),
                () -> Schedule.scheduler(cron, ZoneOffset.UTC),
                () -> Schedule.scheduler(cron, NEW_YORK),
                () -> Schedule.scheduler(cron, NEW_YORK, START),
                () -> Schedule.scheduler(cron, NEW_YORK, end),
                () -> Schedule.scheduler(cron, NEW_YORK).endingAt(end),
                () -> Schedule.scheduler(cron, NEW_YORK).flexible(window),
                () -> Schedule.fromEpoch(Duration.ofSeconds(60)),
                () -> Schedule.fromEpoch(Duration.ofSeconds(90)));
        Set<Schedule> schedules = new HashSet<>();

        for (Supplier<Schedule> one : given) {
            assertThat(one.get()).isEqualTo(one.get()).hasSameHashCodeAs(one.get());
            assertThat(schedules.add(one.get())).as(one.get().toString()).isTrue();
        }
        assertThat(Schedule.rule(cron)).isNotEqualTo(cron);
    }

    @Test
    void toString_namesWhatWasGiven() {
        List<Schedule> schedules = List.of(
                Schedule.rule("cron(0 9 * * ? *)"),
                Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK, START)
                        .endingAt(START.plusSeconds(60))
                        .flexible(Duration.ofMinutes(15)));

        assertThat(schedules.stream().map(Schedule::toString).collect(Collectors.joining("\n")))
                .isEqualTo("cron(0 9 * * ? *)\n"
                        + "cron(0 9 * * ? *) America/New_York from 2026-05-27T12:34:56Z until 2026-05-27T12:35:56Z within"
                        + " PT15M");
        assertThat(schedules.get(1).expression()).isEqualTo("cron(0 9 * * ? *)");
        assertThat(schedules.get(1).zone()).isEqualTo(NEW_YORK);
    }

    private static String minute(Instant instant) {
        return instant.toString().substring(14, 16);
    }
}
