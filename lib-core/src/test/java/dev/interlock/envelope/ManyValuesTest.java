package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Text of some kilobytes, once it is inflated, may hold millions of fields; a few of them suffice to show where it
 * ends.
 */
final class ManyValuesTest {
    private static final int MANY = Json.MAX_KEPT + 1;
    private static final String REASON = "has more than 200000 fields and elements to look into";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"Records\":[ | {} | ]}", "{\"Records\":[ | 0 | ]}", "[{\"eventSource\":\"aws:sqs\"}, | {} | ]"})
    void unwrap_moreRecordsThanCanBeKept_isRejected(String head, String record, String tail) {
        String event = head + String.join(",", Collections.nCopies(MANY, record)) + tail;

        assertThat(Unwrapping.told(Envelopes.unwrap(event.getBytes(UTF_8)))).containsExactly(" [] REJECTED " + REASON);
    }

    @Test
    void unwrap_moreFieldsThanCanBeKept_areRejectedBesideTheirSiblings() {
        String many =
                IntStream.range(0, MANY).mapToObj(i -> "\"f" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
        String event = "{\"Records\":["
                + List.of(many, "{\"a\":1}").stream()
                        .map(data -> Base64.getEncoder().encodeToString(Wrapping.gzip(data.getBytes(UTF_8))))
                        .map(data -> "{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"data\":\"" + data + "\"}}")
                        .collect(Collectors.joining(","))
                + "]}";

        assertThat(Unwrapping.told(Envelopes.unwrap(event.getBytes(UTF_8))))
                .containsExactly(
                        "/Records/0/kinesis/data [KINESIS] REJECTED " + REASON,
                        "/Records/1/kinesis/data [KINESIS, GZIP] JSON {\"a\":1}");
    }

    /** Nobody looks into these, so nothing of them is kept. */
    @Test
    void unwrap_manyValuesInAPayload_areNoMatter() {
        String numbers = String.join(",", Collections.nCopies(MANY, "0"));
        byte[] array = ("[" + numbers + "]").getBytes(UTF_8);
        byte[] event =
                ("{\"source\":\"a\",\"detail-type\":\"b\",\"detail\":{\"list\":[" + numbers + "]}}").getBytes(UTF_8);

        assertThat(Envelopes.unwrap(array)).hasSize(1).allMatch(Message.class::isInstance);
        Message message = (Message) Envelopes.unwrap(event).get(0);

        assertThat(message.payload().at("/list/" + (MANY - 1)).map(Payload::text))
                .contains("0");
        assertThat(message.payload().at("/list/" + MANY)).isEmpty();
    }
}
