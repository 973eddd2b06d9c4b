package dev.interlock.benchmarks.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.AcquireLockOptions;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClient;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClientOptions;
import com.amazonaws.services.dynamodbv2.LockItem;
import com.amazonaws.services.dynamodbv2.model.LockCurrentlyUnavailableException;
import dev.interlock.aws.mutex.DynamoDbAdmissionStore;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.dynamodb2.DynamoDBLockProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What it costs in requests to be let in, to be refused and to let go, counted where they leave the client. */
final class RequestsPerAdmissionTest {
    private static final Path PAGE = Path.of("..", "docs", "benchmarks.md");
    private static final String BEGIN = "<!-- counted: RequestsPerAdmissionTest -->\n";
    private static final String END = "<!-- end of counted -->\n";
    private static final String TABLE = "locks";

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final List<String> rows = new ArrayList<>();
    private int seen;

    @AfterEach
    void close() {
        dynamoDb.close();
    }

    @Test
    void page_tableOfRequests_isWhatWasCounted() throws Exception {
        countInterlock();
        countShedLock();
        countLockClient();

        String page = Files.readString(PAGE);
        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .isEqualTo("""
                        | | let in | refused | let go | let in, but the first answer is lost |
                        |---|---|---|---|---|
                        """ + String.join("", rows));
    }

    private void countInterlock() {
        createTable(TABLE, "mutex_key");
        Instant due = Instant.parse("2026-05-26T12:45:00Z");
        ExecutionMutex mutex = ExecutionMutex.create(
                DynamoDbAdmissionStore.create(dynamoDb, TABLE),
                MutexPolicy.guarding(MutexRoles.of("daily")),
                aws.clock(),
                event -> {});

        assertThat(mutex.admit("pipeline", Optional.of("daily"), due, "run-1")).isEqualTo(new Admission.Admitted());
        String acquired = counted();
        assertThat(mutex.admit("pipeline", Optional.of("daily"), due, "run-2")).isInstanceOf(Admission.Duplicate.class);
        String refused = counted();
        loseTheFirstAnswer("PutItem");
        assertThat(mutex.admit("pipeline", Optional.of("daily"), due.plusSeconds(60), "run-1"))
                .isEqualTo(new Admission.Admitted());
        row("Interlock", acquired, refused, "nothing to let go", counted() + ", let in");
    }

    private void countShedLock() {
        createTable("shedlock", "_id");
        DynamoDBLockProvider provider = new DynamoDBLockProvider(dynamoDb, "shedlock");
        // It reads the machine's clock, so its lock must not run out while the test does.
        LockConfiguration lock = new LockConfiguration(systemNow(), "pipeline", Duration.ofHours(1), Duration.ZERO);

        SimpleLock held = provider.lock(lock).orElseThrow();
        String acquired = counted();
        assertThat(provider.lock(lock)).isEmpty();
        String refused = counted();
        held.unlock();
        String released = counted();
        loseTheFirstAnswer("UpdateItem");
        assertThat(provider.lock(lock)).isEmpty();
        row("ShedLock's provider 4.42.0", acquired, refused, released, counted() + ", refused");
    }

    private void countLockClient() throws IOException, InterruptedException {
        createTable("leases", "key");
        AcquireLockOptions lock = AcquireLockOptions.builder("pipeline")
                .withShouldSkipBlockingWait(true) // it would otherwise wait for a lease, and ask all the time
                .build();
        try (AmazonDynamoDBLockClient holder = lockClient("run-1");
                AmazonDynamoDBLockClient other = lockClient("run-2")) {
            LockItem held = holder.tryAcquireLock(lock).orElseThrow();
            String acquired = counted();
            assertThatThrownBy(() -> other.tryAcquireLock(lock)).isInstanceOf(LockCurrentlyUnavailableException.class);
            String refused = counted();
            assertThat(holder.releaseLock(held)).isTrue();
            String released = counted();
            loseTheFirstAnswer("PutItem");
            assertThatThrownBy(() -> other.tryAcquireLock(lock)).isInstanceOf(LockCurrentlyUnavailableException.class);
            row("dynamodb-lock-client 1.4.0", acquired, refused, released, counted() + ", refused");
        }
    }

    private AmazonDynamoDBLockClient lockClient(String owner) {
        return new AmazonDynamoDBLockClient(AmazonDynamoDBLockClientOptions.builder(dynamoDb, "leases")
                .withOwnerName(owner)
                .withTimeUnit(TimeUnit.SECONDS)
                .withLeaseDuration(3600L)
                .withHeartbeatPeriod(600L)
                .withCreateHeartbeatBackgroundThread(false)
                .build());
    }

    private static Instant systemNow() {
        return InstantSource.system().instant();
    }

    private void createTable(String name, String key) {
        dynamoDb.createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName(key)
                        .keyType(KeyType.HASH)
                        .build()));
        counted();
    }

    /** How many requests left since the last call, and which. */
    private String counted() {
        List<String> operations =
                aws.requests().stream().skip(seen).map(AwsRequest::operation).toList();
        seen = aws.requests().size();
        return operations.size() + ": "
                + new LinkedHashSet<>(operations)
                        .stream()
                                .map(name -> "`" + name + "`"
                                        + (Collections.frequency(operations, name) == 1
                                                ? ""
                                                : " × " + Collections.frequency(operations, name)))
                                .collect(Collectors.joining(", "));
    }

    private void loseTheFirstAnswer(String operation) {
        aws.faults().clear();
        aws.faults().on(operation).nth(1).loseAnswer();
    }

    private void row(String... cells) {
        rows.add("| " + String.join(" | ", cells) + " |\n");
    }
}
