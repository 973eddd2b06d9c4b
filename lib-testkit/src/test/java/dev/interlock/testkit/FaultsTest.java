package dev.interlock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.interlock.testkit.junit.FakeAwsTest;
import dev.interlock.testkit.s3.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which requests a rule picks, and what FaultTableTest, the table of outcomes, does not show. */
@Timeout(60) // seconds; a latency that nothing cuts short is an hour
@FakeAwsTest
final class FaultsTest {
    private static final String BUCKET = "research-bucket";
    private static final String KEY = "a.json";

    private final FakeAws aws;
    private final S3Client s3;
    private final S3AsyncClient async;

    FaultsTest(FakeAws aws, S3Client s3, S3AsyncClient async) {
        this.aws = aws;
        this.s3 = s3;
        this.async = async;
        aws.s3().put(BUCKET, KEY, "old".getBytes(UTF_8), aws.clock().instant());
    }

    @Test
    void on_operationThatTheFakeLacks_isRefused() {
        FakeAws fake = FakeAws.create();

        assertThatThrownBy(() -> fake.faults().on("putobject"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the fake has no operation 'putobject'; it has [CopyObject, CreateBucket,");
        assertThatThrownBy(() -> fake.requests("PutObjekt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the fake has no operation 'PutObjekt'; it has [");
    }

    @Test
    void answer_success_isRefused() {
        assertThatThrownBy(() -> FakeAws.create().faults().onAny().answer(299, "OK"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status is that of a success, but nothing is carried out: 299");
    }

    @Test
    void rule_withoutCount_picksEveryRequest() {
        aws.faults().on("GetObject").answer(400, "Chosen");

        assertThat(gets(4)).isEqualTo("400 400 400 400");
    }

    @Test
    void nth_picksThatRequestOnly() {
        aws.faults().on("GetObject").nth(2).answer(400, "Chosen");

        assertThat(gets(4)).isEqualTo("200 400 200 200");
    }

    @Test
    void first_picksTheFirstOnly() {
        aws.faults().on("GetObject").first(2).answer(400, "Chosen");

        assertThat(gets(4)).isEqualTo("400 400 200 200");
    }

    @Test
    void nth_countsRetriesAsWell() {
        aws.faults().on("GetObject").nth(1).throttle();
        aws.faults().on("GetObject").nth(3).answer(400, "Chosen");

        assertThat(gets(3)).isEqualTo("200 400 200");
        assertThat(aws.requests("GetObject")).extracting(AwsRequest::attempt).containsExactly(1, 2, 1, 1);
    }

    @Test
    void nth_countsFromTheRuleOn() {
        assertThat(gets(2)).isEqualTo("200 200");

        aws.faults().on("GetObject").nth(1).answer(400, "Chosen");

        assertThat(gets(2)).isEqualTo("400 200");
    }

    @Test
    void key_picksRequestsAboutItOnlyAndCountsOnlyThem() {
        aws.s3().put(BUCKET, "b.json", "old".getBytes(UTF_8), aws.clock().instant());
        aws.faults().on("GetObject").key("b.json").nth(2).answer(400, "Chosen");

        assertThat(get("b.json")).isEqualTo(200);
        assertThat(gets(3)).isEqualTo("200 200 200");
        assertThat(get("b.json")).isEqualTo(400);
        assertThat(get("b.json")).isEqualTo(200);
    }

    @Test
    void on_operation_leavesOthersAlone() {
        aws.faults().on("HeadObject").answer(400, "Chosen");

        assertThat(gets(1)).isEqualTo("200");
        assertThat(status(() -> s3.headObject(r -> r.bucket(BUCKET).key(KEY)))).isEqualTo(400);
    }

    @Test
    void onAny_picksEveryOperation() {
        aws.faults().onAny().first(2).answer(400, "Chosen");

        assertThat(status(() -> s3.listBuckets())).isEqualTo(400);
        assertThat(status(() -> s3.headObject(r -> r.bucket(BUCKET).key(KEY)))).isEqualTo(400);
        assertThat(gets(1)).isEqualTo("200");
    }

    @Test
    void rule_withoutItsLastWord_doesNothing() {
        FaultRule unfinished = aws.faults().on("GetObject").nth(1).key(KEY);

        assertThat(gets(2)).isEqualTo("200 200");
        assertThat(unfinished).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 20260527, Long.MIN_VALUE})
    void chance_sameSeed_sameFates(long seed) {
        assertThat(fates(0.3, seed, 100)).as("fates of seed %d", seed).isEqualTo(fates(0.3, seed, 100));
    }

    @Test
    void chance_otherSeed_otherFates() {
        assertThat(fates(0.3, 1, 100)).isNotEqualTo(fates(0.3, 2, 100));
    }

    /** Four standard deviations of the binomial distribution. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9})
    void chance_rate_isTheProbability(double probability) {
        long seed = 20260527;
        int requests = 600;
        double deviation = Math.sqrt(requests * probability * (1 - probability));

        long picked = fates(probability, seed, requests)
                .chars()
                .filter(fate -> fate == 'x')
                .count();

        assertThat((double) picked)
                .as("picked of %d with probability %s and seed %d", requests, probability, seed)
                .isCloseTo(requests * probability, within(4 * deviation));
    }

    @Test
    void chance_zeroAndOne_areNeverAndAlways() {
        assertThat(fates(0, 7, 50)).isEqualTo(".".repeat(50));
        assertThat(fates(1, 7, 50)).isEqualTo("x".repeat(50));
    }

    @Test
    void rules_thatPickOneRequest_addTheirDelaysAndTheFirstFateWins() {
        Instant before = aws.clock().instant();
        aws.faults().on("GetObject").elapse(Duration.ofSeconds(2));
        aws.faults().on("GetObject").nth(1).answer(400, "First");
        aws.faults().onAny().elapse(Duration.ofSeconds(3));
        aws.faults().onAny().answer(418, "Second");
        aws.faults().onAny().skew(Duration.ofMinutes(1));

        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("First");
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("by order of the test");
                    assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Date"))
                            .hasValue("Thu, 1 Jan 2026 00:01:05 GMT");
                });
        assertThat(aws.clock().instant()).isEqualTo(before.plusSeconds(5));
        assertThat(gets(1)).isEqualTo("418");
    }

    @Test
    void clear_endsAllRules() {
        aws.faults().onAny().answer(400, "Chosen");
        aws.faults().on("GetObject").loseAnswer();

        aws.faults().clear();

        assertThat(gets(2)).isEqualTo("200 200");
        assertThat(aws.requests()).hasSize(2);
    }

    @Test
    void clear_whatIsToLandLate_stillLands() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(1));
        putFails("new");

        aws.faults().clear();

        assertThat(content()).isEqualTo("old");
        assertThat(aws.landLateRequests()).isEqualTo(4);
        assertThat(content()).isEqualTo("new");
    }

    @Test
    void landLate_clockBeforeDue_hasNotLanded() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(1));
        putFails("new");

        aws.clock().advance(Duration.ofSeconds(60).minusNanos(1));

        assertThat(read()).isEqualTo("old");
    }

    @Test
    void landLate_clockAtDue_landsBeforeTheNextRequestAndNotSooner() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(1));
        putFails("new");

        aws.clock().advance(Duration.ofSeconds(60));

        assertThat(content()).isEqualTo("old");
        assertThat(read()).isEqualTo("new");
        assertThat(aws.landLateRequests()).isZero();
    }

    @Test
    void landLate_severalDue_landInTheOrderOfTheirTimes() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(3));
        aws.faults().on("PutObject").landLate(Duration.ofMinutes(2));
        putFails("lands last");
        putFails("lands first");

        aws.clock().advance(Duration.ofMinutes(2));
        assertThat(read()).isEqualTo("lands first");

        aws.clock().advance(Duration.ofMinutes(1));
        assertThat(read()).isEqualTo("lands last");
    }

    @Test
    void landLateRequests_severalNotDue_landInTheOrderOfTheirTimes() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(3));
        aws.faults().on("PutObject").landLate(Duration.ofMinutes(2));
        putFails("lands last");
        putFails("lands first");

        assertThat(aws.landLateRequests()).isEqualTo(8);
        assertThat(content()).isEqualTo("lands last");
        assertThat(aws.landLateRequests()).isZero();
    }

    @Test
    void landLate_conditionNotMetOnLanding_leavesTheStoreAlone() {
        aws.faults().on("PutObject").key("lock").first(4).landLate(Duration.ofMinutes(1));
        assertThatThrownBy(() -> s3.putObject(
                        r -> r.bucket(BUCKET).key("lock").ifNoneMatch("*"), RequestBody.fromString("mine")))
                .isInstanceOf(SdkClientException.class)
                .hasMessage("Unable to execute HTTP request: request lands late, by order of the test"
                        + " (SDK Attempt Count: 4)");
        s3.putObject(r -> r.bucket(BUCKET).key("lock").ifNoneMatch("*"), RequestBody.fromString("theirs"));

        assertThat(aws.landLateRequests()).isEqualTo(4);

        assertThat(aws.s3().object(BUCKET, "lock").map(StoredObject::text)).hasValue("theirs");
    }

    @Test
    void landLate_writeThatLands_isStampedWithTheTimeOfLanding() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(1));
        putFails("new");
        aws.clock().advance(Duration.ofHours(1));

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key(KEY)).lastModified())
                .isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
    }

    @Test
    void landLate_elapseMakesItDue_landsBeforeThatRequest() {
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(1));
        putFails("new");
        aws.faults().on("GetObject").elapse(Duration.ofMinutes(1));

        assertThat(read()).isEqualTo("new");
    }

    @Test
    void latency_isRealTimeAndLeavesTheClock() {
        Instant before = aws.clock().instant();
        aws.faults().on("GetObject").nth(1).latency(Duration.ofMillis(30));

        long start = System.nanoTime();
        gets(1);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        assertThat(aws.clock().instant()).isEqualTo(before);
    }

    @Test
    void latency_async_isRealTimeAndDoesNotHoldTheCaller() {
        aws.faults().on("PutObject").nth(1).latency(Duration.ofHours(1));

        assertThat(async.putObject(r -> r.bucket(BUCKET).key(KEY), AsyncRequestBody.fromString("new")))
                .isNotDone();
        assertThat(content()).isEqualTo("old");
    }

    @Test
    void latency_beyondTheAttemptTimeout_isCutShort() {
        warmUp();
        aws.faults().on("GetObject").latency(Duration.ofHours(1));
        try (S3Client hasty = aws.connect(
                        S3Client.builder().overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(100))))
                .build()) {
            assertThatThrownBy(
                            () -> hasty.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)))
                    .isExactlyInstanceOf(ApiCallAttemptTimeoutException.class)
                    .hasMessage("HTTP request execution did not complete before the specified timeout configuration:"
                            + " 100 millis (SDK Attempt Count: 4)");
        }
        assertThat(Thread.interrupted()).isFalse();
        assertThat(aws.requests("GetObject")).hasSize(1 + 4);
    }

    @Test
    void latency_asyncBeyondTheAttemptTimeout_isCutShort() {
        warmUp();
        aws.faults().on("PutObject").latency(Duration.ofHours(1));
        try (S3AsyncClient hasty = aws.connect(S3AsyncClient.builder()
                        .overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(100))))
                .build()) {
            assertThatThrownBy(() -> hasty.putObject(r -> r.bucket(BUCKET).key(KEY), AsyncRequestBody.fromString("new"))
                            .join())
                    .isExactlyInstanceOf(CompletionException.class)
                    .cause()
                    .isExactlyInstanceOf(ApiCallAttemptTimeoutException.class);
        }
        assertThat(aws.requests("PutObject")).hasSize(1 + 4);
    }

    /** As with a real server: that nobody waits for the answer does not call the request back. */
    @Test
    void latency_asyncBeyondTheAttemptTimeout_isCarriedOutAllTheSame() {
        warmUp();
        aws.faults().on("PutObject").latency(Duration.ofMillis(400));
        try (S3AsyncClient hasty = aws.connect(S3AsyncClient.builder()
                        .overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(100))))
                .build()) {
            assertThatThrownBy(() -> hasty.putObject(r -> r.bucket(BUCKET).key(KEY), AsyncRequestBody.fromString("new"))
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .hasCauseInstanceOf(ApiCallAttemptTimeoutException.class);
        }

        long start = System.nanoTime();
        while (!content().equals("new")
                && System.nanoTime() - start < Duration.ofSeconds(10).toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(content()).isEqualTo("new");
    }

    /** A real connection would be closed by then; here the next attempt has the same handler. */
    @Test
    void latency_asyncAttemptTimedOut_itsAnswerIsNotThatOfTheNextAttempt() {
        warmUp();
        aws.faults().on("GetObject").nth(1).latency(Duration.ofMillis(150));
        IntStream.rangeClosed(2, 4)
                .forEach(n -> aws.faults().on("GetObject").nth(n).latency(Duration.ofHours(1)));
        try (S3AsyncClient hasty = aws.connect(S3AsyncClient.builder()
                        .overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(100))))
                .build()) {
            assertThatThrownBy(() -> hasty.getObject(r -> r.bucket(BUCKET).key(KEY), AsyncResponseTransformer.toBytes())
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .hasCauseInstanceOf(ApiCallAttemptTimeoutException.class);
        }
    }

    @Test
    void latency_threadInterrupted_abortsTheCallAndKeepsTheFlag() {
        aws.faults().on("PutObject").latency(Duration.ofHours(1));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("new")))
                .isInstanceOf(AbortedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(aws.requests("PutObject").size()).isLessThanOrEqualTo(1);
        assertThat(content()).isEqualTo("old");
    }

    @Test
    void latency_threadInterruptedWhileItWaits_abortsTheCallAndKeepsTheFlag() {
        aws.faults().on("PutObject").latency(Duration.ofHours(1));
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (aws.requests("PutObject").isEmpty() || caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            caller.interrupt();
        });
        interrupter.setDaemon(true);
        interrupter.start();

        assertThatThrownBy(() -> s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("new")))
                .isInstanceOf(AbortedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(aws.requests("PutObject")).hasSize(1);
        assertThat(content()).isEqualTo("old");
    }

    @Test
    void elapse_movesTheClockBeforeTheRequestIsCarriedOut() {
        aws.faults().on("PutObject").nth(1).elapse(Duration.ofMinutes(10));

        long start = System.nanoTime();
        s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("new"));

        assertThat(aws.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:10:00Z"));
        assertThat(aws.s3().object(BUCKET, KEY).map(StoredObject::lastModified))
                .hasValue(Instant.parse("2026-01-01T00:10:00Z"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void retries_leaveTheClock() {
        aws.faults().on("GetObject").first(3).throttle();

        assertThat(gets(1)).isEqualTo("200");
        assertThat(aws.requests()).hasSize(4);
        assertThat(aws.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** A client's retries are paid from one purse; a test that counts attempts wants a fresh client. */
    @Test
    void retries_afterManyFailures_stopForThatClientAlone() {
        aws.faults().on("GetObject").loseRequest();

        assertThatThrownBy(this::read).hasMessageEndingWith("(SDK Attempt Count: 4)");
        for (int call = 0; call < 100; call++) {
            assertThatThrownBy(this::read).isInstanceOf(SdkClientException.class);
        }

        assertThatThrownBy(this::read).hasMessageEndingWith("(SDK Attempt Count: 1)");
        try (S3Client fresh = aws.connect(S3Client.builder()).build()) {
            assertThatThrownBy(
                            () -> fresh.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)))
                    .hasMessageEndingWith("(SDK Attempt Count: 4)");
        }
    }

    /** Why a 403 goes without a date unless a test asks for a skew. */
    @Test
    void skew_ofA403_makesTheSdkRetryAndShiftItsSigningClock() {
        aws.faults().on("GetObject").answer(403, "AccessDenied");
        assertThat(gets(1)).isEqualTo("403");
        assertThat(aws.requests("GetObject")).hasSize(1);
        assertThat(SdkGlobalTime.getGlobalTimeOffset()).isZero();

        aws.faults().on("GetObject").skew(Duration.ofHours(1));
        try {
            assertThat(gets(1)).isEqualTo("403");

            assertThat(aws.requests("GetObject")).hasSize(3);
            assertThat(SdkGlobalTime.getGlobalTimeOffset()).isNotZero();
        } finally {
            SdkGlobalTime.setGlobalTimeOffset(0);
        }
    }

    @Test
    void loseRequestAndLoseAnswer_everySend_sayWhichItWas() {
        aws.faults().on("GetObject").loseRequest();
        aws.faults().on("PutObject").loseAnswer();

        assertThatThrownBy(() -> read())
                .hasMessage("Unable to execute HTTP request: request lost, by order of the test"
                        + " (SDK Attempt Count: 4)");
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("new")))
                .hasMessage("Unable to execute HTTP request: answer lost, by order of the test"
                        + " (SDK Attempt Count: 4)");
    }

    static Stream<Arguments> misuses() {
        return Stream.of(
                misuse("n is below 1: 0", rule -> rule.nth(0)),
                misuse("n is below 1: -3", rule -> rule.nth(-3)),
                misuse("n is below 1: 0", rule -> rule.first(0)),
                misuse("probability is not within 0 and 1: -0.1", rule -> rule.chance(-0.1, 1)),
                misuse("probability is not within 0 and 1: 1.5", rule -> rule.chance(1.5, 1)),
                misuse("probability is not within 0 and 1: NaN", rule -> rule.chance(Double.NaN, 1)),
                misuse("latency is negative: PT-1S", rule -> {
                    rule.latency(Duration.ofSeconds(-1));
                    return rule;
                }),
                misuse("elapse is negative: PT-0.000000001S", rule -> {
                    rule.elapse(Duration.ofNanos(-1));
                    return rule;
                }),
                misuse("delay is negative: PT-1M", rule -> {
                    rule.landLate(Duration.ofMinutes(-1));
                    return rule;
                }));
    }

    private static Arguments misuse(String message, Function<FaultRule, FaultRule> use) {
        return Arguments.of(message, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void rule_argumentOutOfBounds_isRefusedAndOrdersNothing(String message, Function<FaultRule, FaultRule> use) {
        FaultRule rule = aws.faults().on("GetObject");

        assertThatIllegalArgumentException().isThrownBy(() -> use.apply(rule)).withMessage(message);
        assertThat(gets(2)).isEqualTo("200 200");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without a checker may do
    void rule_null_isRefusedByName() {
        FaultRule rule = aws.faults().on("GetObject");

        assertThatNullPointerException().isThrownBy(() -> aws.faults().on(null)).withMessage("operation");
        assertThatNullPointerException().isThrownBy(() -> rule.key(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> rule.latency(null)).withMessage("latency");
        assertThatNullPointerException().isThrownBy(() -> rule.elapse(null)).withMessage("elapse");
        assertThatNullPointerException().isThrownBy(() -> rule.skew(null)).withMessage("skew");
        assertThatNullPointerException().isThrownBy(() -> rule.landLate(null)).withMessage("delay");
        assertThatNullPointerException()
                .isThrownBy(() -> rule.answer(400, null))
                .withMessage("code");
    }

    /** What becomes of so many requests: x for an error, a dot for none. */
    private static String fates(double probability, long seed, int requests) {
        FakeAws account = FakeAws.create();
        account.s3().createBucket(BUCKET);
        account.faults().on("HeadBucket").chance(probability, seed).answer(400, "Chosen");
        try (S3Client client = account.connect(S3Client.builder()).build()) {
            return IntStream.range(0, requests)
                    .mapToObj(i -> status(() -> client.headBucket(r -> r.bucket(BUCKET))) == 200 ? "." : "x")
                    .collect(Collectors.joining());
        }
    }

    private String gets(int times) {
        List<String> statuses = IntStream.range(0, times)
                .mapToObj(i -> Integer.toString(get(KEY)))
                .toList();
        return String.join(" ", statuses);
    }

    private int get(String key) {
        return status(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)));
    }

    private static int status(Runnable call) {
        try {
            call.run();
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    /** The first requests of a JVM load classes for longer than a short time-out waits. */
    private void warmUp() {
        read();
        async.putObject(r -> r.bucket(BUCKET).key(KEY), AsyncRequestBody.fromString("old"))
                .join();
    }

    private void putFails(String body) {
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString(body)))
                .isInstanceOf(SdkClientException.class);
    }

    private String read() {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).asUtf8String();
    }

    private String content() {
        return aws.s3().object(BUCKET, KEY).orElseThrow().text();
    }
}
