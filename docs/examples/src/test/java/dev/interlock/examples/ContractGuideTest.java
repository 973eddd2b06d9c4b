package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import dev.interlock.aws.contract.AuditedPublisher;
import dev.interlock.aws.contract.ObjectSet;
import dev.interlock.aws.contract.Publication;
import dev.interlock.aws.contract.PublishedSet;
import dev.interlock.aws.phase.S3PhaseStore;
import dev.interlock.contract.Checks;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.ContractViolationException;
import dev.interlock.contract.Document;
import dev.interlock.contract.HealthMarker;
import dev.interlock.contract.JsonCheck;
import dev.interlock.contract.SampleCheck;
import dev.interlock.phase.Phase;
import dev.interlock.phase.PhaseBinding;
import dev.interlock.phase.PhaseEnd;
import dev.interlock.phase.PhaseOutcome;
import dev.interlock.phase.PhaseRegistry;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What the guide says of contracts and phases. */
@FakeAwsTest
final class ContractGuideTest {
    private static final LocalDate DATE = LocalDate.of(2026, 5, 30);

    // @start region="suite"
    /** What is audited: a run, and the set that it has staged and that nobody is given yet. */
    record Run(LocalDate date, ObjectSet set) {
        Document read(String name) {
            return set.read(name);
        }
    }

    /** What the predictor asks of the weekly set; it lives with the predictor. */
    static Contract<Run> macro() {
        return Contract.of(
                "macro",
                "predictor",
                JsonCheck.<Run>of(run -> run.read("macro.json"))
                        .between("/fed_funds_rate", BigDecimal.ZERO, new BigDecimal("25")));
    }

    static Contract<Run> shortInterest() {
        return Contract.of(
                "short interest",
                "executor",
                JsonCheck.<Run>of(run -> run.read("short_interest.json"))
                        .optional() // skipped if it is not there; a refusal or a fault is never "not there"
                        .ratio("/ok", "/total", new BigDecimal("0.50")));
    }

    static ContractSuite<Run> postflight() {
        return ContractSuite.<Run>postflight("phase 1", System::nanoTime)
                .add(Contract.of(
                        "pointer",
                        "every reader",
                        Checks.pointer(
                                run -> run.set().pointerDocument(),
                                Run::date,
                                run -> run.set().run().prefix())))
                .add(macro())
                .add(shortInterest())
                .build();
    }
    // @end

    @Test
    void suite_goodSet_passes(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research");

        ContractReport report = audited(s3, Payload.of("{\"fed_funds_rate\":4.33}"));
        assertThat(report.passed()).as(report::toText).isTrue();
    }

    @Test
    void suite_partialSet_tellsWhomItWouldHaveBroken_andNobodyIsGivenIt(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research");
        Payload macro = Payload.of("{\"fed_funds_rate\":null}");

        Instant completedAt = Instant.parse("2026-05-30T09:12:13Z");
        // @start region="report"
        Publication publication = AuditedPublisher.create(s3, "research", "weekly")
                .begin(DATE, DATE.toString())
                .put("macro.json", macro)
                .publish(set -> postflight().run(new Run(DATE, set))); // the pointer is moved after this, or not at all
        String status = publication.runStatus("ok"); // "postflight_failed" if the suite did not pass
        HealthMarker health = new HealthMarker("data_phase1", DATE, status, completedAt);
        // write health.toJson() under health.key(), whatever came of it
        // @end

        assertThat(health.toJson()).contains("\"status\":\"postflight_failed\"");
        assertThat(PublishedSet.read(s3, "research", "weekly/latest.json")).isEqualTo(new PublishedSet.Absent());
        assertThatThrownBy(audited(s3, macro)::orThrow)
                .isInstanceOf(ContractViolationException.class)
                .hasMessageContaining("macro (for predictor): s3://research/weekly/runs/")
                .hasMessageContaining("/macro.json#/fed_funds_rate: expected a number from 0 to 25, found null");
    }

    private static ContractReport audited(S3Client s3, Payload macro) {
        List<ContractReport> reports = new ArrayList<>();
        AuditedPublisher.create(s3, "research", "weekly")
                .begin(DATE, "looked-at")
                .put("macro.json", macro)
                .publish(set -> {
                    reports.add(postflight().run(new Run(DATE, set)));
                    return reports.get(0);
                });
        return reports.get(0);
    }

    @Test
    void sample_ofNineHundred_saysWhatItMisses() {
        // @start region="odds"
        BigDecimal oneBad = SampleCheck.probabilityOfMissing(900, 1, 20); // 0.978
        BigDecimal fivePercent = SampleCheck.probabilityOfMissing(900, 45, 20); // 0.354
        // @end

        assertThat(oneBad).isBetween(new BigDecimal("0.9777"), new BigDecimal("0.9778"));
        assertThat(fivePercent).isBetween(new BigDecimal("0.3544"), new BigDecimal("0.3545"));
    }

    @Test
    void phase_ranBefore_isNotRunAgain(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("research");
        InstantSource clock = aws.clock();
        String gitCommit = "6e0b2f1";
        String etag = "9b2cf535f27731c974343645a3985328";
        for (int i = 0; i < 2; i++) {
            // @start region="phase"
            PhaseRegistry phases = PhaseRegistry.builder(
                            S3PhaseStore.create(s3, "research"), DATE, clock, System::nanoTime)
                    .build();
            Phase ingest =
                    Phase.skippable("ingest", PhaseBinding.toCode(gitCommit).andInput("prices.parquet", etag));

            String told = phases.run(ingest, () -> ingest() ? PhaseEnd.success() : PhaseEnd.empty("no prices"))
                    .fold(
                            ended -> "ended: " + ended.end().status(),
                            notRun -> "not run: " + notRun.decision(), // Done(.., EMPTY): still nothing for the next
                            unknown -> "stopped: " + unknown.cause());
            // @end
            assertThat(told).startsWith(i == 0 ? "ended: EMPTY" : "not run: Done[reason=AUTO_SKIP_MARKER_EMPTY");
            assertThat(phases.run(Phase.always("mail", PhaseBinding.toCode(gitCommit)), PhaseEnd::success))
                    .isInstanceOf(PhaseOutcome.Ended.class);
        }
    }

    private static boolean ingest() {
        return false;
    }
}
