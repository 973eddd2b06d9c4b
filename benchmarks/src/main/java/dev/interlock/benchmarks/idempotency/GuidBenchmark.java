package dev.interlock.benchmarks.idempotency;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * What does the GUID of a token cost over the 36 characters that it is? Every method but {@link #interlockUuid} gives
 * the same text.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar GuidBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class GuidBenchmark {
    private static final Pattern GROUPS = Pattern.compile("(.{8})(.{4})(.{4})(.{4})(.{12}).{32}");

    private final IdempotencyToken[] tokens = Stream.of(Request.ascii())
            .map(request -> IdempotencyTokens.deriveIdempotencyToken(request.executionId(), request.recIndex()))
            .toArray(IdempotencyToken[]::new);
    private final byte[][] guids =
            Stream.of(tokens).map(token -> token.toGuid().getBytes(ISO_8859_1)).toArray(byte[][]::new);
    private int next;

    /** The GUID. */
    @Benchmark
    public String interlock() {
        return next(tokens).toGuid();
    }

    /** The UUID of version 8, as an object. */
    @Benchmark
    public UUID interlockUuid() {
        return next(tokens).toUuid();
    }

    /** The text alone, from characters that are there already. */
    @Benchmark
    public String floorCopy() {
        return new String(next(guids), ISO_8859_1);
    }

    /** By the JDK's UUID. */
    @Benchmark
    public String uuidToString() {
        String digits = next(tokens).value();
        return new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16))
                .toString();
    }

    /** By concatenation. */
    @Benchmark
    public String substrings() {
        String digits = next(tokens).value();
        return digits.substring(0, 8)
                + "-"
                + digits.substring(8, 12)
                + "-"
                + digits.substring(12, 16)
                + "-"
                + digits.substring(16, 20)
                + "-"
                + digits.substring(20, 32);
    }

    /** By a regular expression. */
    @Benchmark
    public String pattern() {
        return GROUPS.matcher(next(tokens).value()).replaceFirst("$1-$2-$3-$4-$5");
    }

    /** By a formatter. */
    @Benchmark
    public String stringFormat() {
        String digits = next(tokens).value();
        return String.format(
                "%s-%s-%s-%s-%s",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20, 32));
    }

    private <T> T next(T[] rotating) {
        return rotating[next++ & (Request.COUNT - 1)];
    }
}
