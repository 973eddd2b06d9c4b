package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.aws.lease.S3LeaseStore;
import dev.interlock.lease.FencedWrite;
import dev.interlock.lease.LeaseState;
import dev.interlock.lease.Leases;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.FakeAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

final class DailyAppendTest {
    private final FakeAws aws = FakeAws.create();
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final DailyAppend job = new DailyAppend(s3, dynamoDb, executor, aws.clock());
    private final Leases leases = job.leases(event -> {});

    @BeforeEach
    void createBucket() {
        aws.s3().createBucket("research-bucket");
    }

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void run_nobodyElseThere_writesAndReleases() {
        assertThat(job.run(leases, "run-1", "universe".getBytes(UTF_8))).isEqualTo("written");
        assertThat(job.run(leases, "run-2", "universe".getBytes(UTF_8))).isEqualTo("written");
        assertThat(leases.inspect("locks/universe-writer.lock")).isInstanceOf(LeaseState.Free.class);
    }

    @Test
    void run_held_doesNotWrite() {
        WriterLease held = leases.acquire(job.request("run-1")).orThrow();
        Leases impatient = Leases.builder(S3LeaseStore.create(s3, "research-bucket"), aws.clock(), () -> 0)
                .pause(time -> aws.clock().advance(time))
                .build();
        assertThat(job.run(impatient, "run-2", new byte[0]))
                .startsWith("not now: Held[holder=daily-append on ip-10-0-0-7");
        held.ensureHeld();
    }

    @Test
    void run_lockBrokenWhileItWrites_interruptsTheWorker() {
        List<Runnable> renewals = new ArrayList<>();
        ScheduledThreadPoolExecutor manual = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
                renewals.add(work);
                return super.schedule(work, delay, unit);
            }
        };
        ExecutionInterceptor whileItWrites = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof PutObjectRequest put
                        && put.key().startsWith("universe/")) {
                    job.breakIfSilent(leases, "locks/universe-writer.lock", Duration.ZERO);
                    CompletableFuture.runAsync(renewals.get(0)).join(); // finds the loss, in a thread of its own
                }
            }
        };
        try (S3Client watched = aws.connect(
                        S3Client.builder().overrideConfiguration(c -> c.addExecutionInterceptor(whileItWrites)))
                .build()) {
            String outcome = new DailyAppend(watched, dynamoDb, manual, aws.clock()).run(leases, "run-1", new byte[0]);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcome).startsWith("cannot say whether it is written: ");
        } finally {
            manual.shutdownNow();
        }
    }

    @Test
    void register_newerFence_isAccepted_older_isRefused() {
        dynamoDb.createTable(r -> r.tableName("manifests")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("dataset")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("dataset")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
        WriterLease first = leases.acquire(job.request("run-1")).orThrow();
        first.close();
        WriterLease second = leases.acquire(job.request("run-2")).orThrow();
        assertThat(job.register(second, "m-2")).isEqualTo(new FencedWrite.Accepted());
        assertThat(job.register(first, "m-1")).isEqualTo(new FencedWrite.Refused(second.fence()));
    }

    @Test
    void breakIfSilent_breaksOnlyWhatIsSilent() {
        WriterLease held = leases.acquire(job.request("run-1")).orThrow();
        String name = held.name();
        assertThat(job.breakIfSilent(leases, name, Duration.ofMinutes(10))).isInstanceOf(LeaseState.Taken.class);
        aws.clock().advance(Duration.ofMinutes(10));
        assertThat(job.breakIfSilent(leases, name, Duration.ofMinutes(10)))
                .isEqualTo(new LeaseState.Free(held.fence()));
    }
}
