package dev.interlock.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import dev.interlock.aws.contract.PublishProof.Parts;
import dev.interlock.aws.contract.PublishProof.Sight;
import dev.interlock.aws.internal.S3Objects;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
import dev.interlock.testkit.interleaving.Actor;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.interleaving.InterleavingFailure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Write, audit, publish, step by step over the fake S3; and that the same steps find what is wrong with the order that
 * it replaces.
 */
final class PublishInterleavingTest {
    private static final int COUNT = Integer.getInteger("proof.publications", 1_000);
    private static final long FIRST = Long.getLong("proof.seed", 1);

    @Test
    void publish_everySeed_readersSeeAnAuditedSetEntire() {
        Map<Sight, Integer> sights = new EnumMap<>(Sight.class);
        List<Interleaving> programs = Stream.of(true, false)
                .flatMap(isFenced -> Stream.of(true, false)
                        .map(hasFirst -> PublishProof.of(PublishProof::delivered, isFenced, hasFirst, sights)))
                .toList();
        int count = Math.max(1, COUNT / programs.size());

        long steps = programs.stream()
                .parallel()
                .mapToLong(program -> program.explore(FIRST + (long) programs.indexOf(program) * count, count)
                        .steps())
                .sum();

        System.out.printf(
                "Publications, %,d interleavings from seed %d, %,d steps, no violation; seen: %s%n",
                count * programs.size(), FIRST, steps, sights);
        assertThat(sights.keySet())
                .as("a proof in which nothing happens is none")
                .containsExactly(Sight.values());
    }

    @Test
    @DisplayName("D-17: the pointer before the audit is caught, and its seed repeats it")
    void pointerBeforeTheAudit_isCaught_andItsSeedRepeatsIt() {
        isCaught(PublishInterleavingTest::pointerFirst, false, "the pointer leads to what is not there");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pointerMovedWithoutACondition_isCaught(boolean isFenced) {
        isCaught(PublishInterleavingTest::unconditional, isFenced, isFenced ? "fences rise" : "replaces what it saw");
    }

    private static void isCaught(PublishProof.Attempt attempt, boolean isFenced, String why) {
        PublishProof.Attempt total = (actor, s3, parts, nonce, fence) -> {
            try {
                return attempt.publish(actor, s3, parts, nonce, fence);
            } catch (SdkException e) {
                return new Publication.Unknown(e.toString());
            }
        };
        Interleaving wrong = PublishProof.of(total, isFenced, true, new EnumMap<>(Sight.class));

        InterleavingFailure caught = wrong.search(FIRST, 200).orElseThrow();

        assertThat(caught).hasMessageContaining(why);
        assertThatThrownBy(() -> wrong.replay(caught.schedule()))
                .isInstanceOfSatisfying(
                        InterleavingFailure.class,
                        again -> assertThat(again.getMessage()).isEqualTo(caught.getMessage()));
    }

    /** The order of the incident: what was written is published, and then somebody looks whether it is right. */
    private static Publication pointerFirst(Actor actor, S3Client s3, Parts parts, String nonce, long fence) {
        ObjectSet set = staged(actor, s3, parts, nonce, fence);
        put(s3, PublishProof.POINTER, set.pointer().payload());
        ContractReport report = PublishProof.audit(actor).run(set);
        return report.passed() ? new Publication.Published(set.pointer()) : new Publication.Rejected(report, "nowhere");
    }

    /** The right order, but whoever comes last wins. */
    private static Publication unconditional(Actor actor, S3Client s3, Parts parts, String nonce, long fence) {
        ObjectSet set = staged(actor, s3, parts, nonce, fence);
        ContractReport report = PublishProof.audit(actor).run(set);
        put(s3, set.run().reportKey(), Payload.of(report.toJson()));
        if (!report.passed()) {
            return new Publication.Rejected(report, "nowhere");
        }
        put(s3, PublishProof.POINTER, set.pointer().payload());
        return new Publication.Published(set.pointer());
    }

    private static ObjectSet staged(Actor actor, S3Client s3, Parts parts, String nonce, long fence) {
        S3Objects objects = S3Objects.of(s3, PublishProof.BUCKET);
        PublishProof.noteBeginning(actor, objects, nonce);
        StagedRun run = new StagedRun(PublishProof.DATASET, LocalDate.of(2026, 5, 30), PublishProof.run(actor), nonce);
        List<SetManifest.Entry> entries = new ArrayList<>();
        for (String name : List.of("x.json", "y.json")) {
            if (parts.has(name)) {
                byte[] bytes = parts.content(name, nonce).bytes();
                String etag = put(s3, run.prefix() + name, Payload.of(bytes));
                entries.add(new SetManifest.Entry(
                        name, bytes.length, StagedObjects.Source.of(bytes).sha256(), etag));
            }
        }
        SetManifest manifest = new SetManifest(run, entries);
        put(s3, run.manifestKey(), manifest.payload());
        String digest = StagedObjects.Source.of(manifest.payload().bytes()).sha256();
        return new ObjectSet(objects, new SetPointer(run, digest, fence), manifest);
    }

    private static String put(S3Client s3, String key, Payload body) {
        return s3.putObject(r -> r.bucket(PublishProof.BUCKET).key(key), RequestBody.fromBytes(body.bytes()))
                .eTag();
    }
}
