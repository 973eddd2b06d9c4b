package dev.interlock.envelope;

import static dev.interlock.envelope.Unwrapping.kinds;
import static dev.interlock.envelope.Unwrapping.message;
import static dev.interlock.envelope.Unwrapping.rejected;
import static dev.interlock.envelope.Unwrapping.told;
import static dev.interlock.envelope.Unwrapping.unwrap;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for JSON, for text, for bytes and for nothing. */
final class EnvelopesTextTest {
    private static final String NOT_JSON = "is not JSON in UTF-8, or too deep";

    /** Bodies of a queue, each as the payload that it must be, to the letter. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "JSON|{\"price\":1.10}",
                "JSON|{\"price\":1e400}",
                "JSON|{\"price\":-0.0}",
                "JSON|{\"count\":1234567890123456789012345678901234567890}",
                "JSON|[1.10,[],{}]",
                "JSON|{\"a\":1,\"a\":2}",
                "JSON|{\"ａ\":1}",
                "JSON|[\"ﷺ\"]",
                "TEXT|",
                "TEXT| ",
                "TEXT|12.50",
                "TEXT|true",
                "TEXT|null",
                "TEXT|\"quoted\"",
                "TEXT|\"{\\\"a\\\":1}\"",
                "TEXT|{\"a\":",
                "TEXT|{\"a\":1}}",
                "TEXT|{\"a\":1} x",
                "TEXT|{'a':1}",
                "TEXT|{\"a\":01}",
                "TEXT|{\"a\":NaN}",
                "TEXT|plain, with ü and 😀"
            })
    void unwrap_body_isJsonOnlyIfItIsAnObjectOrAnArray(Payload.Kind kind, String body) {
        Message message = message(Wrapping.SQS.around(body == null ? "" : body));

        assertThat(message.payload().kind()).isEqualTo(kind);
        assertThat(message.payload().text()).isEqualTo(body == null ? "" : body);
    }

    @Test
    void unwrap_bodyWithSpaceAroundIt_isTheJsonWithoutTheSpace() {
        assertThat(told(unwrap(Wrapping.SQS.around(" \n{\"a\":1}\n "))))
                .containsExactly("/Records/0/body [SQS] JSON {\"a\":1}");
    }

    @Test
    void unwrap_detailThatIsAString_staysTextUnlessItHoldsAnObject() {
        assertThat(told(unwrap(Wrapping.EVENTBRIDGE.around("\"12\""))))
                .containsExactly("/detail [EVENTBRIDGE] TEXT 12");
        assertThat(told(unwrap(Wrapping.EVENTBRIDGE.around("12")))).containsExactly("/detail [EVENTBRIDGE] JSON 12");
        assertThat(told(unwrap(Wrapping.EVENTBRIDGE.around("null")))).containsExactly("/detail [EVENTBRIDGE] NONE ");
        assertThat(told(unwrap(Wrapping.EVENTBRIDGE.around("\"{}\""))))
                .containsExactly("/detail [EVENTBRIDGE] JSON {}");
    }

    @Test
    void unwrap_bodyOfAnotherType_isWhatItIs() {
        String event = "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":@}]}";

        assertThat(told(unwrap(event.replace("@", "7")))).containsExactly("/Records/0/body [SQS] JSON 7");
        assertThat(told(unwrap(event.replace("@", "{\"a\":1}"))))
                .containsExactly("/Records/0/body [SQS] JSON {\"a\":1}");
        assertThat(told(unwrap(event.replace("@", "null")))).containsExactly("/Records/0/body [SQS] NONE ");
        assertThat(told(unwrap(event.replace(",\"body\":@", "")))).containsExactly("/Records/0/body [SQS] NONE ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"plain\" | plain",
                "\"{\\\"a\\\":1}\" | {\"a\":1}",
                "\"[1]\" | [1]",
                "\"caf\\u00e9 \\n\" | café \n"
            })
    void unwrap_stringWithoutEnvelope_isText(String event, String text) {
        Message message = message(event);

        assertThat(message.layers()).isEmpty();
        assertThat(message.payload().kind()).isEqualTo(Payload.Kind.TEXT);
        assertThat(message.payload().text().strip()).isEqualTo(text.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "nul",
                "{\"a\":1}{",
                "1 2",
                "\"open",
                "{\"a\":\"\\x\"}",
                "\"tab\t\"",
                "\u0000"
            })
    void unwrap_noJson_isRejected(String event) {
        assertThat(rejected(unwrap(event)).reason()).isEqualTo(NOT_JSON);
    }

    @ParameterizedTest
    @MethodSource
    void unwrap_anotherEncoding_isRejected(Charset charset) {
        assertThat(rejected(Envelopes.unwrap("{\"a\":1}".getBytes(charset))).reason())
                .isEqualTo(NOT_JSON);
        assertThat(rejected(Envelopes.unwrap("1".getBytes(charset))).reason()).isEqualTo(NOT_JSON);
    }

    static List<Charset> unwrap_anotherEncoding_isRejected() {
        return List.of(UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32"), Charset.forName("UTF-32LE"));
    }

    /** A mark, an overlong form, half of a surrogate pair, a lone continuation, and a character that is cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"efbbbf7b7d", "22c0af22", "22eda08022", "228022", "22e28222"})
    void unwrap_bytesThatAreNotUtf8_areRejected(String hex) {
        assertThat(rejected(Envelopes.unwrap(HexFormat.of().parseHex(hex))).reason())
                .isEqualTo(NOT_JSON);
    }

    @Test
    void unwrap_streamWithAByteOrderMark_isText() {
        Message message = message(Wrapping.KINESIS.around("\ufeff{}"));

        assertThat(message.payload().kind()).isEqualTo(Payload.Kind.TEXT);
        assertThat(message.payload().text()).isEqualTo("\ufeff{}");
    }

    @Test
    void unwrap_halfOfASurrogatePair_isRejectedWhereItWouldBecomeAQuestionMark() {
        assertThat(told(unwrap("\"\\ud800\""))).containsExactly(" [] REJECTED has half of a surrogate pair");
        assertThat(told(unwrap(Wrapping.SQS.around("x").replace("\"x\"", "\"\\ud800\""))))
                .containsExactly("/Records/0/body [SQS] REJECTED has half of a surrogate pair");
        assertThat(told(unwrap("{\"a\":\"\\ud800\"}"))).containsExactly(" [] JSON {\"a\":\"\\ud800\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"detail-type", "source", "detail", "id"})
    void unwrap_repeatedName_countsTheLast(String name) {
        String first = "{\"" + name
                + "\":\"first\",\"detail-type\":\"last\",\"source\":\"last\",\"detail\":\"last\",\"id\":\"last\"}";

        Message message = message(first);

        assertThat(message.payload().text()).isEqualTo("last");
        assertThat(message.detailType()).contains("last");
        assertThat(message.source()).contains("last");
        assertThat(message.dedupId().orElseThrow().value()).isEqualTo("last");
    }

    @Test
    void unwrap_nameThatIsEscaped_isTheSameName() {
        assertThat(kinds(message("{\"detail\\u002dtype\":\"T\",\"source\":\"s\",\"det\\u0061il\":{}}")))
                .containsExactly(EnvelopeKind.EVENTBRIDGE);
    }

    @Test
    void unwrap_base64_isDecodedOrRejected() {
        String event = Wrapping.KINESIS.around("").replace("\"data\":\"\"", "\"data\":@");

        assertThat(told(unwrap(event.replace("@", "\"AP/+AQ==\""))))
                .containsExactly("/Records/0/kinesis/data [KINESIS] BINARY 4 bytes");
        assertThat(told(unwrap(event.replace("@", "\"eA\""))))
                .containsExactly("/Records/0/kinesis/data [KINESIS] TEXT x");
        assertThat(told(unwrap(event.replace("@", "\"\"")))).containsExactly("/Records/0/kinesis/data [KINESIS] TEXT ");
        assertThat(told(unwrap(event.replace("@", "null")))).containsExactly("/Records/0/kinesis/data [KINESIS] NONE ");
        for (String bad : List.of("\"e\"", "\"e-_=\"", "\"eA==\\n\"", "\"ü\"", "7", "{}", "[\"eA==\"]")) {
            assertThat(told(unwrap(event.replace("@", bad))))
                    .as(bad)
                    .containsExactly("/Records/0/kinesis/data [KINESIS] REJECTED is not base64");
        }
    }

    @Test
    void unwrap_oneBadRecord_leavesItsSiblings() {
        String event = """
                {"Records":[
                 {"eventSource":"aws:sqs","messageId":"m-1","body":"{\\"a\\":1}"},
                 {"eventSource":"aws:kinesis","kinesis":{"data":"!"}},
                 {"eventSource":"aws:dynamodb"},
                 {"id":1},
                 7,
                 null,
                 {"EventSource":"aws:sns"},
                 {"eventSource":"aws:sqs","messageId":"m-2","body":"two"}]}""";

        assertThat(told(unwrap(event)))
                .containsExactly(
                        "/Records/0/body [SQS] JSON {\"a\":1}",
                        "/Records/1/kinesis/data [KINESIS] REJECTED is not base64",
                        "/Records/2/dynamodb [DYNAMODB_STREAM] REJECTED has no dynamodb",
                        "/Records/3 [GENERIC_RECORD] REJECTED names no source of AWS",
                        "/Records/4 [GENERIC_RECORD] REJECTED names no source of AWS",
                        "/Records/5 [GENERIC_RECORD] REJECTED names no source of AWS",
                        "/Records/6/Sns/Message [SNS] NONE ",
                        "/Records/7/body [SQS] TEXT two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "{\"0\":{\"value\":\"eA==\"}}", "null", "7"})
    void unwrap_listOfABrokerThatIsNone_isRejectedAndLeavesTheOthers(String list) {
        String kafka =
                "{\"eventSource\":\"aws:kafka\",\"records\":{\"t-0\":" + list + ",\"u-0\":[{\"value\":\"eA==\"}]}}";
        String rabbitMq = kafka.replace("aws:kafka", "aws:rmq")
                .replace("\"records\"", "\"rmqMessagesByQueue\"")
                .replace("\"value\"", "\"data\"");

        assertThat(told(unwrap(kafka)))
                .containsExactly(
                        "/records/t-0 [KAFKA] REJECTED is no list of records", "/records/u-0/0/value [KAFKA] TEXT x");
        assertThat(told(unwrap(rabbitMq)))
                .containsExactly(
                        "/rmqMessagesByQueue/t-0 [RABBITMQ] REJECTED is no list of records",
                        "/rmqMessagesByQueue/u-0/0/data [RABBITMQ] TEXT x");
    }

    @Test
    void unwrap_brokerRecordWithoutData_isRejectedAlone() {
        String event = "{\"eventSource\":\"aws:kafka\",\"records\":{\"t-0\":[{},7,{\"value\":\"eA==\"}],\"u-0\":7}}";

        assertThat(told(unwrap(event)))
                .containsExactly(
                        "/records/t-0/0/value [KAFKA] REJECTED has no value",
                        "/records/t-0/1/value [KAFKA] REJECTED has no value",
                        "/records/t-0/2/value [KAFKA] TEXT x",
                        "/records/u-0 [KAFKA] REJECTED is no list of records");
    }

    @Test
    void unwrap_map_isReadAsTheJsonThatItIs() {
        Map<String, Object> event = new HashMap<>();
        event.put("detail-type", "OrderPlaced");
        event.put("source", "shop");
        event.put("detail", Map.of("price", new BigDecimal("1.10"), "large", new BigDecimal("1e400")));

        Message message = message(Envelopes.unwrap(event));

        assertThat(kinds(message)).containsExactly(EnvelopeKind.EVENTBRIDGE);
        assertThat(message.payload().at("/price").orElseThrow().text()).isEqualTo("1.10");
        assertThat(message.payload().at("/large").orElseThrow().text()).isEqualTo("1E+400");
    }

    @ParameterizedTest
    @MethodSource
    void unwrap_mapThatIsNotJson_isRejected(Map<String, Object> event) {
        assertThat(rejected(Envelopes.unwrap(event)).reason()).isEqualTo("cannot be written as JSON");
    }

    static List<Map<String, Object>> unwrap_mapThatIsNotJson_isRejected() {
        Map<String, Object> itself = new HashMap<>();
        itself.put("itself", itself);
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        Map<String, Object> nullName = new HashMap<>();
        nullName.put(null, 1);
        return List.of(
                itself, nullName, Map.of("deep", deep), Map.of("thread", new Object()), Map.of("broken", new Broken()));
    }

    /** A value whose getter fails. */
    public static final class Broken {
        public String getText() {
            return List.<String>of().get(0);
        }
    }

    @Test
    void unwrap_stream_isReadToItsEnd() {
        InputStream event = new ByteArrayInputStream(Wrapping.SQS.around("x").getBytes(UTF_8));

        assertThat(told(Envelopes.unwrap(event))).containsExactly("/Records/0/body [SQS] TEXT x");
    }

    @Test
    void unwrap_streamAboveTheLimit_isRejectedAndReadNoFurther() {
        Spaces spaces = new Spaces();

        assertThat(rejected(Envelopes.unwrap(spaces)).reason()).isEqualTo("is larger than 33554432 bytes");
        assertThat(spaces.read).isEqualTo(Envelopes.MAX_EVENT + 1);
    }

    @Test
    void unwrap_streamThatCannotBeRead_throwsWhatTheStreamThrew() {
        IOException reset = new IOException("connection reset");
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[] {'{'}), new InputStream() {
            @Override
            public int read() throws IOException {
                throw reset;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> Envelopes.unwrap(broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the event cannot be read")
                .hasCause(reset);
    }

    /** Spaces without end. */
    private static final class Spaces extends InputStream {
        private int read;

        @Override
        public int read() {
            read++;
            return ' ';
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            Arrays.fill(bytes, from, from + length, (byte) ' ');
            read += length;
            return length;
        }
    }
}
