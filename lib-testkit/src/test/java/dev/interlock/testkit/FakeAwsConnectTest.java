package dev.interlock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.s3.S3Action;
import dev.interlock.testkit.wire.WireRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a connected client keeps, what it does not take from its surroundings, and what it leaves behind. */
final class FakeAwsConnectTest {
    private static final String BUCKET = "research-bucket";
    private static final String KEY = "a.json";

    private final FakeAws aws = FakeAws.create();
    private final Wiretap wiretap = new Wiretap();
    private final Properties before = new Properties();

    /** Notes what goes over the wire. */
    private static final class Wiretap implements ExecutionInterceptor {
        private final List<SdkHttpRequest> sent = new CopyOnWriteArrayList<>();

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            sent.add(context.httpRequest());
        }

        String header(String name) {
            return sent.get(0).firstMatchingHeader(name).orElse("none");
        }
    }

    @BeforeEach
    void keepSystemProperties() {
        before.putAll(System.getProperties());
        aws.s3().createBucket(BUCKET);
    }

    @AfterEach
    void restoreSystemProperties() {
        System.setProperties((Properties) before.clone());
    }

    @Test
    void connect_interceptorOfTheUser_isKept() {
        try (S3Client s3 = tapped()) {
            s3.headBucket(r -> r.bucket(BUCKET));
        }

        assertThat(wiretap.sent).hasSize(1);
    }

    @Test
    void connect_userAgentAndHeaderOfTheUser_areKept() {
        try (S3Client s3 = aws.connect(S3Client.builder()
                        .overrideConfiguration(o -> o.addExecutionInterceptor(wiretap)
                                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, "rebalance-job")
                                .putHeader("Accept", "everything")))
                .build()) {
            s3.headBucket(r -> r.bucket(BUCKET));
        }

        assertThat(wiretap.header("User-Agent")).startsWith("rebalance-job ");
        assertThat(wiretap.header("Accept")).isEqualTo("everything");
    }

    @Test
    void connect_retryStrategyOfTheUser_isKept() {
        aws.faults().onAny().throttle();
        try (S3Client s3 = aws.connect(S3Client.builder()
                        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(2)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                .build())))
                .build()) {
            assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BUCKET))).isInstanceOf(S3Exception.class);
        }

        assertThat(aws.requests()).hasSize(2);
    }

    @Test
    void connect_retryModeOfTheUser_isKept() {
        aws.faults().onAny().loseRequest();
        try (S3Client s3 = aws.connect(
                        S3Client.builder().overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD)))
                .build()) {
            assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BUCKET)))
                    .hasMessageEndingWith("(SDK Attempt Count: 3)");
        }

        assertThat(aws.requests()).extracting(AwsRequest::attempt).containsExactly(1, 2, 3);
    }

    @Test
    void connect_noRetryStrategy_decidesAsTheSdkDoesByDefault() {
        aws.faults().onAny().loseRequest();
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BUCKET)))
                    .hasMessageEndingWith("(SDK Attempt Count: 4)");
        }

        assertThat(aws.requests()).extracting(AwsRequest::attempt).containsExactly(1, 2, 3, 4);
    }

    @Test
    void connect_whatIsSetAfterwards_wins() {
        try (S3Client s3 = aws.connect(
                        S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(wiretap)))
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("somebody", "else")))
                .build()) {
            s3.headBucket(r -> r.bucket(BUCKET));
        }

        assertThat(wiretap.sent.get(0).host()).isEqualTo("research-bucket.s3.us-west-2.amazonaws.com");
        assertThat(wiretap.header("Authorization"))
                .contains("Credential=somebody/")
                .contains("/us-west-2/s3/");
    }

    @Test
    void connect_systemProperties_doNotLeakIn() {
        System.setProperty("aws.region", "ap-southeast-2");
        System.setProperty("aws.profile", "production");
        System.setProperty("aws.configFile", "/nowhere/config");
        System.setProperty("aws.sharedCredentialsFile", "/nowhere/credentials");
        System.setProperty("aws.accessKeyId", "AKIAPRODUCTION");
        System.setProperty("aws.secretAccessKey", "production");
        System.setProperty("aws.sessionToken", "production");
        System.setProperty("aws.retryMode", "standard");
        System.setProperty("aws.maxAttempts", "1");
        System.setProperty("aws.defaultsMode", "cross-region");
        aws.faults().onAny().loseRequest();

        try (S3Client s3 = tapped()) {
            assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BUCKET)))
                    .hasMessageEndingWith("(SDK Attempt Count: 4)");
        }

        assertThat(wiretap.sent.get(0).host()).isEqualTo("research-bucket.s3.eu-west-1.amazonaws.com");
        assertThat(wiretap.header("Authorization"))
                .contains("Credential=interlock/")
                .contains("/eu-west-1/s3/");
        assertThat(wiretap.header("x-amz-security-token")).isEqualTo("none");
    }

    /** They change the host, which connect cannot prevent, but no request leaves for it. */
    @ParameterizedTest
    @CsvSource({
        "aws.endpointUrl,            http://localhost:4566, research-bucket.localhost",
        "aws.endpointUrlS3,          http://127.0.0.1:4566, 127.0.0.1",
        "aws.useFipsEndpoint,        true,                  research-bucket.s3-fips.eu-west-1.amazonaws.com",
        "aws.useDualstackEndpoint,   true,                  research-bucket.s3.dualstack.eu-west-1.amazonaws.com"
    })
    void connect_endpointProperties_stillReachTheFake(String property, String value, String host) {
        System.setProperty(property, value);
        try (S3Client s3 = tapped()) {
            s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("hello"));
        }

        assertThat(wiretap.sent.get(0).host()).isEqualTo(host);
        assertThat(aws.s3().keys(BUCKET)).containsExactly(KEY);
    }

    @Test
    void connect_severalClients_shareTheAccount() {
        try (S3Client one = aws.connect(S3Client.builder()).build();
                S3Client two = aws.connect(S3Client.builder())
                        .endpointOverride(URI.create("http://localhost:9000"))
                        .build();
                S3AsyncClient three = aws.connect(S3AsyncClient.builder()).build()) {
            one.putObject(r -> r.bucket(BUCKET).key("1"), RequestBody.fromString("hello"));
            two.putObject(r -> r.bucket(BUCKET).key("2"), RequestBody.fromString("hello"));
            three.putObject(r -> r.bucket(BUCKET).key("3"), AsyncRequestBody.fromString("hello"))
                    .join();

            assertThat(two.listObjectsV2(r -> r.bucket(BUCKET)).keyCount()).isEqualTo(3);
        }
        assertThat(FakeAws.create().s3().keys(BUCKET)).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void connect_builderOfNeitherKind_isRefused() {
        AwsClientBuilder<?, ?> strange = (AwsClientBuilder<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AwsClientBuilder.class},
                (proxy, method, arguments) -> method.getReturnType() == ClientOverrideConfiguration.class
                        ? ClientOverrideConfiguration.builder().build()
                        : proxy);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> connectRaw(strange))
                .withMessage("not the builder of an SDK client: " + strange.getClass());
    }

    @SuppressWarnings({"unchecked", "rawtypes", "ReturnValueIgnored"})
    private void connectRaw(AwsClientBuilder strange) {
        aws.connect(strange);
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without a checker may do
    void create_null_isRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> FakeAws.create(null)).withMessage("clock");
    }

    @Test
    void create_withAClock_livesByIt() {
        MutableInstantSource clock = MutableInstantSource.at("2026-05-27T13:50:00Z");

        assertThat(FakeAws.create(clock).clock()).isSameAs(clock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambda", "sns", "sts", "scheduler"})
    void begin_unknownService_isRefusedByName(String service) {
        WireRequest request = WireRequest.of(
                "POST",
                service + ".eu-west-1.amazonaws.com",
                "/",
                Map.of(),
                Map.of(
                        "Authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=interlock/20260527/eu-west-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=0")),
                new byte[0]);

        assertThatThrownBy(() -> aws.begin(request))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("FakeAws has no service '" + service + "', only [dynamodb, ec2, elasticache, es, "
                        + "memorydb, rds, redshift, s3, savingsplans]; the request was POST " + service
                        + ".eu-west-1.amazonaws.com/");
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void requests_areInOrderWithTheirAttempts() {
        aws.faults().on("PutObject").nth(1).loseAnswer();
        aws.faults().on("HeadObject").nth(1).throttle();
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("hello"));
            s3.headObject(r -> r.bucket(BUCKET).key(KEY));
            s3.listObjectsV2(r -> r.bucket(BUCKET));
        }

        assertThat(aws.requests())
                .containsExactly(
                        new AwsRequest("s3", "PutObject", KEY, 1),
                        new AwsRequest("s3", "PutObject", KEY, 2),
                        new AwsRequest("s3", "HeadObject", KEY, 1),
                        new AwsRequest("s3", "HeadObject", KEY, 2),
                        new AwsRequest("s3", "ListObjectsV2", "", 1));
        assertThat(aws.requests("HeadObject"))
                .containsExactly(
                        new AwsRequest("s3", "HeadObject", KEY, 1), new AwsRequest("s3", "HeadObject", KEY, 2));
        assertThat(aws.requests("GetObject")).isEmpty();
    }

    /** The SDK would take a dated 403 for a sign of a wrong clock, and shift the signing time of the whole JVM. */
    @Test
    void accessDenied_carriesNoDateAndLeavesTheSigningClock() {
        aws.s3().put(BUCKET, KEY, "hello".getBytes(UTF_8), aws.clock().instant());
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET);
        try (S3Client s3 = aws.connect(S3Client.builder()).build();
                S3AsyncClient async = aws.connect(S3AsyncClient.builder()).build()) {
            assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails()
                                            .sdkHttpResponse()
                                            .firstMatchingHeader("Date"))
                                    .isEmpty());
            assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BUCKET).key(KEY)))
                    .isInstanceOf(S3Exception.class);
            assertThatThrownBy(() ->
                            async.headObject(r -> r.bucket(BUCKET).key(KEY)).join())
                    .hasCauseInstanceOf(S3Exception.class);
        }

        assertThat(aws.requests()).hasSize(3);
        assertThat(SdkGlobalTime.getGlobalTimeOffset()).isZero();
    }

    @Test
    void close_allClients_leavesNoThreadThatKeepsTheJvm() throws InterruptedException {
        Set<Thread> running = Set.copyOf(Thread.getAllStackTraces().keySet());
        List<CompletableFuture<?>> calls = new ArrayList<>();
        List<S3AsyncClient> clients = IntStream.range(0, 5)
                .mapToObj(i -> aws.connect(S3AsyncClient.builder()).build())
                .toList();
        clients.forEach(client -> calls.add(client.headBucket(r -> r.bucket(BUCKET))));
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            s3.headBucket(r -> r.bucket(BUCKET));
        }
        calls.forEach(CompletableFuture::join);
        clients.forEach(S3AsyncClient::close);

        Set<Thread> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !running.contains(thread) && !thread.isDaemon())
                .collect(Collectors.toSet());
        for (Thread thread : left) {
            thread.join(5000);
        }
        assertThat(left).filteredOn(Thread::isAlive).isEmpty();
    }

    private S3Client tapped() {
        return aws.connect(S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(wiretap)))
                .build();
    }
}
