package dev.interlock.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.DedupKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class MessageDedupKeyTest {
    private static final String EVENT = AwsEvents.event("acme.trading", "TradeExecuted", "{}");
    private static final DedupKey OF_EVENT =
            new DedupKey("message.v1:c9384d65551bf18ace4b00509578c0bb28dda539adcd045fc1a0c702fbbb4cad");

    /** The values are from another implementation of the format. */
    @TestFactory
    Stream<DynamicTest> dedupKey_ofTheStrongestId_isTheFormat() {
        return Stream.of(
                hasKey(EVENT, OF_EVENT),
                hasKey(AwsEvents.batch(AwsEvents.sqs("m-1", EVENT)), OF_EVENT),
                hasKey(AwsEvents.replayed(EVENT), OF_EVENT),
                hasKey(
                        AwsEvents.batch(AwsEvents.sqs("d9144555-9a4f-4ec3-99a0-34ce359b4b54", "{}")),
                        new DedupKey("message.v1:3c56d1f39353e83c41ee0eacdb2a65ee2b1aa7cabf4010f478c6cb2d295d2ed6")),
                hasKey(
                        AwsEvents.batch(
                                AwsEvents.kinesis("49590338271490256608559692538361571095921575989136588898", "{}")),
                        new DedupKey("message.v1:7a25aa3adbae10262f7aa756061c76e8cad736132157b1686d6baa09b2c60b9a")));
    }

    private static DynamicTest hasKey(String event, DedupKey key) {
        return DynamicTest.dynamicTest(
                event,
                () -> assertThat(AwsEvents.message(event).dedupKey("settlement"))
                        .hasValue(key));
    }

    @Test
    void dedupKey_ofABusinessId_isTheFormat() {
        assertThat(AwsEvents.message(EVENT).dedupKey("Zürich", "trade-7"))
                .hasToString("message.v1:a3f591111fe057324494bc9e6d7d0742a98b348f20a0b6316419a986f1d0a1aa");
        assertThat(AwsEvents.message("{}").dedupKey("settlement", "trade-7"))
                .hasToString("message.v1:d0b2aaee67d2099a38493e0f1574b2f4fa246272408193815df8c6c07c717985");
    }

    @Test
    void dedupKey_withoutAnIdThatStays_isEmpty() {
        assertThat(AwsEvents.message("{}").dedupKey("settlement")).isEmpty();
        assertThat(AwsEvents.message("{\"TaskToken\":\"s3cr3t\",\"Input\":{}}").dedupKey("settlement"))
                .isEmpty();
    }

    @Test
    void dedupKey_ofTwoOfAnything_areTwo() {
        String other = AwsEvents.QUEUE + "2";
        String sqs = AwsEvents.batch(AwsEvents.sqs("m-1", "{}"));
        Message message = AwsEvents.message(sqs);

        assertThat(message.dedupKey("a")).isNotEqualTo(message.dedupKey("b"));
        assertThat(message.dedupKey("a"))
                .isNotEqualTo(
                        AwsEvents.message(sqs.replace(AwsEvents.QUEUE, other)).dedupKey("a"));
        assertThat(message.dedupKey("a"))
                .isNotEqualTo(AwsEvents.message(sqs.replace("m-1", "m-2")).dedupKey("a"));
        assertThat(AwsEvents.message(EVENT).dedupKey("a", "x"))
                .isNotEqualTo(
                        AwsEvents.message(EVENT.replace("Executed", "Settled")).dedupKey("a", "x"))
                .isNotEqualTo(AwsEvents.message(EVENT.replace("acme.trading", "acme.orders"))
                        .dedupKey("a", "x"));
    }

    @Test
    void dedupKey_ofPartsThatAreCutOtherwise_areTwo() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        Map<DedupKey, List<String>> keys = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            List<String> parts = List.of(text(random) + "x", text(random), text(random), text(random) + "x");
            DedupKey key = MessageKey.of(parts.get(0)).ofBusiness(parts.get(1), parts.get(2), parts.get(3));

            assertThat(keys.putIfAbsent(key, parts))
                    .as("case %d of seed %d: %s", i, seed, parts)
                    .isIn(null, parts);
        }
    }

    private static String text(SplittableRandom random) {
        String[] pieces = {"", ":", "#", "a", "\0", "1"};
        return pieces[random.nextInt(pieces.length)] + pieces[random.nextInt(pieces.length)];
    }

    @Test
    void dedupKey_badArgument_isRefused() {
        Message message = AwsEvents.message(EVENT);

        assertThatThrownBy(() -> message.dedupKey(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("consumer is blank");
        assertThatThrownBy(() -> message.dedupKey("a", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("businessId is blank");
        assertThatThrownBy(() -> message.dedupKey("a\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("consumer has half of a surrogate pair at position 1");
        assertThatThrownBy(() -> message.dedupKey("a", "b\udc00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dedup id has half of a surrogate pair at position 1");
    }
}
