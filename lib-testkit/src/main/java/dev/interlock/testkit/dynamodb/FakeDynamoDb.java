package dev.interlock.testkit.dynamodb;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * DynamoDB in memory, linearizable: every request takes effect at one moment, in one order.
 *
 * <p>It has tables with global secondary indexes, single items, Query and Scan, TransactWriteItems, and the attribute
 * that items expire by, with all expressions. Everything else, and every field that would change the meaning of these,
 * is refused by name.
 *
 * <p>What a real table decides by a race or by its load (TransactionConflictException, throttling, a stale read)
 * happens here by order of the test. The methods below work behind the back of every client and are no requests.
 * Thread-safe.
 */
public final class FakeDynamoDb implements FakeService {
    private static final Set<String> OPERATIONS = Set.of(
            "CreateTable",
            "DeleteItem",
            "DeleteTable",
            "DescribeTable",
            "DescribeTimeToLive",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "TransactWriteItems",
            "UpdateItem",
            "UpdateTimeToLive");
    private static final Set<String> WRITES = Set.of("DeleteItem", "PutItem", "UpdateItem");
    private static final Set<String> OF_TABLES =
            Set.of("CreateTable", "DeleteTable", "DescribeTable", "DescribeTimeToLive", "UpdateTimeToLive");

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final Tables tables = new Tables();
    private final Permissions permissions = new Permissions();
    private final TableOperations tableOperations;
    private final ItemOperations itemOperations;
    private final ReadOperations readOperations;
    private final TransactWrite transactWrite;
    private final TimeToLive timeToLive;
    private long answers;

    private FakeDynamoDb(InstantSource clock) {
        this.clock = clock;
        tableOperations = new TableOperations(tables, clock);
        itemOperations = new ItemOperations(tables);
        readOperations = new ReadOperations(tables);
        transactWrite = new TransactWrite(tables, clock);
        timeToLive = new TimeToLive(tables);
    }

    /** A DynamoDB without tables, whose times are those of {@code clock}. */
    public static FakeDynamoDb create(InstantSource clock) {
        return new FakeDynamoDb(requireNonNull(clock, "clock"));
    }

    /**
     * The items of a table as JSON in DynamoDB's own form, such as {@code {"pk":{"S":"a"}}}, in no order that means
     * anything.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public List<String> items(String table) {
        return locked(() -> existing(table).items().stream()
                .map(item -> ValueJson.writeItem(item).toString())
                .toList());
    }

    /**
     * Removes the items of a table that have expired by the clock, as DynamoDB does some time within days, and returns
     * how many there were. Until then they are read and written like any other.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public int removeExpired(String table) {
        return locked(() -> TimeToLive.clean(existing(table), clock.instant()));
    }

    /**
     * Has a table described as one that is replicated to other regions, where the last writer wins. There are no
     * replicas; only DescribeTable tells of them.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public FakeDynamoDb replicateEventually(String table, String... regions) {
        return replicate(table, "EVENTUAL", regions);
    }

    /**
     * Has a table described as one that is replicated to other regions with strong consistency. There are no replicas;
     * only DescribeTable tells of them.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public FakeDynamoDb replicateStrongly(String table, String... regions) {
        return replicate(table, "STRONG", regions);
    }

    /** Takes a permission on a table and its indexes away from everybody. */
    public FakeDynamoDb deny(DynamoDbAction action, String table) {
        return locked(() -> {
            permissions.deny(action, table);
            return this;
        });
    }

    /** Gives a permission back, wherever it was denied. */
    public FakeDynamoDb allow(DynamoDbAction action) {
        return locked(() -> {
            permissions.allow(action);
            return this;
        });
    }

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public Set<String> operations() {
        return OPERATIONS;
    }

    @Override
    public Operation identify(WireRequest request) {
        Call call = Call.of(request);
        if (!OPERATIONS.contains(call.operation())) {
            throw new UnsupportedOperationException("the fake DynamoDB has no " + call.operation() + "; use one of "
                    + new TreeSet<>(OPERATIONS) + ", or a real table");
        }
        return new Operation(call.operation(), locked(() -> key(call)));
    }

    @Override
    public WireResponse handle(WireRequest request) {
        return handle(request, 0);
    }

    @Override
    public WireResponse handleStale(WireRequest request, int writesAgo) {
        return handle(request, writesAgo);
    }

    @Override
    public WireResponse error(WireRequest request, int status, String code, String message) {
        return refused(Refusal.of(status, code, message));
    }

    @Override
    public WireResponse error(WireRequest request, Trouble trouble) {
        Call call = Call.of(request);
        return switch (trouble) {
            case THROTTLED -> refused(throttled(call.operation()));
            case CONFLICT -> conflict(request, call);
            case INTERNAL -> refused(Refusal.of(500, "InternalServerError", "The request processing has failed."));
        };
    }

    private WireResponse handle(WireRequest request, int writesAgo) {
        Call call = Call.of(request);
        return locked(() -> {
            try {
                permissions.require(call);
                return answered(200, carryOut(call, writesAgo));
            } catch (Refusal refusal) {
                return answered(refusal);
            }
        });
    }

    private static Refusal throttled(String operation) {
        return OF_TABLES.contains(operation)
                ? Refusal.of("ThrottlingException", "Rate exceeded")
                : Refusal.of(
                        "ProvisionedThroughputExceededException",
                        "The level of configured provisioned throughput for the table was exceeded. "
                                + "Consider increasing your provisioning level with the UpdateTable API.");
    }

    /** A read does not conflict with a transaction: it is answered. */
    private WireResponse conflict(WireRequest request, Call call) {
        if (call.operation().equals("TransactWriteItems")) {
            return refused(TransactWrite.conflict(call));
        }
        return WRITES.contains(call.operation())
                ? refused(Refusal.of("TransactionConflictException", "Transaction is ongoing for the item"))
                : handle(request);
    }

    private ObjectNode carryOut(Call call, int writesAgo) {
        return switch (call.operation()) {
            case "CreateTable" -> tableOperations.create(call);
            case "DescribeTable" -> tableOperations.describe(call);
            case "DeleteTable" -> tableOperations.delete(call);
            case "PutItem" -> itemOperations.put(call);
            case "GetItem" -> itemOperations.get(call, writesAgo);
            case "UpdateItem" -> itemOperations.update(call);
            case "DeleteItem" -> itemOperations.delete(call);
            case "Query" -> readOperations.query(call, writesAgo);
            case "Scan" -> readOperations.scan(call, writesAgo);
            case "TransactWriteItems" -> transactWrite.write(call);
            case "UpdateTimeToLive" -> timeToLive.update(call);
            case "DescribeTimeToLive" -> timeToLive.describe(call);
            default -> throw new IllegalStateException("identified, but not carried out: " + call.operation());
        };
    }

    /**
     * The key of the item that a request is about, its parts joined by a slash; of a transaction all keys, joined by a
     * comma; empty if it is about a whole table.
     */
    private String key(Call call) {
        return call.operation().equals("TransactWriteItems")
                ? TransactWrite.parts(call).stream().map(this::keyOfItem).collect(Collectors.joining(","))
                : keyOfItem(call);
    }

    private String keyOfItem(Call call) {
        Table table = tables.find(call.text("TableName", ""));
        JsonNode named = call.has("Key") ? call.get("Key") : call.get("Item");
        if (table == null || named.isMissingNode()) {
            return "";
        }
        return table.key().attributes().stream()
                .map(attribute ->
                        named.path(attribute.name()).path(attribute.type()).asText())
                .collect(Collectors.joining("/"));
    }

    private FakeDynamoDb replicate(String table, String consistency, String... regions) {
        if (regions.length == 0) {
            throw new IllegalArgumentException("regions are empty, but a global table has a replica somewhere");
        }
        return locked(() -> {
            existing(table).replicate(consistency, List.of(regions));
            return this;
        });
    }

    private Table existing(String name) {
        Table table = tables.find(name);
        if (table == null) {
            throw new IllegalArgumentException("there is no table '" + name + "'");
        }
        return table;
    }

    private WireResponse refused(Refusal refusal) {
        return locked(() -> answered(refusal));
    }

    private WireResponse answered(Refusal refusal) {
        return answered(refusal.status(), refusal.body());
    }

    private WireResponse answered(int status, ObjectNode body) {
        return WireResponse.of(status)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("x-amzn-RequestId", "request-" + ++answers)
                .header("Server", "Server")
                .body(Call.bytes(body));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
