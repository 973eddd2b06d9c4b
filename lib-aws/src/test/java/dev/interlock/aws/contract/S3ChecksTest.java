package dev.interlock.aws.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.contract.Check;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.Document;
import dev.interlock.contract.DocumentSource;
import dev.interlock.contract.JsonCheck;
import dev.interlock.contract.Outcome;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.s3.S3Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ChecksTest {
    private static final Instant NOW = Instant.parse("2026-05-30T12:00:00Z");
    private static final String KEY = "weekly/2026-05-30/macro.json";
    private static final String PLACE = "s3://research/" + KEY;
    private static final String RUN = "2026-05-30";

    private final FakeAws aws = FakeAws.create(MutableInstantSource.at(NOW));
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final S3Checks bucket = S3Checks.create(s3, "research").nonces(() -> "0001");
    private final List<InterlockEvent> events = new ArrayList<>();

    S3ChecksTest() {
        aws.s3().createBucket("research");
    }

    @Test
    void object_there_passesWithOneRequest() {
        put("{}", NOW);

        assertThat(object().check(RUN)).isEqualTo(Outcome.pass());
        assertThat(operations()).containsExactly("HeadObject");
    }

    @Test
    void object_empty_isAViolationUnlessItMayBe() {
        put("", NOW);

        assertThat(object().check(RUN)).isEqualTo(Outcome.violated(PLACE, "at least 1 bytes", "0 bytes"));
        assertThat(object().sized(0, 10).check(RUN)).isEqualTo(Outcome.pass());
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "4, true", "5, false"})
    void object_sized_bothEndsAreIncluded(int size, boolean passes) {
        put("x".repeat(size), NOW);

        Outcome outcome = object().sized(2, 4).check(RUN);
        assertThat(outcome)
                .isEqualTo(passes ? Outcome.pass() : Outcome.violated(PLACE, "2 to 4 bytes", size + " bytes"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-30T11:00:00Z, 2026-05-30T11:00:00Z, true",
        "2026-05-30T11:00:00Z, 2026-05-30T11:00:00.999999999Z, true", // S3 tells seconds
        "2026-05-30T11:00:00Z, 2026-05-30T11:00:01Z, false",
        "2026-05-30T11:00:02Z, 2026-05-30T11:00:01Z, true"
    })
    void object_notOlderThanTheRun(Instant written, Instant start, boolean passes) {
        put("{}", written);

        Outcome outcome = object().notOlderThan("macro", run -> start).check(RUN);
        assertThat(outcome)
                .isEqualTo(
                        passes
                                ? Outcome.pass()
                                : Outcome.violated(
                                        PLACE,
                                        "written at 2026-05-30T11:00:01Z or later",
                                        "written at 2026-05-30T11:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"11:00:00, true", "10:59:59, false", "12:00:05, true"})
    void object_maxAge_exactlyThatOldIsFresh(String time, boolean passes) {
        put("{}", Instant.parse("2026-05-30T" + time + "Z"));

        Outcome outcome =
                object().maxAge("macro", Duration.ofHours(1), aws.clock()).check(RUN);
        assertThat(outcome)
                .isEqualTo(
                        passes
                                ? Outcome.pass()
                                : Outcome.violated(
                                        PLACE, "at most PT1H old", "PT1H1S old, written at 2026-05-30T10:59:59Z"));
    }

    @Test
    void object_absent_isAViolationUnlessOptional() {
        assertThat(object().check(RUN)).isEqualTo(Outcome.violated(PLACE, "an object", "nothing"));
        assertThat(object().optional().check(RUN)).isEqualTo(Outcome.absentAsAllowed(PLACE));
    }

    @Test
    @DisplayName("D-19: an object that could not be looked at is not a disabled collector")
    void object_faultsAndRefusals_nobodyCanTellAndNothingIsSkipped() {
        S3ObjectCheck<String> check = this.<String>object().optional();

        aws.faults().on("HeadObject").answer(503, "SlowDown");
        assertThat(check.check(RUN)).isEqualTo(cannotTell("HEAD answered 503 without a code"));
        aws.faults().clear();

        aws.faults().on("HeadObject").answer(500, "InternalError");
        assertThat(check.check(RUN)).isInstanceOf(Outcome.CannotTell.class);
        aws.faults().clear();

        aws.faults().on("HeadObject").loseAnswer();
        assertThat(check.check(RUN)).isInstanceOf(Outcome.CannotTell.class);
        aws.faults().clear();

        aws.s3().deny(S3Action.LIST_BUCKET, "research");
        assertThat(check.check(RUN))
                .isEqualTo(cannotTell("a read answered 403 without a code;"
                        + " whether it is missing a list would tell: LIST answered 403 AccessDenied"));
    }

    @Test
    void object_readingDenied_isProvedByAList() {
        aws.s3().deny(S3Action.GET_OBJECT, "research");
        assertThat(object().optional().check(RUN)).isEqualTo(Outcome.absentAsAllowed(PLACE));

        put("{}", NOW);
        assertThat(object().optional().check(RUN))
                .isEqualTo(cannotTell("a read answered 403 without a code, and a list tells that it is there"));
    }

    @Test
    void object_bucketMissing_isNotAnAbsentObject() {
        assertThat(S3Checks.create(s3, "reserch").object(run -> KEY).optional().check(RUN))
                .isEqualTo(Outcome.cannotTell("s3://reserch/" + KEY + ": the bucket does not exist"));
    }

    @Test
    void object_oneAnswerLost_passesAfterTheRetry() {
        put("{}", NOW);
        aws.faults().on("HeadObject").nth(1).loseAnswer();

        assertThat(object().check(RUN)).isEqualTo(Outcome.pass());
    }

    @Test
    @Timeout(20)
    void object_slow_nobodyCanTellWithinTheLimitOfTheSuite() {
        put("{}", NOW);
        aws.faults().on("HeadObject").latency(Duration.ofMinutes(1));
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            ContractReport report = ContractSuite.<String>postflight("phase1", () -> 0)
                    .within(Duration.ofMillis(50), executor)
                    .add(Contract.of("macro", "predictor", this.<String>object().optional()))
                    .build()
                    .run(RUN);

            assertThat(report.passed()).isFalse();
            assertThat(report.results().get(0).outcome())
                    .isEqualTo(Outcome.cannotTell("took longer than PT0.05S; its thread was interrupted"));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void document_there_isLoadedUpToItsLimit() {
        put("{\"a\":1}", NOW);

        assertThat(load(7))
                .isInstanceOfSatisfying(
                        Document.Loaded.class,
                        loaded -> assertThat(loaded.payload().text()).isEqualTo("{\"a\":1}"));
        assertThat(load(6)).isEqualTo(new Document.Unreadable(PLACE, "has more than 6 bytes"));
    }

    @Test
    void document_absent_isAbsentAndOtherwiseUnreadable() {
        assertThat(load(10)).isEqualTo(new Document.Absent(PLACE));

        aws.s3().deny(S3Action.GET_OBJECT, "research");
        assertThat(load(10)).isEqualTo(new Document.Absent(PLACE)); // the list proves it
        put("{}", NOW);
        assertThat(load(10))
                .isEqualTo(new Document.Unreadable(
                        PLACE,
                        "GET answered 403 AccessDenied; it needs s3:GetObject, and s3:ListBucket to be told that it is"
                                + " missing"));
        assertThat(S3Checks.create(s3, "reserch")
                        .<String>document(run -> KEY, 10)
                        .load(RUN))
                .isEqualTo(new Document.Unreadable("s3://reserch/" + KEY, "GET answered 404 NoSuchBucket"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void document_faults_areUnreadable(int status) {
        aws.faults().on("GetObject").answer(status, "Trouble");

        assertThat(load(10)).isEqualTo(new Document.Unreadable(PLACE, "GET answered " + status + " Trouble"));
    }

    @Test
    void document_loadedAnewInEachRun() {
        JsonCheck<String> check = JsonCheck.<String>of(bucket.document(run -> KEY, 100))
                .between("/fed_funds_rate", BigDecimal.ZERO, BigDecimal.TEN);
        put("{\"fed_funds_rate\":null}", NOW);
        assertThat(check.check(RUN)).isInstanceOf(Outcome.Violated.class);

        put("{\"fed_funds_rate\":4.33}", NOW);
        assertThat(check.check(RUN)).isInstanceOf(Outcome.Pass.class);
    }

    @Test
    @DisplayName("D-18: a JSON list where an object is expected is a violation, and the report is written")
    void document_listInsteadOfAnObject_isAViolation() {
        put("[1,2]", NOW);

        ContractReport report = ContractSuite.<String>postflight("phase1", () -> 0)
                .add(Contract.of(
                        "constituents",
                        "predictor",
                        JsonCheck.<String>of(bucket.document(run -> KEY, 100)).object("/sector_map")))
                .build()
                .run(RUN);

        assertThat(report.violations())
                .singleElement()
                .hasToString(
                        "constituents (for predictor): " + PLACE + "#/sector_map: expected an object, found nothing");
        assertThat(report.runStatus("ok")).isEqualTo("postflight_failed");
    }

    @Test
    void reachable_bucketThereMissingOrRefused() {
        assertThat(bucket.reachable().check(RUN)).isEqualTo(Outcome.pass());
        assertThat(S3Checks.create(s3, "reserch").reachable().check(RUN))
                .isEqualTo(Outcome.violated("s3://reserch", "a bucket", "nothing"));
        aws.s3().deny(S3Action.LIST_BUCKET, "research");
        assertThat(bucket.reachable().check(RUN))
                .isEqualTo(Outcome.cannotTell("s3://research: HEAD answered 403 without a code"));
    }

    @Test
    void writable_writesAndTakesItAwayAgain() {
        assertThat(writable().check(RUN)).isEqualTo(Outcome.pass());
        assertThat(operations()).containsExactly("PutObject", "DeleteObject");
        assertThat(aws.s3().keys("research")).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void writable_usualNonces_neverRepeat() {
        S3Checks usual = S3Checks.create(s3, "research");
        aws.s3().deny(S3Action.DELETE_OBJECT, "research");
        for (int i = 0; i < 3; i++) {
            usual.writable("preflight/", events::add).check(RUN);
        }

        assertThat(aws.s3().keys("research"))
                .hasSize(3)
                .allMatch(key -> key.matches("preflight/sentinel-[0-9a-f]{32}\\.txt"));
    }

    @Test
    void writable_writingDenied_isAViolation() {
        aws.s3().deny(S3Action.PUT_OBJECT, "research");

        assertThat(writable().check(RUN))
                .isEqualTo(Outcome.violated(
                        "s3://research/preflight/sentinel-0001.txt",
                        "that it may be written",
                        "PUT answered 403 AccessDenied"));
        assertThat(operations()).containsExactly("PutObject");
    }

    @Test
    void writable_fault_nobodyCanTellAndWhatMayHaveLandedIsTakenAway() {
        aws.faults().on("PutObject").loseAnswer();

        assertThat(writable().check(RUN)).isInstanceOf(Outcome.CannotTell.class);
        assertThat(aws.s3().keys("research")).isEmpty();
    }

    @Test
    void writable_deletingDenied_passesAndTellsTheListener() {
        aws.s3().deny(S3Action.DELETE_OBJECT, "research");

        assertThat(writable().check(RUN)).isEqualTo(Outcome.pass());
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.LEFT_BEHIND,
                        "contract-suite",
                        "s3://research/preflight/sentinel-0001.txt",
                        "DELETE answered 403 AccessDenied"));
        assertThat(bucket.writable("preflight/", event -> {
                            throw new IllegalStateException("no counter");
                        })
                        .check(RUN))
                .isEqualTo(Outcome.pass());
    }

    @Test
    @DisplayName("A producer of freshness does not gate on freshness, on S3")
    void preflight_insistsOnTheFreshnessOfWhatIsProduced_isRefused() {
        assertThatThrownBy(() -> ContractSuite.<String>preflight("phase1", () -> 0)
                        .produces("macro")
                        .add(Contract.of(
                                "macro",
                                "predictor",
                                this.<String>object().maxAge("macro", Duration.ofDays(1), aws.clock())))
                        .build())
                .hasMessageStartingWith("contract macro insists that macro is fresh before the run");
        assertThat(this.<String>object()
                        .notOlderThan("macro", run -> NOW)
                        .optional()
                        .sized(1, 2)
                        .freshnessOf())
                .containsExactly("macro");
    }

    @Test
    void misuse_isRefusedByName() {
        assertThatThrownBy(() -> S3Checks.create(s3, " ")).hasMessage("bucket is blank");
        assertThatThrownBy(() -> bucket.document(run -> KEY, 0)).hasMessage("maxBytes is not within 1 and 64 MiB: 0");
        assertThatThrownBy(() -> object().sized(2, 1)).hasMessage("size is not a range: 2 to 1");
        assertThatThrownBy(() -> object().maxAge("macro", Duration.ZERO, aws.clock()))
                .hasMessage("age is not positive: PT0S");
        assertThatThrownBy(() -> object().notOlderThan(" ", run -> NOW))
                .hasMessage("artifact is blank; name what is to be fresh");
    }

    private <C> S3ObjectCheck<C> object() {
        return bucket.object(run -> KEY);
    }

    private Document load(int maxBytes) {
        DocumentSource<String> source = bucket.document(run -> KEY, maxBytes);
        return source.load(RUN);
    }

    private Check<String> writable() {
        return bucket.writable("preflight/", events::add);
    }

    private void put(String body, Instant written) {
        aws.s3().put("research", KEY, body.getBytes(UTF_8), written);
    }

    private List<String> operations() {
        return aws.requests().stream().map(AwsRequest::operation).toList();
    }

    private static Outcome cannotTell(String cause) {
        return Outcome.cannotTell(PLACE + ": " + cause);
    }
}
