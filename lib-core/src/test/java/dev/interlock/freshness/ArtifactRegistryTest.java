package dev.interlock.freshness;

import static dev.interlock.freshness.RegistryDocuments.FRAGMENTS;
import static dev.interlock.freshness.RegistryDocuments.assertSane;
import static dev.interlock.freshness.RegistryDocuments.assertSaneMutations;
import static dev.interlock.freshness.RegistryDocuments.described;
import static dev.interlock.freshness.RegistryDocuments.item;
import static dev.interlock.freshness.RegistryDocuments.onlySpec;
import static dev.interlock.freshness.RegistryDocuments.parse;
import static dev.interlock.freshness.RegistryDocuments.problemsOf;
import static dev.interlock.freshness.RegistryDocuments.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.Severity;
import dev.interlock.freshness.ArtifactRegistry.Problem;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactRegistryTest {
    private static final String GOOD = """
            # what the research pipelines owe
            schema_version: 1
            defaults:
              s3_bucket: research
              severity: warning
              owner_repo: "acme/pipelines"
              interval_minutes: null
            artifacts:
              - artifact_id: signals
                s3_key_template: "signals/{trading_day}/signals.json"
                cadence: weekday_sf
                sla_minutes_after_cron: 45
                severity: critical
                created_at: 2025-01-01
              - artifact_id: heartbeat
                s3_bucket: ops
                s3_key_template: 'heartbeat.json'
                cadence: continuous
                interval_minutes: 15
                sla_minutes_after_cron: 0x5
                created_at: '20250601'
                grace_period_cycles: 0
              - {artifact_id: report, s3_key_template: 'r/{cycle_label}', recovery_key_template: 'r/{date}/again',
                 cadence: saturday_sf, sla_minutes_after_cron: 0, created_at: 2025-W01-3, calendar_aware: false}
            grandfathered_paths:
              - old/things/
            """;

    @Test
    void parse_goodDocument_givesEveryRowOverTheDefaults() {
        ArtifactRegistry registry = ArtifactRegistry.parse("registry.yaml", GOOD);

        assertThat(registry.problems()).isEmpty();
        assertThat(registry.orThrow()).isSameAs(registry);
        assertThat(registry).hasToString("registry.yaml[artifacts=3, problems=0]");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("signals", "heartbeat", "report");
        ArtifactSpec signals = registry.artifacts().get(0);
        assertThat(signals.bucket()).isEqualTo("research");
        assertThat(signals.keyTemplate()).isEqualTo("signals/{trading_day}/signals.json");
        assertThat(signals.recoveryKeyTemplate()).isEmpty();
        assertThat(signals.cadence()).hasToString("weekday_sf on NYSE");
        assertThat(signals.sla()).isEqualTo(Duration.ofMinutes(45));
        assertThat(signals.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(signals.owner()).isEqualTo("acme/pipelines");
        assertThat(signals.createdAt()).isEqualTo("2025-01-01");
        assertThat(signals.graceCycles()).isEqualTo(2);
        ArtifactSpec heartbeat = registry.artifacts().get(1);
        assertThat(heartbeat.bucket()).isEqualTo("ops");
        assertThat(heartbeat.cadence()).hasToString("continuous every PT15M");
        assertThat(heartbeat.sla()).isEqualTo(Duration.ofMinutes(5));
        assertThat(heartbeat.severity()).isEqualTo(Severity.WARNING);
        assertThat(heartbeat.createdAt()).isEqualTo("2025-06-01");
        assertThat(heartbeat.graceCycles()).isZero();
        ArtifactSpec report = registry.artifacts().get(2);
        assertThat(report.recoveryKeyTemplate()).contains("r/{date}/again");
        assertThat(report.cadence()).hasToString("saturday_sf");
        assertThat(report.sla()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "weekday_sf, true, weekday_sf on NYSE",
        "weekday_sf, false, weekday_sf",
        "eod_sf, True, eod_sf on NYSE",
        "eod_sf, FALSE, eod_sf",
        "saturday_sf, true, saturday_sf",
    })
    void parse_calendarAware_countsForBusinessDaysOnly(String symbol, String aware, String cadence) {
        assertThat(onlySpec(row("cadence: " + symbol, "calendar_aware: " + aware))
                        .cadence())
                .hasToString(cadence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "", "-4", "0", "7"})
    void parse_intervalOfCadenceThatIsNotContinuous_isNotLookedAt(String interval) {
        assertThat(onlySpec(row("interval_minutes: " + interval)).cadence().interval())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-01, 2025-01-01",
        "2024-02-29, 2024-02-29",
        "'\"20250101\"', 2025-01-01",
        "2025-W01-3, 2025-01-01",
        "2025W013, 2025-01-01",
        "2025-W01, 2024-12-30",
        "2025W01, 2024-12-30",
        "2026-W53-7, 2027-01-03",
        "0001-01-01, 0001-01-01",
        "9999-12-31, 9999-12-31",
    })
    void parse_createdAt_takesTheFormsOfIso8601(String written, LocalDate date) {
        assertThat(onlySpec(row("created_at: " + written)).createdAt()).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "2025-02-29",
                "2025-13-01",
                "2025-1-1",
                "2025-01",
                "2025-0101",
                "202501-01",
                "2025-W01-0",
                "2025-W01-8",
                "2025-W00-1",
                "2025-W53-1",
                "2025W01-3",
                "2025-W013",
                "2025-w01-3",
                "2025-01-01 10:30:00",
                "2025-01-01T10:30:00Z",
                "0000-01-01",
                "9999-W52-7",
                "+025-01-01",
                "12025-01-01",
            })
    void parse_createdAtInAnotherForm_isProblem(String written) {
        assertThat(problemsOf(row("created_at: '" + written + "'")))
                .containsExactly("f:9:17: artifacts[0].created_at: '" + written
                        + "' is not a date such as 2025-01-01, '20250101', 2025-W01-3 or 2025-W01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            artifact_id: ''                 | 2:18  | artifact_id            | id is blank
            artifact_id: 5                  | 2:18  | artifact_id            | must be a string, but is the integer 5
            artifact_id: null               | 2:18  | artifact_id            | must be a string, but is null
            artifact_id:                    | 2:17  | artifact_id            | must be a string, but is null
            s3_bucket: ' '                  | 3:16  | s3_bucket              | bucket is blank
            s3_bucket: 1e3                  | 3:16  | s3_bucket              | must be a string, but is the number 1e3
            s3_bucket: [b]                  | 3:16  | s3_bucket              | must be a string, but is a sequence
            s3_key_template: {}             | 4:22  | s3_key_template        | must be a string, but is a mapping
            s3_key_template: ''             | 4:22  | s3_key_template        | key template is empty
            s3_key_template: 'k}'           | 4:22  | s3_key_template        | key template 'k}' has single '}' at position 2; use {date}, {trading_day} or {cycle_label}, and {{ or }} for a brace
            cadence: hourly                 | 5:14  | cadence                | 'hourly' is not one of saturday_sf, weekday_sf, eod_sf, continuous
            cadence: true                   | 5:14  | cadence                | must be a string, but is the boolean true
            cadence: continuous             | 2:5   | interval_minutes       | is required with cadence continuous
            sla_minutes_after_cron: '60'    | 6:29  | sla_minutes_after_cron | must be an integer, but is the string '60'
            sla_minutes_after_cron: true    | 6:29  | sla_minutes_after_cron | must be an integer, but is the boolean true
            sla_minutes_after_cron: 1.5     | 6:29  | sla_minutes_after_cron | must be an integer, but is the number 1.5
            sla_minutes_after_cron: 1_000   | 6:29  | sla_minutes_after_cron | must be an integer, but is the string '1_000'
            sla_minutes_after_cron: null    | 6:29  | sla_minutes_after_cron | must be an integer, but is null
            sla_minutes_after_cron: -1      | 6:29  | sla_minutes_after_cron | must be within 0 and 527040, but is -1
            sla_minutes_after_cron: 527041  | 6:29  | sla_minutes_after_cron | must be within 0 and 527040, but is 527041
            sla_minutes_after_cron: 0xFFFFFFFF | 6:29 | sla_minutes_after_cron | must be within 0 and 527040, but is 0xFFFFFFFF
            sla_minutes_after_cron: 99999999999999999999 | 6:29 | sla_minutes_after_cron | must be within 0 and 527040, but is 99999999999999999999
            severity: info                  | 7:15  | severity               | 'info' is not one of warning, critical
            severity: Warning               | 7:15  | severity               | 'Warning' is not one of warning, critical
            owner_repo: false               | 8:17  | owner_repo             | must be a string, but is the boolean false
            created_at: 20250101            | 9:17  | created_at             | must be a date, in quotes if it has no dashes, but is the integer 20250101
            calendar_aware: no              | 10:21 | calendar_aware         | must be true or false, but is the string 'no'
            calendar_aware: "yes"           | 10:21 | calendar_aware         | must be true or false, but is the string 'yes'
            calendar_aware: "true"          | 10:21 | calendar_aware         | must be true or false, but is the string 'true'
            calendar_aware: null            | 10:21 | calendar_aware         | must be true or false, but is null
            sla_minutes_after_cron: 010     | 6:29  | sla_minutes_after_cron | has a leading zero, with which YAML 1.1 means an octal number: 010
            grace_period_cycles: -1         | 10:26 | grace_period_cycles    | must be within 0 and 10000, but is -1
            grace_period_cycles: 10001      | 10:26 | grace_period_cycles    | must be within 0 and 10000, but is 10001
            grace_period_cycles: null       | 10:26 | grace_period_cycles    | must be an integer, but is null
            recovery_key_template: '{x}'    | 10:28 | recovery_key_template  | key template '{x}' has unknown placeholder {x} at position 1; use {date}, {trading_day} or {cycle_label}, and {{ or }} for a brace
            interval_minutes: '15'          | 10:23 | interval_minutes       | must be an integer, but is the string '15'
            interval_minutes: 15m           | 10:23 | interval_minutes       | must be an integer, but is the string '15m'
            """)
    void parse_valueOfRow_isReportedWhereItStands(String line, String at, String key, String message) {
        ArtifactRegistry registry = parse(row(line));

        assertThat(described(registry)).containsExactly("f:" + at + ": artifacts[0]." + key + ": " + message);
        assertThat(registry.artifacts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner_repo: no", "owner_repo: 1:30", "recovery_key_template: null"})
    void parse_valueThatLooksWrongAndIsNot_isNoProblem(String line) {
        assertThat(parse(row(line)).orThrow().artifacts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -7})
    void parse_continuousWithoutTime_isProblem(int interval) {
        assertThat(problemsOf(row("cadence: continuous", "interval_minutes: " + interval)))
                .containsExactly("f:10:23: artifacts[0].interval_minutes:"
                        + " must be within 1 and 527040 with cadence continuous, but is " + interval);
    }

    @Test
    void parse_continuousWhoseIntervalIsUnset_isProblemAtTheNull() {
        String defaults = "defaults: {interval_minutes: 15}\n";

        assertThat(problemsOf(defaults + row("cadence: continuous", "interval_minutes: null")))
                .containsExactly("f:11:23: artifacts[0].interval_minutes: is required with cadence continuous");
        assertThat(onlySpec(defaults + row("cadence: continuous")).cadence().interval())
                .contains(Duration.ofMinutes(15));
    }

    @Test
    void parse_continuousWithBadInterval_isReportedOnce() {
        assertThat(problemsOf(row("cadence: continuous", "interval_minutes: often")))
                .containsExactly(
                        "f:10:23: artifacts[0].interval_minutes: must be an integer, but is the string 'often'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "artifact_id",
                "s3_bucket",
                "s3_key_template",
                "sla_minutes_after_cron",
                "severity",
                "owner_repo",
                "created_at"
            })
    void parse_rowWithoutRequiredKey_isProblemAtTheRow(String key) {
        assertThat(problemsOf(row("-" + key)))
                .containsExactly("f:2:5: artifacts[0]." + key + ": is required, here or in defaults");
    }

    @Test
    void parse_rowWithoutCadence_isProblemThatNamesSchedule() {
        assertThat(problemsOf(row("-cadence")))
                .containsExactly("f:2:5: artifacts[0].cadence: is required, or schedule instead, here or in defaults");
    }

    @Test
    void parse_severalProblems_areReportedAtOnceAndInOrder() {
        String yaml = """
                artifcats: []
                defaults:
                  team: x
                  severity: info
                artifacts:
                  - artifact_id: a
                    s3_bucket: 5
                    cadence: hourly
                    calender_aware: false
                    sla_minutes_after_cron: "60"
                    created_at: 20250101
                  - nothing
                schema_version: 2
                """;

        assertThat(problemsOf(yaml))
                .containsExactly(
                        "f:1:1: artifcats: is not a known key; did you mean 'artifacts'?",
                        "f:3:3: defaults.team: is not a known key",
                        "f:4:13: defaults.severity: 'info' is not one of warning, critical;"
                                + " rows that inherit it are left out",
                        "f:6:5: artifacts[0].s3_key_template: is required, here or in defaults",
                        "f:6:5: artifacts[0].owner_repo: is required, here or in defaults",
                        "f:7:16: artifacts[0].s3_bucket: must be a string, but is the integer 5",
                        "f:8:14: artifacts[0].cadence: 'hourly' is not one of"
                                + " saturday_sf, weekday_sf, eod_sf, continuous",
                        "f:9:5: artifacts[0].calender_aware: is not a known key; did you mean 'calendar_aware'?",
                        "f:10:29: artifacts[0].sla_minutes_after_cron: must be an integer, but is the string '60'",
                        "f:11:17: artifacts[0].created_at: must be a date, in quotes if it has no dashes,"
                                + " but is the integer 20250101",
                        "f:12:5: artifacts[1]: must be a mapping, but is the string 'nothing'",
                        "f:13:17: schema_version: 2 is not supported, only 1 is");
    }

    @Test
    void parse_badRows_leaveTheOthers() {
        String yaml = "artifacts:\n" + item("artifact_id: first") + item("artifact_id: second", "cadence: hourly")
                + "  -\n  - [a]\n" + item("artifact_id: third", "cadense: x") + item("artifact_id: last");

        ArtifactRegistry registry = parse(yaml);

        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("first", "last");
        assertThat(described(registry))
                .containsExactly(
                        "f:13:14: artifacts[1].cadence: 'hourly' is not one of"
                                + " saturday_sf, weekday_sf, eod_sf, continuous",
                        "f:18:4: artifacts[2]: must be a mapping, but is null",
                        "f:19:5: artifacts[3]: must be a mapping, but is a sequence",
                        "f:28:5: artifacts[4].cadense: is not a known key; did you mean 'cadence'?");
    }

    @Test
    void parse_repeatedId_leavesOutTheSecondAndNamesTheLineOfTheFirst() {
        String yaml = "artifacts:\n" + item() + item("s3_bucket: other") + item("artifact_id: b");

        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry))
                .containsExactly("f:10:18: artifacts[1].artifact_id: 'a' is the id of the artifact in line 2 already");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("a", "b");
        assertThat(registry.artifacts().get(0).bucket()).isEqualTo("bucket");
    }

    @Test
    void parse_idRepeatedByInheritance_isProblemAtTheRow() {
        String yaml = "defaults: {artifact_id: a}\nartifacts:\n" + item("-artifact_id") + item("-artifact_id");

        assertThat(problemsOf(yaml))
                .containsExactly("f:10:5: artifacts[1].artifact_id: 'a' is the id of the artifact in line 3 already");
    }

    @Test
    void parse_repeatedKey_isProblemAndNamesTheLineOfTheFirst() {
        assertThat(problemsOf(row("cadence: eod_sf\n    \"cadence\": eod_sf")))
                .containsExactly("f:6:5: artifacts[0].cadence: repeats the key of line 5");
    }

    @Test
    void parse_repeatedDefault_leavesOutTheRowsThatInheritIt() {
        String yaml = "defaults:\n  severity: warning\n  severity: critical\nartifacts:\n"
                + item("artifact_id: a", "-severity") + item("artifact_id: b");

        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry)).containsExactly("f:3:3: defaults.severity: repeats the key of line 2");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @Test
    void parse_repeatedArtifacts_readsTheFirst() {
        ArtifactRegistry registry = parse(row() + row("artifact_id: b"));

        assertThat(described(registry)).containsExactly("f:10:1: artifacts: repeats the key of line 1");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("a");
    }

    @Test
    void parse_repeatedDefaults_leavesOutTheRowsThatInherit() {
        ArtifactRegistry registry = parse("defaults: {severity: warning}\ndefaults: null\n" + row("-severity"));

        assertThat(described(registry)).containsExactly("f:2:1: defaults: repeats the key of line 1");
        assertThat(registry.artifacts()).isEmpty();
    }

    @Test
    void parse_badDefault_isReportedOnceAndLeavesTheRowsThatOverrideIt() {
        String yaml = "defaults:\n  sla_minutes_after_cron: -1\nartifacts:\n"
                + item("artifact_id: a", "-sla_minutes_after_cron")
                + item("artifact_id: b", "-sla_minutes_after_cron") + item("artifact_id: c");

        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry))
                .containsExactly("f:2:27: defaults.sla_minutes_after_cron: must be within 0 and 527040,"
                        + " but is -1; rows that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @Test
    void parse_defaultIntervalThatContinuousRowsCannotHave_isReportedOnce() {
        String yaml = "defaults: {interval_minutes: 0}\nartifacts:\n"
                + item("artifact_id: a", "cadence: continuous")
                + item("artifact_id: b", "cadence: continuous") + item("artifact_id: c");

        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry))
                .containsExactly(
                        "f:1:30: defaults.interval_minutes: must be within 1 and 527040 with cadence continuous,"
                                + " but is 0; rows that inherit it are left out");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("c");
    }

    @Test
    void parse_rowWithNull_unsetsTheDefault() {
        ArtifactSpec spec = onlySpec("defaults: {recovery_key_template: again}\n" + row("recovery_key_template: null"));

        assertThat(spec.recoveryKeyTemplate()).isEmpty();
    }

    @Test
    void parse_unknownDefault_leavesTheRows() {
        ArtifactRegistry registry = parse("defaults:\n  team: x\n" + row());

        assertThat(registry.problems()).containsExactly(new Problem(2, 3, "defaults.team", "is not a known key"));
        assertThat(registry.artifacts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "", "{}"})
    void parse_noDefaults_isNoProblem(String defaults) {
        assertThat(parse("defaults: " + defaults + "\n" + row()).orThrow().artifacts())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"[], a sequence", "abc, the string 'abc'", "5, the integer 5"})
    void parse_defaultsThatAreNoMapping_leaveOutTheRowsThatInherit(String defaults, String description) {
        ArtifactRegistry registry = parse("defaults: " + defaults + "\n" + row());

        assertThat(described(registry))
                .containsExactly("f:1:11: defaults: must be a mapping, but is " + description
                        + "; rows that inherit it are left out");
        assertThat(registry.artifacts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2    | 2 is not supported, only 1 is
            0    | 0 is not supported, only 1 is
            1.0  | must be an integer, but is the number 1.0
            '1'  | must be an integer, but is the string '1'
            true | must be an integer, but is the boolean true
            null | must be an integer, but is null
            """)
    void parse_schemaVersionOtherThanOne_givesNoArtifacts(String version, String message) {
        ArtifactRegistry registry = parse("schema_version: " + version + "\n" + row());

        assertThat(described(registry)).containsExactly("f:1:17: schema_version: " + message);
        assertThat(registry.artifacts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0x1"})
    void parse_schemaVersionOne_isRead(String version) {
        assertThat(parse("schema_version: " + version + "\n" + row()).orThrow().artifacts())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                | 1:1  | is empty; a registry is a mapping with 'artifacts'
            # nothing         | 1:10 | is empty; a registry is a mapping with 'artifacts'
            ---               | 1:4  | must be a mapping with 'artifacts', but is null
            hello             | 1:1  | must be a mapping with 'artifacts', but is the string 'hello'
            [artifacts]       | 1:1  | must be a mapping with 'artifacts', but is a sequence
            {}                | 1:1  | artifacts: is required
            schema_version: 1 | 1:1  | artifacts: is required
            artifacts:        | 1:11 | artifacts: must be a sequence, but is null
            artifacts: []     | 1:12 | artifacts: is empty
            artifacts: abc    | 1:12 | artifacts: must be a sequence, but is the string 'abc'
            artifacts: {a: b} | 1:12 | artifacts: must be a sequence, but is a mapping
            """)
    void parse_documentOfAnotherShape_isProblem(String yaml, String at, String message) {
        assertThat(problemsOf(yaml)).containsExactly("f:" + at + ": " + message);
    }

    @Test
    void parse_secondDocument_isProblemAndGivesNoArtifacts() {
        ArtifactRegistry registry = parse(row() + "---\n" + row());

        assertThat(described(registry)).containsExactly("f:10:1: is a second document; a registry is one");
        assertThat(registry.artifacts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            artifacts: [            | 1:13 | expected the node content, but found '<stream end>', while parsing a flow node
            a: b: c                 | 1:5  | mapping values are not allowed here
            a: @b                   | 1:4  | found character '@' that cannot start any token. (Do not use @ for indentation), while scanning for the next token
            a: "\\UFFFFFFFF"        | 1:7  | NumberFormatException: For input string: "FFFFFFFF" under radix 16
            """)
    void parse_textThatIsNotYaml_isOneProblem(String yaml, String at, String message) {
        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry)).containsExactly("f:" + at + ": is not YAML: " + message);
        assertThat(registry.artifacts()).isEmpty();
    }

    @Test
    void parse_syntaxErrorAfterGoodRows_givesNoArtifactsAndNamesTheBeginning() {
        ArtifactRegistry registry = parse(row() + "grandfathered_paths: [a,\n  b\nc: d\n");

        assertThat(described(registry))
                .containsExactly("f:12:2: is not YAML: expected ',' or ']', but got :,"
                        + " while parsing a flow sequence that begins in line 10");
        assertThat(registry.artifacts()).isEmpty();
    }

    @Test
    void parse_characterThatYamlForbids_isReportedWhereItStands() {
        String far = "# " + "x".repeat(5_000) + "\r\n# \uD83D\uDE00\r";

        assertThat(problemsOf(far + "a: \u0007\n"))
                .containsExactly("f:3:4: is not YAML: the character U+0007 is not allowed");
        assertThat(problemsOf("\u0000")).containsExactly("f:1:1: is not YAML: the character U+0000 is not allowed");
        assertThat(problemsOf("a: \uD800")).containsExactly("f:1:4: is not YAML: the character U+D800 is not allowed");
    }

    @Test
    void parse_byteOrderMark_isSkipped() {
        assertThat(parse("\uFEFF" + row()).orThrow().artifacts()).hasSize(1);
    }

    @Test
    void parse_mergeKeyAndAlias_leaveOutTheRowAlone() {
        String yaml = """
                x: &d
                  s3_bucket: merged
                artifacts:
                """ + item("artifact_id: a\n    <<: *d", "-s3_bucket") + item("artifact_id: b");

        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry))
                .containsExactly(
                        "f:1:1: x: is not a known key",
                        "f:5:5: artifacts[0].<<: merge keys are not supported; use defaults",
                        "f:5:9: artifacts[0].<<: is the alias '*d'; aliases are not supported");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @Test
    void parse_mergeKeyInDefaults_leavesOutTheRowsThatWouldInheritFromIt() {
        ArtifactRegistry registry = parse("defaults:\n  severity: warning\n  <<: {s3_bucket: b}\n" + row());

        assertThat(described(registry))
                .containsExactly("f:3:3: defaults.<<: merge keys are not supported; use defaults");
        assertThat(registry.artifacts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            owner_repo: *o            | 8:17  | artifacts[0].owner_repo   | is the alias '*o'; aliases are not supported
            owner_repo: !!str r       | 8:17  | artifacts[0].owner_repo   | has the tag '!!str'; explicit tags are not supported
            owner_repo: ! r           | 8:17  | artifacts[0].owner_repo   | has the tag '!'; explicit tags are not supported
            owner_repo: !mine r       | 8:17  | artifacts[0].owner_repo   | has the tag '!mine'; explicit tags are not supported
            created_at: !!timestamp 2025-01-01 | 9:17 | artifacts[0].created_at | has the tag '!!timestamp'; explicit tags are not supported
            interval_minutes: !!null  | 10:23 | artifacts[0].interval_minutes | has the tag '!!null'; explicit tags are not supported
            *k : x                    | 10:5  | artifacts[0]              | is the alias '*k'; aliases are not supported
            !!str owner : x           | 10:5  | artifacts[0]              | has the tag '!!str'; explicit tags are not supported
            ? [a]                     | 10:7  | artifacts[0]              | a key must be a string, but is a sequence
            ? {a: b}                  | 10:7  | artifacts[0]              | a key must be a string, but is a mapping
            """)
    void parse_aliasTagOrOtherKeyInRow_leavesOutTheRowAlone(String line, String at, String path, String message) {
        ArtifactRegistry registry = parse(row(line) + item("artifact_id: b"));

        assertThat(described(registry)).containsExactly("f:" + at + ": " + path + ": " + message);
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @Test
    void parse_anchorThatNobodyRefersTo_isNoProblem() {
        assertThat(onlySpec(row("owner_repo: &o r")).owner()).isEqualTo("r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!str schema_version: 2",
                "<<: {schema_version: 2}",
                "schema_version: 1\nschema_version: 2",
                "schema_version: 1\n!!str defaults: {grace_period_cycles: 0}",
                "schema_version: 1\n<<: {defaults: {grace_period_cycles: 0}}",
                "<<: {calendars: {}}"
            })
    void parse_versionOrDefaultsThatNobodyCanSee_keepNoRowWithAnotherMeaning(String hidden) {
        ArtifactRegistry registry = parse(hidden + "\n" + row());

        assertThat(registry.artifacts()).isEmpty();
        assertThat(registry.problems()).isNotEmpty();
    }

    @Test
    void parse_scheduleThatIsTooLong_isAProblemOfItsRowAlone() {
        String days = "1" + ",1".repeat(50_000);
        ArtifactRegistry registry = parse(row()
                + item("artifact_id: long", "-cadence", "timezone: UTC", "schedule: cron(0 0 " + days + " * ? *)"));

        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("a");
        assertThat(described(registry))
                .singleElement()
                .asString()
                .contains(
                        "artifacts[1].schedule: a schedule expression has at most 256 characters, this one has 100017");
    }

    @Test
    void parse_tagsAroundTheRows_giveNoArtifacts() {
        assertThat(problemsOf("!!map\n" + row()))
                .containsExactly("f:1:1: has the tag '!!map'; explicit tags are not supported");
        assertThat(problemsOf("artifacts: !!seq\n" + item()))
                .containsExactly("f:1:12: artifacts: has the tag '!!seq'; explicit tags are not supported");
        assertThat(problemsOf("defaults: !!map {}\n" + row()))
                .containsExactly("f:1:11: defaults: has the tag '!!map'; explicit tags are not supported");
        assertThat(problemsOf("schema_version: !!int 1\n" + row()))
                .containsExactly("f:1:17: schema_version: has the tag '!!int'; explicit tags are not supported");
    }

    @Test
    void parse_aliasInIgnoredContent_isProblemAndLeavesTheRows() {
        ArtifactRegistry registry = parse(row() + "grandfathered_paths:\n  - [x, {y: *z}]\n");

        assertThat(described(registry))
                .containsExactly("f:11:13: grandfathered_paths[0][1].y: is the alias '*z'; aliases are not supported");
        assertThat(registry.artifacts()).hasSize(1);
    }

    @Test
    void parse_aliasInDefault_leavesOutTheRowsThatInheritIt() {
        String yaml = "defaults: {severity: *s}\nartifacts:\n" + item("-severity") + item("artifact_id: b");

        ArtifactRegistry registry = parse(yaml);

        assertThat(described(registry))
                .containsExactly("f:1:22: defaults.severity: is the alias '*s'; aliases are not supported");
        assertThat(registry.artifacts()).extracting(ArtifactSpec::id).containsExactly("b");
    }

    @Test
    void parse_billionLaughs_isRefusedWithoutExpansion() {
        StringBuilder bomb = new StringBuilder("grandfathered_paths:\n  - &l0 [lol]\n");
        for (int i = 1; i < 50; i++) {
            String alias = "*l" + (i - 1);
            bomb.append("  - &l")
                    .append(i)
                    .append(" [")
                    .append((alias + ", ").repeat(9))
                    .append(alias)
                    .append("]\n");
        }

        ArtifactRegistry registry = parse(bomb + row());

        assertThat(registry.artifacts()).hasSize(1);
        assertThat(registry.problems()).hasSize(490);
        assertThat(registry.problems().get(0))
                .isEqualTo(new Problem(
                        3, 10, "grandfathered_paths[1][0]", "is the alias '*l0'; aliases are not supported"));
    }

    @Test
    void parse_nodeThatContainsItself_isRefused() {
        assertThat(problemsOf("&r {artifacts: &a [*a, *r, {? *a : *r}]}"))
                .containsExactly(
                        "f:1:20: artifacts[0]: is the alias '*a'; aliases are not supported",
                        "f:1:24: artifacts[1]: is the alias '*r'; aliases are not supported",
                        "f:1:31: artifacts[2]: is the alias '*a'; aliases are not supported",
                        "f:1:36: artifacts[2].?: is the alias '*r'; aliases are not supported");
    }

    @ParameterizedTest
    @CsvSource({"[, 1:65", "{, 1:65", "'- ', 1:129", "'? ', 1:129", "'{a: ', 1:257", "'[a: ', 1:129"})
    void parse_deepNesting_isProblem(String opening, String at) {
        assertThat(problemsOf(opening.repeat(100_000)))
                .containsExactly("f:" + at + ": is nested deeper than 64 levels");
    }

    @Test
    void parse_nestingOfTheLimit_isRead() {
        String most = "[".repeat(ArtifactRegistry.MAX_DEPTH - 1) + "]".repeat(ArtifactRegistry.MAX_DEPTH - 1);

        assertThat(problemsOf(row() + "grandfathered_paths: " + most)).isEmpty();
        assertThat(problemsOf(row() + "grandfathered_paths: [" + most + "]"))
                .containsExactly("f:10:85: is nested deeper than 64 levels");
    }

    @Test
    void parse_sizeOfTheLimit_isRead() {
        String start = row();
        String padding = "#\n".repeat((ArtifactRegistry.MAX_CODE_POINTS - start.length()) / 2 + 1);
        String full = (start + padding).substring(0, ArtifactRegistry.MAX_CODE_POINTS);

        assertThat(problemsOf(full)).isEmpty();
        assertThat(problemsOf(full + "\n")).containsExactly("f:1:1: is larger than 3145728 code points");
    }

    @Test
    void parse_moreProblemsThanAreListed_saysSoAtTheEnd() {
        List<Problem> problems =
                parse("artifacts: [" + "*a, ".repeat(5_000) + "]").problems();

        assertThat(problems).hasSize(ArtifactRegistry.MAX_PROBLEMS + 1);
        assertThat(problems.get(ArtifactRegistry.MAX_PROBLEMS))
                .isEqualTo(new Problem(1, 4_013, "", "more problems, here or elsewhere, are not listed"));
    }

    @ParameterizedTest
    @CsvSource({
        "recovery_key, ; did you mean 'recovery_key_template'?",
        "grace_period_cycle, ; did you mean 'grace_period_cycles'?",
        "Calendar-Aware, ; did you mean 'calendar_aware'?",
        "ownerRepo, ; did you mean 'owner_repo'?",
        "bucket, ; did you mean 's3_bucket'?",
        "sla, ; did you mean 'sla_minutes_after_cron'?",
        "sevrity, ; did you mean 'severity'?",
        "team, ''",
        "x, ''",
        "severityseverityseverityseverityseverityseverity, ''",
    })
    void parse_unknownKey_suggestsTheNearest(String key, String suggestion) {
        assertThat(problemsOf(row(key + ": x")))
                .containsExactly("f:10:5: artifacts[0]." + key + ": is not a known key" + suggestion);
    }

    @Test
    void parse_longAndUnprintableText_staysOnOneShortLine() {
        String id = "\"\\n\\u2028" + "x".repeat(10_000) + "\"";

        assertThat(problemsOf(row("severity: " + id, "? " + id + "\n    : y")))
                .containsExactly(
                        "f:7:15: artifacts[0].severity: '\\u000A\\u2028" + "x".repeat(38) + "..." + "x".repeat(40)
                                + "' is not one of warning, critical",
                        "f:10:7: artifacts[0].\\u000A\\u2028" + "x".repeat(38) + "..." + "x".repeat(40)
                                + ": is not a known key");
        assertThat(parse(row("s3_key_template: '{" + "x".repeat(10_000) + "'"))
                        .problems()
                        .get(0)
                        .message())
                .hasSize(403)
                .startsWith("key template '{xxx")
                .endsWith("{{ or }} for a brace");
    }

    @Test
    void orThrow_problems_listsEachOnALine() {
        ArtifactRegistry registry = ArtifactRegistry.parse("registry.yaml", row("cadence: hourly", "severity: info"));

        assertThatIllegalArgumentException().isThrownBy(registry::orThrow).withMessage("""
                registry.yaml:5:14: artifacts[0].cadence: 'hourly' is not one of \
                saturday_sf, weekday_sf, eod_sf, continuous
                registry.yaml:7:15: artifacts[0].severity: 'info' is not one of warning, critical""");
        assertThat(registry).hasToString("registry.yaml[artifacts=0, problems=2]");
    }

    @Test
    void problem_toString_leavesOutAnEmptyPath() {
        assertThat(new Problem(1, 2, "a.b", "is wrong")).hasToString("1:2: a.b: is wrong");
        assertThat(new Problem(1, 2, "", "is wrong")).hasToString("1:2: is wrong");
    }

    @Test
    void problem_positionBelowOne_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Problem(0, 1, "", ""))
                .withMessage("line is below 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Problem(1, 0, "", ""))
                .withMessage("column is below 1: 0");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without a checker does
    void parse_null_isRefused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> ArtifactRegistry.parse("f", null))
                .withMessage("yaml");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> ArtifactRegistry.parse(null, ""))
                .withMessage("source");
    }

    @Test
    void parse_mutatedDocument_neverThrows() {
        assertSaneMutations(GOOD, 20_260_527L, 2_000);
    }

    @Test
    void parse_fragmentsInAnyOrder_neverThrows() {
        long seed = 20_250_109L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int number = 0; number < 2_000; number++) {
            StringBuilder yaml = new StringBuilder();
            for (int fragments = random.nextInt(1, 40); fragments > 0; fragments--) {
                yaml.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            }
            assertSane(yaml.toString(), "seed " + seed + ", case " + number);
        }
    }
}
