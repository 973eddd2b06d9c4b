package dev.interlock.aws.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.StoreException;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Keeps executions in a table of DynamoDB, with one conditional {@code UpdateItem} for each step; a failed condition
 * brings the row that is there. A write that is sent again, because its answer was lost, knows its own row by a value
 * that no other has.
 *
 * <p>Rows in a watched state are in the index {@code stuck}, by state and shard and then by age; all others have left
 * it. The shards spread the writes of one state over several partitions: DynamoDB gives one partition 1,000 write units
 * in a second, and each heartbeat moves a row in the index, which is a delete and a put there. A look at the index is
 * one {@code Query} for each state and shard, each of them a page of its own, and one more for each further page of
 * rows that are stuck. A shard that cannot be read is passed over and told. The index lags behind the table; what is
 * done about a row is decided by the table.
 *
 * <p>Ages are by the clocks of those who write, as {@link dev.interlock.reaper.ReapPolicy} tells. Everything that is no
 * answer is a {@link StoreException}: throttling after the client's retries, time-outs, refusals, an interrupted
 * thread, a row that was not written here. Retries and time-outs are those of the client; keep them below the margin of
 * the policy.
 *
 * <p>The table has one string key, {@code execution_id}; the rows are those of {@code docs/formats.md}, and
 * {@code docs/reaper} has the table and the permissions. Attributes of other names in a row are left alone. Rows are
 * not removed; a time to live, on an attribute of yours, must be longer than any client may take to send a write.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close.
 */
public final class DynamoDbExecutionStore implements ExecutionStore {
    private static final Shards SHARDS = new Shards(8);

    private final DynamoDbClient dynamoDb;
    private final ExecutionTable table;
    private final InstantSource clock;
    private final ExecutionWrite.Into writes;

    private DynamoDbExecutionStore(
            DynamoDbClient dynamoDb, ExecutionTable table, InstantSource clock, ExecutionWrite.Into writes) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
        this.writes = writes;
    }

    /**
     * A store in a table, with eight shards.
     *
     * @param table the table's name or ARN
     * @param clock tells when a row was written
     * @param watched the states that are in the index, such as those of
     *     {@link dev.interlock.reaper.ReapPolicy#states()}: the same for everybody who writes to the table. A row that
     *     was written before its state was watched comes into the index with its next write, such as a heartbeat; the
     *     others need the back-fill of {@code docs/reaper/backfill.md}
     * @throws IllegalArgumentException if {@code table} is blank or no state is watched
     */
    public static DynamoDbExecutionStore create(
            DynamoDbClient dynamoDb, String table, InstantSource clock, Set<String> watched) {
        requireNonNull(dynamoDb, "dynamoDb");
        requireNonNull(clock, "clock");
        ExecutionTable named = new ExecutionTable(table);
        if (requireNonNull(watched, "watched").isEmpty()) {
            throw new IllegalArgumentException("watched is empty, so nobody would be found");
        }
        return new DynamoDbExecutionStore(dynamoDb, named, clock, new ExecutionWrite.Into(table, watched, SHARDS));
    }

    /**
     * This store with another number of shards. Whoever sweeps must know as many as anybody writes: raise it for sweeps
     * first.
     *
     * @param count 1 to 1,024
     * @throws IllegalArgumentException if it is outside
     */
    public DynamoDbExecutionStore sharded(int count) {
        return new DynamoDbExecutionStore(
                dynamoDb, table, clock, new ExecutionWrite.Into(table.name(), writes.watched(), new Shards(count)));
    }

    /**
     * Asks with one {@code DescribeTable} whether the table can keep its promise: its key and its index are as
     * declared, the index holds what a sweep reads, and it is in one region, or strongly consistent across regions.
     *
     * <p>It cannot see a global table of version 2017.11.29, which {@code DescribeTable} does not show.
     *
     * @return this store
     * @throws IllegalStateException if the table is not fit, or does not say; the message says what to do
     */
    public DynamoDbExecutionStore verifyTable() {
        try {
            table.requireFit(dynamoDb.describeTable(describe -> describe.tableName(table.name()))
                    .table());
            return this;
        } catch (SdkException e) {
            throw new IllegalStateException(
                    "cannot tell whether table " + table.name() + " can hold executions: "
                            + table.told("DescribeTable", e),
                    e);
        }
    }

    @Override
    public Transition create(String id, String state) {
        Execution.Revision revision = new Execution.Revision(state, 1, now());
        Execution created = new Execution(id, revision, Execution.Drive.NONE, ""); // checks the names
        return write(writes.create(created.id(), created.state(), created.updatedAt()), found -> false);
    }

    @Override
    public Optional<Execution> find(String id) {
        Execution.requireId(id);
        Map<String, AttributeValue> item = asked(
                        "GetItem",
                        () -> dynamoDb.getItem(get -> get.tableName(table.name())
                                .key(Map.of(ExecutionItem.ID, AttributeValue.fromS(id)))
                                .consistentRead(true)))
                .item();
        return item.containsKey(ExecutionItem.STATE)
                ? Optional.of(read("GetItem", item).row())
                : Optional.empty();
    }

    @Override
    public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
        TreeSet<String> sorted = new TreeSet<>(requireNonNull(states, "states"));
        requireNonNull(olderThan, "olderThan");
        requireNonNull(page, "page");
        if (sorted.isEmpty() || !writes.watched().containsAll(sorted)) {
            throw new IllegalArgumentException("states are " + sorted + ", and not some of the watched "
                    + new TreeSet<>(writes.watched()) + ": others are not in the index");
        }
        return new StuckIndex(table.name(), writes.shards(), this::query).page(sorted, olderThan, page);
    }

    private QueryResponse query(QueryRequest request) {
        return asked("Query", () -> dynamoDb.query(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if somebody is to drive it in a state that is not watched, where nobody would
     *     find it dead
     */
    @Override
    public Transition transition(Execution observed, Next next) {
        requireNonNull(observed, "observed");
        if (!requireNonNull(next, "next").owner().isEmpty() && !writes.watched().contains(next.state())) {
            throw new IllegalArgumentException("state '" + next.state() + "' is none of the watched "
                    + new TreeSet<>(writes.watched()) + ", so nobody would find an execution that dies in it; watch it,"
                    + " or let nobody drive it there");
        }
        return write(writes.transition(observed, next, now()), found -> false);
    }

    @Override
    public Transition heartbeat(Tenure tenure) {
        requireNonNull(tenure, "tenure");
        return write(writes.heartbeat(tenure, now()), found -> isOf(tenure, found.row())); // it is younger already
    }

    @Override
    public Transition finish(Tenure tenure, String state, String message) {
        requireNonNull(tenure, "tenure");
        Next next = Next.of(state, message); // checks both
        if (next.state().equals(tenure.state())) {
            throw new IllegalArgumentException("state '" + state + "' is the one to be ended");
        }
        return write(
                writes.finish(tenure, state, message, now()),
                found -> found.row().state().equals(state)
                        && found.endedBy().equals(tenure.owner())
                        && found.row().drive().fence() == tenure.fence()
                        && found.row().message().equals(message));
    }

    private static boolean isOf(Tenure tenure, Execution found) {
        return found.state().equals(tenure.state())
                && found.drive().owner().equals(tenure.owner())
                && found.drive().fence() == tenure.fence();
    }

    /** @param isDone whether the row that was in the way is what the write was to make of it */
    private Transition write(ExecutionWrite write, Predicate<ExecutionItem> isDone) {
        try {
            return new Transition.Won(
                    read("UpdateItem", dynamoDb.updateItem(write.request()).attributes())
                            .row());
        } catch (ConditionalCheckFailedException e) {
            if (!e.hasItem() || !e.item().containsKey(ExecutionItem.STATE)) {
                return new Transition.Gone();
            }
            ExecutionItem found = read("UpdateItem", e.item());
            return found.writeId().equals(write.id()) || isDone.test(found)
                    ? new Transition.Won(found.row())
                    : new Transition.Lost(found.row());
        } catch (SdkException e) {
            throw new StoreException(table.told("UpdateItem", e), e);
        }
    }

    private ExecutionItem read(String operation, Map<String, AttributeValue> item) {
        return ExecutionItem.of(item)
                .orElseThrow(() -> new StoreException(
                        operation + " on " + table.name() + " found a row that is none of an execution"));
    }

    private <T> T asked(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw new StoreException(table.told(operation, e), e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
