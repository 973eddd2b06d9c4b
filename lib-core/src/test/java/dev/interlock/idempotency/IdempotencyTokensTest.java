package dev.interlock.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdempotencyTokensTest {
    private static final long SEED = 20261120;

    /** Tokens of a Go program. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, 19e89348f2a9d5f3d0c5fca8e2a7068d9c5d71687a355f759009a5ed2527eb2c",
        "root:acctA, 0, 30aeb07ea9f65c2442cbf0231af0f106c110a75f938b56fcaa1bfe51de497845",
        "root:acctA, 1, 80711ef95d1abf17dc71d3750ec643ebc593e7a978dc123d5a6db761d23d834f"
    })
    void derive_goldenInputs_giveTheGoldenToken(String executionId, long recIndex, String token) {
        assertThat(IdempotencyTokens.deriveIdempotencyToken(executionId, recIndex)
                        .value())
                .isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({
        "exec-1, 0",
        "exec-1, -1",
        "exec-1, 9",
        "exec-1, 10",
        "exec-1, 99",
        "exec-1, 100",
        "exec-1, 9223372036854775807",
        "exec-1, -9223372036854775808",
        "h\u00e9llo, 7",
        "\u0928\u092e\u0938\u094d\u0924\u0947, 1",
        "\ud83d\ude00, 2",
        "a\ud83d\ude00b\u00e9c, 3",
        "\u07ff\u0800\uffff, 4",
        "\udbff\udfff, 5"
    })
    void derive_anyText_isTheHashOfItsUtf8(String executionId, long recIndex) {
        assertThat(IdempotencyTokens.deriveIdempotencyToken(executionId, recIndex)
                        .value())
                .isEqualTo(reference(executionId, recIndex));
    }

    @Test
    void derive_randomTexts_equalTheReference() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20_000; round++) {
            String text = text(random, random.nextInt(200));
            long index = random.nextLong() >> random.nextInt(64);

            assertThat(IdempotencyTokens.deriveIdempotencyToken(text, index).value())
                    .as("seed %d, round %d: '%s', %d", SEED, round, text, index)
                    .isEqualTo(reference(text, index));
        }
    }

    @Test
    void derive_textLargerThanAnyBuffer_equalsTheReference() {
        String text = "x\u00e9".repeat(100_000);

        assertThat(IdempotencyTokens.deriveIdempotencyToken(text, 1).value()).isEqualTo(reference(text, 1));
        assertThat(IdempotencyTokens.deriveIdempotencyToken("after", 1).value()).isEqualTo(reference("after", 1));
    }

    @Test
    void derive_manyIndexes_equalsEachAlone() {
        long[] indexes = {0, 1, 9, 10, 11, 99, 100, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE, 0};

        List<IdempotencyToken> tokens = IdempotencyTokens.deriveIdempotencyTokens("exec-\u00e9", indexes);

        for (int i = 0; i < indexes.length; i++) {
            assertThat(tokens.get(i)).isEqualTo(IdempotencyTokens.deriveIdempotencyToken("exec-\u00e9", indexes[i]));
        }
        assertThat(tokens).hasSize(indexes.length);
        assertThat(IdempotencyTokens.deriveIdempotencyTokens("exec")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"\ud800, 0", "a\udc00, 1", "ab\ud800c, 2", "abc\ud83d, 3", "\u00e9\udc00\ud800, 1"})
    void derive_halfASurrogatePair_isRefusedAndHarmsNobodyAfterwards(String executionId, int position) {
        assertThatThrownBy(() -> IdempotencyTokens.deriveIdempotencyToken(executionId, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("executionId has half of a surrogate pair at position " + position);
        assertThatThrownBy(() -> IdempotencyTokens.deriveIdempotencyTokens(executionId, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(IdempotencyTokens.deriveIdempotencyToken("a", 0).value()).isEqualTo(reference("a", 0));
    }

    /** An id may have colons, signs and digits of its own: the last colon still tells it from the index. */
    @Test
    void derive_idsThatLookLikePreimages_areTokensOfTheirOwn() {
        Map<String, String> seen = new HashMap<>();
        List<String> ids = List.of("", ":", "1", ":1", "1:", "1:1", "1:1:1", "-1", ":-1", "-1:1", "1:-1", "11", "1:11");
        for (String id : ids) {
            for (long index : new long[] {0, 1, 11, 111, -1, -11}) {
                String token =
                        IdempotencyTokens.deriveIdempotencyToken(id, index).value();

                assertThat(seen.put(token, id + " and " + index)).isNull();
            }
        }
    }

    @Test
    void derive_null_isRefusedByName() {
        assertThatThrownBy(() -> IdempotencyTokens.deriveIdempotencyToken(nothing(), 0))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("executionId");
    }

    @Test
    void derive_fromManyThreads_neverMixesThemUp() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Map<String, String>>> tasks = new ArrayList<>();
            for (int task = 0; task < 64; task++) {
                String id = "exec-" + task + (task % 2 == 0 ? "" : "-\u00e9");
                tasks.add(() -> {
                    Map<String, String> tokens = new HashMap<>();
                    for (int i = 0; i < 500; i++) {
                        tokens.put(
                                id + "|" + i,
                                IdempotencyTokens.deriveIdempotencyToken(id, i).value());
                    }
                    return tokens;
                });
            }
            for (Future<Map<String, String>> done : pool.invokeAll(tasks)) {
                done.get().forEach((input, token) -> {
                    String[] parts = input.split("\\|", -1);
                    assertThat(token).isEqualTo(reference(parts[0], Long.parseLong(parts[1])));
                });
            }
        } finally {
            pool.shutdown();
        }
    }

    private static String reference(String executionId, long recIndex) {
        try {
            byte[] preimage = (executionId + ":" + recIndex).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(preimage));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Text of every width in UTF-8, without surrogates on their own. */
    private static String text(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int bits = 7 + random.nextInt(14);
            int point = random.nextInt(1 << bits);
            text.appendCodePoint(point > Character.MAX_CODE_POINT || (point >= 0xd800 && point < 0xe000) ? 'x' : point);
        }
        return text.toString();
    }

    @SuppressWarnings("NullAway") // what a caller without a checker may do
    private static String nothing() {
        return null;
    }
}
