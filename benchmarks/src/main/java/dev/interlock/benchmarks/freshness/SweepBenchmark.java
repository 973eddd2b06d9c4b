package dev.interlock.benchmarks.freshness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.aws.freshness.S3AsyncArtifactProbe;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.FreshnessSweep;
import dev.interlock.schedule.Cadence;
import dev.interlock.testkit.FakeAws;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * What does a sweep cost over the requests that it makes? 10,000 artifacts, each answered 20 ms later, 64 at a time: by
 * the sweep, and by the bare asynchronous client that only sends the same requests.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar SweepBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(2)
public class SweepBenchmark {
    private static final int ARTIFACTS = 10_000;
    private static final int CONCURRENCY = 64;
    private static final Instant NOW = Instant.parse("2026-05-30T18:00:00Z");

    private final FakeAws aws = FakeAws.create();
    private final S3AsyncClient s3 = aws.connect(S3AsyncClient.builder()).build();
    private final List<ArtifactSpec> specs = IntStream.range(0, ARTIFACTS)
            .mapToObj(i -> ArtifactSpec.builder("artifact-" + i)
                    .location("research", "weekly/{date}/artifact-" + i + ".json")
                    .cadence(Cadence.saturdaySf())
                    .sla(Duration.ofHours(1))
                    .createdAt(LocalDate.of(2020, 1, 1))
                    .build())
            .toList();

    /** Half of the artifacts are there. */
    @Setup
    public void fill() {
        aws.s3().createBucket("research");
        for (int i = 0; i < ARTIFACTS; i += 2) {
            aws.s3().put("research", "weekly/2026-05-30/artifact-" + i + ".json", "{}".getBytes(UTF_8), NOW);
        }
        aws.faults().onAny().latency(Duration.ofMillis(20));
    }

    /** Ends the client's threads. */
    @TearDown
    public void close() {
        s3.close();
    }

    /** The sweep. */
    @Benchmark
    public List<Checked> interlock() {
        return FreshnessSweep.create(S3AsyncArtifactProbe.create(s3), CONCURRENCY)
                .run(specs, NOW)
                .join();
    }

    /** The same HEAD requests, as many at a time, and nothing else. */
    @Benchmark
    public int floorBareClient() {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<?>[] lanes = IntStream.range(0, CONCURRENCY)
                .mapToObj(lane -> headFrom(next, done))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(lanes).join();
        return done.get();
    }

    private CompletableFuture<Void> headFrom(AtomicInteger next, AtomicInteger done) {
        int i = next.getAndIncrement();
        if (i >= ARTIFACTS) {
            return CompletableFuture.completedFuture(null);
        }
        return s3.headObject(b -> b.bucket("research").key("weekly/2026-05-30/artifact-" + i + ".json"))
                .handle((answer, failure) -> done.incrementAndGet())
                .thenCompose(count -> headFrom(next, done));
    }
}
