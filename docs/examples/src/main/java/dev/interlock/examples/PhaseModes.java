package dev.interlock.examples;

import dev.interlock.Payload;
import dev.interlock.aws.contract.S3Checks;
import dev.interlock.contract.Check;
import dev.interlock.contract.Checks;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.DocumentSource;
import dev.interlock.contract.HttpCheck;
import dev.interlock.contract.HttpProbe;
import dev.interlock.contract.Outcome;
import dev.interlock.schedule.BusinessCalendars;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the weekly job's siblings need: a daily one, which must not work on old prices, and the weekly one's second
 * phase.
 */
record PhaseModes(S3Client s3, HttpProbe http) {
    /** Where they run, and when. */
    record Site(Map<String, String> environment, Map<String, String> secrets, URI fmp, Instant now) {}

    ContractSuite<Site> daily() {
        S3Checks bucket = S3Checks.create(s3, PhaseOne.BUCKET);
        return ContractSuite.<Site>preflight("daily preflight", System::nanoTime)
                .add(Contract.of("region", "daily", Checks.environment(Site::environment, "AWS_REGION")))
                .add(Contract.of("bucket", "daily", bucket.reachable()))
                .add(Contract.of("SPY", "daily", recent(bucket.document(site -> "store/last_dates.json", 10_000_000))))
                .add(Contract.of("library universe", "daily", bucket.object(site -> "store/universe.json")))
                .add(Contract.of("library macro", "daily", bucket.object(site -> "store/macro.json")))
                .build();
    }

    ContractSuite<Site> phaseTwo() {
        Check<Site> secrets = Checks.environment(Site::secrets, "FMP_API_KEY", "FINNHUB_API_KEY", "EDGAR_IDENTITY");
        HttpCheck<Site> fmp = HttpCheck.of(http, Site::fmp)
                .withBody(
                        "a list that is not empty",
                        body -> body.at("/0").isPresent() && body.text().strip().startsWith("["));
        return ContractSuite.<Site>preflight("phase 2 preflight", System::nanoTime)
                .add(Contract.of("region", "phase 2", Checks.environment(Site::environment, "AWS_REGION")))
                .add(Contract.of("secrets", "phase 2", secrets))
                .add(Contract.of(
                        "bucket",
                        "phase 2",
                        S3Checks.create(s3, PhaseOne.BUCKET).reachable()))
                .add(Contract.of("fmp", "fundamentals", fmp))
                .build();
    }

    /** That SPY is at most one session behind the last one that has closed. */
    private static Check<Site> recent(DocumentSource<Site> dates) {
        return site -> dates.load(site)
                .fold(
                        loaded -> recent(loaded.payload().at("/symbols/SPY").orElse(Payload.none()), site),
                        absent -> Outcome.violated(absent.place(), "a document", "nothing"),
                        unreadable -> Outcome.cannotTell(unreadable.place() + ": " + unreadable.cause()));
    }

    private static Outcome recent(Payload date, Site site) { // what is no date throws, and nobody can tell
        LocalDate closed = BusinessCalendars.nyse().lastClosed(site.now).orElseThrow();
        OptionalInt behind = BusinessCalendars.nyse().count(LocalDate.parse(date.text()), closed);
        return behind.orElseThrow() <= 1
                ? Outcome.pass()
                : Outcome.violated("SPY", "at most 1 session behind " + closed, date.text());
    }
}
