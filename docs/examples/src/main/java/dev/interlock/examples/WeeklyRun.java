package dev.interlock.examples;

import dev.interlock.aws.contract.Publication;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.HealthMarker;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** One run of the weekly job, which leaves a health marker whatever comes of it. */
record WeeklyRun(S3Client s3, PhaseOne phaseOne, InstantSource clock) {
    // @start region="run"
    String run(
            PhaseOne.Site site,
            LocalDate date,
            Supplier<Map<String, String>> collectors,
            Consumer<? super Publication> told) {
        String status = "failed"; // what an exception leaves
        Instant startedAt = clock.instant();
        try {
            ContractReport needs = phaseOne.preflight().run(site);
            status = needs.runStatus("failed"); // until there is something to publish
            if (needs.passed()) {
                Publication publication = phaseOne.publish(date, startedAt, collectors.get());
                status = publication.runStatus("ok");
                told.accept(publication);
            }
            return status;
        } finally {
            HealthMarker health = new HealthMarker("data_phase1", date, status, clock.instant());
            s3.putObject(r -> r.bucket(PhaseOne.BUCKET).key(health.key()), RequestBody.fromString(health.toJson()));
        }
    }
    // @end
}
