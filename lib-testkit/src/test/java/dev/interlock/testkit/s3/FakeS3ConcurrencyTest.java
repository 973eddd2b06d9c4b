package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Linearizability, as far as counting shows it: no update is lost and no lock is given twice. */
@Timeout(60) // seconds
@FakeAwsTest
final class FakeS3ConcurrencyTest {
    private static final String BUCKET = "research-bucket";

    private final FakeAws aws;
    private final S3Client s3;
    private final S3AsyncClient async;

    FakeS3ConcurrencyTest(FakeAws aws, S3Client s3, S3AsyncClient async) {
        this.aws = aws;
        this.s3 = s3;
        this.async = async;
        aws.s3().createBucket(BUCKET);
    }

    @Test
    void putIfMatch_eightThreadsCount_losesNoUpdate() throws Exception {
        aws.s3().put(BUCKET, "counter", "0".getBytes(UTF_8), aws.clock().instant());

        List<Integer> successes = inThreads(8, thread -> {
            int written = 0;
            for (int i = 0; i < 200; i++) {
                ResponseBytes<GetObjectResponse> read =
                        s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("counter"));
                int next = Integer.parseInt(read.asUtf8String()) + 1;
                String etag = read.response().eTag();
                written += lands(() -> s3.putObject(
                        r -> r.bucket(BUCKET).key("counter").ifMatch(etag),
                        RequestBody.fromString(Integer.toString(next))));
            }
            return written;
        });

        int written = successes.stream().mapToInt(n -> n).sum();
        assertThat(written).isBetween(200, 1600);
        assertThat(aws.s3().object(BUCKET, "counter").orElseThrow().text()).isEqualTo(Integer.toString(written));
        assertThat(aws.requests("GetObject")).hasSize(1600);
        assertThat(aws.requests("PutObject")).hasSize(1600);
    }

    @Test
    void putIfNoneMatch_sixteenThreadsRace_oneWinsEachRound() throws Exception {
        int rounds = 50;
        CyclicBarrier start = new CyclicBarrier(16);

        List<List<Integer>> wonBy = inThreads(16, thread -> {
            List<Integer> won = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                String key = "lock-" + round;
                start.await();
                won.add(lands(() -> s3.putObject(
                        r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("thread-" + thread))));
            }
            return won;
        });

        for (int round = 0; round < rounds; round++) {
            int r = round;
            List<Integer> winners = IntStream.range(0, 16)
                    .filter(thread -> wonBy.get(thread).get(r) == 1)
                    .boxed()
                    .toList();
            assertThat(winners).as("winners of round %d", round).hasSize(1);
            assertThat(aws.s3().object(BUCKET, "lock-" + round).orElseThrow().text())
                    .isEqualTo("thread-" + winners.get(0));
        }
    }

    @Test
    void putIfNoneMatch_asyncRequestsRace_oneWins() {
        List<CompletableFuture<Integer>> writes = IntStream.range(0, 64)
                .mapToObj(i -> async.putObject(
                                r -> r.bucket(BUCKET).key("lock").ifNoneMatch("*"),
                                AsyncRequestBody.fromString("writer-" + i))
                        .handle((written, failure) -> written != null ? 1 : refused412(failure)))
                .toList();

        assertThat(writes.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
        assertThat(aws.requests("PutObject")).hasSize(64);
    }

    private interface Work<T> {
        T in(int thread) throws Exception;
    }

    private static <T> List<T> inThreads(int threads, Work<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<T>> works = IntStream.range(0, threads)
                    .<Callable<T>>mapToObj(thread -> () -> work.in(thread))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(works)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** 1 if the write landed, 0 if its condition was not met; every other failure is the test's. */
    private static int lands(Runnable write) {
        try {
            write.run();
            return 1;
        } catch (S3Exception e) {
            return refused412(e);
        }
    }

    private static int refused412(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        assertThat(cause)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        return 0;
    }
}
