package dev.interlock.envelope;

import static dev.interlock.envelope.Unwrapping.kinds;
import static dev.interlock.envelope.Unwrapping.message;
import static dev.interlock.envelope.Unwrapping.rejected;
import static dev.interlock.envelope.Unwrapping.told;
import static dev.interlock.envelope.Unwrapping.unwrap;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Depth, compression and size. */
final class EnvelopesLimitsTest {
    private static final String TOO_DEEP = "is wrapped in more than 8 envelopes";
    private static final String TOO_LARGE = "is larger than 16777216 bytes when it is inflated";

    @Test
    void unwrap_eightEnvelopes_areTakenOff() {
        assertThat(kinds(message(around(8, "{}")))).isEqualTo(Collections.nCopies(8, EnvelopeKind.EVENTBRIDGE));
    }

    @Test
    void unwrap_nineEnvelopes_areRejectedWhereTheNinthIs() {
        Rejected rejected = rejected(unwrap(around(9, "{}")));

        assertThat(rejected.reason()).isEqualTo(TOO_DEEP);
        assertThat(rejected.pointer()).isEqualTo("/detail".repeat(8));
        assertThat(kinds(rejected)).isEqualTo(Collections.nCopies(8, EnvelopeKind.EVENTBRIDGE));
    }

    /** Whatever the ninth is, and however large its batch. */
    @ParameterizedTest
    @EnumSource
    void unwrap_ninthEnvelopeOfAnyKind_isRejected(Wrapping ninth) {
        Rejected rejected = rejected(unwrap(around(8, ninth.around("{}"))));

        assertThat(rejected.layers()).hasSize(8);
        assertThat(rejected.reason()).isEqualTo(TOO_DEEP);
    }

    @Test
    void unwrap_compressedDataInTheEighthEnvelope_isRejected() {
        String stream = Wrapping.KINESIS.around("").replace("\"data\":\"\"", "\"data\":" + gzipped("{}"));

        assertThat(kinds(message(around(6, stream)))).hasSize(8).endsWith(EnvelopeKind.GZIP);
        assertThat(told(unwrap(around(7, stream))))
                .singleElement()
                .asString()
                .startsWith("/detail".repeat(7) + "/Records/0/kinesis/data [EVENTBRIDGE,")
                .endsWith("KINESIS] REJECTED " + TOO_DEEP);
    }

    @Test
    void unwrap_deepBatch_rejectsOneRecordAndLeavesTheOther() {
        String event = "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":" + Wrapping.quoted(around(8, "{}"))
                + "},{\"eventSource\":\"aws:sqs\",\"body\":\"two\"}]}";

        assertThat(unwrap(event)).hasSize(2);
        assertThat(unwrap(event).get(0)).isInstanceOf(Rejected.class);
        assertThat(told(unwrap(event))).last().isEqualTo("/Records/1/body [SQS] TEXT two");
    }

    private static String around(int times, String json) {
        String event = json;
        for (int i = 0; i < times; i++) {
            event = Wrapping.EVENTBRIDGE.around(event);
        }
        return event;
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "1001, false"})
    void unwrap_deepJson_isReadToAThousandLevels(int levels, boolean isRead) {
        String event = "[".repeat(levels) + "]".repeat(levels);

        assertThat(unwrap(event).get(0) instanceof Message).isEqualTo(isRead);
        assertThat(message(Wrapping.SQS.around(event)).payload().kind())
                .isEqualTo(isRead ? Payload.Kind.JSON : Payload.Kind.TEXT);
    }

    @Test
    void unwrap_gzip_isALayerOfItsOwnButInLogs() {
        String stream = Wrapping.KINESIS.around("").replace("\"data\":\"\"", "\"data\":@");

        assertThat(told(unwrap(stream.replace("@", gzipped("{\"a\":1}")))))
                .containsExactly("/Records/0/kinesis/data [KINESIS, GZIP] JSON {\"a\":1}");
        assertThat(told(unwrap(stream.replace("@", gzipped(Wrapping.EVENTBRIDGE.around("{}"))))))
                .containsExactly("/Records/0/kinesis/data/detail [KINESIS, GZIP, EVENTBRIDGE] JSON {}");
        assertThat(told(unwrap(stream.replace("@", gzipped(Wrapping.LOGS_IN_A_STREAM.around("x"))))))
                .containsExactly("/Records/0/kinesis/data/logEvents/0/message [KINESIS, GZIP, CLOUDWATCH_LOGS] TEXT x");
        assertThat(told(unwrap(Wrapping.CLOUDWATCH_LOGS.around("x"))))
                .containsExactly("/awslogs/data/logEvents/0/message [CLOUDWATCH_LOGS] TEXT x");
    }

    @Test
    void unwrap_logsInOtherForms_areRead() {
        String subscription = Wrapping.LOGS_IN_A_STREAM.around("x");

        assertThat(told(unwrap(logs(zlib(subscription.getBytes(UTF_8))))))
                .containsExactly("/awslogs/data/logEvents/0/message [CLOUDWATCH_LOGS] TEXT x");
        assertThat(told(unwrap(logs(subscription.getBytes(UTF_8)))))
                .containsExactly("/awslogs/data/logEvents/0/message [CLOUDWATCH_LOGS] TEXT x");
        assertThat(told(unwrap(logs("{\"a\":1}".getBytes(UTF_8)))))
                .containsExactly("/awslogs/data [CLOUDWATCH_LOGS] JSON {\"a\":1}");
        assertThat(told(unwrap(logs(new byte[] {-1, -2}))))
                .containsExactly("/awslogs/data [CLOUDWATCH_LOGS] BINARY 2 bytes");
    }

    /** A wrong method, a cut header, a cut body, a wrong checksum; the first two bytes are gzip's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1f8b0967617262616765",
                "1f8b08",
                "1f8b0800000000000003abae05",
                "1f8b0800000000000003abae050000000000ffffffff"
            })
    void unwrap_corruptGzip_isRejectedInLogsAndBinaryElsewhere(String hex) {
        byte[] corrupt = HexFormat.of().parseHex(hex);
        String stream =
                Wrapping.KINESIS.around("").replace("\"data\":\"\"", "\"data\":\"" + Wrapping.base64(corrupt) + "\"");

        assertThat(told(unwrap(logs(corrupt))))
                .containsExactly("/awslogs/data [CLOUDWATCH_LOGS] REJECTED begins like compressed data, but is not");
        assertThat(told(unwrap(stream)))
                .containsExactly("/Records/0/kinesis/data [KINESIS] BINARY " + corrupt.length + " bytes");
    }

    @Test
    void unwrap_logsThatAreNotBase64_areRejected() {
        assertThat(told(unwrap("{\"awslogs\":{\"data\":\"!\"}}")))
                .containsExactly("/awslogs/data [CLOUDWATCH_LOGS] REJECTED is not base64");
        assertThat(told(unwrap("{\"awslogs\":{\"data\":7}}")))
                .containsExactly("/awslogs/data [CLOUDWATCH_LOGS] REJECTED is not base64");
    }

    @ParameterizedTest
    @CsvSource({"16777216, true", "16777217, false"})
    void unwrap_inflatedSize_isLimited(int size, boolean isRead) {
        List<Unwrapped> records = unwrap(logs(Wrapping.gzip(spaces(size))));

        if (isRead) {
            assertThat(message(records).payload().size()).isEqualTo(size);
        } else {
            assertThat(rejected(records).reason()).isEqualTo(TOO_LARGE);
        }
    }

    @Test
    void unwrap_inflatedSizeOfAnEvent_isLimitedAsAWhole() {
        String half = Wrapping.base64(Wrapping.gzip(spaces(Envelopes.MAX_INFLATED / 2)));
        String small = Wrapping.base64(Wrapping.gzip(new byte[] {'x'}));
        String bomb = Wrapping.base64(Wrapping.gzip(spaces(Envelopes.MAX_INFLATED + 1)));

        assertThat(told(unwrap(stream(bomb, half, small, half, small))))
                .extracting(
                        told -> told.substring(0, Math.min(told.length(), 60)).strip())
                .containsExactly(
                        "/Records/0/kinesis/data [KINESIS] REJECTED is larger than 16",
                        "/Records/1/kinesis/data [KINESIS, GZIP] TEXT",
                        "/Records/2/kinesis/data [KINESIS, GZIP] TEXT x",
                        "/Records/3/kinesis/data [KINESIS] REJECTED is larger than 16",
                        "/Records/4/kinesis/data [KINESIS, GZIP] TEXT x");
    }

    private static String stream(String... data) {
        String record = "{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"data\":\"@\"}}";
        return "{\"Records\":["
                + String.join(
                        ",",
                        Arrays.stream(data)
                                .map(base64 -> record.replace("@", base64))
                                .toList())
                + "]}";
    }

    private static byte[] spaces(int size) {
        byte[] spaces = new byte[size];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }

    private static String logs(byte[] data) {
        return "{\"awslogs\":{\"data\":\"" + Wrapping.base64(data) + "\"}}";
    }

    private static String gzipped(String text) {
        return '"' + Wrapping.base64(Wrapping.gzip(text.getBytes(UTF_8))) + '"';
    }

    private static byte[] zlib(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
