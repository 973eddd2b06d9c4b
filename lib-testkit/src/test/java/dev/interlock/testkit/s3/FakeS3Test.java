package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Objects and buckets through real clients; lists, versions, permissions and races have classes of their own. */
@FakeAwsTest
final class FakeS3Test {
    private static final String BUCKET = "research-bucket";
    private static final String HELLO_MD5 = "\"5d41402abc4b2a76b9719d911017c592\"";

    private final FakeAws aws;
    private final S3Client s3;
    private final S3AsyncClient async;

    FakeS3Test(FakeAws aws, S3Client s3, S3AsyncClient async) {
        this.aws = aws;
        this.s3 = s3;
        this.async = async;
        aws.s3().createBucket(BUCKET);
    }

    /** Notes what goes over the wire; a client's own interceptors survive {@code connect}. */
    private static final class Wiretap implements ExecutionInterceptor {
        private final List<SdkHttpRequest> sent = new ArrayList<>();

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            sent.add(context.httpRequest());
        }

        String header(String name) {
            return sent.get(0).firstMatchingHeader(name).orElse("none");
        }
    }

    static Stream<Arguments> clients() {
        return Stream.of(
                client("signed", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "https", builder -> {}),
                client(
                        "anonymous",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "https",
                        builder -> builder.credentialsProvider(AnonymousCredentialsProvider.create())),
                client(
                        "checksums when required",
                        "UNSIGNED-PAYLOAD",
                        "https",
                        builder -> builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)),
                client(
                        "plain http: chunks are signed",
                        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                        "http",
                        builder -> builder.endpointOverride(URI.create("http://localhost:9000"))),
                client(
                        "plain http without checksums",
                        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                        "http",
                        builder -> builder.endpointOverride(URI.create("http://localhost:9000"))
                                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)),
                client(
                        "path style",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "https",
                        builder -> builder.forcePathStyle(true)),
                client(
                        "an IP address",
                        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                        "http",
                        builder -> builder.endpointOverride(URI.create("http://127.0.0.1:9000"))),
                client("fips", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "https", builder -> builder.fipsEnabled(true)),
                client(
                        "dual stack",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "https",
                        builder -> builder.dualstackEnabled(true)),
                client(
                        "accelerated",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "https",
                        builder -> builder.accelerate(true)));
    }

    private static Arguments client(
            String name, String contentSha256, String protocol, Consumer<S3ClientBuilder> settings) {
        return Arguments.of(name, contentSha256, protocol, settings);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void putAndGet_howeverTheClientSends_roundTrip(
            String name, String contentSha256, String protocol, Consumer<S3ClientBuilder> settings) {
        Wiretap wiretap = new Wiretap();
        S3ClientBuilder builder =
                aws.connect(S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(wiretap)));
        settings.accept(builder);
        try (S3Client client = builder.build()) {
            client.putObject(r -> r.bucket(BUCKET).key("dir/a.txt"), RequestBody.fromString("hello"));

            assertThat(client.getObjectAsBytes(r -> r.bucket(BUCKET).key("dir/a.txt"))
                            .asUtf8String())
                    .isEqualTo("hello");
        }
        assertThat(wiretap.header("x-amz-content-sha256")).isEqualTo(contentSha256);
        assertThat(wiretap.sent.get(0).protocol()).isEqualTo(protocol);
        assertThat(wiretap.header("authorization").equals("none")).isEqualTo(name.equals("anonymous"));
        assertThat(aws.s3().keys(BUCKET)).containsExactly("dir/a.txt");
        assertThat(aws.s3().object(BUCKET, "dir/a.txt").orElseThrow().etag()).isEqualTo(HELLO_MD5);
    }

    @Test
    void putAndGet_async_roundTrip() {
        PutObjectResponse written = async.putObject(
                        r -> r.bucket(BUCKET).key("a.txt"), AsyncRequestBody.fromString("hello"))
                .join();
        ResponseBytes<GetObjectResponse> read = async.getObject(
                        r -> r.bucket(BUCKET).key("a.txt"), AsyncResponseTransformer.toBytes())
                .join();

        assertThat(written.eTag()).isEqualTo(HELLO_MD5);
        assertThat(read.asUtf8String()).isEqualTo("hello");
        assertThat(read.response().eTag()).isEqualTo(HELLO_MD5);
    }

    @Test
    void putAndGet_emptyBody_roundTrip() {
        s3.putObject(r -> r.bucket(BUCKET).key("sync"), RequestBody.empty());
        async.putObject(r -> r.bucket(BUCKET).key("async"), AsyncRequestBody.empty())
                .join();

        assertThat(read("sync")).isEmpty();
        assertThat(async.getObject(r -> r.bucket(BUCKET).key("async"), AsyncResponseTransformer.toBytes())
                        .join()
                        .asByteArray())
                .isEmpty();
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("sync")).eTag())
                .isEqualTo("\"d41d8cd98f00b204e9800998ecf8427e\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void putAndGet_oneMegabyte_roundTrips(boolean chunksAreSigned) {
        byte[] body = new byte[1 << 20];
        new SplittableRandom(20260527).nextBytes(body);
        S3ClientBuilder builder = aws.connect(S3Client.builder());
        if (chunksAreSigned) {
            builder.endpointOverride(URI.create("http://localhost:9000"));
        }
        try (S3Client client = builder.build()) {
            client.putObject(r -> r.bucket(BUCKET).key("big"), RequestBody.fromBytes(body));
        }

        assertThat(async.getObject(r -> r.bucket(BUCKET).key("big"), AsyncResponseTransformer.toBytes())
                        .join()
                        .asByteArray())
                .isEqualTo(body);
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("big")).asByteArray())
                .isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a b",
                "a+b",
                "100%",
                "a%20b",
                "dir//twice",
                "dir/../up",
                "./here",
                "/leading",
                "trailing/",
                "?question",
                "#hash",
                "a&b=c;d",
                "\"<>'",
                "é",
                "e\u0301",
                "日本語/ファイル",
                "😀"
            })
    void putAndGet_oddKeys_areKeptAsTheyAre(String key) {
        s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(key));

        assertThat(aws.s3().keys(BUCKET)).containsExactly(key);
        assertThat(read(key)).isEqualTo(key.getBytes(UTF_8));
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
                .extracting(object -> object.key())
                .containsExactly(key);
        assertThat(aws.requests("PutObject"))
                .extracting(request -> request.key())
                .containsExactly(key);
    }

    @ParameterizedTest
    @CsvSource({
        "research-bucket, research-bucket.s3.eu-west-1.amazonaws.com",
        "logs3,           logs3.s3.eu-west-1.amazonaws.com",
        "data-s3,         data-s3.s3.eu-west-1.amazonaws.com",
        "s3-data,         s3-data.s3.eu-west-1.amazonaws.com",
        "my.dotted.s3.b,  s3.eu-west-1.amazonaws.com",
        "x,               s3.eu-west-1.amazonaws.com"
    })
    void putAndGet_bucketInTheHostOrInThePath_isTheSameBucket(String bucket, String host) {
        Wiretap wiretap = new Wiretap();
        aws.s3().createBucket(bucket);
        try (S3Client client = aws.connect(
                        S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(wiretap)))
                .build()) {
            client.putObject(r -> r.bucket(bucket).key("a.txt"), RequestBody.fromString("hello"));
        }

        assertThat(wiretap.sent.get(0).host()).isEqualTo(host);
        assertThat(aws.s3().keys(bucket)).containsExactly("a.txt");
    }

    @Test
    void put_hostThatMayBeginWithABucket_isRefusedByName() {
        try (S3Client client = aws.connect(S3Client.builder())
                .endpointOverride(URI.create("https://store.example.com"))
                .build()) {
            assertThatThrownBy(
                            () -> client.putObject(r -> r.bucket(BUCKET).key("a.txt"), RequestBody.fromString("hello")))
                    .isExactlyInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("the fake S3 cannot tell whether the host research-bucket.store.example.com begins with"
                            + " a bucket; override the endpoint with one on localhost, or not at all");
        }
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void head_metadataAndContentHeaders_areGivenBack() {
        s3.putObject(
                r -> r.bucket(BUCKET)
                        .key("a.json")
                        .contentType("application/json")
                        .contentLanguage("en")
                        .contentDisposition("attachment")
                        .cacheControl("no-store")
                        .metadata(Map.of("run-id", "run 7", "fence", "12")),
                RequestBody.fromString("hello"));

        HeadObjectResponse head = s3.headObject(r -> r.bucket(BUCKET).key("a.json"));

        assertThat(head.contentType()).isEqualTo("application/json");
        assertThat(head.contentLanguage()).isEqualTo("en");
        assertThat(head.contentDisposition()).isEqualTo("attachment");
        assertThat(head.cacheControl()).isEqualTo("no-store");
        assertThat(head.metadata()).containsExactlyInAnyOrderEntriesOf(Map.of("run-id", "run 7", "fence", "12"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.acceptRanges()).isEqualTo("bytes");
        assertThat(head.versionId()).isNull();
        assertThat(head.checksumCRC32()).isNull();
    }

    @Test
    void put_contentEncoding_isKeptWithoutThatOfTheTransfer() {
        s3.putObject(r -> r.bucket(BUCKET).key("sync.gz").contentEncoding("gzip"), RequestBody.fromString("hello"));
        async.putObject(
                        r -> r.bucket(BUCKET).key("async.gz").contentEncoding("gzip"),
                        AsyncRequestBody.fromString("hello"))
                .join();
        s3.putObject(r -> r.bucket(BUCKET).key("plain"), RequestBody.fromString("hello"));

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("sync.gz")).contentEncoding())
                .isEqualTo("gzip");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("async.gz")).contentEncoding())
                .isEqualTo("gzip");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("plain")).contentEncoding())
                .isNull();
    }

    @Test
    void put_overAnObject_replacesItsMetadata() {
        s3.putObject(r -> r.bucket(BUCKET).key("a").metadata(Map.of("run-id", "7")), RequestBody.fromString("hello"));
        s3.putObject(r -> r.bucket(BUCKET).key("a"), RequestBody.fromString("hello"));

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("a")).metadata()).isEmpty();
    }

    @Test
    void lastModified_betweenTwoSeconds_isTruncated() {
        aws.clock().set(Instant.parse("2026-05-27T13:00:00.999999999Z"));
        s3.putObject(r -> r.bucket(BUCKET).key("a"), RequestBody.fromString("hello"));

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("a")).lastModified())
                .isEqualTo(Instant.parse("2026-05-27T13:00:00Z"));
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents().get(0).lastModified())
                .isEqualTo(Instant.parse("2026-05-27T13:00:00Z"));
    }

    @Test
    void date_isThatOfTheClock() {
        aws.clock().set(Instant.parse("2026-05-27T13:00:01.5Z"));

        SdkHttpResponse found = s3.headBucket(r -> r.bucket(BUCKET)).sdkHttpResponse();
        aws.clock().advance(Duration.ofHours(1));
        S3Exception missing = refused(() -> s3.headObject(r -> r.bucket(BUCKET).key("none")));

        assertThat(found.firstMatchingHeader("Date")).hasValue("Wed, 27 May 2026 13:00:01 GMT");
        assertThat(missing.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Date"))
                .hasValue("Wed, 27 May 2026 14:00:01 GMT");
    }

    @Test
    void answers_areNumbered() {
        String first = s3.headBucket(r -> r.bucket(BUCKET)).responseMetadata().requestId();
        String second = refused(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("none")))
                .requestId();

        assertThat(first).isEqualTo("request-1");
        assertThat(second).isEqualTo("request-2");
    }

    @Test
    void head_missingKey_is404WithoutABody() {
        NoSuchKeyException missing = catchThrowableOfType(
                NoSuchKeyException.class,
                () -> s3.headObject(r -> r.bucket(BUCKET).key("none")));

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Content-Length"))
                .hasValue("0");
    }

    @Test
    void get_missingKey_isNoSuchKey() {
        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("none")))
                .isExactlyInstanceOf(NoSuchKeyException.class)
                .hasMessage("The specified key does not exist. (Service: S3, Status Code: 404, Request ID: request-1)"
                        + " (SDK Attempt Count: 1)");
        assertThatThrownBy(() -> async.getObject(r -> r.bucket(BUCKET).key("none"), AsyncResponseTransformer.toBytes())
                        .join())
                .isExactlyInstanceOf(CompletionException.class)
                .cause()
                .isExactlyInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void missingBucket_everyOperation_isNoSuchBucketOrABare404() {
        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("none").key("a")))
                .isExactlyInstanceOf(NoSuchBucketException.class)
                .hasMessageStartingWith("The specified bucket does not exist (Service: S3, Status Code: 404");
        assertThat(refusal(() -> s3.putObject(r -> r.bucket("none").key("a"), RequestBody.empty())))
                .isEqualTo("404 NoSuchBucket");
        assertThat(refusal(() -> s3.deleteObject(r -> r.bucket("none").key("a"))))
                .isEqualTo("404 NoSuchBucket");
        assertThat(refusal(() -> s3.listObjectsV2(r -> r.bucket("none")))).isEqualTo("404 NoSuchBucket");
        assertThat(refusal(() -> s3.deleteBucket(r -> r.bucket("none")))).isEqualTo("404 NoSuchBucket");
        assertThat(refused(() -> s3.headBucket(r -> r.bucket("none"))).statusCode())
                .isEqualTo(404);
        assertThat(refused(() -> s3.headObject(r -> r.bucket("none").key("a"))).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,   h,     bytes 0-0/5",
        "bytes=1-3,   ell,   bytes 1-3/5",
        "bytes=3-,    lo,    bytes 3-4/5",
        "bytes=-2,    lo,    bytes 3-4/5",
        "bytes=-99,   hello, bytes 0-4/5",
        "bytes=2-99,  llo,   bytes 2-4/5",
        "bytes=4-4,   o,     bytes 4-4/5"
    })
    void get_range_isThatPartOfTheBody(String range, String part, String contentRange) {
        putHello("a");

        ResponseBytes<GetObjectResponse> read =
                s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").range(range));

        assertThat(read.asUtf8String()).isEqualTo(part);
        assertThat(read.response().contentRange()).isEqualTo(contentRange);
        assertThat(read.response().contentLength()).isEqualTo(part.length());
        assertThat(read.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-", "bytes=5-9", "bytes=-0"})
    void get_rangeBeyondTheBody_is416(String range) {
        putHello("a");

        assertThat(refusal(
                        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").range(range))))
                .isEqualTo("416 InvalidRange");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "bytes=-", "lines=1-2"})
    void get_rangeOfAnotherForm_isRefusedByName(String range) {
        putHello("a");

        assertThatThrownBy(
                        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").range(range)))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the fake S3 has no range of the form '" + range + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "same,  '',    '',  '',  200",
        "other, '',    '',  '',  412",
        "*,     '',    '',  '',  200",
        "'',    same,  '',  '',  304",
        "'',    other, '',  '',  200",
        "'',    *,     '',  '',  304",
        "'',    '',    -1,  '',  200",
        "'',    '',    0,   '',  304",
        "'',    '',    1,   '',  304",
        "'',    '',    '',  -1,  412",
        "'',    '',    '',  0,   200",
        "'',    '',    '',  1,   200",
        "same,  '',    '',  -1,  200",
        "'',    other, 1,   '',  200",
        "other, same,  '',  '',  412"
    })
    void read_condition_isHeldAgainstTagAndTime(
            String ifMatch, String ifNoneMatch, String modifiedSince, String unmodifiedSince, int status) {
        putHello("a");

        int answered = statusOf(() -> s3.headObject(r -> {
            r.bucket(BUCKET).key("a");
            if (!ifMatch.isEmpty()) {
                r.ifMatch(tag(ifMatch));
            }
            if (!ifNoneMatch.isEmpty()) {
                r.ifNoneMatch(tag(ifNoneMatch));
            }
            if (!modifiedSince.isEmpty()) {
                r.ifModifiedSince(aws.clock().instant().plusSeconds(Long.parseLong(modifiedSince)));
            }
            if (!unmodifiedSince.isEmpty()) {
                r.ifUnmodifiedSince(aws.clock().instant().plusSeconds(Long.parseLong(unmodifiedSince)));
            }
        }));

        assertThat(answered).isEqualTo(status);
    }

    @Test
    void get_unmetCondition_namesItOrIsBare() {
        putHello("a");

        assertThat(refusal(
                        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").ifMatch("\"0\""))))
                .isEqualTo("412 PreconditionFailed");
        assertThat(statusOf(
                        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").ifNoneMatch(HELLO_MD5))))
                .isEqualTo(304);
        assertThat(refusal(() ->
                        s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("none").ifMatch("\"0\""))))
                .isEqualTo("404 NoSuchKey");
    }

    @Test
    void get_checksumModeEnabled_givesTheChecksumThatThePutSent() {
        putHello("a");

        GetObjectResponse read = s3.getObjectAsBytes(
                        r -> r.bucket(BUCKET).key("a").checksumMode(ChecksumMode.ENABLED))
                .response();

        assertThat(read.checksumCRC32()).isEqualTo("NhCmhg==");
    }

    @Test
    void get_checksumThatDoesNotFit_isFoundOutByTheSdk() {
        putHello("a");
        ExecutionInterceptor corruption = new ExecutionInterceptor() {
            @Override
            public SdkHttpResponse modifyHttpResponse(
                    Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
                return context.httpResponse().toBuilder()
                        .putHeader("x-amz-checksum-crc32", "AAAAAA==")
                        .build();
            }
        };
        try (S3Client client = aws.connect(
                        S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(corruption)))
                .build()) {
            assertThatThrownBy(() -> client.getObjectAsBytes(
                            r -> r.bucket(BUCKET).key("a").checksumMode(ChecksumMode.ENABLED)))
                    .isInstanceOf(SdkClientException.class)
                    .hasMessageContaining(
                            "Data read has a different checksum than expected. Was NhCmhg==, but expected AAAAAA==");
        }
    }

    @Test
    void copy_keepsBodyAndMetadata_unlessReplaced() {
        s3.putObject(
                r -> r.bucket(BUCKET).key("from é+ %").metadata(Map.of("run-id", "7")),
                RequestBody.fromString("hello"));

        s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("from é+ %")
                .destinationBucket(BUCKET)
                .destinationKey("kept"));
        s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("from é+ %")
                .destinationBucket(BUCKET)
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("run-id", "8")));

        assertThat(new String(read("kept"), UTF_8)).isEqualTo("hello");
        assertThat(new String(read("replaced"), UTF_8)).isEqualTo("hello");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("kept")).metadata()).containsEntry("run-id", "7");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("replaced")).metadata())
                .containsEntry("run-id", "8");
    }

    @Test
    void copy_ontoItself_isRefusedUnlessItReplacesTheMetadata() {
        putHello("a");

        assertThat(refusal(() -> s3.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("a")
                        .destinationBucket(BUCKET)
                        .destinationKey("a"))))
                .isEqualTo("400 InvalidRequest");
        s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("a")
                .destinationBucket(BUCKET)
                .destinationKey("a")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("run-id", "8")));
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("a")).metadata()).containsEntry("run-id", "8");
    }

    @Test
    void put_contentThatDoesNotMatchItsChecksum_isBadDigestAndNotStored() {
        assertThat(refusal(() -> s3.putObject(
                        r -> r.bucket(BUCKET).key("a").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="),
                        RequestBody.fromString("hello"))))
                .isEqualTo("400 BadDigest");
        assertThat(refusal(() -> s3.putObject(
                        r -> r.bucket(BUCKET).key("a").checksumCRC32("AAAAAA=="), RequestBody.fromString("hello"))))
                .isEqualTo("400 BadDigest");
        assertThat(aws.s3().object(BUCKET, "a")).isEmpty();
        s3.putObject(
                r -> r.bucket(BUCKET).key("a").checksumSHA256("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
                RequestBody.fromString("hello"));
        assertThat(aws.s3().object(BUCKET, "a")).isPresent();
    }

    @Test
    void put_bothConditionsAtOnce_isRefusedByName() {
        assertThatThrownBy(() -> s3.putObject(
                        r -> r.bucket(BUCKET).key("a").ifMatch("\"tag\"").ifNoneMatch("*"), RequestBody.empty()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("the fake S3 has no PutObject with If-Match and If-None-Match at once");
    }

    @Test
    void copy_missingSource_isNoSuchKey() {
        assertThat(refusal(() -> s3.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("none")
                        .destinationBucket(BUCKET)
                        .destinationKey("a"))))
                .isEqualTo("404 NoSuchKey");
        assertThat(refusal(() -> s3.copyObject(r -> r.sourceBucket("none")
                        .sourceKey("none")
                        .destinationBucket(BUCKET)
                        .destinationKey("a"))))
                .isEqualTo("404 NoSuchBucket");
    }

    @Test
    void copy_fromAVersion_isRefusedByName() {
        putHello("a");

        assertThatThrownBy(() -> s3.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("a")
                        .sourceVersionId("version-1")
                        .destinationBucket(BUCKET)
                        .destinationKey("b")))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("the fake S3 has no CopyObject from a version: ");
    }

    @Test
    void buckets_createListDelete_roundTrip() {
        s3.createBucket(r -> r.bucket("new-bucket"));
        s3.createBucket(r -> r.bucket("another"));

        assertThat(s3.listBuckets().buckets())
                .extracting(Bucket::name)
                .containsExactly("another", "new-bucket", BUCKET);

        s3.deleteBucket(r -> r.bucket("new-bucket"));

        assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("another", BUCKET);
        assertThat(statusOf(() -> s3.headBucket(r -> r.bucket("new-bucket")))).isEqualTo(404);
        assertThat(statusOf(() -> s3.headBucket(r -> r.bucket("another")))).isEqualTo(200);
    }

    @Test
    void createBucket_twice_is409() {
        s3.createBucket(r -> r.bucket("new-bucket"));

        assertThat(refusal(() -> s3.createBucket(r -> r.bucket("new-bucket"))))
                .isEqualTo("409 BucketAlreadyOwnedByYou");
    }

    @Test
    void deleteBucket_notEmpty_is409() {
        putHello("a");

        assertThat(refusal(() -> s3.deleteBucket(r -> r.bucket(BUCKET)))).isEqualTo("409 BucketNotEmpty");
        assertThat(aws.s3().keys(BUCKET)).containsExactly("a");
    }

    @Test
    void tags_areWrittenWithAnObject_andTakenOffWithoutChangingIt() {
        s3.putObject(r -> r.bucket(BUCKET).key("a").tagging("k=v"), RequestBody.fromString("hello"));
        StoredObject tagged = aws.s3().object(BUCKET, "a").orElseThrow();
        aws.clock().advance(Duration.ofDays(1));

        s3.deleteObjectTagging(r -> r.bucket(BUCKET).key("a"));

        StoredObject bare = aws.s3().object(BUCKET, "a").orElseThrow();
        assertThat(tagged.headers()).containsEntry("x-amz-tagging", "k=v");
        assertThat(bare.headers()).doesNotContainKey("x-amz-tagging");
        assertThat(bare.etag()).isEqualTo(tagged.etag());
        assertThat(bare.lastModified()).isEqualTo(tagged.lastModified());
        assertThat(refusal(() -> s3.deleteObjectTagging(r -> r.bucket(BUCKET).key("b"))))
                .isEqualTo("404 NoSuchKey");
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                call(
                        "DeleteObjects",
                        s3 -> s3.deleteObjects(r -> r.bucket(BUCKET)
                                .delete(d -> d.objects(
                                        ObjectIdentifier.builder().key("a").build())))),
                call(
                        "CreateMultipartUpload",
                        s3 -> s3.createMultipartUpload(r -> r.bucket(BUCKET).key("a"))),
                call(
                        "UploadPart",
                        s3 -> s3.uploadPart(
                                r -> r.bucket(BUCKET).key("a").uploadId("u").partNumber(1), RequestBody.empty())),
                call(
                        "CompleteMultipartUpload",
                        s3 -> s3.completeMultipartUpload(
                                r -> r.bucket(BUCKET).key("a").uploadId("u"))),
                call(
                        "AbortMultipartUpload",
                        s3 -> s3.abortMultipartUpload(
                                r -> r.bucket(BUCKET).key("a").uploadId("u"))),
                call(
                        "ListParts",
                        s3 -> s3.listParts(
                                r -> r.bucket(BUCKET).key("a").uploadId("u").maxParts(3))),
                call("ListMultipartUploads", s3 -> s3.listMultipartUploads(r -> r.bucket(BUCKET))),
                call("ListObjects", s3 -> s3.listObjects(r -> r.bucket(BUCKET))),
                call(
                        "GetObjectTagging",
                        s3 -> s3.getObjectTagging(r -> r.bucket(BUCKET).key("a"))),
                call(
                        "PutObjectTagging",
                        s3 -> s3.putObjectTagging(r -> r.bucket(BUCKET)
                                .key("a")
                                .tagging(t -> t.tagSet(
                                        Tag.builder().key("k").value("v").build())))),
                call(
                        "GetObjectAttributes",
                        s3 -> s3.getObjectAttributes(
                                r -> r.bucket(BUCKET).key("a").objectAttributesWithStrings("ETag"))),
                call("GetBucketLocation", s3 -> s3.getBucketLocation(r -> r.bucket(BUCKET))),
                call("GET ?policy", s3 -> s3.getBucketPolicy(r -> r.bucket(BUCKET))),
                call(
                        "GET ?partNumber",
                        s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").partNumber(1))),
                call(
                        "GET ?response-content-type",
                        s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").responseContentType("text/plain"))),
                call("GET ?max-buckets", s3 -> s3.listBuckets(r -> r.maxBuckets(1))),
                call(
                        "PutObject with the header x-amz-acl",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("a").acl("private"), RequestBody.empty())),
                call(
                        "PutObject with the header x-amz-server-side-encryption",
                        s3 -> s3.putObject(
                                r -> r.bucket(BUCKET).key("a").serverSideEncryption("aws:kms"), RequestBody.empty())),
                call(
                        "PutObject with the header x-amz-storage-class",
                        s3 -> s3.putObject(
                                r -> r.bucket(BUCKET).key("a").storageClass("GLACIER"), RequestBody.empty())),
                call(
                        "DeleteObjectTagging of a version",
                        s3 -> s3.deleteObjectTagging(
                                r -> r.bucket(BUCKET).key("a").versionId("v"))),
                call(
                        "PutObject with the header x-amz-expected-bucket-owner",
                        s3 -> s3.putObject(
                                r -> r.bucket(BUCKET).key("a").expectedBucketOwner("111122223333"),
                                RequestBody.empty())),
                call(
                        "PutObject with the header x-amz-object-lock-mode",
                        s3 -> s3.putObject(
                                r -> r.bucket(BUCKET).key("a").objectLockMode("GOVERNANCE"), RequestBody.empty())),
                call(
                        "PutObject with the header x-amz-write-offset-bytes",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("a").writeOffsetBytes(0L), RequestBody.empty())),
                call(
                        "CopyObject with the header x-amz-copy-source-if-match",
                        s3 -> s3.copyObject(r -> r.sourceBucket(BUCKET)
                                .sourceKey("a")
                                .destinationBucket(BUCKET)
                                .destinationKey("b")
                                .copySourceIfMatch("\"0\""))),
                call(
                        "DeleteObject with the header x-amz-if-match-size",
                        s3 -> s3.deleteObject(r -> r.bucket(BUCKET).key("a").ifMatchSize(1L))),
                call(
                        "DeleteObject with the header x-amz-bypass-governance-retention",
                        s3 -> s3.deleteObject(r -> r.bucket(BUCKET).key("a").bypassGovernanceRetention(true))),
                call(
                        "GetObject with the header x-amz-request-payer",
                        s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a").requestPayer("requester"))),
                call(
                        "CreateBucket with the header x-amz-bucket-object-lock-enabled",
                        s3 -> s3.createBucket(r -> r.bucket("new-bucket").objectLockEnabledForBucket(true))));
    }

    private static Arguments call(String what, Consumer<S3Client> call) {
        return Arguments.of(what, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    void unsupported_operationOrHeader_failsByNameBeforeAnythingIsSent(String what, Consumer<S3Client> call) {
        putHello("a");

        assertThatThrownBy(() -> call.accept(s3))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("the fake S3 has no " + what)
                .hasMessageFindingMatch("use one of \\[CopyObject, .*, PutObject], or a real bucket$"
                        + "|; leave it out, or use a real bucket$");
        assertThat(aws.requests()).hasSize(1);
        assertThat(new String(read("a"), UTF_8)).isEqualTo("hello");
    }

    @Test
    void unsupported_async_failsByNameBeforeAnythingIsSent() {
        assertThatThrownBy(() -> async.deleteObjects(r -> r.bucket(BUCKET)
                                .delete(d -> d.objects(
                                        ObjectIdentifier.builder().key("a").build())))
                        .join())
                .isExactlyInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("the fake S3 has no DeleteObjects (POST research-bucket.s3.eu-west-1.")
                .hasMessageEndingWith("(SDK Attempt Count: 1)")
                .cause()
                .isExactlyInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(
                        () -> async.putObject(r -> r.bucket(BUCKET).key("a").acl("private"), AsyncRequestBody.empty())
                                .join())
                .hasMessageContaining("the fake S3 has no PutObject with the header x-amz-acl; leave it out, or use a"
                        + " real bucket");
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void put_behindTheBack_isReadByClientsAndIsNoRequest() {
        Instant yesterday = Instant.parse("2025-12-31T13:00:00.7Z");
        aws.s3().put("made-on-the-way", "a.json", "hello".getBytes(UTF_8), yesterday);

        assertThat(aws.requests()).isEmpty();
        HeadObjectResponse head = s3.headObject(r -> r.bucket("made-on-the-way").key("a.json"));
        assertThat(head.lastModified()).isEqualTo(Instant.parse("2025-12-31T13:00:00Z"));
        assertThat(head.eTag()).isEqualTo(HELLO_MD5);
        assertThat(aws.requests()).hasSize(1);
    }

    @Test
    void object_behindTheBack_showsWhatAClientWrote() {
        s3.putObject(
                r -> r.bucket(BUCKET).key("a").contentType("text/plain").metadata(Map.of("run-id", "7")),
                RequestBody.fromString("hello"));

        StoredObject stored = aws.s3().object(BUCKET, "a").orElseThrow();

        assertThat(stored.text()).isEqualTo("hello");
        assertThat(stored.body()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(stored.size()).isEqualTo(5);
        assertThat(stored.etag()).isEqualTo(HELLO_MD5);
        assertThat(stored.lastModified()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(stored.versionId()).isEqualTo("null");
        assertThat(stored.headers())
                .isEqualTo(new TreeMap<>(Map.of(
                        "content-type", "text/plain", "x-amz-checksum-crc32", "NhCmhg==", "x-amz-meta-run-id", "7")));
    }

    @Test
    void object_bodyChangedByTheTest_leavesTheStoreAlone() {
        putHello("a");
        aws.s3().object(BUCKET, "a").orElseThrow().body()[0] = 'J';

        assertThat(HexFormat.of().formatHex(read("a"))).isEqualTo("68656c6c6f");
    }

    @Test
    void object_orKeys_absent_isEmpty() {
        assertThat(aws.s3().object(BUCKET, "none")).isEmpty();
        assertThat(aws.s3().object("none", "none")).isEmpty();
        assertThat(aws.s3().keys(BUCKET)).isEmpty();
        assertThat(aws.s3().keys("none")).isEmpty();
    }

    @Test
    void createBucket_behindTheBackAndAgain_keepsItsObjects() {
        putHello("a");

        aws.s3().createBucket(BUCKET);

        assertThat(aws.s3().keys(BUCKET)).containsExactly("a");
    }

    private void putHello(String key) {
        s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString("hello"));
    }

    private byte[] read(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asByteArray();
    }

    private static String tag(String name) {
        return switch (name) {
            case "same" -> HELLO_MD5;
            case "other" -> "\"00000000000000000000000000000000\"";
            default -> name;
        };
    }

    private static S3Exception refused(ThrowingCallable call) {
        S3Exception refused = catchThrowableOfType(S3Exception.class, call);
        assertThat(refused).as("the refusal").isNotNull();
        return refused;
    }

    private static String refusal(ThrowingCallable call) {
        S3Exception refused = refused(call);
        return refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
    }

    private static int statusOf(Runnable call) {
        try {
            call.run();
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }
}
