package dev.interlock.aws.phase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import dev.interlock.phase.Phase;
import dev.interlock.phase.PhaseBinding;
import dev.interlock.phase.PhaseDecision;
import dev.interlock.phase.PhaseEnd;
import dev.interlock.phase.PhaseOutcome;
import dev.interlock.phase.PhaseReason;
import dev.interlock.phase.PhaseRegistry;
import dev.interlock.phase.PhaseStatus;
import dev.interlock.phase.PhaseStore;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.s3.S3Action;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

final class S3PhaseStoreTest {
    private static final Instant NOW = Instant.parse("2026-05-30T12:00:00Z");
    private static final String KEY = "pipeline/2026-05-30/.phases/ingest.json";
    private static final Phase INGEST = Phase.skippable("ingest", PhaseBinding.toCode("abc123"));

    private final FakeAws aws = FakeAws.create(MutableInstantSource.at(NOW));
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final PhaseStore store = S3PhaseStore.create(s3, "pipelines");

    S3PhaseStoreTest() {
        aws.s3().createBucket("pipelines");
    }

    @Test
    void registry_overS3_runsOnceAndSkipsByTheMarker() {
        PhaseRegistry first = registry();
        assertThat(first.run(INGEST, () -> {
                    aws.s3().put("pipelines", "out.json", "{}".getBytes(UTF_8), NOW);
                    return PhaseEnd.success("out.json");
                }))
                .isInstanceOf(PhaseOutcome.Ended.class);

        assertThat(registry().decide(INGEST))
                .isEqualTo(new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.SUCCESS, ""));
        s3.deleteObject(r -> r.bucket("pipelines").key("out.json"));
        assertThat(first.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.MARKER_ARTIFACT_MISSING));
    }

    @Test
    @DisplayName("D-16: a marker that S3 does not take loses no failure")
    void registry_markerNotTaken_failureIsKept() {
        aws.faults().on("PutObject").answer(503, "SlowDown");
        PhaseRegistry registry = registry();

        assertThatThrownBy(() -> registry.run(INGEST, () -> {
                    throw new IllegalStateException("no vendor");
                }))
                .hasMessage("no vendor")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("its marker was not written: PUT s3://pipelines/" + KEY + " answered 503 SlowDown"));
        assertThat(registry.failures()).containsKey("ingest");
    }

    @Test
    void registry_markerUnreadable_isNotRun() {
        aws.s3().deny(S3Action.LIST_BUCKET, "pipelines");

        assertThat(registry().run(INGEST, PhaseEnd::success))
                .isEqualTo(new PhaseOutcome.Unknown("marker of ingest: GET s3://pipelines/" + KEY
                        + " answered 403 AccessDenied; it needs s3:GetObject or s3:PutObject, and s3:ListBucket to be told"
                        + " that a key is missing"));
    }

    @Test
    void read_missingKeyMissingBucketFaultsAndSize_areTold() {
        assertThat(store.read(KEY)).isEqualTo(new PhaseStore.Nothing());
        assertThat(S3PhaseStore.create(s3, "pipelnes").read(KEY))
                .isEqualTo(new PhaseStore.Unreadable("GET s3://pipelnes/" + KEY + " answered 404 NoSuchBucket"));

        aws.faults().on("GetObject").loseAnswer();
        assertThat(store.read(KEY)).isInstanceOf(PhaseStore.Unreadable.class);
        aws.faults().clear();

        aws.s3().put("pipelines", KEY, new byte[16 * 1024 * 1024 + 1], NOW);
        assertThat(store.read(KEY)).isEqualTo(new PhaseStore.Unreadable("it has more than 16777216 bytes"));
        aws.s3().put("pipelines", KEY, "{}".getBytes(UTF_8), NOW);
        assertThat(store.read(KEY)).isInstanceOf(PhaseStore.Found.class);
    }

    @Test
    void write_oneAnswerLost_isWritten() {
        aws.faults().on("PutObject").nth(1).loseAnswer();

        assertThat(store.write(KEY, Payload.of("{}"))).isEqualTo(new PhaseStore.Written());
        assertThat(aws.s3().object("pipelines", KEY)).isPresent();
    }

    @Test
    void write_neverAnswered_isUnwritten() {
        aws.faults().on("PutObject").loseAnswer();

        assertThat(store.write(KEY, Payload.of("{}"))).isInstanceOf(PhaseStore.Unwritten.class);
    }

    @Test
    void find_thereMissingOrNobodyKnows() {
        aws.s3().put("pipelines", "a", "x".getBytes(UTF_8), NOW);

        assertThat(store.find("a")).isEqualTo(new PhaseStore.Present());
        assertThat(store.find("b")).isEqualTo(new PhaseStore.Absent());
        aws.faults().on("HeadObject").answer(500, "InternalError");
        assertThat(store.find("a"))
                .isEqualTo(new PhaseStore.Unknown("HEAD s3://pipelines/a answered 500 without a code"));
    }

    @Test
    void create_blankBucket_isRefused() {
        assertThatThrownBy(() -> S3PhaseStore.create(s3, " ")).hasMessage("bucket is blank");
    }

    private PhaseRegistry registry() {
        return PhaseRegistry.builder(store, LocalDate.of(2026, 5, 30), aws.clock(), () -> 0)
                .build();
    }
}
