package dev.interlock.testkit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WireRequestTest {
    private static final String HOST = "research-bucket.s3.eu-west-1.amazonaws.com";
    private static final String SIGNATURE = "0123456789abcdef".repeat(4);

    @Test
    void body_notChunked_isAsSent() {
        WireRequest request = request(Map.of("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"), "5\r\nhello\r\n0\r\n\r\n");

        assertThat(request.body()).asString(UTF_8).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void body_chunkedWithTrailer_isTheContentAndTheTrailerIsAHeader() {
        WireRequest request = chunked(5, "5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: NhCmhg==\r\n\r\n");

        assertThat(request.body()).asString(UTF_8).isEqualTo("hello");
        assertThat(request.header("x-amz-checksum-crc32")).hasValue("NhCmhg==");
        assertThat(request.headerNames())
                .containsExactly("x-amz-checksum-crc32", "x-amz-content-sha256", "x-amz-decoded-content-length");
    }

    @Test
    void body_signedChunks_isTheContent() {
        WireRequest request = chunked(
                11,
                "6;chunk-signature=" + SIGNATURE + "\r\nhello \r\n5;chunk-signature=" + SIGNATURE
                        + "\r\nworld\r\n0;chunk-signature=" + SIGNATURE + "\r\nx-amz-checksum-crc32:DUoRhQ==\r\n"
                        + "x-amz-trailer-signature:" + SIGNATURE + "\r\n\r\n");

        assertThat(request.body()).asString(UTF_8).isEqualTo("hello world");
        assertThat(request.header("x-amz-checksum-crc32")).hasValue("DUoRhQ==");
        assertThat(request.header("x-amz-trailer-signature")).hasValue(SIGNATURE);
    }

    @Test
    void body_chunkedWithLineEndsWithin_isKept() {
        assertThat(chunked(6, "6\r\n\r\n0\r\n\n\r\n0\r\n\r\n").body())
                .asString(UTF_8)
                .isEqualTo("\r\n0\r\n\n");
    }

    @Test
    void body_chunkedWithLengthInHexadecimal_isThatLong() {
        assertThat(chunked(26, "1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n").body())
                .hasSize(26);
    }

    @Test
    void body_chunkedAndEmpty_isEmpty() {
        assertThat(chunked(0, "0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n").body())
                .isEmpty();
    }

    @Test
    void body_announcedWithAnotherLength_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunked(6, "5\r\nhello\r\n0\r\n\r\n"))
                .withMessage("aws-chunked body of 5 bytes was announced with length '6'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(
                        Map.of("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
                        "5\r\nhello\r\n0\r\n\r\n"))
                .withMessage("aws-chunked body of 5 bytes was announced with length ''");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5\r", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", "5\r\nhello\r\n0\r\na:b\r\n"})
    void body_endsWithinALine_isRefused(String body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunked(5, body))
                .withMessage("aws-chunked body ends within a line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\n", "5\r\nhell"})
    void body_endsWithinAChunk_isRefused(String body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunked(5, body))
                .withMessage("aws-chunked body ends within a chunk of 5 bytes");
    }

    @Test
    void body_chunkLengthIsNoNumber_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunked(5, "five\r\nhello\r\n0\r\n\r\n"))
                .withMessageContaining("\"five\"");
    }

    @Test
    void body_trailerWithoutAValue_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunked(5, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32\r\n\r\n"))
                .withMessage("aws-chunked trailer without a value: x-amz-checksum-crc32");
    }

    @Test
    void body_changedByTheTest_leavesTheRequest() {
        byte[] sent = "hello".getBytes(UTF_8);
        WireRequest request = WireRequest.of("PUT", HOST, "/a", Map.of(), Map.of(), sent);

        sent[0] = 'J';
        request.body()[1] = 'u';

        assertThat(request.body()).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void header_anyCase_isFound() {
        WireRequest request = request(Map.of("If-None-MATCH", "*"), "");

        assertThat(request.header("if-none-match")).hasValue("*");
        assertThat(request.header("IF-NONE-MATCH")).hasValue("*");
        assertThat(request.header("if-match")).isEmpty();
        assertThat(request.headerNames()).containsExactly("if-none-match");
    }

    @Test
    void query_withAndWithoutValue_areToldApart() {
        WireRequest request = WireRequest.of(
                "GET",
                HOST,
                "/",
                Map.of("versioning", List.of(), "prefix", List.of("a b", "second")),
                Map.of(),
                new byte[0]);

        assertThat(request.hasQuery("versioning")).isTrue();
        assertThat(request.query("versioning")).isEmpty();
        assertThat(request.query("prefix")).hasValue("a b");
        assertThat(request.hasQuery("delimiter")).isFalse();
        assertThat(request.query("delimiter")).isEmpty();
        assertThat(request.queryNames()).containsExactly("prefix", "versioning");
    }

    @ParameterizedTest
    @CsvSource({
        "research-bucket.s3.eu-west-1.amazonaws.com,   s3",
        "s3.eu-west-1.amazonaws.com,                   s3",
        "b.s3-fips.us-east-1.amazonaws.com,            s3",
        "dynamodb.eu-west-1.amazonaws.com,             dynamodb",
        "localhost,                                    localhost"
    })
    void service_unsigned_isThatOfTheHost(String host, String service) {
        assertThat(WireRequest.of("GET", host, "/", Map.of(), Map.of(), new byte[0])
                        .service())
                .isEqualTo(service);
    }

    @Test
    void service_signed_isThatOfTheScopeWhateverTheHost() {
        String authorization = "AWS4-HMAC-SHA256 Credential=interlock/20260527/eu-west-1/dynamodb/aws4_request,"
                + " SignedHeaders=host, Signature=" + SIGNATURE;

        assertThat(request(Map.of("Authorization", authorization), "").service())
                .isEqualTo("dynamodb");
        assertThat(request(Map.of("Authorization", "Bearer token"), "").service())
                .isEqualTo("s3");
        assertThat(request(Map.of("Authorization", "Credential=short"), "").service())
                .isEqualTo("s3");
    }

    @ParameterizedTest
    @CsvSource({"attempt=1; max=4, 1", "attempt=3; max=4, 3", "max=4; attempt=2, 2", "ttl=1, 1", "'', 1"})
    void attempt_isWhatTheSdkSays(String header, int attempt) {
        assertThat(request(Map.of("amz-sdk-request", header), "").attempt()).isEqualTo(attempt);
    }

    @Test
    void attempt_withoutTheHeader_isTheFirst() {
        assertThat(request(Map.of(), "").attempt()).isEqualTo(1);
    }

    @Test
    void toString_namesMethodHostAndPathAndNoHeader() {
        assertThat(request(Map.of("authorization", "secret"), "secret"))
                .hasToString("PUT research-bucket.s3.eu-west-1.amazonaws.com/a%20b");
    }

    private static WireRequest chunked(int announced, String body) {
        return request(
                Map.of(
                        "x-amz-content-sha256",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "x-amz-decoded-content-length",
                        Integer.toString(announced)),
                body);
    }

    private static WireRequest request(Map<String, String> headers, String body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return WireRequest.of("PUT", HOST, "/a%20b", Map.of(), all, body.getBytes(UTF_8));
    }
}
