package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clocks that change, worked out by hand. When each clock did:
 *
 * <pre>
 * New York   2026-03-08 02:00 to 03:00 at 07:00Z        2026-11-01 02:00 back to 01:00 at 06:00Z
 * London     2026-03-29 01:00 to 02:00 at 01:00Z        2026-10-25 02:00 back to 01:00 at 01:00Z
 * Cairo      2026-04-24 00:00 to 01:00 at 22:00Z before 2026-10-29 24:00 back to 23:00 at 21:00Z
 * Lord Howe  2026-10-04 02:00 to 02:30 at 15:30Z before 2026-04-05 02:00 back to 01:30 at 15:00Z before
 * Sao Paulo  2018-11-04 00:00 to 01:00 at 03:00Z        2018-02-17 24:00 back to 23:00 at 02:00Z after
 * Apia       2011-12-30 did not take place: midnight to midnight at 10:00Z
 * </pre>
 */
final class ScheduleDstTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # gap: the local time does not exist, and is left out
            America/New_York    | cron(30 2 * * ? *)     | 2026-03-07T07:29:59.999999999Z | 2026-03-07T07:30:00Z
            America/New_York    | cron(30 2 * * ? *)     | 2026-03-07T07:30:00Z           | 2026-03-09T06:30:00Z
            America/New_York    | cron(30 2 * * ? *)     | 2026-03-08T06:59:59.999999999Z | 2026-03-09T06:30:00Z
            America/New_York    | cron(30 2 * * ? *)     | 2026-03-08T07:00:00Z           | 2026-03-09T06:30:00Z
            America/New_York    | cron(30 2 8 3 ? *)     | 2026-03-01T00:00:00Z           | 2027-03-08T07:30:00Z
            America/New_York    | cron(30 2 8 3 ? 2026)  | 2026-03-01T00:00:00Z           | none
            America/New_York    | at(2026-03-08T02:30:00) | 2026-03-01T00:00:00Z          | none
            Europe/London       | cron(15 1 * * ? *)     | 2026-03-28T01:15:00Z           | 2026-03-30T00:15:00Z
            Africa/Cairo        | cron(0 0 * * ? *)      | 2026-04-22T22:00:00Z           | 2026-04-24T21:00:00Z
            Africa/Cairo        | cron(30 0 ? * FRI *)   | 2026-04-16T22:30:00Z           | 2026-04-30T21:30:00Z
            Africa/Cairo        | cron(0 0 ? APR 6L 2024-2026) | 2024-01-01T00:00:00Z     | none
            Australia/Lord_Howe | cron(15 2 * * ? *)     | 2026-10-02T15:45:00Z           | 2026-10-04T15:15:00Z
            America/Sao_Paulo   | cron(0 0 * * ? *)      | 2018-11-03T03:00:00Z           | 2018-11-05T02:00:00Z
            America/Sao_Paulo   | cron(30 0 4 11 ? 2018) | 2018-01-01T00:00:00Z           | none
            Pacific/Apia        | cron(0 12 * * ? *)     | 2011-12-29T22:00:00Z           | 2011-12-30T22:00:00Z
            Pacific/Apia        | cron(0 12 ? * FRI *)   | 2011-12-23T22:00:00Z           | 2012-01-05T22:00:00Z
            Pacific/Apia        | cron(0 12 30 12 ? *)   | 2011-12-01T00:00:00Z           | 2012-12-29T22:00:00Z
            # the first local time after the gap exists
            America/New_York    | cron(0 3 * * ? *)      | 2026-03-08T06:59:59.999999999Z | 2026-03-08T07:00:00Z
            Europe/London       | cron(0 2 * * ? *)      | 2026-03-29T00:59:59.999999999Z | 2026-03-29T01:00:00Z
            Africa/Cairo        | cron(0 1 ? * 6L *)     | 2026-04-23T21:59:59.999999999Z | 2026-04-23T22:00:00Z
            Australia/Lord_Howe | cron(30 2 * * ? *)     | 2026-10-03T15:29:59.999999999Z | 2026-10-03T15:30:00Z
            America/Sao_Paulo   | cron(0 1 * * ? *)      | 2018-11-04T02:59:59.999999999Z | 2018-11-04T03:00:00Z
            Pacific/Apia        | cron(0 0 L * ? *)      | 2011-12-30T09:59:59.999999999Z | 2011-12-30T10:00:00Z
            # overlap: the first of two passes
            America/New_York    | cron(30 1 * * ? *)     | 2026-10-31T05:30:00Z           | 2026-11-01T05:30:00Z
            America/New_York    | at(2026-11-01T01:30:00) | 2026-10-31T00:00:00Z          | 2026-11-01T05:30:00Z
            Europe/London       | cron(15 1 * * ? *)     | 2026-10-24T00:15:00Z           | 2026-10-25T00:15:00Z
            Africa/Cairo        | cron(30 23 * * ? *)    | 2026-10-28T20:30:00Z           | 2026-10-29T20:30:00Z
            Australia/Lord_Howe | cron(45 1 * * ? *)     | 2026-04-03T14:45:00Z           | 2026-04-04T14:45:00Z
            America/Sao_Paulo   | cron(15 23 * * ? *)    | 2018-02-17T01:15:00Z           | 2018-02-18T01:15:00Z
            # and nothing in the second
            America/New_York    | cron(30 1 * * ? *)     | 2026-11-01T05:30:00Z           | 2026-11-02T06:30:00Z
            America/New_York    | cron(30 1 * * ? *)     | 2026-11-01T06:00:00Z           | 2026-11-02T06:30:00Z
            America/New_York    | cron(30 1 * * ? *)     | 2026-11-01T06:30:00Z           | 2026-11-02T06:30:00Z
            America/New_York    | cron(0/30 * * * ? *)   | 2026-11-01T05:30:00Z           | 2026-11-01T07:00:00Z
            America/New_York    | cron(0/30 * * * ? *)   | 2026-11-01T06:15:00Z           | 2026-11-01T07:00:00Z
            America/New_York    | at(2026-11-01T01:30:00) | 2026-11-01T05:30:00Z          | none
            Europe/London       | cron(15 1 * * ? *)     | 2026-10-25T00:15:00Z           | 2026-10-26T01:15:00Z
            Europe/London       | cron(0 2 * * ? *)      | 2026-10-25T00:59:00Z           | 2026-10-25T02:00:00Z
            Africa/Cairo        | cron(30 23 * * ? *)    | 2026-10-29T20:30:00Z           | 2026-10-30T21:30:00Z
            Africa/Cairo        | cron(0 0 * * ? *)      | 2026-10-28T21:00:00Z           | 2026-10-29T22:00:00Z
            Australia/Lord_Howe | cron(45 1 * * ? *)     | 2026-04-04T14:45:00Z           | 2026-04-05T15:15:00Z
            America/Sao_Paulo   | cron(15 23 * * ? *)    | 2018-02-18T01:15:00Z           | 2018-02-19T02:15:00Z
            America/Sao_Paulo   | cron(0 0 * * ? *)      | 2018-02-17T02:00:00Z           | 2018-02-18T03:00:00Z
            """)
    void next_clockChanges_isTheFirstShowingOfTheTime(
            ZoneId zone, String expression, Instant after, @Nullable Instant expected) {
        assertThat(Schedule.scheduler(expression, zone).next(after)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # within and after a gap
            America/New_York    | cron(30 2 * * ? *)      | 2026-03-08T06:59:59.999999999Z | 2026-03-07T07:30:00Z
            America/New_York    | cron(30 2 * * ? *)      | 2026-03-08T07:00:00Z           | 2026-03-07T07:30:00Z
            America/New_York    | cron(30 2 * * ? *)      | 2026-03-09T06:29:59.999999999Z | 2026-03-07T07:30:00Z
            America/New_York    | cron(30 2 * * ? *)      | 2026-03-09T06:30:00Z           | 2026-03-09T06:30:00Z
            America/New_York    | cron(0 3 * * ? *)       | 2026-03-08T06:59:59.999999999Z | 2026-03-07T08:00:00Z
            America/New_York    | cron(0 3 * * ? *)       | 2026-03-08T07:00:00Z           | 2026-03-08T07:00:00Z
            America/New_York    | at(2026-03-08T02:30:00) | 2026-12-01T00:00:00Z           | none
            Europe/London       | cron(15 1 * * ? *)      | 2026-03-29T01:15:00Z           | 2026-03-28T01:15:00Z
            Africa/Cairo        | cron(0 0 * * ? *)       | 2026-04-23T22:00:00Z           | 2026-04-22T22:00:00Z
            Africa/Cairo        | cron(0 0 * * ? *)       | 2026-04-24T20:59:59.999999999Z | 2026-04-22T22:00:00Z
            Australia/Lord_Howe | cron(15 2 * * ? *)      | 2026-10-03T15:45:00Z           | 2026-10-02T15:45:00Z
            America/Sao_Paulo   | cron(0 0 * * ? *)       | 2018-11-04T03:00:00Z           | 2018-11-03T03:00:00Z
            Pacific/Apia        | cron(0 12 * * ? *)      | 2011-12-30T21:59:59.999999999Z | 2011-12-29T22:00:00Z
            Pacific/Apia        | cron(0 12 30 12 ? *)    | 2012-01-01T00:00:00Z           | 2010-12-30T22:00:00Z
            # from the first pass, from the second, and after both
            America/New_York    | cron(30 1 * * ? *)      | 2026-11-01T05:29:59.999999999Z | 2026-10-31T05:30:00Z
            America/New_York    | cron(30 1 * * ? *)      | 2026-11-01T05:30:00Z           | 2026-11-01T05:30:00Z
            America/New_York    | cron(30 1 * * ? *)      | 2026-11-01T06:00:00Z           | 2026-11-01T05:30:00Z
            America/New_York    | cron(30 1 * * ? *)      | 2026-11-01T06:30:00Z           | 2026-11-01T05:30:00Z
            America/New_York    | cron(30 1 * * ? *)      | 2026-11-02T06:29:59.999999999Z | 2026-11-01T05:30:00Z
            America/New_York    | cron(0/30 * * * ? *)    | 2026-11-01T06:59:59.999999999Z | 2026-11-01T05:30:00Z
            America/New_York    | cron(0/30 * * * ? *)    | 2026-11-01T07:00:00Z           | 2026-11-01T07:00:00Z
            America/New_York    | at(2026-11-01T01:30:00) | 2026-11-01T06:30:00Z           | 2026-11-01T05:30:00Z
            Europe/London       | cron(15 1 * * ? *)      | 2026-10-25T01:15:00Z           | 2026-10-25T00:15:00Z
            Europe/London       | cron(0 2 * * ? *)       | 2026-10-25T01:59:59.999999999Z | 2026-10-24T01:00:00Z
            Africa/Cairo        | cron(30 23 * * ? *)     | 2026-10-29T21:30:00Z           | 2026-10-29T20:30:00Z
            Africa/Cairo        | cron(0 0 * * ? *)       | 2026-10-29T21:59:59.999999999Z | 2026-10-28T21:00:00Z
            Australia/Lord_Howe | cron(45 1 * * ? *)      | 2026-04-04T15:15:00Z           | 2026-04-04T14:45:00Z
            America/Sao_Paulo   | cron(15 23 * * ? *)     | 2018-02-18T02:15:00Z           | 2018-02-18T01:15:00Z
            America/Sao_Paulo   | cron(0 0 * * ? *)       | 2018-02-18T02:59:59.999999999Z | 2018-02-17T02:00:00Z
            """)
    void latest_clockChanges_isTheFirstShowingOfTheTime(
            ZoneId zone, String expression, Instant atOrBefore, @Nullable Instant expected) {
        assertThat(Schedule.scheduler(expression, zone).latest(atOrBefore)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            America/New_York    | cron(0/20 1-3 * * ? *) | 2026-03-08 | 06:00 06:20 06:40 07:00 07:20 07:40
            America/New_York    | cron(0/30 0-2 * * ? *) | 2026-11-01 | 04:00 04:30 05:00 05:30 07:00 07:30
            Europe/London       | cron(0/30 0-2 * * ? *) | 2026-03-29 | 00:00 00:30 01:00 01:30 23:00 23:30
            Europe/London       | cron(0/30 1-2 * * ? *) | 2026-10-25 | 00:00 00:30 02:00 02:30
            Africa/Cairo        | cron(0/30 23-1 * * ? *) | 2026-04-23 | 21:00 21:30 22:00 22:30
            Africa/Cairo        | cron(0/30 23-0 * * ? *) | 2026-10-29 | 20:00 20:30 22:00 22:30
            Australia/Lord_Howe | cron(0/15 1-2 * * ? *) | 2026-04-04 | 14:00 14:15 14:30 14:45 15:30 15:45 16:00 16:15
            Australia/Lord_Howe | cron(0/15 1-2 * * ? *) | 2026-10-03 | 14:30 14:45 15:00 15:15 15:30 15:45
            America/Sao_Paulo   | cron(0/30 0-1 * * ? *) | 2018-11-04 | 03:00 03:30
            America/Sao_Paulo   | cron(0/30 23-0 * * ? *) | 2018-02-18 | 01:00 01:30 03:00 03:30
            """)
    void between_dayOfAChange_hasEveryTimeThatIsShownOnce(
            ZoneId zone, String expression, String dateUtc, String timesUtc) {
        Instant from = Instant.parse(dateUtc + "T00:00:00Z");

        assertThat(Schedule.scheduler(expression, zone).between(from, from.plusSeconds(86_400)))
                .isEqualTo(Arrays.stream(timesUtc.split(" ", -1))
                        .map(time -> Instant.parse(dateUtc + "T" + time + ":00Z"))
                        .toList());
    }
}
