package dev.interlock.benchmarks.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.interlock.Payload;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.FingerprintScheme;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.erdtman.jcs.JsonCanonicalizer;
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
 * What does it cost to tell one request from another? An order of 20 items, 1.5 KB of JSON, becomes the hash of a form
 * that is the same for equal requests.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar FingerprintBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FingerprintBenchmark {
    private static final int ITEMS = 20;
    private static final FingerprintScheme SCHEME =
            FingerprintScheme.of("place-order", 1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper SORTED =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final byte[] order = order().getBytes(UTF_8);
    private final Payload payload = Payload.of(order);
    private final MessageDigest sha256 = digest("SHA-256");

    /** The fingerprint: RFC 8785, and nothing that two requests could share. */
    @Benchmark
    public Fingerprint interlock() {
        return SCHEME.fingerprint(payload);
    }

    /** The hash alone, of the bytes as they are. */
    @Benchmark
    public byte[] floorDigest() {
        return sha256.digest(order);
    }

    /** The reference implementation of RFC 8785, and a hash. */
    @Benchmark
    public String jcs() throws IOException {
        return hex(new JsonCanonicalizer(order).getEncodedUTF8());
    }

    /** Jackson with sorted maps, which is found most often: not RFC 8785, and numbers as they were written. */
    @Benchmark
    public String jacksonSorted() throws IOException {
        return hex(SORTED.writeValueAsBytes(JSON.readValue(order, Map.class)));
    }

    /**
     * The formula of Powertools for AWS Lambda with its default algorithm, MD5, written anew: it keeps the order of
     * names, so equal requests may differ.
     */
    @Benchmark
    public String powertools() throws IOException {
        JsonNode node = JSON.readTree(order);
        return String.format(
                "%032x", new BigInteger(1, digest("MD5").digest(node.toString().getBytes(UTF_8))));
    }

    private static String order() {
        StringBuilder json = new StringBuilder("{\"orderId\":\"20261120-0001\",\"customer\":\"c-4711\",\"items\":[");
        for (int item = 0; item < ITEMS; item++) {
            json.append(item == 0 ? "" : ",")
                    .append("{\"sku\":\"sku-")
                    .append(1000 + 7 * item)
                    .append("\",\"count\":")
                    .append(1 + item % 3)
                    .append(",\"price\":")
                    .append(10 + item)
                    .append(".25,\"note\":\"caf\u00e9 ")
                    .append(item)
                    .append("\"}");
        }
        return json.append("],\"total\":615.5,\"paid\":false,\"voucher\":null}").toString();
    }

    private static String hex(byte[] canonical) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(canonical));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }
}
