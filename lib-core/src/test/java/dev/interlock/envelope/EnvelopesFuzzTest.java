package dev.interlock.envelope;

import static dev.interlock.envelope.Unwrapping.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.Payload;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What holds for every event, however broken. Each case has a seed of its own: {@code -Dseed=N} begins with that one,
 * and {@code -Dfuzz.count=1} stops after it.
 */
final class EnvelopesFuzzTest {
    private static final ObjectMapper PARSER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final long SEED = Long.getLong("seed", 20_261_120L);
    private static final long COUNT = Long.getLong("fuzz.count", 10_000L);
    private static final long STEP = 100_000;
    private static final Pattern REASONS = Pattern.compile(
            "is not JSON in UTF-8, or too deep|is not base64|has no \\w+"
                    + "|is wrapped in more than 8 envelopes|is larger than 16777216 bytes when it is inflated"
                    + "|begins like compressed data, but is not|has half of a surrogate pair|names no source of AWS|is no list of records");

    @Test
    void unwrap_anyEvent_holdsItsLimits() {
        Map<String, Long> outcomes = new TreeMap<>();
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            byte[] event = new EventFuzzer(seed).event();
            try {
                List<Unwrapped> records = Envelopes.unwrap(event);
                records.forEach(EnvelopesFuzzTest::check);
                checkDirect(event, records);
                outcomes.merge(outcome(records), 1L, Long::sum);
            } catch (AssertionError | RuntimeException | IOException | StackOverflowError | OutOfMemoryError e) {
                fail("-Dseed=" + seed + " -Dfuzz.count=1: " + HexFormat.of().formatHex(event), e);
            }
            if ((seed - SEED + 1) % STEP == 0) {
                System.err.println((seed - SEED + 1) + " events from -Dseed=" + SEED + ": " + outcomes);
            }
        }
        if (COUNT >= STEP / 10) {
            assertThat(outcomes.keySet())
                    .as("a fuzzer that meets one outcome only finds nothing")
                    .containsExactly("direct", "nothing", "rejected", "wrapped");
        }
    }

    private static String outcome(List<Unwrapped> records) {
        if (records.isEmpty()) {
            return "nothing";
        }
        return records.stream().anyMatch(Rejected.class::isInstance)
                ? "rejected"
                : records.get(0).layers().isEmpty() ? "direct" : "wrapped";
    }

    private static void check(Unwrapped record) {
        assertThat(record.layers()).hasSizeLessThanOrEqualTo(Envelopes.MAX_LAYERS);
        assertThat(record.pointer()).matches("(?s)(/.*)?");
        assertThat(record.toString()).isNotEmpty();
        if (record instanceof Message message) {
            check(message);
        } else if (record instanceof Rejected rejected) {
            assertThat(rejected.reason()).matches(REASONS);
        }
    }

    private static void check(Message message) {
        Payload payload = message.payload();
        assertThat(payload.size()).isEqualTo(payload.bytes().length).isLessThanOrEqualTo(Envelopes.MAX_EVENT);
        if (payload.kind() != Payload.Kind.BINARY) {
            assertThat(payload.text().getBytes(UTF_8)).isEqualTo(payload.bytes());
        }
        assertThat(message.dedupIds().contains(message.strongestDedupId().orElse(null)))
                .isEqualTo(message.dedupId().isPresent());
        message.correlationId();
        message.causationId();
        message.scheduledTime();
        message.replayName();
        message.isRedelivered();
        payload.at("/Records/0/~1~0");
    }

    /** JSON parses again, and what is no envelope passes as it is, however often. */
    private static void checkDirect(byte[] event, List<Unwrapped> records) throws IOException {
        for (Unwrapped record : records) {
            if (record instanceof Message message && message.payload().kind() == Payload.Kind.JSON) {
                PARSER.readTree(message.payload().bytes());
                if (message.layers().isEmpty()) {
                    assertThat(message.payload().text()).isEqualTo(new String(event, UTF_8).strip());
                    assertThat(told(Envelopes.unwrap(message.payload().bytes())))
                            .isEqualTo(told(records));
                }
            }
        }
    }
}
