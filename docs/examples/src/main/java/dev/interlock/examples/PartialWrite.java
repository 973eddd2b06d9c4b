package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.aws.contract.Publication;
import dev.interlock.aws.contract.PublishedSet;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.HttpProbe;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The partial write, as the incident had it, on the fake S3: a collector dies half-way, and three readers would have
 * failed a day later. Here the producer hears of it, once and by name, and the readers keep last week's set.
 */
final class PartialWrite {
    private static final LocalDate LAST_WEEK = LocalDate.of(2026, 5, 23);
    private static final LocalDate THIS_WEEK = LocalDate.of(2026, 5, 30);

    private final MutableInstantSource clock = MutableInstantSource.at(Instant.parse("2026-05-23T09:00:00Z"));
    private final FakeAws aws = FakeAws.create(clock);
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final List<InterlockEvent> alarms = new ArrayList<>();
    private final HttpProbe services =
            uri -> new HttpProbe.Answered(200, Payload.none()); // HttpClientProbe asks real ones
    private final WeeklyRun weekly = new WeeklyRun(s3, new PhaseOne(s3, services, alarms::add), clock);
    private final PrintStream out;

    private PartialWrite(PrintStream out) {
        this.out = out;
    }

    /** Tells the story, and returns the alarms. */
    static List<InterlockEvent> tell(PrintStream out) {
        PartialWrite story = new PartialWrite(out);
        story.play();
        return story.alarms;
    }

    private void play() {
        for (String library : List.of("universe", "macro")) {
            aws.s3()
                    .put(
                            PhaseOne.BUCKET,
                            "store/" + library + ".json",
                            "{}".getBytes(UTF_8),
                            aws.clock().instant());
        }
        PhaseOne.Site site = new PhaseOne.Site(
                Map.of("AWS_REGION", "us-east-1"),
                Map.of("FRED_API_KEY", "key", "POLYGON_API_KEY", "key"),
                URI.create("https://polygon.example/v1"),
                URI.create("https://fred.example/v1"));
        weekly.run(site, LAST_WEEK, () -> files("2026-05-22", 903), publication -> say(LAST_WEEK, publication));
        clock.advance(Duration.ofDays(7));
        weekly.run(site, THIS_WEEK, () -> files("2026-05-29", 412), publication -> say(THIS_WEEK, publication));
        out.println("health: "
                + aws.s3()
                        .object(PhaseOne.BUCKET, "health/data_phase1.json")
                        .orElseThrow()
                        .text());
        out.println("alarms: " + alarms.stream().map(InterlockEvent::subject).toList());
        out.println("readers are given: "
                + PublishedSet.read(s3, PhaseOne.BUCKET, PhaseOne.POINTER)
                        .fold(
                                found -> "the set of " + found.objects().run().date(),
                                absent -> "nothing",
                                unknown -> unknown.cause()));
    }

    private void say(LocalDate date, Publication publication) {
        out.println(date + ": "
                + publication.fold(
                        published -> "published",
                        rejected -> "rejected: " + told(rejected.report()),
                        superseded -> "superseded by " + superseded.by(),
                        unknown -> unknown.cause()));
    }

    private static String told(ContractReport report) {
        return report.violations().stream()
                .map(violation -> violation.contract() + ", for " + violation.consumer() + ": expected "
                        + violation.expected() + ", found " + violation.found())
                .collect(Collectors.joining("; "));
    }

    /** What the collectors write, with so many of the constituents. */
    static Map<String, String> files(String close, int tickers) {
        List<String> symbols = IntStream.range(0, 903)
                .mapToObj(i -> String.format("\"T%03d\"", i))
                .toList();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("macro.json", "{\"fed_funds_rate\":4.33}");
        files.put(
                "constituents.json",
                "{\"tickers\":" + symbols.stream().limit(tickers).collect(Collectors.joining(",", "[", "]"))
                        + ",\"sector_map\":{\"T000\":\"XLK\"}}");
        files.put("short_interest.json", "{\"data\":{},\"ok\":801,\"ticker_count\":903}");
        files.put(
                "last_dates.json",
                "{\"symbols\":{"
                        + symbols.stream()
                                .map(symbol -> symbol + ":\"" + close + "\",")
                                .collect(Collectors.joining())
                        + "\"SPY\":\"" + close + "\"}}");
        files.put(
                "alternative/manifest.json",
                "{\"tickers_requested\":903,\"coverage\":{\"filings\":0.93,\"news\":0.81},\"freshness\":{\"filings\":1}}");
        return files;
    }
}
