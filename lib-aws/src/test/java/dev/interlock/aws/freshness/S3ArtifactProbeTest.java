package dev.interlock.aws.freshness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.freshness.ArtifactLocation;
import dev.interlock.freshness.ArtifactProbe;
import dev.interlock.freshness.Observation;
import dev.interlock.freshness.UnknownReason;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import dev.interlock.testkit.s3.S3Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The blocking and the asynchronous probe see the same. */
@FakeAwsTest
@ParameterizedClass
@EnumSource
final class S3ArtifactProbeTest {
    private static final Instant WRITTEN = Instant.parse("2026-05-27T13:05:00Z");
    private static final ArtifactLocation LOCATION =
            new ArtifactLocation("research", "signals/2026-05-27/signals.json");

    private final Client client;

    S3ArtifactProbeTest(Client client) {
        this.client = client;
    }

    enum Client {
        BLOCKING,
        BLOCKING_CONFIRMING,
        ASYNC,
        ASYNC_CONFIRMING;

        ArtifactProbe probe(S3Client s3, S3AsyncClient async) {
            return switch (this) {
                case BLOCKING -> S3ArtifactProbe.create(s3);
                case BLOCKING_CONFIRMING -> S3ArtifactProbe.create(s3).confirmingByList();
                case ASYNC -> blocking(S3AsyncArtifactProbe.create(async));
                case ASYNC_CONFIRMING ->
                    blocking(S3AsyncArtifactProbe.create(async).confirmingByList());
            };
        }

        boolean confirms() {
            return this == BLOCKING_CONFIRMING || this == ASYNC_CONFIRMING;
        }

        private static ArtifactProbe blocking(S3AsyncArtifactProbe probe) {
            return location -> probe.observe(location).join();
        }
    }

    @Test
    void observe_objectThere_isPresentWithItsTime(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().put("research", LOCATION.key(), "{}".getBytes(UTF_8), WRITTEN);

        assertThat(client.probe(s3, async).observe(LOCATION)).isEqualTo(new Observation.Present(WRITTEN));
        assertThat(operations(aws)).containsExactly("HeadObject");
    }

    @Test
    void observe_keyMissing_isAbsent(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().createBucket("research");

        assertThat(client.probe(s3, async).observe(LOCATION)).isEqualTo(new Observation.Absent());
        assertThat(operations(aws))
                .isEqualTo(client.confirms() ? List.of("HeadObject", "ListObjectsV2") : List.of("HeadObject"));
    }

    @Test
    void observe_keyIsOnlyAPrefixOfOthers_isAbsent(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().put("research", LOCATION.key() + ".bak", "{}".getBytes(UTF_8), WRITTEN);

        assertThat(client.probe(s3, async).observe(LOCATION)).isEqualTo(new Observation.Absent());
    }

    @Test
    void observe_deleteMarker_isAbsent(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().createBucket("research");
        s3.putBucketVersioning(b -> b.bucket("research").versioningConfiguration(c -> c.status("Enabled")));
        aws.s3().put("research", LOCATION.key(), "{}".getBytes(UTF_8), WRITTEN);
        s3.deleteObject(b -> b.bucket("research").key(LOCATION.key()));

        assertThat(client.probe(s3, async).observe(LOCATION)).isEqualTo(new Observation.Absent());
    }

    @Test
    void observe_keyMissingWithoutListPermission_isUnreadableForAccess(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().createBucket("research").deny(S3Action.LIST_BUCKET, "research");

        assertThat(client.probe(s3, async).observe(LOCATION))
                .isEqualTo(new Observation.Unreadable(
                        UnknownReason.ACCESS,
                        client.confirms()
                                ? "LIST " + LOCATION + " answered 403 AccessDenied; it needs s3:GetObject,"
                                        + " and s3:ListBucket to be told that a key is missing"
                                : "HEAD " + LOCATION + " answered 403 without a code; it needs s3:GetObject,"
                                        + " and s3:ListBucket to be told that a key is missing"));
    }

    @Test
    void observe_readingDenied_isUnreadableUnlessTheListProves(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3()
                .put("research", LOCATION.key(), "{}".getBytes(UTF_8), WRITTEN)
                .deny(S3Action.GET_OBJECT, "research", "signals/");

        Observation there = client.probe(s3, async).observe(LOCATION);
        Observation notThere = client.probe(s3, async).observe(new ArtifactLocation("research", "signals/other.json"));

        if (client.confirms()) {
            assertThat(there).isEqualTo(new Observation.Present(WRITTEN));
            assertThat(notThere).isEqualTo(new Observation.Absent());
        } else {
            assertThat(there)
                    .isInstanceOfSatisfying(
                            Observation.Unreadable.class,
                            u -> assertThat(u.reason()).isEqualTo(UnknownReason.ACCESS));
            assertThat(notThere).isInstanceOf(Observation.Unreadable.class);
        }
    }

    @Test
    void observe_bucketMissing_isAbsentUnlessTheListProves(FakeAws aws, S3Client s3, S3AsyncClient async) {
        assertThat(client.probe(s3, async).observe(LOCATION))
                .isEqualTo(
                        client.confirms()
                                ? new Observation.Unreadable(
                                        UnknownReason.PROBE, "LIST " + LOCATION + " the bucket does not exist")
                                : new Observation.Absent());
    }

    @Test
    void observe_listFailsAfterAMiss_isUnreadableAndNotAbsent(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().createBucket("research");
        aws.faults().on("ListObjectsV2").answer(400, "BadDay");

        assertThat(client.probe(s3, async).observe(LOCATION))
                .isEqualTo(
                        client.confirms()
                                ? new Observation.Unreadable(
                                        UnknownReason.PROBE, "LIST " + LOCATION + " answered 400 BadDay")
                                : new Observation.Absent());
    }

    @ParameterizedTest
    @CsvSource({"400, PROBE", "403, ACCESS", "405, PROBE", "412, PROBE", "429, PROBE", "500, PROBE", "503, PROBE"})
    void observe_errorAnswer_isUnreadableForItsReason(
            int status, UnknownReason reason, FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().createBucket("research");
        aws.faults().onAny().answer(status, "Trouble");

        Observation seen = client.probe(s3, async).observe(LOCATION);

        assertThat(seen).isInstanceOfSatisfying(Observation.Unreadable.class, unreadable -> {
            assertThat(unreadable.reason()).isEqualTo(reason);
            assertThat(unreadable.cause()).contains("s3://research/signals/2026-05-27/signals.json answered " + status);
        });
    }

    @Test
    void observe_answersLostForEver_isUnreadable(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().put("research", LOCATION.key(), "{}".getBytes(UTF_8), WRITTEN);
        aws.faults().onAny().loseAnswer();

        assertThat(client.probe(s3, async).observe(LOCATION))
                .isInstanceOfSatisfying(Observation.Unreadable.class, unreadable -> {
                    assertThat(unreadable.reason()).isEqualTo(UnknownReason.PROBE);
                    assertThat(unreadable.cause())
                            .startsWith("HEAD " + LOCATION)
                            .contains("answer lost");
                });
    }

    @Test
    void observe_oneAnswerLost_isPresentAfterTheRetry(FakeAws aws, S3Client s3, S3AsyncClient async) {
        aws.s3().put("research", LOCATION.key(), "{}".getBytes(UTF_8), WRITTEN);
        aws.faults().on("HeadObject").first(2).loseAnswer();

        assertThat(client.probe(s3, async).observe(LOCATION)).isEqualTo(new Observation.Present(WRITTEN));
        assertThat(aws.requests()).extracting(AwsRequest::attempt).containsExactly(1, 2, 3);
    }

    @Test
    void observe_answerSlowerThanTheClientsTimeout_isUnreadable(FakeAws aws) {
        aws.s3().put("research", LOCATION.key(), "{}".getBytes(UTF_8), WRITTEN);
        aws.faults().onAny().latency(Duration.ofMinutes(1));
        try (S3Client s3 = aws.connect(
                                S3Client.builder().overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(50))))
                        .build();
                S3AsyncClient async = aws.connect(S3AsyncClient.builder()
                                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(50))))
                        .build()) {
            assertThat(client.probe(s3, async).observe(LOCATION))
                    .isInstanceOfSatisfying(
                            Observation.Unreadable.class,
                            unreadable -> assertThat(unreadable.cause()).contains("ApiCallTimeoutException"));
        }
    }

    @Test
    void observe_answerWithoutLastModified_isUnreadable() {
        S3Client s3 = new S3Client() {
            @Override
            public HeadObjectResponse headObject(HeadObjectRequest request) {
                return HeadObjectResponse.builder().build();
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };
        S3AsyncClient async = new S3AsyncClient() {
            @Override
            public CompletableFuture<HeadObjectResponse> headObject(HeadObjectRequest request) {
                return CompletableFuture.completedFuture(
                        HeadObjectResponse.builder().build());
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };

        assertThat(client.probe(s3, async).observe(LOCATION))
                .isEqualTo(new Observation.Unreadable(
                        UnknownReason.PROBE, "HEAD " + LOCATION + " answered without Last-Modified"));
    }

    @Test
    void observe_listWithoutLastModified_isUnreadable() {
        ListObjectsV2Response answer = ListObjectsV2Response.builder()
                .contents(S3Object.builder().key(LOCATION.key()).build())
                .build();

        assertThat(S3Observations.ofList(LOCATION, answer))
                .isEqualTo(new Observation.Unreadable(
                        UnknownReason.PROBE, "LIST " + LOCATION + " answered without Last-Modified"));
    }

    private static List<String> operations(FakeAws aws) {
        return aws.requests().stream().map(AwsRequest::operation).toList();
    }
}
