package dev.interlock.freshness;

import static dev.interlock.freshness.RegistryDocuments.assertSaneMutations;
import static dev.interlock.freshness.RegistryDocuments.described;
import static dev.interlock.freshness.RegistryDocuments.item;
import static dev.interlock.freshness.RegistryDocuments.onlySpec;
import static dev.interlock.freshness.RegistryDocuments.parse;
import static dev.interlock.freshness.RegistryDocuments.problemsOf;
import static dev.interlock.freshness.RegistryDocuments.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that say when they are due by a schedule. */
final class ArtifactRegistryScheduleTest {
    private static final String WEEKDAYS = "schedule: cron(45 12 ? * MON-FRI *)";
    private static final String RATE = "schedule: rate(15 minutes)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cron(45 12 ? * MON-FRI *)                                                | 2026-05-27T13:00:00Z | 20260527T1245    | 2026-05-27 | cron(45 12 ? * MON-FRI *)
            cron(45 12 ? * MON-FRI *); timezone: America/New_York                    | 2026-05-27T17:00:00Z | 20260527T1245    | 2026-05-27 | cron(45 12 ? * MON-FRI *) America/New_York
            cron(45 12 ? * MON-FRI *); label: date                                   | 2026-05-31T13:00:00Z | 2026-05-29       | 2026-05-29 | cron(45 12 ? * MON-FRI *)
            cron(0 9 ? * SAT *); label: iso_week                                     | 2026-05-30T10:00:00Z | 2026-W22         | 2026-05-30 | cron(0 9 ? * SAT *)
            cron(0 9 ? * SAT *); label: minute; trading_day: tick                    | 2026-05-30T10:00:00Z | 20260530T0900    | 2026-05-30 | cron(0 9 ? * SAT *)
            cron(0 9 * * ? *); timezone: UTC; start_date: 2026-06-01T00:00:00Z       | 2026-05-27T12:00:00Z | before-20260601T0900 | 2026-06-01 | cron(0 9 * * ? *) UTC from 2026-06-01T00:00:00Z
            rate(15 minutes); anchor: 2026-01-01T00:07:00Z                           | 2026-05-27T12:40:00Z | 20260527T1237    | 2026-05-27 | rate(15 minutes) from 2026-01-01T00:07:00Z
            rate(15 minutes); anchor: 2026-01-01T00:07:00Z; label: bucket            | 2026-05-27T12:40:00Z | rate_15m_1977650 | 2026-05-27 | rate(15 minutes) from 2026-01-01T00:07:00Z
            rate(1 day); timezone: Asia/Tokyo; start_date: 2026-01-01T18:00:00Z      | 2026-05-27T19:00:00Z | 20260527T1800    | 2026-05-28 | rate(1 day) Asia/Tokyo from 2026-01-01T18:00:00Z
            rate(1 day); timezone: Asia/Tokyo; start_date: '2026-01-02T03:00:00+09:00' | 2026-05-27T19:00:00Z | 20260527T1800    | 2026-05-28 | rate(1 day) Asia/Tokyo from 2026-01-01T18:00:00Z
            rate(999999999 days); anchor: 0001-01-01T00:00:00Z                       | 2026-05-27T12:40:00Z | 00010101T0000    | 0001-01-01 | rate(999999999 days) from 0001-01-01T00:00:00Z
            rate(1 minute); timezone: Pacific/Kiritimati; start_date: 9999-12-31T23:59:59Z | 2026-05-27T12:40:00Z | before-99991231T2359 | +10000-01-01 | rate(1 minute) Pacific/Kiritimati from 9999-12-31T23:59:59Z
            cron(0 9 * * ? *); timezone: UTC; end_date: 2026-05-20T09:00:00Z         | 2026-05-27T12:00:00Z | 20260520T0900    | 2026-05-20 | cron(0 9 * * ? *) UTC until 2026-05-20T09:00:00Z
            cron(0 9 * * ? *); timezone: UTC; end_date: 2026-05-20T08:59:59Z         | 2026-05-27T12:00:00Z | 20260519T0900    | 2026-05-19 | cron(0 9 * * ? *) UTC until 2026-05-20T08:59:59Z
            cron(0 9 * * ? *); timezone: UTC; flexible_minutes: 1440                 | 2026-05-27T12:00:00Z | 20260527T0900    | 2026-05-27 | cron(0 9 * * ? *) UTC within PT24H
            rate(1 day); timezone: UTC; start_date: 2026-01-01T18:00:00Z; end_date: 2026-05-01T00:00:00Z; flexible_minutes: 1 | 2026-05-27T19:00:00Z | 20260430T1800 | 2026-04-30 | rate(1 day) UTC from 2026-01-01T18:00:00Z until 2026-05-01T00:00:00Z within PT1M
            at(2026-05-27T20:00:00); timezone: UTC; start_date: 2026-06-01T00:00:00Z; end_date: 2026-05-01T00:00:00Z | 2026-05-28T01:00:00Z | 20260527T2000 | 2026-05-27 | at(2026-05-27T20:00:00) UTC
            at(2026-05-27T20:00:00); timezone: America/New_York; trading_day: UTC    | 2026-05-28T01:00:00Z | 20260527T2000    | 2026-05-28 | at(2026-05-27T20:00:00) America/New_York
            cron(0 2 * * ? *); trading_day: America/New_York                         | 2026-05-27T03:00:00Z | 20260527T0200    | 2026-05-26 | cron(0 2 * * ? *)
            cron(0 2 * * ? *); trading_day: previous_business_day                         | 2026-05-27T03:00:00Z | 20260527T0200    | 2026-05-26 | cron(0 2 * * ? *)
            cron(0 2 * * ? *); trading_day: previous_business_day; calendar: nyse         | 2026-05-27T03:00:00Z | 20260527T0200    | 2026-05-22 | cron(0 2 * * ? *) on NYSE
            cron(0 2 * * ? *); calendar: every_day                                   | 2026-05-27T03:00:00Z | 20260527T0200    | 2026-05-27 | cron(0 2 * * ? *)
            """)
    void parse_schedule_isTheCadence(String lines, Instant now, String label, LocalDate tradingDay, String cadence) {
        Cadence read =
                onlySpec(row(("-cadence; schedule: " + lines).split("; "))).cadence();
        Cycle cycle = read.cycleAt(now);

        assertThat(read).hasToString(cadence);
        assertThat(cycle.label()).isEqualTo(label);
        assertThat(cycle.tradingDay()).isEqualTo(tradingDay);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            schedule: hourly                             | 9:15  | schedule    | 'hourly' is not a schedule expression; write cron(...), rate(...) or at(...)
            schedule: cron(60 * * * ? *)                 | 9:15  | schedule    | cron(60 * * * ? *): minutes '60' at position 6 is out of bounds; allowed are 0-59 and , - * /
            schedule: rate(0 minutes); anchor: 2026-01-01T00:00:00Z | 9:15 | schedule | rate(0 minutes) is not a rate; write a number above 0 and minutes, hours or days: rate(5 minutes)
            schedule: rate(1 minutes); anchor: 2026-01-01T00:00:00Z | 9:15 | schedule | rate(1 minutes) is refused by a rule; the unit is singular after 1 and plural after more
            schedule: at(2026-05-27T20:00:00)            | 9:15  | schedule    | at(2026-05-27T20:00:00) is for EventBridge Scheduler; a rule takes cron(...) or rate(...); add timezone
            schedule: cron(0,30 2 * * ? *                | 9:15  | schedule    | 'cron(0,30 2 * * ? *' is not a schedule expression; write cron(...), rate(...) or at(...); put it in quotes if it stands between { and }
            schedule: cron(                              | 9:15  | schedule    | 'cron(' is not a schedule expression; write cron(...), rate(...) or at(...); put it in quotes if it stands between { and }
            schedule: cron(0 9 * * ? *); timezone: UTC; start_date: 2026-01-02T10:00:00Z; end_date: 2026-01-03T08:00:00Z | 9:15 | schedule | cron(0 9 * * ? *) UTC from 2026-01-02T10:00:00Z until 2026-01-03T08:00:00Z never fires
            schedule: cron(0 9 * * ? *) UTC              | 9:15  | schedule    | 'cron(0 9 * * ? *) UTC' is not a schedule expression; write cron(...), rate(...) or at(...)
            schedule: cron                               | 9:15  | schedule    | 'cron' is not a schedule expression; write cron(...), rate(...) or at(...)
            schedule: cron(0 0 30 2 ? *)                 | 9:15  | schedule    | cron(0 0 30 2 ? *) never fires
            schedule: cron(0 0 1 1 ? 2020); timezone: UTC; start_date: 2026-01-01T00:00:00Z | 9:15 | schedule | cron(0 0 1 1 ? 2020) UTC from 2026-01-01T00:00:00Z never fires
            schedule: 5                                  | 9:15  | schedule    | must be a string, but is the integer 5
            schedule: null                               | 9:15  | schedule    | must be a string, but is null
            schedule: rate(5 minutes)                    | 2:5   | anchor      | is required with rate(5 minutes)
            schedule: rate(5 minutes); anchor: null      | 10:13 | anchor      | is required with rate(5 minutes)
            schedule: rate(5 minutes); timezone: UTC     | 2:5   | start_date  | is required with timezone and rate(5 minutes)
            schedule: rate(5 minutes); timezone: UTC; start_date: null | 11:17 | start_date | is required with timezone and rate(5 minutes)
            schedule: rate(5 minutes); timezone: UTC; anchor: 2026-01-01T00:00:00Z | 11:13 | anchor | is for the rate of a rule, which has no timezone; use start_date
            schedule: cron(0 9 * * ? *); timezone: UTC; anchor: 2026-01-01T00:00:00Z | 11:13 | anchor | is for the rate of a rule, which has no timezone; use start_date
            schedule: rate(5 minutes); start_date: 2026-01-01T00:00:00Z | 10:17 | start_date | is for EventBridge Scheduler; add timezone, or give a rule's rate an anchor
            schedule: cron(0 9 * * ? *); start_date: 2026-01-01T00:00:00Z | 10:17 | start_date | is for EventBridge Scheduler; add timezone, or give a rule's rate an anchor
            schedule: cron(0 9 * * ? *); end_date: 2026-01-01T00:00:00Z | 10:15 | end_date | is for EventBridge Scheduler; add timezone
            schedule: cron(0 9 * * ? *); flexible_minutes: 5 | 10:23 | flexible_minutes | is for EventBridge Scheduler; add timezone
            schedule: cron(0 9 * * ? *); timezone: UTC; flexible_minutes: 0 | 11:23 | flexible_minutes | must be within 1 and 1440, but is 0
            schedule: cron(0 9 * * ? *); timezone: UTC; flexible_minutes: 1441 | 11:23 | flexible_minutes | must be within 1 and 1440, but is 1441
            schedule: cron(0 9 * * ? *); timezone: UTC; start_date: 2026-01-01 | 11:17 | start_date | '2026-01-01' is not an instant such as 2026-01-01T00:00:00Z
            schedule: cron(0 9 * * ? *); timezone: UTC; end_date: 2026 | 11:15 | end_date | must be an instant such as 2026-01-01T00:00:00Z, but is the integer 2026
            schedule: cron(0 9 * * ? *); timezone: UTC; start_date: 2026-01-02T00:00:00Z; end_date: 2026-01-01T00:00:00Z | 12:15 | end_date | end date 2026-01-01T00:00:00Z is before start date 2026-01-02T00:00:00Z
            schedule: rate(5 minutes); anchor: soon      | 10:13 | anchor      | 'soon' is not an instant such as 2026-01-01T00:00:00Z
            schedule: rate(5 minutes); anchor: 2026-01-01 | 10:13 | anchor     | '2026-01-01' is not an instant such as 2026-01-01T00:00:00Z
            schedule: rate(5 minutes); anchor: +1000000000-12-31T23:59:59Z | 10:13 | anchor | '+1000000000-12-31T23:59:59Z' is not an instant such as 2026-01-01T00:00:00Z
            schedule: rate(5 minutes); anchor: 0000-12-31T23:59:59Z | 10:13 | anchor | '0000-12-31T23:59:59Z' is not an instant such as 2026-01-01T00:00:00Z
            schedule: rate(5 minutes); anchor: 2026      | 10:13 | anchor      | must be an instant such as 2026-01-01T00:00:00Z, but is the integer 2026
            schedule: cron(0 9 * * ? *); anchor: 2026-01-01T00:00:00Z | 10:13 | anchor | is for a rate; a start_date goes with timezone
            schedule: cron(0 9 * * ? *); timezone: Mars  | 10:15 | timezone    | 'Mars' is not a time zone such as America/New_York
            schedule: cron(0 9 * * ? *); timezone: '+02:00' | 10:15 | timezone | '+02:00' is not a time zone such as America/New_York
            schedule: cron(0 9 * * ? *); timezone: 2     | 10:15 | timezone    | must be a string, but is the integer 2
            schedule: at(2026-05-27T20:00:00); timezone: Mars | 10:15 | timezone | 'Mars' is not a time zone such as America/New_York
            schedule: cron(0 9 * * ? *); label: hour     | 10:12 | label       | 'hour' is not one of iso_week, date, minute, bucket
            schedule: cron(0 9 * * ? *); label: Date     | 10:12 | label       | 'Date' is not one of iso_week, date, minute, bucket
            schedule: cron(0 9 * * ? *); label: bucket   | 10:12 | label       | cron(0 9 * * ? *) has no period to label by; only a rate has
            schedule: cron(0 9 * * ? *); trading_day: next | 10:18 | trading_day | 'next' is not tick, previous_business_day or a time zone such as America/New_York
            schedule: cron(0 9 * * ? *); trading_day: 5  | 10:18 | trading_day | must be a string, but is the integer 5
            schedule: cron(0 9 * * ? *); calendar: nasdaq | 10:15 | calendar   | 'nasdaq' is none of nyse, every_day and the calendars of this file
            schedule: cron(0 9 * * ? *); calendar: NYSE  | 10:15 | calendar    | 'NYSE' is none of nyse, every_day and the calendars of this file; did you mean 'nyse'?
            schedule: cron(0 9 * * ? *); calendar: weekdays | 10:15 | calendar | 'weekdays' lacks a time zone; declare a calendar with base weekdays and a timezone
            schedule: cron(0 9 * * ? *); calendar: [nyse] | 10:15 | calendar   | must be a string, but is a sequence
            timezone: UTC                                | 2:5   | cadence     | is required, or schedule instead, here or in defaults
            """)
    void parse_valueOfRow_isReportedWhereItStands(String lines, String at, String key, String message) {
        ArtifactRegistry registry = parse(row(("-cadence; " + lines).split("; ")) + item("artifact_id: b"));

        assertThat(described(registry)).containsExactly("f:" + at + ": artifacts[0]." + key + ": " + message);
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timezone: UTC                | 10:15 | timezone
            anchor: 2026-01-01T00:00:00Z | 10:13 | anchor
            start_date: 2026-01-01T00:00:00Z | 10:17 | start_date
            end_date: 2026-01-01T00:00:00Z | 10:15 | end_date
            flexible_minutes: 5          | 10:23 | flexible_minutes
            label: date                  | 10:12 | label
            trading_day: tick            | 10:18 | trading_day
            """)
    void parse_keyOfScheduleInARowWithSymbol_isProblem(String line, String at, String key) {
        for (String symbol : new String[] {"saturday_sf", "weekday_sf", "eod_sf"}) {
            assertThat(problemsOf(row("cadence: " + symbol, line)))
                    .containsExactly("f:" + at + ": artifacts[0]." + key
                            + ": goes with a schedule, and not with cadence " + symbol);
        }
        assertThat(problemsOf("defaults: {cadence: weekday_sf}\n" + row("-cadence", line, "interval_minutes: 5")))
                .containsExactly("f:" + at + ": artifacts[0]." + key
                        + ": goes with a schedule, and not with cadence weekday_sf");
        assertThat(problemsOf("defaults: {" + line + "}\n" + row())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"timezone", "anchor", "start_date", "end_date", "flexible_minutes", "label", "trading_day"})
    void parse_nullOfKeyThatMayBeInherited_isNoProblem(String key) {
        assertThat(onlySpec(row(key + ": null")).cadence()).hasToString("weekday_sf on NYSE");
        assertThat(onlySpec(row("cadence: continuous", "interval_minutes: 5", key + ": null"))
                        .cadence())
                .hasToString("continuous every PT5M");
        assertThat(onlySpec(row("-cadence", WEEKDAYS, key + ": ~")).cadence()).hasToString("cron(45 12 ? * MON-FRI *)");
    }

    @Test
    void parse_nullInRow_takesBackTheDefault() {
        String defaults = """
                defaults:
                  schedule: cron(0 9 * * ? *)
                  timezone: America/New_York
                  start_date: 2026-01-01T00:00:00Z
                  end_date: 2027-01-01T00:00:00Z
                  flexible_minutes: 15
                  label: date
                  trading_day: previous_business_day
                  calendar: nyse
                """;

        assertThat(onlySpec(defaults + row("-cadence")).cadence())
                .hasToString("cron(0 9 * * ? *) America/New_York from 2026-01-01T00:00:00Z until"
                        + " 2027-01-01T00:00:00Z within PT15M on NYSE");
        Cadence bare = onlySpec(defaults
                        + row(
                                "-cadence",
                                "timezone: null",
                                "start_date: null",
                                "end_date: null",
                                "flexible_minutes: null",
                                "label: null",
                                "trading_day: null",
                                "calendar: null"))
                .cadence();
        assertThat(bare).hasToString("cron(0 9 * * ? *)");
        Instant tick = Instant.parse("2026-05-27T09:00:00Z");
        assertThat(bare.cycleAt(tick)).isEqualTo(new Cycle("20260527T0900", tick, LocalDate.of(2026, 5, 27)));
    }

    @Test
    void parse_ownScheduleOrCadence_winsOverTheInheritedOther() {
        assertThat(onlySpec("defaults: {cadence: weekday_sf}\n" + row("-cadence", WEEKDAYS))
                        .cadence())
                .hasToString("cron(45 12 ? * MON-FRI *)");
        assertThat(onlySpec("defaults:\n  " + WEEKDAYS + "\n  timezone: UTC\n" + row("cadence: eod_sf"))
                        .cadence())
                .hasToString("eod_sf on NYSE");
        assertThat(onlySpec("defaults:\n  " + WEEKDAYS + "\n" + row("-cadence", "schedule: cron(0 9 * * ? *)"))
                        .cadence())
                .hasToString("cron(0 9 * * ? *)");
    }

    @Test
    void parse_badDefaultOfTheOther_leavesTheRow() {
        ArtifactRegistry registry =
                parse("defaults: {cadence: hourly}\n" + row("-cadence", WEEKDAYS) + item("artifact_id: b", "-cadence"));

        assertThat(described(registry))
                .containsExactly("f:1:21: defaults.cadence: 'hourly' is not one of saturday_sf, weekday_sf, eod_sf,"
                        + " continuous; rows that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("a");

        ArtifactRegistry other = parse("defaults: {schedule: hourly}\n" + row() + item("artifact_id: b", "-cadence"));

        assertThat(described(other))
                .containsExactly("f:1:22: defaults.schedule: 'hourly' is not a schedule expression; write cron(...),"
                        + " rate(...) or at(...); rows that inherit it are left out");
        assertThat(other.artifacts()).extracting(ArtifactSpec::id).containsExactly("a");
    }

    @Test
    void parse_scheduleBesideCadence_isProblem() {
        assertThat(problemsOf(row(WEEKDAYS)))
                .containsExactly("f:10:15: artifacts[0].schedule: stands beside cadence; one of the two says when it"
                        + " is due");
        assertThat(problemsOf(row("cadence: hourly", "schedule: hourly")))
                .containsExactly(
                        "f:5:14: artifacts[0].cadence: 'hourly' is not one of saturday_sf, weekday_sf, eod_sf,"
                                + " continuous",
                        "f:10:15: artifacts[0].schedule: stands beside cadence; one of the two says when it is due",
                        "f:10:15: artifacts[0].schedule: 'hourly' is not a schedule expression; write cron(...),"
                                + " rate(...) or at(...)");
    }

    @Test
    void parse_scheduleBesideCadenceInDefaults_leavesOutTheRowsThatInherit() {
        String defaults = "defaults:\n  cadence: eod_sf\n  " + WEEKDAYS + "\n";
        ArtifactRegistry registry = parse(
                defaults + row("-cadence") + item("artifact_id: b") + item("artifact_id: c", "-cadence", WEEKDAYS));

        assertThat(described(registry))
                .containsExactly("f:3:13: defaults.schedule: stands beside cadence; one of the two says when it is due;"
                        + " rows that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b", "c");
    }

    @Test
    void parse_inheritedAnchor_isForTheRatesOfRules() {
        String defaults = "defaults: {anchor: 2026-01-01T00:07:00Z}\n";
        ArtifactRegistry registry =
                parse(defaults + row("-cadence", RATE) + item("artifact_id: b", "-cadence", WEEKDAYS));

        assertThat(registry.orThrow().artifacts())
                .extracting(spec -> spec.cadence().toString())
                .containsExactly("rate(15 minutes) from 2026-01-01T00:07:00Z", "cron(45 12 ? * MON-FRI *)");
    }

    @Test
    void parse_inheritedKeysOfSchedulerAndOfRules_areForTheRowsThatCanHaveThem() {
        String defaults = "defaults: {anchor: 2026-01-01T00:07:00Z, start_date: 2026-01-02T00:00:00Z,"
                + " end_date: 2027-01-01T00:00:00Z, flexible_minutes: 15}\n";
        ArtifactRegistry registry = parse(defaults
                + row("-cadence", RATE)
                + item("artifact_id: b", "-cadence", RATE, "timezone: UTC")
                + item("artifact_id: c", "-cadence", WEEKDAYS)
                + item("artifact_id: d"));

        assertThat(registry.orThrow().artifacts())
                .extracting(spec -> spec.cadence().toString())
                .containsExactly(
                        "rate(15 minutes) from 2026-01-01T00:07:00Z",
                        "rate(15 minutes) UTC from 2026-01-02T00:00:00Z until 2027-01-01T00:00:00Z within PT15M",
                        "cron(45 12 ? * MON-FRI *)",
                        "weekday_sf on NYSE");
    }

    @Test
    void parse_cronCutAtItsCommaByFlowStyle_saysThatItNeedsQuotes() {
        assertThat(problemsOf("defaults: {schedule: cron(0,30 2 * * ? *)}\n" + row()))
                .containsExactly(
                        "f:1:22: defaults.schedule: 'cron(0' is not a schedule expression; write cron(...), rate(...)"
                                + " or at(...); put it in quotes if it stands between { and }; rows that inherit it"
                                + " are left out",
                        "f:1:29: defaults.30 2 * * ? *): is not a known key");
        assertThat(problemsOf("defaults: {schedule: 'cron(0,30 2 * * ? *)'}\n" + row()))
                .isEmpty();
    }

    @Test
    void parse_inheritedValueThatDoesNotFitARow_isReportedOnceAtTheDefault() {
        String defaults = "defaults: {label: bucket}\n";
        ArtifactRegistry registry = parse(defaults
                + row("-cadence", WEEKDAYS)
                + item("artifact_id: b", "-cadence", WEEKDAYS)
                + item("artifact_id: c", "-cadence", RATE, "anchor: 2026-01-01T00:00:00Z"));

        assertThat(described(registry))
                .containsExactly("f:1:19: defaults.label: cron(45 12 ? * MON-FRI *) has no period to label by; only a"
                        + " rate has; rows that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @Test
    void parse_badDefault_isReportedOnceAndLeavesTheRowsThatOverrideIt() {
        ArtifactRegistry registry = parse("defaults: {timezone: Mars, calendar: nasdaq}\n"
                + row("-cadence", WEEKDAYS, "calendar: nyse")
                + item("artifact_id: b", "timezone: null")
                + item("artifact_id: c", "-cadence", WEEKDAYS, "timezone: UTC", "calendar: null"));

        assertThat(described(registry))
                .containsExactly(
                        "f:1:22: defaults.timezone: 'Mars' is not a time zone such as America/New_York;"
                                + " rows that inherit it are left out",
                        "f:1:38: defaults.calendar: 'nasdaq' is none of nyse, every_day and the calendars of this"
                                + " file; rows that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @Test
    void parse_aliasOrMergeKey_isNotTakenForSomethingMissing() {
        assertThat(problemsOf(row("-cadence", "schedule: at(2026-05-27T20:00:00)", "timezone: *z")))
                .containsExactly("f:10:15: artifacts[0].timezone: is the alias '*z'; aliases are not supported");
        assertThat(problemsOf(row("-cadence", RATE, "anchor: *z")))
                .containsExactly("f:10:13: artifacts[0].anchor: is the alias '*z'; aliases are not supported");
        assertThat(problemsOf(row("-cadence", RATE, "<<: {anchor: 2026-01-01T00:00:00Z}")))
                .containsExactly("f:10:5: artifacts[0].<<: merge keys are not supported; use defaults");
        assertThat(problemsOf(row("-cadence", "<<: {schedule: x}")))
                .containsExactly("f:9:5: artifacts[0].<<: merge keys are not supported; use defaults");
    }

    @ParameterizedTest
    @CsvSource({
        "schedul, schedule",
        "scedule, schedule",
        "time_zone, timezone",
        "TimeZone, timezone",
        "zone, timezone",
        "ancor, anchor",
        "StartDate, start_date",
        "end, end_date",
        "flexible, flexible_minutes",
        "calender, calendar",
        "lable, label",
        "trading-day, trading_day",
    })
    void parse_unknownKey_suggestsTheNearest(String key, String suggestion) {
        assertThat(problemsOf(row(key + ": x")))
                .containsExactly(
                        "f:10:5: artifacts[0]." + key + ": is not a known key; did you mean '" + suggestion + "'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            saturday_sf | -                     | -                     | saturday_sf
            weekday_sf  | -                     | -                     | weekday_sf on NYSE
            weekday_sf  | -                     | calendar: null        | weekday_sf
            eod_sf      | -                     | calendar: ~           | eod_sf
            saturday_sf | -                     | calendar: null        | saturday_sf
            saturday_sf | -                     | calendar: nyse        | saturday_sf on NYSE
            weekday_sf  | -                     | calendar: every_day   | weekday_sf
            eod_sf      | -                     | calendar: desk        | eod_sf on desk
            weekday_sf  | calendar: null        | -                     | weekday_sf
            weekday_sf  | calendar: null        | calendar_aware: true  | weekday_sf on NYSE
            weekday_sf  | calendar: null        | calendar: desk        | weekday_sf on desk
            weekday_sf  | calendar: desk        | -                     | weekday_sf on desk
            weekday_sf  | calendar: desk        | calendar: null        | weekday_sf
            weekday_sf  | calendar: desk        | calendar: nyse        | weekday_sf on NYSE
            weekday_sf  | calendar: desk        | calendar_aware: false | weekday_sf
            saturday_sf | calendar: desk        | calendar_aware: false | saturday_sf
            eod_sf      | calendar: desk        | calendar_aware: true  | eod_sf on NYSE
            saturday_sf | calendar: desk        | calendar_aware: true  | saturday_sf on desk
            weekday_sf  | calendar_aware: false | -                     | weekday_sf
            weekday_sf  | calendar_aware: false | calendar: null        | weekday_sf
            weekday_sf  | calendar_aware: false | calendar: desk        | weekday_sf on desk
            weekday_sf  | calendar_aware: true  | calendar: null        | weekday_sf
            """)
    void parse_calendarAndCalendarAware_theRowsOwnWordWins(
            String symbol, @Nullable String inherited, @Nullable String own, String cadence) {
        String calendars = "calendars: {desk: {base: nyse}}\n";
        String defaults = "defaults: {" + Objects.requireNonNullElse(inherited, "") + "}\n";

        assertThat(onlySpec(calendars
                                + defaults
                                + row("cadence: " + symbol, Objects.requireNonNullElse(own, "severity: warning")))
                        .cadence())
                .hasToString(cadence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"calendar: nyse", "calendar: null"})
    void parse_calendarAwareBesideCalendar_isProblem(String calendar) {
        assertThat(problemsOf(row(calendar, "calendar_aware: true")))
                .containsExactly("f:11:21: artifacts[0].calendar_aware: stands beside calendar; one of the two says on"
                        + " which days it is due");
        assertThat(problemsOf(row("-cadence", WEEKDAYS, calendar, "calendar_aware: true")))
                .containsExactly("f:11:21: artifacts[0].calendar_aware: stands beside calendar; one of the two says on"
                        + " which days it is due");
    }

    @Test
    void parse_calendarAwareBesideCalendarInDefaults_leavesOutTheRowsThatInherit() {
        ArtifactRegistry registry = parse("defaults: {calendar: null, calendar_aware: false}\n"
                + row()
                + item("artifact_id: b", "calendar: nyse")
                + item("artifact_id: c", "calendar: null")
                + item("artifact_id: d", "calendar_aware: false"));

        assertThat(described(registry))
                .containsExactly("f:1:44: defaults.calendar_aware: stands beside calendar; one of the two says on which"
                        + " days it is due; rows that inherit it are left out");
        assertThat(registry.artifacts())
                .extracting(spec -> spec.id() + ": " + spec.cadence())
                .containsExactly("b: weekday_sf on NYSE", "c: weekday_sf", "d: weekday_sf");
    }

    @Test
    void parse_badDefaultOfCalendarAware_leavesTheRowsWithACalendar() {
        ArtifactRegistry registry =
                parse("defaults: {calendar_aware: no}\n" + row() + item("artifact_id: b", "calendar: null"));

        assertThat(described(registry))
                .containsExactly("f:1:28: defaults.calendar_aware: must be true or false, but is the string 'no'; rows"
                        + " that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calendar_aware: true  | 21 | calendar_aware   | is for weekday_sf and eod_sf; a row with a schedule says calendar: nyse instead
            interval_minutes: 15  | 23 | interval_minutes | is for continuous; a row with a schedule has a rate instead
            """)
    void parse_keyOfSymbolsInARowWithSchedule_isProblemUnlessItIsInherited(
            String line, int column, String key, String message) {
        assertThat(problemsOf(row("-cadence", WEEKDAYS, line)))
                .containsExactly("f:10:" + column + ": artifacts[0]." + key + ": " + message);
        assertThat(problemsOf("defaults:\n  " + WEEKDAYS + "\n" + row("-cadence", line)))
                .containsExactly("f:11:" + column + ": artifacts[0]." + key + ": " + message);
        assertThat(onlySpec("defaults: {" + line + "}\n" + row("-cadence", WEEKDAYS))
                        .cadence())
                .hasToString("cron(45 12 ? * MON-FRI *)");
    }

    @Test
    void parse_calendarAwareFalseInARowWithSchedule_takesBackTheCalendar() {
        assertThat(onlySpec(row("-cadence", WEEKDAYS, "calendar_aware: false", "interval_minutes: null"))
                        .cadence())
                .hasToString("cron(45 12 ? * MON-FRI *)");
        assertThat(onlySpec("defaults: {calendar: nyse}\n" + row("-cadence", WEEKDAYS, "calendar_aware: false"))
                        .cadence())
                .hasToString("cron(45 12 ? * MON-FRI *)");
    }

    @Test
    void parse_calendarOfAContinuousRow_isProblemUnlessItIsInherited() {
        String[] continuous = {"cadence: continuous", "interval_minutes: 5"};

        assertThat(problemsOf(row("cadence: continuous", "interval_minutes: 5", "calendar: nyse")))
                .containsExactly("f:11:15: artifacts[0].calendar: does not go with cadence continuous, which knows no"
                        + " days off");
        assertThat(onlySpec("defaults: {calendar: nyse}\n" + row(continuous)).cadence())
                .hasToString("continuous every PT5M");
    }

    @Test
    void parse_mutatedDocument_neverThrows() {
        assertSaneMutations(GOOD, 20_260_530L, 2_000);
    }

    private static final String GOOD = """
            calendars:
              desk:
                base: office
                closed_with: [nyse, weekdays]
                closures: {2026-07-02: inventory, 2026-12-24: Christmas Eve}
                until: 2027-12-31
              office: {base: weekdays, timezone: Europe/Berlin, from: 2026-01-01}
            defaults: {s3_bucket: b, severity: warning, owner_repo: o, created_at: 2026-01-05, calendar: desk,
              sla_minutes_after_cron: 30, schedule: 'cron(45 12 ? * MON-FRI *)', timezone: America/New_York}
            artifacts:
              - {artifact_id: a, s3_key_template: 'a/{trading_day}', trading_day: previous_business_day}
              - {artifact_id: b, s3_key_template: 'b/{cycle_label}', schedule: rate(15 minutes), label: bucket,
                 start_date: 2026-01-01T00:07:00Z, end_date: 2027-01-01T00:00:00Z, flexible_minutes: 5}
              - {artifact_id: c, s3_key_template: 'c/{date}', cadence: eod_sf, calendar: null}
              - {artifact_id: d, s3_key_template: 'd', cadence: saturday_sf, calendar: every_day}
            """;

    @Test
    void parse_goodDocument_givesEveryRowOnItsCalendar() {
        assertThat(parse(GOOD).orThrow().artifacts())
                .extracting(spec -> spec.id() + ": " + spec.cadence())
                .containsExactly(
                        "a: cron(45 12 ? * MON-FRI *) America/New_York on desk",
                        "b: rate(15 minutes) America/New_York from 2026-01-01T00:07:00Z until 2027-01-01T00:00:00Z"
                                + " within PT5M on desk",
                        "c: eod_sf",
                        "d: saturday_sf");
    }
}
