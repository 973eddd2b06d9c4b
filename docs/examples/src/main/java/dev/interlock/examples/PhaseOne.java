package dev.interlock.examples;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.contract.AuditedPublisher;
import dev.interlock.aws.contract.ObjectSet;
import dev.interlock.aws.contract.Publication;
import dev.interlock.aws.contract.S3Checks;
import dev.interlock.aws.contract.Staging;
import dev.interlock.contract.Checks;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.Document;
import dev.interlock.contract.HttpCheck;
import dev.interlock.contract.HttpProbe;
import dev.interlock.contract.JsonCheck;
import dev.interlock.contract.Outcome;
import dev.interlock.contract.SampleCheck;
import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** A weekly job that asks what it needs before it works, and what its readers need before they are given anything. */
record PhaseOne(S3Client s3, HttpProbe http, InterlockListener alarms) {
    static final String BUCKET = "research-bucket";
    static final String POINTER = "market_data/latest_weekly.json";
    private static final BigDecimal HALF = new BigDecimal("0.50");
    private static final BusinessCalendar NYSE = BusinessCalendars.nyse();

    /** Where it runs. */
    record Site(Map<String, String> environment, Map<String, String> secrets, URI polygon, URI fred) {}

    /** What is audited: one run, and the set that it has staged. */
    record Run(LocalDate date, Instant startedAt, ObjectSet set) {}

    private record LastDates(Map<String, LocalDate> symbols) {}

    // @start region="preflight"
    ContractSuite<Site> preflight() {
        S3Checks bucket = S3Checks.create(s3, BUCKET);
        HttpCheck<Site> fred = HttpCheck.of(http, Site::fred)
                .refusingKeyBy(a -> a.status() == 400 && a.body().text().matches("(?s).*(api_key|invalid).*"));
        return ContractSuite.<Site>preflight("phase 1 preflight", System::nanoTime)
                .add(Contract.of("region", "phase 1", Checks.environment(Site::environment, "AWS_REGION")))
                .add(Contract.of(
                        "secrets", "phase 1", Checks.environment(Site::secrets, "FRED_API_KEY", "POLYGON_API_KEY")))
                .add(Contract.of("bucket", "phase 1", bucket.reachable()))
                .add(Contract.of("polygon", "prices", HttpCheck.of(http, Site::polygon)))
                .add(Contract.of("fred", "macro", fred))
                .add(Contract.of("write sentinel", "phase 1", bucket.writable("preflight/", alarms)))
                .add(Contract.of("library universe", "prices", bucket.object(site -> "store/universe.json")))
                .add(Contract.of("library macro", "macro", bucket.object(site -> "store/macro.json")))
                .listener(alarms)
                .build();
    }
    // @end

    // @start region="postflight"
    ContractSuite<Run> postflight() {
        JsonCheck<Run> constituents = json("constituents.json").count("/tickers", 800, 100_000);
        JsonCheck<Run> shortInterest = json("short_interest.json").optional().object("/data");
        JsonCheck<Run> alternative = json("alternative/manifest.json")
                .optional() // phase 2's, absent in phase 1
                .between("/tickers_requested", BigDecimal.ONE, BigDecimal.valueOf(100_000))
                .eachBetween("/coverage", HALF, BigDecimal.ONE)
                .eachBetween("/freshness", HALF, BigDecimal.ONE);
        JsonCheck<Run> pointer = Checks.pointer(run -> run.set.pointerDocument(), Run::date, PhaseOne::prefix);
        return ContractSuite.<Run>postflight("phase 1 postflight", System::nanoTime)
                .add(Contract.of("pointer", "every reader", pointer))
                .add(Contract.of("macro", "research", json("macro.json").present("/fed_funds_rate")))
                .add(Contract.of("constituents", "executor", constituents.object("/sector_map")))
                .add(Contract.of("short interest", "predictor", shortInterest.ratio("/ok", "/ticker_count", HALF)))
                .add(Contract.of("SPY", "predictor", json("last_dates.json").equalTo("/symbols/SPY", PhaseOne::close)))
                .add(Contract.of("symbols", "executor", PhaseOne::sample).dependsOn("SPY"))
                .add(Contract.of("alternative", "research", alternative))
                .listener(alarms)
                .build();
    }

    Publication publish(LocalDate date, Instant startedAt, Map<String, String> files) {
        AuditedPublisher weekly = AuditedPublisher.create(s3, BUCKET, "market_data/weekly");
        Staging staging = weekly.pointer(POINTER).begin(date, date.toString());
        files.forEach((name, text) -> staging.put(name, Payload.of(text)));
        return staging.publish(set -> postflight().run(new Run(date, startedAt, set)));
    }
    // @end

    private static JsonCheck<Run> json(String name) {
        return JsonCheck.of(run -> run.set.read(name));
    }

    private static String prefix(Run run) {
        return "market_data/weekly/runs/" + run.date + "/" + run.set.run().nonce() + "/";
    }

    private static String close(Run run) { // where the calendar ends this throws, and nobody can tell
        return NYSE.lastClosed(run.startedAt).orElseThrow().toString();
    }

    private static Outcome sample(Run run) {
        if (!(run.set.read("last_dates.json") instanceof Document.Loaded loaded)) {
            return Outcome.cannotTell("last_dates.json could be read a moment ago");
        }
        Map<String, LocalDate> last = loaded.payload().decode(LastDates.class).symbols();
        return SampleCheck.<Run>of(20, r -> "" + r.date, r -> last.keySet(), (r, symbol) -> {
                    int behind = NYSE.count(requireNonNull(last.get(symbol)), LocalDate.parse(close(r)))
                            .orElseThrow();
                    return behind <= 2 ? Outcome.pass() : Outcome.violated("last date", "2 sessions", behind + "");
                })
                .check(run);
    }
}
