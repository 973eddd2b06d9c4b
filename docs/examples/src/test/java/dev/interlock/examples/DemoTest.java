package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.InterlockEvent;
import dev.interlock.freshness.ArtifactRegistry;
import dev.interlock.freshness.Checked;
import dev.interlock.testkit.FakeAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

final class DemoTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void run_onTheFakeSaturday_showsEveryKindOfVerdict(@TempDir Path folder) throws IOException {
        List<Checked> checked = sweep(folder.resolve("check_results.json"));

        Map<String, Long> verdicts = checked.stream()
                .map(c -> Verdicts.name(c.verdict()))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        assertThat(verdicts)
                .isEqualTo(Map.of(
                        "MISSING", 4L,
                        "STALE", 3L,
                        "UNKNOWN", 1L,
                        "RECOVERED", 2L,
                        "pending", 7L,
                        "onboarding", 1L,
                        "not expected", 14L,
                        "fresh", 10L));
    }

    @Test
    void run_onTheFakeSaturday_printsTableAndCycles(@TempDir Path folder) throws IOException {
        sweep(folder.resolve("check_results.json"));

        assertThat(out.toString(UTF_8).lines())
                .contains(
                        "42 artifacts of artifact-registry.yaml as of 2026-04-04T10:30:00Z",
                        "checked 42 of 42",
                        "MISSING       database_backup         critical  2026-04-03                late by 9 h 30 min",
                        "STALE         weekly_pointer          critical  2026-W14                  "
                                + "late by 15 min, last written 2026-03-28T09:25:00Z",
                        "UNKNOWN       audit_trail             critical  2026-04-03                "
                                + "access: HEAD s3://interlock-demo/audit/2026-04-03/trail.jsonl answered 403 without a"
                                + " code; it needs s3:GetObject, and s3:ListBucket to be told that a key is missing",
                        "not expected  signals                 critical  2026-04-03                "
                                + "NYSE closed on 2026-04-03: Good Friday",
                        "continuous continuous_15m_1972554     complete: 1 of 1 critical artifacts",
                        "eod_sf 2026-04-03                     INCOMPLETE: missing [database_backup], stale [], unknown [audit_trail]",
                        "saturday_sf 2026-W14                  INCOMPLETE: missing [], stale [weekly_pointer], unknown []");
    }

    @Test
    void run_onTheFakeSaturday_writesTheDocument(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new").resolve("check_results.json");
        sweep(file);

        String text = Files.readString(file);
        assertThat(text).startsWith("""
                        {
                          "run_at": "2026-04-04T10:30:00+00:00",
                          "alerts_enabled": false,
                          "n_entries": 42,
                          "results": [
                            {
                              "artifact_id": "universe_constituents",
                        """);
        JsonNode results = new ObjectMapper().readTree(text).get("results");
        assertThat(results).hasSize(42);
        assertThat(row(results, "weekly_pointer"))
                .isEqualTo(
                        "{\"artifact_id\":\"weekly_pointer\",\"owner_repo\":\"market-data\",\"severity\":\"critical\","
                                + "\"cadence\":\"saturday_sf\",\"canonical_key\":\"weekly/latest.json\",\"state\":\"stale\","
                                + "\"reason\":\"late by 15 min, last written 2026-03-28T09:25:00Z\","
                                + "\"last_modified\":\"2026-03-28T09:25:00+00:00\",\"sla_violated_by_minutes\":15,"
                                + "\"recovery_substituted\":false}");
        assertThat(row(results, "macro_series"))
                .contains("\"state\":\"fresh\"", "\"recovery_substituted\":true", "T10:25:00+00:00");
        assertThat(row(results, "signals")).contains("\"state\":\"fresh\"", "\"last_modified\":null");
        assertThat(row(results, "model_card")).contains("\"state\":\"missing\"", "\"sla_violated_by_minutes\":0");
        assertThat(row(results, "rag_index")).contains("\"state\":\"grace_period\"");
        assertThat(row(results, "audit_trail")).contains("\"state\":\"probe_failed\"");
    }

    @Test
    void replay_twoTriggersOfOneRule_startOneRun() {
        List<InterlockEvent> heard = TwoTriggers.replay(new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "",
                        "the rule of weekday-pipeline fires for 2026-05-26T12:45:00Z, and has two targets",
                        "2026-05-26T12:45:59.990Z  first target                 run-1   starts       admitted",
                        "2026-05-26T12:46:00.010Z  second target                run-2   stays away   "
                                + "duplicate of run-1 since 2026-05-26T12:45:59.990Z",
                        "2026-05-26T12:51:12Z      first target, invoked again  run-1   starts       "
                                + "the same run again, first run-1 since 2026-05-26T12:45:59.990Z",
                        "2026-05-26T13:10:00Z      an operator                  run-3   starts       "
                                + "takes no mutex as recovery",
                        "2026-05-27T12:45:00.400Z  next day, table throttled    run-4   stays away   "
                                + "unknown: PutItem into execution-mutex answered 400"
                                + " ProvisionedThroughputExceededException");
        assertThat(heard)
                .extracting(InterlockEvent::kind)
                .containsExactly(
                        InterlockEvent.Kind.CONFLICT, InterlockEvent.Kind.BYPASSED, InterlockEvent.Kind.REJECTED);
    }

    @Test
    void show_executionsDieAfterBuying_reDrivesBuyNothing() {
        List<BuyOnce.Line> lines = BuyOnce.show(new PrintStream(out, true, UTF_8));

        String died = "died after buying";
        String found = "was bought already, payment-pending";
        String refused = "refused, TOO_WEAK: look at the account";
        assertThat(lines)
                .containsExactly(
                        new BuyOnce.Line("SAVINGS_PLANS", died, found, 1),
                        new BuyOnce.Line("RDS", died, found, 1),
                        new BuyOnce.Line("ELASTICACHE", died, found, 1),
                        new BuyOnce.Line("MEMORYDB", died, found, 1),
                        new BuyOnce.Line("OPENSEARCH", died, found, 1),
                        new BuyOnce.Line("EC2", died, refused, 1),
                        new BuyOnce.Line("REDSHIFT", died, refused, 1));
        assertThat(out.toString(UTF_8).lines())
                .contains("EC2             first drive: died after buying   re-drive: "
                        + "refused, TOO_WEAK: look at the account      bought: 1");
    }

    @Test
    void show_oneDiesAndOneIsSlow_theDeadIsRedrivenOnceAndTheSlowSurvives() {
        List<String> bought = DeadRun.show(new PrintStream(out, true, UTF_8));

        assertThat(bought).containsExactly("dead", "slow");
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "",
                        "one execution dies, another one is slow; a sweep looks every five minutes",
                        "2026-05-26T12:45:00Z  run-2   slow   begins",
                        "2026-05-26T12:45:00Z  run-1   dead   begins",
                        "2026-05-26T12:45:00Z  run-1   dead   died just after it bought",
                        "2026-05-26T12:50:00Z  sweep   slow   lives: running, last heartbeat 1 min ago",
                        "2026-05-26T12:50:00Z  sweep          found 0",
                        "2026-05-26T12:55:00Z  sweep   slow   lives: running, last heartbeat 0 min ago",
                        "2026-05-26T12:55:00Z  sweep   dead   no sign of life in running since 2026-05-26T12:45:00Z,"
                                + " redrive 1 of 3",
                        "2026-05-26T12:55:00Z  sweep   dead   completed: was bought before",
                        "2026-05-26T12:55:00Z  sweep          found 1",
                        "2026-05-26T13:00:00Z  sweep   slow   lives: running, last heartbeat 1 min ago",
                        "2026-05-26T13:00:00Z  sweep          found 0",
                        "2026-05-26T13:05:00Z  sweep   slow   lives: running, last heartbeat 0 min ago",
                        "2026-05-26T13:05:00Z  sweep          found 0",
                        "2026-05-26T13:10:00Z  sweep   slow   lives: running, last heartbeat 1 min ago",
                        "2026-05-26T13:10:00Z  sweep          found 0",
                        "2026-05-26T13:10:00Z  run-2   slow   completed: bought");
    }

    @Test
    void tell_partialWrite_isOneAlarmByName_andReadersKeepLastWeeksSet() {
        List<InterlockEvent> alarms = PartialWrite.tell(new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "2026-05-23: published",
                        "2026-05-30: rejected: constituents, for executor:"
                                + " expected 800 to 100000 values, found 412 values",
                        "health: {\"phase\":\"data_phase1\",\"date\":\"2026-05-30\",\"status\":\"postflight_failed\","
                                + "\"completed_at\":\"2026-05-30T09:00:00.000Z\"}",
                        "alarms: [phase 1 postflight/constituents]",
                        "readers are given: the set of 2026-05-23");
        assertThat(alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(InterlockEvent.Kind.VIOLATED);
            assertThat(alarm.subject()).isEqualTo("phase 1 postflight/constituents");
        });
    }

    @Test
    void main_withoutArguments_needsNothingButATargetFolder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("check_results.json");

        Demo.main(new String[] {"--output", file.toString()});

        assertThat(file).isNotEmptyFile();
    }

    @Test
    void errorLoop_withoutInterlock_runsAwayAndWithItEndsAfterOneEvent() throws IOException {
        List<ErrorLoop.Course> courses = ErrorLoop.show(new PrintStream(out, true, UTF_8));

        assertThat(courses)
                .containsExactly(
                        new ErrorLoop.Course("without Interlock, errors bare", ErrorLoop.ENOUGH, false),
                        new ErrorLoop.Course("with Interlock, errors bare", 1, true),
                        new ErrorLoop.Course("without Interlock, errors through SNS over SQS", ErrorLoop.ENOUGH, false),
                        new ErrorLoop.Course("with Interlock, errors through SNS over SQS", 1, true));
        assertThat(out.toString(UTF_8).lines().toList())
                .containsSequence(
                        "with Interlock, errors through SNS over SQS",
                        "  1  Scheduled Event             to the dead-letter queue, error event published: "
                                + "/detail is rejected: no route for source 'aws.scheduler' and detail-type 'Scheduled Event'",
                        "  2  ErrorNotificationRequested  skipped: detail-type 'ErrorNotificationRequested' is never handled",
                        "  ended; error events published: 1");
        assertThat(out.toString(UTF_8).lines())
                .filteredOn("  the demo ends it here; it would go on for ever"::equals)
                .hasSize(2);
    }

    private List<Checked> sweep(Path output) throws IOException {
        ArtifactRegistry registry = Arguments.parse(List.of()).registry().orThrow();
        FakeAws aws = Saturday.leave(registry.artifacts());
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            return Demo.run(s3, registry, Saturday.NOW, output, new PrintStream(out, true, UTF_8));
        }
    }

    private static String row(JsonNode results, String id) {
        for (JsonNode row : results) {
            if (row.get("artifact_id").asText().equals(id)) {
                return row.toString();
            }
        }
        return "none";
    }
}
