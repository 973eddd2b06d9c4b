package dev.interlock.benchmarks.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A benchmark that compares things that are not equal compares nothing. */
final class IdempotencyTokenBenchmarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"commonsCodec", "guava", "hexFormat", "stringFormat"})
    void peer_everyRequest_givesTheSameDigits(String peer) throws Exception {
        IdempotencyTokenBenchmark ours = new IdempotencyTokenBenchmark();
        IdempotencyTokenBenchmark theirs = new IdempotencyTokenBenchmark();

        for (int i = 0; i < Request.COUNT; i++) {
            assertThat(IdempotencyTokenBenchmark.class.getMethod(peer).invoke(theirs))
                    .isEqualTo(ours.interlock().value());
        }
    }

    @Test
    void floor_everyRequest_isTheHashOfTheToken() {
        IdempotencyTokenBenchmark ours = new IdempotencyTokenBenchmark();
        IdempotencyTokenBenchmark floor = new IdempotencyTokenBenchmark();

        for (int i = 0; i < Request.COUNT; i++) {
            assertThat(HexFormat.of().formatHex(floor.floorDigest()))
                    .isEqualTo(ours.interlock().value());
        }
    }

    @Test
    void otherPeers_firstRequest_nameWhatTheyPromise() {
        assertThat(first(IdempotencyTokenBenchmark::nameUuidFromBytes)).satisfies(uuid -> assertVersion(uuid, 3));
        assertThat(first(IdempotencyTokenBenchmark::uuidCreator)).satisfies(uuid -> assertVersion(uuid, 5));
        assertThat(first(IdempotencyTokenBenchmark::powertools))
                .isEqualTo(DigestUtils.md5Hex(Request.ascii()[0].preimage()));
    }

    @Test
    void requests_everyId_hasAsManyBytes() {
        assertThat(Stream.concat(Stream.of(Request.ascii()), Stream.of(Request.nonAscii())))
                .hasSize(2 * Request.COUNT)
                .allSatisfy(request ->
                        assertThat(request.executionId().getBytes(UTF_8)).hasSize(Request.ID_BYTES));
    }

    private static String first(Function<IdempotencyTokenBenchmark, String> peer) {
        return peer.apply(new IdempotencyTokenBenchmark());
    }

    private static void assertVersion(String uuid, int version) {
        assertThat(UUID.fromString(uuid).version()).isEqualTo(version);
    }
}
