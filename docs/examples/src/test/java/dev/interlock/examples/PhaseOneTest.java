package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.aws.contract.HttpClientProbe;
import dev.interlock.aws.contract.Publication;
import dev.interlock.aws.contract.PublishedSet;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.Outcome;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.s3.S3Action;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Every contract of the weekly job, kept and broken, over the fake S3 and a server on the loopback. */
final class PhaseOneTest {
    private static final LocalDate DATE = LocalDate.of(2026, 5, 30);
    private static final Instant STARTED = Instant.parse("2026-05-30T09:00:00Z");

    private final FakeAws aws = FakeAws.create(MutableInstantSource.at(STARTED));
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final List<InterlockEvent> alarms = new ArrayList<>();
    private final PhaseOne phaseOne =
            new PhaseOne(s3, HttpClientProbe.create(HttpClient.newHttpClient(), Duration.ofSeconds(10)), alarms::add);
    private final Map<String, Integer> statuses = new HashMap<>(Map.of("/polygon", 200, "/fred", 200));
    private final Map<String, String> bodies = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("AWS_REGION", "us-east-1"));
    private final Map<String, String> secrets = new HashMap<>(Map.of("FRED_API_KEY", "k", "POLYGON_API_KEY", "k"));
    private final Map<String, String> files = PartialWrite.files("2026-05-29", 903);
    private final HttpServer server;

    PhaseOneTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void prepare() {
        for (String library : List.of("universe", "macro")) {
            aws.s3().put(PhaseOne.BUCKET, "store/" + library + ".json", "{}".getBytes(UTF_8), STARTED);
        }
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = bodies.getOrDefault(path, "").getBytes(UTF_8);
            exchange.sendResponseHeaders(statuses.getOrDefault(path, 404), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        s3.close();
    }

    static Stream<Arguments> brokenNeeds() {
        return Stream.of(
                need("region", "AWS_REGION: expected a value, found nothing", t -> t.environment.clear()),
                need(
                        "secrets",
                        "FRED_API_KEY: expected a value, found a blank",
                        t -> t.secrets.put("FRED_API_KEY", " ")),
                need(
                        "secrets",
                        "POLYGON_API_KEY: expected a value, found nothing",
                        t -> t.secrets.remove("POLYGON_API_KEY")),
                need("bucket", "s3://research-bucket: expected a bucket, found nothing", t -> t.removeTheBucket()),
                need("polygon", "expected 200, found 402, it is not paid for", t -> t.statuses.put("/polygon", 402)),
                need("polygon", "expected 200, found 401, the key is refused", t -> t.statuses.put("/polygon", 401)),
                need("polygon", "expected 200, found 429, too much is asked", t -> t.statuses.put("/polygon", 429)),
                need("polygon", "expected 200, found 503, it is out of order", t -> t.statuses.put("/polygon", 503)),
                need("polygon", "expected 200, found 404, unexpected", t -> t.statuses.put("/polygon", 404)),
                need("fred", "expected 200, found 403, the key is refused", t -> t.statuses.put("/fred", 403)),
                need("fred", "found 400, the key is refused", t -> t.refuse("variable api_key is not registered")),
                need("fred", "found 400, the key is refused", t -> t.refuse("the key is\ninvalid")),
                need("fred", "expected 200, found 400, unexpected", t -> t.refuse("no such series")),
                need("fred", "expected 200, found 500, it is out of order", t -> t.statuses.put("/fred", 500)),
                need(
                        "write sentinel",
                        "expected that it may be written, found PUT",
                        t -> t.aws.s3().deny(S3Action.PUT_OBJECT, PhaseOne.BUCKET)),
                need("library universe", "store/universe.json", t -> t.remove("store/universe.json")),
                need("library macro", "store/macro.json", t -> t.remove("store/macro.json")));
    }

    static Stream<Arguments> brokenPromises() {
        return Stream.of(
                promise(
                        "macro",
                        "macro.json#/fed_funds_rate: expected a value, found null",
                        files -> files.put("macro.json", "{\"fed_funds_rate\":null}")),
                promise("macro", "macro.json: expected a document, found nothing", files -> files.remove("macro.json")),
                promise(
                        "macro",
                        "macro.json: expected JSON, found 21 bytes that are not JSON",
                        files -> files.put("macro.json", "{\"fed_funds_rate\":4.3")),
                promise(
                        "constituents",
                        "expected 800 to 100000 values, found 412 values",
                        files -> files.put(
                                "constituents.json",
                                PartialWrite.files("2026-05-29", 412).get("constituents.json"))),
                promise(
                        "constituents",
                        "#/sector_map: expected an object, found an array",
                        files -> files.compute(
                                "constituents.json", (name, text) -> text.replace("{\"T000\":\"XLK\"}", "[]"))),
                promise(
                        "short interest",
                        "#/ok: expected at least 0.50 of /ticker_count",
                        files -> files.put("short_interest.json", "{\"data\":{},\"ok\":451,\"ticker_count\":903}")),
                promise(
                        "short interest",
                        "#/ticker_count: expected a number above 0, found 0",
                        files -> files.put("short_interest.json", "{\"data\":{},\"ok\":0,\"ticker_count\":0}")),
                promise(
                        "short interest",
                        "#/data: expected an object, found an array",
                        files -> files.put("short_interest.json", "{\"data\":[],\"ok\":801,\"ticker_count\":903}")),
                promise(
                        "SPY",
                        "#/symbols/SPY: expected \"2026-05-29\", found \"2026-05-28\"",
                        files -> files.compute(
                                "last_dates.json",
                                (name, text) -> text.replace("\"SPY\":\"2026-05-29\"", "\"SPY\":\"2026-05-28\""))),
                promise(
                        "SPY",
                        "#/symbols/SPY: expected \"2026-05-29\", found ",
                        files -> files.compute("last_dates.json", (name, text) -> text.replace("\"SPY\"", "\"SPX\""))),
                promise(
                        "symbols",
                        "last date: expected 2 sessions",
                        files -> files.compute(
                                "last_dates.json",
                                (name, text) -> text.replaceAll("(\"T[0-9]+\"):\"2026-05-29\"", "$1:\"2026-05-26\""))),
                promise(
                        "symbols",
                        "expected at least 20 to draw from, found 3",
                        files -> files.put(
                                "last_dates.json",
                                "{\"symbols\":{\"T000\":\"2026-05-29\",\"T001\":\"2026-05-29\",\"SPY\":\"2026-05-29\"}}")),
                promise(
                        "alternative",
                        "#/tickers_requested: expected a number from 1 to 100000, found 0",
                        files -> files.put(
                                "alternative/manifest.json",
                                "{\"tickers_requested\":0,\"coverage\":{\"a\":1},\"freshness\":{\"a\":1}}")),
                promise(
                        "alternative",
                        "#/coverage: expected ",
                        files -> files.put(
                                "alternative/manifest.json", "{\"tickers_requested\":9,\"freshness\":{\"a\":1}}")),
                promise(
                        "alternative",
                        "#/freshness: expected ",
                        files -> files.put(
                                "alternative/manifest.json", "{\"tickers_requested\":9,\"coverage\":{\"a\":1}}")),
                promise(
                        "alternative",
                        "#/coverage/news: expected a number from 0.50 to 1, found 0.1",
                        files -> files.put(
                                "alternative/manifest.json",
                                "{\"tickers_requested\":9,\"coverage\":{\"news\":0.1},\"freshness\":{\"a\":1}}")));
    }

    private static Arguments need(String contract, String told, Consumer<PhaseOneTest> breaking) {
        return Arguments.of(contract, told, breaking);
    }

    private static Arguments promise(String contract, String told, Consumer<Map<String, String>> breaking) {
        return Arguments.of(contract, told, breaking);
    }

    @Test
    void preflight_allThere_everyContractPasses() {
        ContractReport report = phaseOne.preflight().run(site());

        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.outcome()).isInstanceOf(Outcome.Pass.class));
        assertThat(aws.s3().keys(PhaseOne.BUCKET)).noneMatch(key -> key.startsWith("preflight/"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenNeeds")
    void preflight_oneThingIsMissing_stopsThereByName(String contract, String told, Consumer<PhaseOneTest> breaking) {
        breaking.accept(this);

        ContractReport report = phaseOne.preflight().run(site());

        assertThat(report.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.contract()).isEqualTo(contract);
            assertThat(violation.toString()).contains(told);
        });
        assertThat(report.runStatus("ok")).isEqualTo("preflight_failed");
    }

    @Test
    void preflight_serviceDoesNotAnswer_nobodyCanTell() {
        server.stop(0);

        ContractReport report = phaseOne.preflight().run(site());

        assertThat(report.passed()).isFalse();
        assertThat(outcome(report, "polygon"))
                .asString()
                .startsWith("CannotTell[cause=GET http://127.0.0.1:")
                .contains("/polygon: unreachable: ");
    }

    @Test
    void postflight_allThere_everyContractPasses_andItIsPublished() {
        Publication publication = publish();

        assertThat(publication).isInstanceOf(Publication.Published.class);
        assertThat(alarms).isEmpty();
        phaseOne.postflight()
                .contracts()
                .forEach(contract -> assertThat(outcome(audit(DATE), contract.name()))
                        .as(contract.name())
                        .isInstanceOf(Outcome.Pass.class));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenPromises")
    void postflight_oneThingIsWrong_isOneAlarmByName_andThePointerStays(
            String contract, String told, Consumer<Map<String, String>> breaking) {
        publish();
        String before = pointer();
        breaking.accept(files);

        Publication publication = publish();

        assertThat(publication).isInstanceOfSatisfying(Publication.Rejected.class, rejected -> {
            assertThat(rejected.report().violations()).isNotEmpty().allSatisfy(violation -> {
                assertThat(violation.contract()).isEqualTo(contract);
                assertThat(violation.toString()).contains(told);
            });
            assertThat(rejected.report().runStatus("ok")).isEqualTo("postflight_failed");
        });
        assertThat(alarms.stream().filter(alarm -> alarm.kind() == InterlockEvent.Kind.VIOLATED))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.subject()).isEqualTo("phase 1 postflight/" + contract));
        assertThat(pointer()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"soon\"", "[]"})
    void postflight_symbolThatCannotBeRead_isRejected(String date) {
        files.compute("last_dates.json", (name, text) -> text.replaceAll("(\"T[0-9]+\"):\"2026-05-29\"", "$1:" + date));

        assertThat(publish())
                .isInstanceOfSatisfying(
                        Publication.Rejected.class,
                        rejected -> assertThat(outcome(rejected.report(), "symbols"))
                                .isInstanceOf(Outcome.CannotTell.class));
    }

    @Test
    void postflight_severalSourcesBelowAHalf_areToldTogether() {
        files.put(
                "alternative/manifest.json",
                "{\"tickers_requested\":9,\"coverage\":{\"news\":0.1,\"filings\":0.2},\"freshness\":{\"news\":0.3}}");

        assertThat(publish())
                .isInstanceOfSatisfying(
                        Publication.Rejected.class,
                        rejected -> assertThat(rejected.report().violations())
                                .extracting(violation -> violation.place().replaceAll(".*#", ""))
                                .containsExactlyInAnyOrder("/coverage/news", "/coverage/filings", "/freshness/news"));
    }

    @Test
    void postflight_pointerOfAnotherDate_isViolated() {
        publish();

        assertThat(audit(DATE.plusDays(7)).violations().stream().map(Object::toString))
                .anySatisfy(violation -> assertThat(violation)
                        .contains(
                                "pointer (for every reader)", "#/date: expected \"2026-06-06\", found \"2026-05-30\""));
    }

    @Test
    void postflight_optionalFilesAbsent_areSkipped_andTheSetIsPublished() {
        files.remove("short_interest.json");
        files.remove("alternative/manifest.json");

        assertThat(publish()).isInstanceOf(Publication.Published.class);
        assertThat(alarms)
                .extracting(InterlockEvent::kind)
                .containsExactly(InterlockEvent.Kind.SKIPPED, InterlockEvent.Kind.SKIPPED);
    }

    @Test
    @DisplayName(
            "D-19: a HEAD that failed was taken for a disabled collector; nobody can tell, and nothing is published")
    void postflight_optionalFileCannotBeRead_isNotTakenForADisabledCollector() {
        aws.faults().on("GetObject").nth(4).answer(403, "AccessDenied");

        assertThat(publish())
                .isInstanceOfSatisfying(
                        Publication.Rejected.class,
                        rejected -> assertThat(outcome(rejected.report(), "short interest"))
                                .isInstanceOf(Outcome.CannotTell.class));
        assertThat(PublishedSet.read(s3, PhaseOne.BUCKET, PhaseOne.POINTER)).isEqualTo(new PublishedSet.Absent());
    }

    @Test
    @DisplayName("D-17: the pointer was published before validation; a set that does not pass is seen by nobody")
    void pointerBeforeValidation_showsABadSet_auditBeforePointer_doesNot() {
        Map<String, String> partial = PartialWrite.files("2026-05-29", 412);
        String prefix = "market_data/weekly/2026-05-30/";
        partial.forEach((name, text) -> write(prefix + name, text));
        write(PhaseOne.POINTER, "{\"date\":\"2026-05-30\",\"s3_prefix\":\"" + prefix + "\"}");
        assertThat(tickersOfAnOlderReader())
                .as("what the incident's order shows")
                .isEqualTo(412);

        publish();
        assertThat(tickersOfAnOlderReader()).isEqualTo(903);
        files.putAll(partial);
        assertThat(publish())
                .isInstanceOfSatisfying(
                        Publication.Rejected.class,
                        rejected -> assertThat(aws.s3()
                                        .object(
                                                PhaseOne.BUCKET,
                                                rejected.stored().replace("s3://research-bucket/", ""))
                                        .orElseThrow()
                                        .text())
                                .contains("\"passed\":false", "412 values"));
        assertThat(tickersOfAnOlderReader()).isEqualTo(903);
    }

    /** One that takes date and prefix from the pointer, and knows nothing of manifests. */
    private int tickersOfAnOlderReader() {
        String prefix = Payload.of(pointer()).at("/s3_prefix").orElseThrow().text();
        String text = aws.s3()
                .object(PhaseOne.BUCKET, prefix + "constituents.json")
                .orElseThrow()
                .text();
        return Payload.of(text)
                .at("/tickers")
                .orElseThrow()
                .decodeList(String.class)
                .size();
    }

    private void write(String key, String text) {
        aws.s3().put(PhaseOne.BUCKET, key, text.getBytes(UTF_8), STARTED);
    }

    /** What the original asks; each demand has a contract here, and a case of its own that breaks it. */
    private static final Map<String, List<String>> DEMANDS = Map.ofEntries(
            entry("region", List.of("AWS_REGION is set")),
            entry("secrets", List.of("FRED's key is set, and not blank", "Polygon's too")),
            entry("bucket", List.of("a HEAD finds the bucket")),
            entry(
                    "polygon",
                    List.of("no 401 or 403", "no 402", "no 429", "nothing from 500 on", "nothing else but 200")),
            entry(
                    "fred",
                    List.of(
                            "no 401 or 403",
                            "no 400 that names the key",
                            "no 400 that calls it invalid",
                            "no other 400",
                            "nothing from 500 on")),
            entry("write sentinel", List.of("an object can be written")),
            entry("library universe", List.of("is there")),
            entry("library macro", List.of("is there")),
            entry("pointer", List.of("names the run's date and prefix")),
            entry("macro", List.of("is there", "is JSON", "has a rate that is not null")),
            entry("constituents", List.of("800 tickers", "a map of sectors")),
            entry("short interest", List.of("a map of data", "a count that is not 0", "half of them ok")),
            entry("SPY", List.of("has a date", "which is the last close")),
            entry("symbols", List.of("20 to draw from", "at most 2 sessions behind")),
            entry(
                    "alternative",
                    List.of(
                            "a count that is not 0",
                            "a map of coverage",
                            "a map of freshness",
                            "each at least a half")));

    @Test
    void everyDemandOfTheOriginal_hasAContractAndCasesThatBreakIt() {
        Map<String, Long> cases = Stream.of(brokenNeeds(), brokenPromises(), Stream.of(Arguments.of("pointer")))
                .flatMap(some -> some)
                .collect(Collectors.groupingBy(one -> (String) one.get()[0], Collectors.counting()));

        assertThat(Stream.of(
                                phaseOne.preflight().contracts(),
                                phaseOne.postflight().contracts())
                        .flatMap(List::stream)
                        .map(Contract::name))
                .containsExactlyInAnyOrderElementsOf(DEMANDS.keySet());
        assertThat(DEMANDS)
                .allSatisfy((contract, demands) ->
                        assertThat(cases.get(contract)).as(contract).isGreaterThanOrEqualTo(demands.size()));
    }

    static Stream<Arguments> waysOut() {
        return Stream.of(
                way("ok", t -> {}),
                way("preflight_failed", t -> t.environment.clear()),
                way("postflight_failed", t -> t.files.remove("macro.json")),
                way("failed", t -> t.aws.s3().deny(S3Action.DELETE_OBJECT_TAGGING, PhaseOne.BUCKET)));
    }

    private static Arguments way(String status, Consumer<PhaseOneTest> breaking) {
        return Arguments.of(status, breaking);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysOut")
    void run_whateverComesOfIt_leavesAHealthMarker(String status, Consumer<PhaseOneTest> breaking) {
        breaking.accept(this);

        assertThat(new WeeklyRun(s3, phaseOne, aws.clock()).run(site(), DATE, () -> files, publication -> {}))
                .isEqualTo(status);
        assertThat(health()).isEqualTo(marker(status));
    }

    @Test
    void run_collectorThrows_leavesAHealthMarker() {
        WeeklyRun weekly = new WeeklyRun(s3, phaseOne, aws.clock());
        Supplier<Map<String, String>> broken = () -> {
            throw new IllegalStateException("out of disk");
        };

        assertThatThrownBy(() -> weekly.run(site(), DATE, broken, publication -> {}))
                .hasMessage("out of disk");
        assertThat(health()).isEqualTo(marker("failed"));
    }

    private String health() {
        return aws.s3()
                .object(PhaseOne.BUCKET, "health/data_phase1.json")
                .orElseThrow()
                .text();
    }

    private static String marker(String status) {
        return "{\"phase\":\"data_phase1\",\"date\":\"2026-05-30\",\"status\":\"" + status
                + "\",\"completed_at\":\"2026-05-30T09:00:00.000Z\"}";
    }

    @Test
    void example_isUnder120Lines() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/java/dev/interlock/examples/PhaseOne.java")))
                .hasSizeLessThan(120);
    }

    private PhaseOne.Site site() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new PhaseOne.Site(environment, secrets, base.resolve("/polygon"), base.resolve("/fred"));
    }

    private Publication publish() {
        return phaseOne.publish(DATE, STARTED, files);
    }

    private ContractReport audit(LocalDate date) {
        return PublishedSet.read(s3, PhaseOne.BUCKET, PhaseOne.POINTER)
                .fold(
                        found -> phaseOne.postflight().run(new PhaseOne.Run(date, STARTED, found.objects())),
                        absent -> {
                            throw new AssertionError("nothing is published");
                        },
                        unknown -> {
                            throw new AssertionError(unknown.cause());
                        });
    }

    private static Outcome outcome(ContractReport report, String contract) {
        return report.results().stream()
                .filter(result -> result.contract().equals(contract))
                .map(ContractReport.Result::outcome)
                .findFirst()
                .orElseThrow();
    }

    private String pointer() {
        return aws.s3().object(PhaseOne.BUCKET, PhaseOne.POINTER).orElseThrow().text();
    }

    private void refuse(String body) {
        statuses.put("/fred", 400);
        bodies.put("/fred", "{\"error_message\":\"" + body + "\"}");
    }

    private void remove(String key) {
        s3.deleteObject(r -> r.bucket(PhaseOne.BUCKET).key(key));
    }

    private void removeTheBucket() {
        aws.s3().keys(PhaseOne.BUCKET).forEach(this::remove);
        s3.deleteBucket(r -> r.bucket(PhaseOne.BUCKET));
    }
}
