package dev.interlock.benchmarks.mutex;

import dev.interlock.mutex.MutexKey;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * What does a mutex key cost over joining its three parts, and over the ways in which one would write the time
 * otherwise? Every method gives the same text.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar MutexKeyBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MutexKeyBenchmark {
    /** Enough that no compiler knows the next one. */
    static final int COUNT = 256;

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(ZoneOffset.UTC);
    private static final long FROM = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2040-01-01T00:00:00Z").getEpochSecond();

    private final Instant[] times = new SplittableRandom(20_261_122)
            .longs(COUNT, FROM, TO)
            .mapToObj(Instant::ofEpochSecond)
            .toArray(Instant[]::new);
    private final String[] written = Stream.of(times).map(MINUTES::format).toArray(String[]::new);
    private final String machine = "weekday-pipeline";
    private final String role = "daily";
    private int next;

    /** The key. */
    @Benchmark
    public MutexKey interlock() {
        return MutexKey.of(machine, role, next(times));
    }

    /** The joining alone, of a time that is written already. */
    @Benchmark
    public String floorConcatenation() {
        return machine + '#' + role + '#' + next(written);
    }

    /** What the JDK writes without a formatter, cut. */
    @Benchmark
    public String instantToString() {
        String time = next(times).truncatedTo(ChronoUnit.MINUTES).toString();
        return machine + '#' + role + '#' + time.substring(0, 16);
    }

    /** By a shared formatter. */
    @Benchmark
    public String dateTimeFormatter() {
        return machine + '#' + role + '#' + MINUTES.format(next(times));
    }

    /** By the formatter of strings. */
    @Benchmark
    public String stringFormat() {
        OffsetDateTime time = next(times).atOffset(ZoneOffset.UTC);
        return String.format(
                "%s#%s#%04d-%02d-%02dT%02d:%02d",
                machine,
                role,
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute());
    }

    private <T> T next(T[] rotating) {
        return rotating[next++ & (COUNT - 1)];
    }
}
