package dev.interlock.aws.mutex;

import static dev.interlock.aws.mutex.MutexFixture.DUE;
import static dev.interlock.aws.mutex.MutexFixture.MACHINE;
import static dev.interlock.aws.mutex.MutexFixture.NOW;
import static dev.interlock.aws.mutex.MutexFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.MutexKey;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Many triggers of many runs at once, over a network that loses answers and a table that throttles.
 *
 * <p>The seed gives the draws of the faults; which request meets which is up to the race of the threads. Another one:
 * {@code -Dinterlock.storm.seed=7}.
 */
final class AdmissionStormTest {
    private static final long SEED = Long.getLong("interlock.storm.seed", 20260526L);
    private static final int THREADS = 64;

    /** Of every fourth key, this many threads are runs of their own, and the others second attempts of these. */
    private static final int RUNS = 48;

    private final FakeAws aws = FakeAws.create();

    @Test
    void admit_stormOfTriggers_startsOneRunOfEachKey() throws Exception {
        storm(Executors.newFixedThreadPool(THREADS), 1000);
    }

    @Test
    void admit_stormOnVirtualThreads_startsOneRunOfEachKey() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads are of JDK 21");
        storm(
                (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null),
                100);
    }

    private void storm(ExecutorService threads, int keys) throws IOException, InterruptedException {
        MutexFixture.createTable(aws);
        int before = aws.requests().size();
        aws.faults().on("PutItem").chance(0.05, SEED).loseAnswer();
        aws.faults().on("PutItem").chance(0.05, SEED + 1).throttle();
        try (DynamoDbClient dynamoDb = impatientClient()) {
            ExecutionMutex mutex = ExecutionMutex.create(
                    DynamoDbAdmissionStore.create(dynamoDb, TABLE),
                    MutexPolicy.guarding(MutexRoles.of("daily")),
                    () -> NOW,
                    event -> {});
            List<List<Admission>> answers = all(threads, mutex, keys);
            Map<String, String> stored = stored();

            int withoutAStart = 0;
            int unknown = 0;
            for (int key = 0; key < keys; key++) {
                Round round = Round.of(answers, key, Optional.ofNullable(stored.get(key(key).value())));
                round.verify();
                withoutAStart += round.starts().isEmpty() ? 1 : 0;
                unknown += round.unknown().size();
            }
            int sent = aws.requests().size() - before;
            long firsts = aws.requests().stream()
                    .skip(before)
                    .filter(request -> request.attempt() == 1)
                    .count();
            System.out.printf(
                    "storm, seed %d: %d admissions of %d keys in %d requests, %d unknown, %d keys without a start%n",
                    SEED, THREADS * keys, keys, sent, unknown, withoutAStart);

            assertThat(firsts)
                    .as("one request for each admission, but for the SDK's repeats")
                    .isEqualTo((long) THREADS * keys);
            assertThat(sent).as("faults struck").isGreaterThan(THREADS * keys);
            assertThat(unknown).as("admissions that exhausted the retries").isPositive();
        }
    }

    /** What the threads were told of one key. */
    private record Round(List<String> admitted, List<String> sameRun, List<String> unknown, Optional<String> holder) {
        static Round of(List<List<Admission>> answers, int key, Optional<String> holder) {
            Round round = new Round(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), holder);
            for (int thread = 0; thread < THREADS; thread++) {
                String run = run(thread, key);
                answers.get(thread)
                        .get(key)
                        .fold(
                                a -> round.admitted.add(run),
                                s -> {
                                    assertThat(s.first().runId()).isEqualTo(run);
                                    return round.sameRun.add(run);
                                },
                                d -> {
                                    assertThat(holder).contains(d.holder().runId());
                                    assertThat(d.holder().runId()).isNotEqualTo(run);
                                    return true;
                                },
                                b -> {
                                    throw new AssertionError("a guarded role was bypassed: " + b);
                                },
                                u -> round.unknown.add(run));
            }
            return round;
        }

        /** The runs that start: admitted once, and again if they ask again. */
        List<String> starts() {
            List<String> starts = new ArrayList<>(admitted);
            starts.addAll(sameRun);
            return starts;
        }

        void verify() {
            assertThat(admitted).as("seed %d: admitted", SEED).hasSizeLessThanOrEqualTo(1);
            assertThat(starts())
                    .as("seed %d: started", SEED)
                    .allMatch(run -> holder.filter(run::equals).isPresent());
            if (starts().isEmpty()) {
                assertThat(unknown)
                        .as("seed %d: who knows nothing where nobody starts", SEED)
                        .isNotEmpty();
                holder.ifPresent(run -> assertThat(unknown)
                        .as("seed %d: who holds the key", SEED)
                        .contains(run));
            }
        }
    }

    private static List<List<Admission>> all(ExecutorService threads, ExecutionMutex mutex, int keys)
            throws InterruptedException {
        try {
            List<Callable<List<Admission>>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int self = thread;
                tasks.add(() -> {
                    List<Admission> answers = new ArrayList<>();
                    for (int key = 0; key < keys; key++) {
                        answers.add(mutex.admit(MACHINE, Optional.of("daily"), due(key), run(self, key)));
                    }
                    return answers;
                });
            }
            List<List<Admission>> answers = new ArrayList<>();
            for (Future<List<Admission>> task : threads.invokeAll(tasks)) {
                answers.add(task.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError("an admission threw", e);
        } finally {
            threads.shutdown();
        }
    }

    /** Two sends for each call, so that some calls end without an answer. */
    private DynamoDbClient impatientClient() {
        return aws.connect(DynamoDbClient.builder()
                        .overrideConfiguration(
                                config -> config.retryStrategy(AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                                        .maxAttempts(2)
                                        .backoffStrategy(BackoffStrategy.retryImmediately())
                                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                        .circuitBreakerEnabled(false)
                                        .build())))
                .build();
    }

    /** Who is in the table, by key. */
    private Map<String, String> stored() throws IOException {
        Map<String, String> stored = new HashMap<>();
        for (String text : aws.dynamoDb().items(TABLE)) {
            JsonNode item = new ObjectMapper().readTree(text);
            stored.put(
                    item.at("/mutex_key/S").asText(),
                    item.at("/execution_arn/S").asText());
        }
        return stored;
    }

    private static String run(int thread, int key) {
        return "run-" + (key % 4 == 0 ? thread % RUNS : thread);
    }

    private static Instant due(int key) {
        return DUE.plusSeconds(60L * key);
    }

    private static MutexKey key(int key) {
        return MutexKey.of(MACHINE, "daily", due(key));
    }
}
