package dev.interlock.testkit.dynamodb;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * DynamoDB in memory, linearizable: every request takes effect at one moment, in one order.
 *
 * <p>It has tables and single items, with condition, update and projection expressions. Everything else, and every field
 * that would change the meaning of these, is refused by name.
 *
 * <p>What a real table decides by a race or by its load (TransactionConflictException, throttling, a stale read) happens here
 * by order of the test. The methods below work behind the back of every client and are no requests. Thread-safe.
 */
public final class FakeDynamoDb implements FakeService {
    private static final Set<String> OPERATIONS =
            Set.of("CreateTable", "DeleteItem", "DeleteTable", "DescribeTable", "GetItem", "PutItem", "UpdateItem");

    private final ReentrantLock lock = new ReentrantLock();
    private final Tables tables = new Tables();
    private final TableOperations tableOperations;
    private final ItemOperations itemOperations;
    private long answers;

    private FakeDynamoDb(InstantSource clock) {
        tableOperations = new TableOperations(tables, clock);
        itemOperations = new ItemOperations(tables);
    }

    /** A DynamoDB without tables, whose times are those of {@code clock}. */
    public static FakeDynamoDb create(InstantSource clock) {
        return new FakeDynamoDb(requireNonNull(clock, "clock"));
    }

    /**
     * The items of a table as JSON in DynamoDB's own form, such as {@code {"pk":{"S":"a"}}}, in no order that means anything.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    public List<String> items(String table) {
        return locked(() -> {
            Table source = tables.find(table);
            if (source == null) {
                throw new IllegalArgumentException("there is no table '" + table + "'");
            }
            return source.items().stream()
                    .map(item -> ValueJson.writeItem(item).toString())
                    .toList();
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
        Call call = Call.of(request);
        return locked(() -> {
            try {
                return answered(200, carryOut(call));
            } catch (Refusal refusal) {
                return answered(refusal);
            }
        });
    }

    @Override
    public WireResponse error(WireRequest request, int status, String code, String message) {
        return locked(() -> answered(Refusal.of(status, code, message)));
    }

    @Override
    public WireResponse error(WireRequest request, Trouble trouble) {
        Refusal refusal = switch (trouble) {
            case THROTTLED ->
                Refusal.of(
                        "ProvisionedThroughputExceededException",
                        "The level of configured provisioned throughput for the table was exceeded. "
                                + "Consider increasing your provisioning level with the UpdateTable API.");
            case CONFLICT -> Refusal.of("TransactionConflictException", "Transaction is ongoing for the item");
            case INTERNAL -> Refusal.of(500, "InternalServerError", "The request processing has failed.");
        };
        return locked(() -> answered(refusal));
    }

    private ObjectNode carryOut(Call call) {
        return switch (call.operation()) {
            case "CreateTable" -> tableOperations.create(call);
            case "DescribeTable" -> tableOperations.describe(call);
            case "DeleteTable" -> tableOperations.delete(call);
            case "PutItem" -> itemOperations.put(call);
            case "GetItem" -> itemOperations.get(call, 0);
            case "UpdateItem" -> itemOperations.update(call);
            case "DeleteItem" -> itemOperations.delete(call);
            default -> throw new IllegalStateException("identified, but not carried out: " + call.operation());
        };
    }

    /** The key of the item that a request is about, its parts joined by a slash; empty if it is about a whole table. */
    private String key(Call call) {
        Table table = tables.find(call.text("TableName", ""));
        JsonNode named = call.has("Key") ? call.get("Key") : call.get("Item");
        if (table == null || named.isMissingNode()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (Attribute attribute : table.key().attributes()) {
            parts.add(named.path(attribute.name()).path(attribute.type()).asText());
        }
        return String.join("/", parts);
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
