package dev.interlock.benchmarks.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import com.google.common.hash.Hashing;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a token cost over the hash that it is made of, and over the ways in which one would derive it otherwise?
 * Every method names the same requests: an execution id of 38 bytes and a position.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar IdempotencyTokenBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class IdempotencyTokenBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Request[] requests = Request.ascii();
    private final Request[] nonAscii = Request.nonAscii();
    private final byte[][] preimages =
            Stream.of(requests).map(Request::preimageBytes).toArray(byte[][]::new);
    private final MessageDigest sha256 = digest("SHA-256");
    private int next;

    /** The token. */
    @Benchmark
    public IdempotencyToken interlock() {
        return token(next(requests));
    }

    /** The token of an id with as many bytes and fewer characters. */
    @Benchmark
    public IdempotencyToken interlockNonAscii() {
        return token(next(nonAscii));
    }

    /** The hash alone, of text that is encoded already, by a digest that is there already. */
    @Benchmark
    public byte[] floorDigest() {
        return sha256.digest(next(preimages));
    }

    /** Commons Codec; the same 64 digits. */
    @Benchmark
    public String commonsCodec() {
        return DigestUtils.sha256Hex(next(requests).preimage());
    }

    /** Guava; the same 64 digits. */
    @Benchmark
    public String guava() {
        return Hashing.sha256().hashString(next(requests).preimage(), UTF_8).toString();
    }

    /** The JDK as its documentation shows it; the same 64 digits. */
    @Benchmark
    public String hexFormat() {
        return HexFormat.of().formatHex(digest("SHA-256").digest(next(requests).preimageBytes()));
    }

    /** What is found most often; the same 64 digits. */
    @Benchmark
    public String stringFormat() {
        StringBuilder hex = new StringBuilder();
        for (byte b : digest("SHA-256").digest(next(requests).preimageBytes())) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    /** The JDK's UUID of a name: 122 bits of MD5. */
    @Benchmark
    public String nameUuidFromBytes() {
        return UUID.nameUUIDFromBytes(next(requests).preimageBytes()).toString();
    }

    /** The UUID of version 5 by uuid-creator: 122 bits of SHA-1. */
    @Benchmark
    public String uuidCreator() {
        return UuidCreator.getNameBasedSha1(next(requests).preimage()).toString();
    }

    /**
     * The formula of Powertools for AWS Lambda with its default algorithm, MD5, written anew: key to JSON node, digest
     * by name, number, formatter.
     */
    @Benchmark
    public String powertools() {
        JsonNode node = JSON.valueToTree(next(requests).preimage());
        String text = node.isContainerNode() ? node.toString() : node.asText();
        return String.format("%032x", new BigInteger(1, digest("MD5").digest(text.getBytes(UTF_8))));
    }

    private static IdempotencyToken token(Request request) {
        return IdempotencyTokens.deriveIdempotencyToken(request.executionId(), request.recIndex());
    }

    private <T> T next(T[] rotating) {
        return rotating[next++ & (Request.COUNT - 1)];
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }
}
