package dev.interlock.benchmarks.schedule;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * How long does it take to find the next tick of an AWS cron expression, once it is parsed? On average over the
 * expressions of the golden vectors that both libraries get right, and for the slowest expression that there is.
 *
 * <p>At the root of the repository: {@code java -jar benchmarks/target/benchmarks.jar ScheduleBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ScheduleBenchmark {
    private final List<Question> questions = Question.ofVectors();
    private final Question slowest = Question.slowest();
    private final Question impossible = Question.of("cron(0 0 30 2 ? *)", Instant.EPOCH);
    private int next;

    /** Interlock. */
    @Benchmark
    public Optional<Instant> interlock() {
        Question question = next();
        return question.schedule().next(question.after());
    }

    /** Interlock, for the expression of the vectors that it takes longest for. */
    @Benchmark
    public Optional<Instant> interlockSlowest() {
        return slowest.schedule().next(slowest.after());
    }

    /** Interlock, for 30 February from 1970 on. */
    @Benchmark
    public Optional<Instant> interlockImpossible() {
        return impossible.schedule().next(impossible.after());
    }

    /** cron-utils. */
    @Benchmark
    public Optional<ZonedDateTime> cronUtils() {
        Question question = next();
        ExecutionTime cron = question.cronUtils();
        return cron.nextExecution(question.afterInUtc());
    }

    /** Quartz. */
    @Benchmark
    public Date quartz() {
        Question question = next();
        return question.quartz().getNextValidTimeAfter(question.afterAsDate());
    }

    private Question next() {
        next = next + 1 == questions.size() ? 0 : next + 1;
        return questions.get(next);
    }
}
