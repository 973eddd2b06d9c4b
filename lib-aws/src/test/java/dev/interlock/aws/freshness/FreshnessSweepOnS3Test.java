package dev.interlock.aws.freshness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.AsyncArtifactProbe;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.FreshnessSweep;
import dev.interlock.freshness.UnknownReason;
import dev.interlock.schedule.Cadence;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

@FakeAwsTest
final class FreshnessSweepOnS3Test {
    private static final Instant NOW = Instant.parse("2026-05-30T18:00:00Z");
    private static final Instant TICK = Instant.parse("2026-05-30T09:00:00Z");

    @Test
    void run_tenThousandSpecs_asksEachKeyAtMostOnce(FakeAws aws, S3AsyncClient s3) {
        aws.s3().createBucket("research");
        List<ArtifactSpec> specs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            // every fifth spec shares its key with another, every seventh has a recovery key that others have too
            specs.add(spec("a" + i, "out/" + (i % 5 == 0 ? i / 10 : i) + ".json", i % 7 == 0 ? "recovery.json" : ""));
            if (i % 3 == 0) {
                aws.s3().put("research", "out/" + i + ".json", "{}".getBytes(UTF_8), TICK.plusSeconds(60));
            }
        }
        AtomicInteger progress = new AtomicInteger();

        List<Checked> checked = FreshnessSweep.create(S3AsyncArtifactProbe.create(s3), 64)
                .run(specs, NOW, p -> progress.incrementAndGet())
                .join();

        Map<String, Long> asked =
                aws.requests().stream().collect(Collectors.groupingBy(AwsRequest::key, Collectors.counting()));
        assertThat(asked.values()).allMatch(times -> times == 1);
        assertThat(asked).hasSizeGreaterThan(8_000);
        assertThat(progress).hasValue(10_000);
        assertThat(checked)
                .extracting(c -> c.spec().id())
                .isEqualTo(specs.stream().map(ArtifactSpec::id).toList());
        assertThat(checked.get(3).verdict()).isInstanceOf(Freshness.Fresh.class);
        assertThat(checked.get(1).verdict()).isInstanceOf(Freshness.Late.class);
    }

    @Test
    void run_poisonedRowsAmongGoodOnes_harmNobodyElse(FakeAws aws, S3AsyncClient s3) {
        List<ArtifactSpec> specs = IntStream.range(0, 200)
                .mapToObj(i -> spec("a" + i, "out/" + i + ".json", ""))
                .toList();
        for (int i = 0; i < 200; i++) {
            aws.s3().put("research", "out/" + i + ".json", "{}".getBytes(UTF_8), TICK);
        }
        aws.faults().on("HeadObject").key("out/10.json").loseAnswer();
        aws.faults().on("HeadObject").key("out/20.json").answer(403, "AccessDenied");
        aws.faults().on("HeadObject").key("out/30.json").failBefore();

        Map<String, Freshness> verdicts =
                FreshnessSweep.create(S3AsyncArtifactProbe.create(s3), 8).run(specs, NOW).join().stream()
                        .collect(Collectors.toMap(c -> c.spec().id(), Checked::verdict));

        assertThat(verdicts.values().stream().filter(Freshness.Fresh.class::isInstance))
                .hasSize(197);
        assertThat(verdicts.values().stream()
                        .filter(Freshness.Unknown.class::isInstance)
                        .count())
                .isEqualTo(3);
        assertThat(verdicts).hasEntrySatisfying("a10", unknownFor(UnknownReason.PROBE));
        assertThat(verdicts).hasEntrySatisfying("a20", unknownFor(UnknownReason.ACCESS));
        assertThat(verdicts).hasEntrySatisfying("a30", unknownFor(UnknownReason.PROBE));
    }

    @Test
    void run_blockingClientOnAPool_seesTheSame(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().put("research", "out/1.json", "{}".getBytes(UTF_8), TICK);
        List<ArtifactSpec> specs = List.of(spec("there", "out/1.json", ""), spec("missing", "out/2.json", ""));
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Function<AsyncArtifactProbe, List<Freshness>> sweep =
                    probe -> FreshnessSweep.create(probe, 2).run(specs, NOW).join().stream()
                            .map(Checked::verdict)
                            .toList();

            assertThat(sweep.apply(AsyncArtifactProbe.on(pool, S3ArtifactProbe.create(s3))))
                    .isEqualTo(sweep.apply(S3AsyncArtifactProbe.create(async)));
        } finally {
            pool.shutdown();
        }
    }

    private static Consumer<Freshness> unknownFor(UnknownReason reason) {
        return verdict -> assertThat(verdict)
                .isInstanceOfSatisfying(
                        Freshness.Unknown.class, u -> assertThat(u.reason()).isEqualTo(reason));
    }

    private static ArtifactSpec spec(String id, String key, String recovery) {
        ArtifactSpec.Builder builder = ArtifactSpec.builder(id)
                .location("research", key)
                .cadence(Cadence.saturdaySf())
                .sla(Duration.ofHours(1))
                .createdAt(LocalDate.of(2020, 1, 1));
        return (recovery.isEmpty() ? builder : builder.recovery(recovery)).build();
    }
}
