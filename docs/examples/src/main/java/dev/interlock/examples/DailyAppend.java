package dev.interlock.examples;

import dev.interlock.InterlockListener;
import dev.interlock.aws.lease.DynamoDbFencedWriter;
import dev.interlock.aws.lease.S3FencedWriter;
import dev.interlock.aws.lease.S3LeaseStore;
import dev.interlock.lease.Acquisition;
import dev.interlock.lease.FencedWrite;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.LeaseState;
import dev.interlock.lease.Leases;
import dev.interlock.lease.WriterLease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** A job that may run once at a time, and what it writes. */
final class DailyAppend {
    private final S3Client s3;
    private final DynamoDbClient dynamoDb;
    private final ScheduledExecutorService executor;
    private final InstantSource clock;

    DailyAppend(S3Client s3, DynamoDbClient dynamoDb, ScheduledExecutorService executor, InstantSource clock) {
        this.s3 = s3;
        this.dynamoDb = dynamoDb;
        this.executor = executor;
        this.clock = clock;
    }

    // @start region="leases"
    Leases leases(InterlockListener listener) {
        return Leases.builder(S3LeaseStore.create(s3, "research-bucket"), InstantSource.system(), System::nanoTime)
                .listener(listener) // your metrics and logs
                .build();
    }

    LeaseRequest request(String runId) {
        LeaseHolder holder =
                new LeaseHolder("ip-10-0-0-7", ProcessHandle.current().pid(), "daily-append", runId);
        return LeaseRequest.of("locks/universe-writer.lock", holder, Duration.ofMinutes(2));
    }
    // @end

    // @start region="run"
    String run(Leases leases, String runId, byte[] universe) {
        Acquisition acquisition =
                leases.tryAcquire(request(runId), clock.instant().plusSeconds(30));
        if (!(acquisition instanceof Acquisition.Acquired acquired)) { // held, or nobody can say
            return "not now: " + acquisition;
        }
        Thread worker = Thread.currentThread(); // a thread of the executor is the one that tells
        try (WriterLease lease = acquired.lease().renewWith(executor)) {
            lease.onLost(cause -> worker.interrupt()); // or whatever stops your work
            lease.ensureHeld(); // before each step
            return commit(lease, universe);
        }
    }

    private String commit(WriterLease lease, byte[] universe) {
        FencedWrite write = S3FencedWriter.create(s3, "research-bucket")
                .write("universe/current.json", lease.fence(), RequestBody.fromBytes(universe));
        return write.fold(
                accepted -> "written",
                refused -> "another run has written with fence " + refused.lastFence(),
                unknown -> "cannot say whether it is written: " + unknown.cause());
    }
    // @end

    // @start region="dynamodb"
    FencedWrite register(WriterLease lease, String manifest) {
        return DynamoDbFencedWriter.create(dynamoDb, "manifests")
                .update(
                        Map.of("dataset", AttributeValue.fromS("universe")),
                        Map.of("manifest", AttributeValue.fromS(manifest)),
                        lease.fence());
    }
    // @end

    // @start region="operator"
    LeaseState breakIfSilent(Leases leases, String name, Duration silence) {
        LeaseState state = leases.inspect(name);
        return state instanceof LeaseState.Taken taken && taken.age().compareTo(silence) >= 0
                ? leases.breakLock(name, taken.nonce()) // this very record, and no later one
                : state;
    }
    // @end
}
