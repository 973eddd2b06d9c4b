package dev.interlock.freshness;

import static dev.interlock.freshness.RegistryDocuments.described;
import static dev.interlock.freshness.RegistryDocuments.item;
import static dev.interlock.freshness.RegistryDocuments.onlySpec;
import static dev.interlock.freshness.RegistryDocuments.parse;
import static dev.interlock.freshness.RegistryDocuments.problemsOf;
import static dev.interlock.freshness.RegistryDocuments.row;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.schedule.BusinessCalendar;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendars that a registry declares. */
final class ArtifactRegistryCalendarsTest {
    private static final String CALENDARS = """
            calendars:
              desk:
                base: team
                closures:
                  2026-07-01: inventory
                closed_with: [tokyo, nyse]
                until: 2026-12-31
              team:
                base: nyse
                closures: {'2026-06-30': picnic}
              tokyo:
                base: weekdays
                timezone: Asia/Tokyo
                closures: {2026-04-29: Showa Day}
              always:
                base: every_day
                from: 2026-01-01
                closed_with: [weekdays]
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            desk   | 2026-07-01 | Closed inventory
            desk   | 2026-06-30 | Closed team: picnic
            desk   | 2026-04-29 | Closed tokyo: Showa Day
            desk   | 2026-04-03 | Closed NYSE: Good Friday
            desk   | 2026-05-30 | Closed NYSE: weekend
            desk   | 2026-11-27 | Open 2026-11-27T09:30-05:00[America/New_York] 2026-11-27T13:00-05:00[America/New_York]
            desk   | 2027-01-04 | Uncovered desk is known until 2026-12-31
            team   | 2026-06-30 | Closed picnic
            team   | 2026-07-01 | Open 2026-07-01T09:30-04:00[America/New_York] 2026-07-01T16:00-04:00[America/New_York]
            team   | 2041-01-04 | Uncovered NYSE is known from 2000 to 2040
            tokyo  | 2026-04-30 | Open 2026-04-30T00:00+09:00[Asia/Tokyo] 2026-05-01T00:00+09:00[Asia/Tokyo]
            tokyo  | 2026-05-30 | Closed weekdays: weekend
            always | 2026-05-29 | Open 2026-05-29T00:00Z 2026-05-30T00:00Z
            always | 2026-05-30 | Closed weekdays: weekend
            always | 2025-12-31 | Uncovered always is known from 2026-01-01 on
            """)
    void parse_calendar_isThatOfItsParts(String name, LocalDate date, String expected) {
        BusinessCalendar calendar =
                onlySpec(CALENDARS + row("calendar: " + name)).cadence().calendar();

        assertThat(calendar.name()).isEqualTo(name);
        String said = calendar.day(date)
                .fold(
                        open -> "Open " + open.opens() + " " + open.closes(),
                        closed -> "Closed " + closed.reason(),
                        uncovered -> "Uncovered " + uncovered.cause());
        assertThat(said).isEqualTo(expected);
    }

    @Test
    void parse_calendar_hasTheZoneOfItsBase() {
        assertThat(onlySpec(CALENDARS + row("calendar: tokyo"))
                        .cadence()
                        .calendar()
                        .zone())
                .isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(onlySpec(CALENDARS + row("calendar: desk"))
                        .cadence()
                        .calendar()
                        .zone())
                .isEqualTo(ZoneId.of("America/New_York"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "", "{}"})
    void parse_noCalendars_isNoProblem(String calendars) {
        assertThat(problemsOf("calendars: " + calendars + "\n" + row("calendar: nyse")))
                .isEmpty();
        assertThat(problemsOf("calendars: " + calendars + "\n" + row("calendar: desk")))
                .containsExactly("f:11:15: artifacts[0].calendar:"
                        + " 'desk' is none of nyse, every_day and the calendars of this file");
    }

    @Test
    void parse_nullOfOptionalKey_isNone() {
        assertThat(problemsOf("calendars: {desk: {base: nyse, timezone: null, closed_with: null, closures: null,"
                        + " from: null, until: null}}\n" + row("calendar: desk")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                 | 1:19 | .base           | is required
            {base: null}                       | 1:26 | .base           | must be a string, but is null
            {base: 5}                          | 1:26 | .base           | must be a string, but is the integer 5
            {base: nise}                       | 1:26 | .base           | 'nise' is none of nyse, weekdays, every_day and the calendars of this file; did you mean 'nyse'?
            {base: dsk}                        | 1:26 | .base           | 'dsk' is none of nyse, weekdays, every_day and the calendars of this file; did you mean 'desk'?
            {base: desk}                       | 1:26 | .base           | leads back to itself: desk -> desk
            {base: weekdays}                   | 1:19 | .timezone       | is required with base weekdays
            {base: weekdays, timezone: null}   | 1:46 | .timezone       | is required with base weekdays
            {base: weekdays, timezone: Mars}   | 1:46 | .timezone       | 'Mars' is not a time zone such as America/New_York
            {base: nyse, timezone: UTC}        | 1:42 | .timezone       | is for base weekdays only; nyse has its own
            {base: every_day, timezone: UTC}   | 1:47 | .timezone       | is for base weekdays only; every_day has its own
            {base: nyse, closed_with: nyse}    | 1:45 | .closed_with    | must be a sequence, but is the string 'nyse'
            {base: nyse, closed_with: [5]}     | 1:46 | .closed_with[0] | must be a string, but is the integer 5
            {base: nyse, closed_with: [nyse, tokio]} | 1:52 | .closed_with[1] | 'tokio' is none of nyse, weekdays, every_day and the calendars of this file
            {base: nyse, closed_with: [desk]}  | 1:46 | .closed_with[0] | leads back to itself: desk -> desk
            {base: nyse, closures: []}         | 1:42 | .closures       | must be a mapping, but is a sequence
            {base: nyse, closures: {2026-7-2: x}} | 1:43 | .closures.2026-7-2 | '2026-7-2' is not a date such as 2026-12-24
            {base: nyse, closures: {2026-W10: x}} | 1:43 | .closures.2026-W10 | '2026-W10' is not a date such as 2026-12-24
            {base: nyse, closures: {20260702: x}} | 1:43 | .closures.20260702 | '20260702' is not a date such as 2026-12-24
            {base: nyse, closures: {2026-02-30: x}} | 1:43 | .closures.2026-02-30 | '2026-02-30' is not a date such as 2026-12-24
            {base: nyse, closures: {2026-07-02: }} | 1:54 | .closures.2026-07-02 | must be a string, but is null
            {base: nyse, closures: {2026-07-02: ' '}} | 1:55 | .closures.2026-07-02 | reason is blank
            {base: nyse, closures: {2026-07-02: x, 2026-07-02: y}} | 1:58 | .closures.2026-07-02 | repeats the key of line 1
            {base: nyse, closures: {<<: {2026-07-02: x}}} | 1:43 | .closures.<< | merge keys are not supported; use defaults
            {base: nyse, closures: {? [x] : y}} | 1:45 | .closures      | a key must be a string, but is a sequence
            {base: nyse, closures: {*x : y}}   | 1:43 | .closures       | is the alias '*x'; aliases are not supported
            {base: nyse, closures: {2026-07-02: *x}} | 1:55 | .closures.2026-07-02 | is the alias '*x'; aliases are not supported
            {base: nyse, closures: {2026-07-02: x}, from: 2026-07-03} | 1:43 | .closures.2026-07-02 | closure 2026-07-02 is before from 2026-07-03
            {base: nyse, until: 2026-07-01, closures: {2026-07-02: x}} | 1:62 | .closures.2026-07-02 | closure 2026-07-02 is after until 2026-07-01
            {base: nyse, from: 2026-07-02, until: 2026-07-01} | 1:57 | .until | from 2026-07-02 is after until 2026-07-01
            {base: nyse, from: 2026}           | 1:38 | .from           | must be a date such as 2026-12-24, but is the integer 2026
            {base: nyse, until: 2026-W10}      | 1:39 | .until          | '2026-W10' is not a date such as 2026-12-24
            {base: nyse, base: nyse}           | 1:32 | .base           | repeats the key of line 1
            {base: *x}                         | 1:26 | .base           | is the alias '*x'; aliases are not supported
            {base: nyse, closed_with: [*x]}    | 1:46 | .closed_with[0] | is the alias '*x'; aliases are not supported
            !!map {base: nyse}                 | 1:19 | ``              | has the tag '!!map'; explicit tags are not supported
            null                               | 1:19 | ``              | must be a mapping, but is null
            [nyse]                             | 1:19 | ``              | must be a mapping, but is a sequence
            """)
    void parse_badCalendar_isReportedOnceAndLeavesOutTheRowsThatUseIt(
            String calendar, String at, String path, String message) {
        ArtifactRegistry registry = parse("calendars: {desk: " + calendar + ", team: {base: desk}}\n"
                + row("calendar: desk")
                + item("artifact_id: b", "calendar: team")
                + item("artifact_id: c"));

        assertThat(described(registry)).containsExactly("f:" + at + ": calendars.desk" + path + ": " + message);
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @Test
    void parse_calendarWithSeveralProblems_reportsThemAll() {
        assertThat(problemsOf("calendars: {desk: {base: x, until: y, closed_with: [z], closures: {w: v}}}\n" + row()))
                .containsExactly(
                        "f:1:26: calendars.desk.base: 'x' is none of nyse, weekdays, every_day and the calendars of"
                                + " this file",
                        "f:1:36: calendars.desk.until: 'y' is not a date such as 2026-12-24",
                        "f:1:53: calendars.desk.closed_with[0]: 'z' is none of nyse, weekdays, every_day and the"
                                + " calendars of this file",
                        "f:1:68: calendars.desk.closures.w: 'w' is not a date such as 2026-12-24");
        assertThat(problemsOf("calendars: {desk: {bse: nyse}}\n" + row()))
                .containsExactly(
                        "f:1:19: calendars.desk.base: is required",
                        "f:1:20: calendars.desk.bse: is not a known key; did you mean 'base'?");
    }

    @Test
    void parse_calendarsInACircle_areReportedOnceByName() {
        ArtifactRegistry registry = parse("""
                calendars:
                  outside: {base: one}
                  one: {base: two}
                  two: {base: nyse, closed_with: [nyse, three]}
                  three: {base: one}
                  sound: {base: nyse}
                """ + row("calendar: one") + item("artifact_id: b", "calendar: outside")
                + item("artifact_id: c", "calendar: sound"));

        assertThat(described(registry))
                .containsExactly("f:5:17: calendars.three.base: leads back to itself: one -> two -> three -> one");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nyse", "weekdays", "every_day", "NYSE", "Every_Day"})
    void parse_nameOfABuiltInCalendar_isProblem(String name) {
        ArtifactRegistry registry =
                parse("calendars: {" + name + ": {base: nyse}}\n" + row("calendar: " + name) + item("artifact_id: b"));

        assertThat(described(registry))
                .containsExactly("f:1:13: calendars." + name + ": is the name of a built-in calendar");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @Test
    void parse_blankName_isProblem() {
        assertThat(problemsOf("calendars: {' ': {base: nyse}}\n" + row()))
                .containsExactly("f:1:13: calendars. : is blank; a calendar needs a name");
    }

    @Test
    void parse_repeatedCalendar_leavesOutTheRowsThatUseIt() {
        ArtifactRegistry registry = parse("calendars:\n  desk: {base: nyse}\n  desk: {base: nyse}\n"
                + row("calendar: desk") + item("artifact_id: b"));

        assertThat(described(registry)).containsExactly("f:3:3: calendars.desk: repeats the key of line 2");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            calendars: desk                      | 1:12 | calendars | must be a mapping, but is the string 'desk'; rows that use one of them are left out
            calendars: [desk]                    | 1:12 | calendars | must be a mapping, but is a sequence; rows that use one of them are left out
            calendars: *c                        | 1:12 | calendars | is the alias '*c'; aliases are not supported
            calendars: !!map {desk: {base: nyse}} | 1:12 | calendars | has the tag '!!map'; explicit tags are not supported
            calendars: {*c : {base: nyse}}       | 1:13 | calendars | is the alias '*c'; aliases are not supported
            calendars: {<<: {desk: {base: nyse}}} | 1:13 | calendars.<< | merge keys are not supported; use defaults
            """)
    void parse_calendarsOfWhichNobodyCanTell_leaveOutTheRowsThatUseOne(
            String line, String at, String path, String message) {
        ArtifactRegistry registry =
                parse(line + "\n" + row("calendar: desk") + item("artifact_id: b", "calendar: nyse"));

        assertThat(described(registry)).containsExactly("f:" + at + ": " + path + ": " + message);
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @Test
    void parse_repeatedCalendars_leaveOutTheRowsThatUseOne() {
        ArtifactRegistry registry = parse("calendars: {desk: {base: nyse}}\ncalendars: {team: {base: nyse}}\n"
                + row("calendar: desk")
                + item("artifact_id: b", "calendar: team") + item("artifact_id: c", "calendar: nyse"));

        assertThat(described(registry)).containsExactly("f:2:1: calendars: repeats the key of line 1");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @Test
    void parse_aliasAmongTheNames_mayBeTheOneThatIsReferredTo() {
        assertThat(problemsOf("calendars: {*c : {base: nyse}, team: {base: desk}}\n" + row("calendar: team")))
                .containsExactly("f:1:13: calendars: is the alias '*c'; aliases are not supported");
    }

    @Test
    void parse_inheritedBadCalendar_isReportedOnceWhereItIsDeclared() {
        ArtifactRegistry registry = parse("calendars: {desk: {base: x}}\ndefaults: {calendar: desk}\n"
                + row()
                + item("artifact_id: b", "calendar: null")
                + item("artifact_id: c", "cadence: continuous", "interval_minutes: 5"));

        assertThat(described(registry))
                .containsExactly("f:1:26: calendars.desk.base: 'x' is none of nyse, weekdays, every_day and the"
                        + " calendars of this file");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b", "c");
    }

    @Test
    void parse_unknownCalendar_suggestsTheNearest() {
        assertThat(problemsOf("calendars: {desk: {base: nyse}}\n" + row("calendar: dask")))
                .containsExactly("f:11:15: artifacts[0].calendar: 'dask' is none of nyse, every_day and the calendars"
                        + " of this file; did you mean 'desk'?");
    }

    @ParameterizedTest
    @CsvSource({
        "Base, base",
        "time_zone, timezone",
        "closed-with, closed_with",
        "closure, closures",
        "form, from",
        "untill, until"
    })
    void parse_unknownKey_suggestsTheNearest(String key, String suggestion) {
        assertThat(problemsOf("calendars: {desk: {base: nyse, " + key + ": null}}\n" + row()))
                .containsExactly(
                        "f:1:32: calendars.desk." + key + ": is not a known key; did you mean '" + suggestion + "'?");
        assertThat(problemsOf("calendar: {desk: {base: nyse}}\n" + row()))
                .containsExactly("f:1:1: calendar: is not a known key; did you mean 'calendars'?");
    }

    @Test
    void parse_asManyCalendarsAsAreAllowed_areRead() {
        int most = ArtifactRegistry.MAX_CALENDARS;
        String chain = "calendars:\n"
                + IntStream.range(1, most)
                        .mapToObj(i -> "  c" + i + ": {base: c" + (i + 1) + ", closed_with: [c" + (i + 1) + "]}\n")
                        .collect(joining())
                + "  c" + most + ": {base: nyse}\n";

        BusinessCalendar first = onlySpec(chain + row("calendar: c1")).cadence().calendar();
        assertThat(first.next(LocalDate.of(2026, 5, 22))).contains(LocalDate.of(2026, 5, 26));
        assertThat(problemsOf(chain + "  one: {base: more}\n" + row("calendar: one")))
                .containsExactly(
                        "f:2:3: calendars: has more than 200 calendars; rows that use one of them are left" + " out");
    }
}
