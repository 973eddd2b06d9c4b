package dev.interlock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.s3.FakeS3;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class AtomicityProbeTest {
    private static final int THREADS = 4;

    private final FakeAws aws = FakeAws.create();

    @Test
    void fakeS3_createsOnce() {
        aws.s3().createBucket("locks");
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            // @start region="probe"
            AtomicityProbe.of(8, 60).requireOneWinner("PUT If-None-Match: *", round -> thread -> {
                try {
                    s3.putObject(
                            r -> r.bucket("locks").key("probe-" + round).ifNoneMatch("*"),
                            RequestBody.fromString("thread " + thread));
                    return true;
                } catch (S3Exception e) {
                    if (e.statusCode() == 412 || e.statusCode() == 409) {
                        return false;
                    }
                    throw e;
                }
            });
            // @end
        }
    }

    @Test
    void fakeS3_replacesOnce() {
        aws.s3().createBucket("locks");
        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            assertThatCode(() -> replaceAtOnce(s3)).doesNotThrowAnyException();
        }
    }

    @Test
    void storeThatChecksFirstAndWritesLater_isRefused() {
        aws.s3().createBucket("locks");
        try (S3Client s3 = aws.connect(S3Client.builder(), new ChecksFirst(aws.s3(), THREADS))
                .build()) {
            assertThatThrownBy(() -> replaceAtOnce(s3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("this store is not atomic: of 4 concurrent writes (PUT If-Match)"
                            + " more than one won in 10 of 10 rounds: 4 in round 0, 4 in round 1,")
                    .hasMessageEndingWith("no test of one on it means anything; use another");
        }
    }

    @Test
    void attemptThatNeverWins_provesNothing() {
        assertThatThrownBy(() -> AtomicityProbe.of(2, 3).requireOneWinner("put", round -> thread -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was tried: none of 2 concurrent writes (put) won in any of 3 rounds");
    }

    @Test
    void attemptThatThrows_failsWithItsCause() {
        IOException broken = new IOException("no route");

        assertThatThrownBy(() -> AtomicityProbe.of(2, 3).requireOneWinner("put", round -> thread -> {
                    throw broken;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in round 0")
                .hasCause(broken);
    }

    @Test
    void of_nothingThatRaces_isRefused() {
        assertThatThrownBy(() -> AtomicityProbe.of(1, 60)).hasMessageContaining("threads are below 2");
        assertThatThrownBy(() -> AtomicityProbe.of(2, 0)).hasMessageContaining("rounds are below 1");
    }

    private void replaceAtOnce(S3Client s3) {
        AtomicityProbe.of(THREADS, 10).requireOneWinner("PUT If-Match", round -> {
            aws.s3()
                    .put(
                            "locks",
                            "probe",
                            ("round " + round).getBytes(UTF_8),
                            aws.clock().instant());
            String tag = aws.s3().object("locks", "probe").orElseThrow().etag();
            return thread -> {
                try {
                    s3.putObject(
                            r -> r.bucket("locks").key("probe").ifMatch(tag),
                            RequestBody.fromString("round " + round + " thread " + thread));
                    return true;
                } catch (S3Exception e) {
                    return false;
                }
            };
        });
    }

    /** A store that has looked at everybody's condition before it writes anything, and then writes all of it. */
    private static final class ChecksFirst implements Courier {
        private final FakeS3 store;
        private final CyclicBarrier looked;

        ChecksFirst(FakeS3 store, int threads) {
            this.store = store;
            this.looked = new CyclicBarrier(threads);
        }

        @Override
        public WireResponse deliver(Delivery delivery) throws IOException {
            try {
                looked.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IOException("the threads did not come together", e);
            }
            WireRequest wire = delivery.wire();
            return store.handle(
                    WireRequest.of(wire.method(), wire.host(), wire.path(), Map.of(), Map.of(), wire.body()));
        }
    }
}
