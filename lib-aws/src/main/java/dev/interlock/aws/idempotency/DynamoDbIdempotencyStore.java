package dev.interlock.aws.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.Settlement;
import dev.interlock.idempotency.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Keeps claims in a table of DynamoDB, with one conditional {@code UpdateItem} for each step and nothing else: a failed
 * condition brings the record that is there. A write that is sent again, because its answer was lost, knows its own
 * record by a value that no other call has.
 *
 * <p>Leases are judged by the clocks of the claimants. A lease is taken over only when it is over by more than the
 * tolerance, two seconds unless said otherwise; clocks that are further apart let two owners run side by side, of whom
 * only the later one can say how it ended. Times are cut to milliseconds.
 *
 * <p>Everything that is no answer is {@code Unknown}: throttling after the client's retries, time-outs, refusals, an
 * interrupted thread, and a record that was not written here. Retries and time-outs are those of the client; keep them
 * well below the lease.
 *
 * <p>The table has one string key, {@code idempotency_token}; the records are those of {@code docs/formats.md}, and
 * {@code docs/idempotency} has the table and the permissions: {@code dynamodb:UpdateItem} on it, and
 * {@code dynamodb:DescribeTable} for {@link #verifyTable()}. The attribute {@code expires_at} is for the table's time
 * to live, which cleans up and decides nothing.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close.
 */
public final class DynamoDbIdempotencyStore implements IdempotencyStore {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final DynamoDbClient dynamoDb;
    private final ClaimTable table;
    private final InstantSource clock;
    private final Duration tolerance;

    private DynamoDbIdempotencyStore(
            DynamoDbClient dynamoDb, ClaimTable table, InstantSource clock, Duration tolerance) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
        this.tolerance = tolerance;
    }

    /**
     * A store in a table.
     *
     * @param table the table's name or ARN
     * @param clock counts leases, and judges those of others
     * @throws IllegalArgumentException if {@code table} is blank
     */
    public static DynamoDbIdempotencyStore create(DynamoDbClient dynamoDb, String table, InstantSource clock) {
        return new DynamoDbIdempotencyStore(
                requireNonNull(dynamoDb, "dynamoDb"), new ClaimTable(table), requireNonNull(clock, "clock"), TOLERANCE);
    }

    /**
     * This store, for clocks that may be so far apart.
     *
     * @param tolerance how long after its end a lease is still the owner's for others, zero to an hour
     * @throws IllegalArgumentException if it is outside
     */
    public DynamoDbIdempotencyStore tolerating(Duration tolerance) {
        if (requireNonNull(tolerance, "tolerance").isNegative() || tolerance.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("tolerance is not within PT0S and PT1H: " + tolerance);
        }
        return new DynamoDbIdempotencyStore(dynamoDb, table, clock, tolerance);
    }

    /**
     * Asks with one {@code DescribeTable} whether the table can keep its promise: there is one, its key is
     * {@code idempotency_token} as a string and nothing else, and it is in one region, or strongly consistent across
     * regions. In a global table of the default consistency the last writer wins, so each region would grant a claim of
     * its own.
     *
     * <p>It cannot see a global table of version 2017.11.29, which {@code DescribeTable} does not show.
     *
     * @return this store
     * @throws IllegalStateException if the table is not fit, or does not say; the message says what to do
     */
    public DynamoDbIdempotencyStore verifyTable() {
        try {
            table.requireFit(dynamoDb.describeTable(table.describe()).table());
            return this;
        } catch (SdkException e) {
            throw new IllegalStateException(
                    "cannot tell whether table " + table.name() + " can hold claims: " + table.told("DescribeTable", e),
                    e);
        }
    }

    @Override
    public Claim claim(ClaimRequest request) {
        requireNonNull(request, "request");
        Instant now = now();
        Instant leaseEnd = now.plus(request.policy().lease()).truncatedTo(ChronoUnit.MILLIS);
        String attempt = UUID.randomUUID().toString();
        Claim claim = write(
                table.claim(request, attempt, now, leaseEnd, now.minus(tolerance)),
                stored -> ClaimItem.of(stored.attributes())
                        .map(mine -> granted(request, mine))
                        .orElseGet(() ->
                                new Claim.Unknown("UpdateItem on " + table.name() + " did not answer the record")),
                found -> judged(request, attempt, found),
                () -> new Claim.Unknown(
                        "UpdateItem on " + table.name() + " found no record, where it found one before"),
                Claim.Unknown::new);
        if (claim instanceof Claim.Granted granted && !now().isBefore(granted.expiresAt())) {
            return new Claim.Unknown("the claim was stored, but its lease was over when the answer came");
        }
        return claim;
    }

    private static Claim judged(ClaimRequest request, String attempt, ClaimItem found) {
        if (!found.fingerprint().equals(request.fingerprint())) {
            return new Claim.Mismatch(found.fingerprint());
        }
        if (found.result() != null) {
            return new Claim.Completed(found.result());
        }
        if (found.state() == ClaimItem.State.ABANDONED) {
            return new Claim.Unknown("this claim was stored and abandoned");
        }
        return found.attempt().equals(attempt) ? granted(request, found) : new Claim.Held(found.owner(), found.at());
    }

    private static Claim granted(ClaimRequest request, ClaimItem mine) {
        Hold hold = new Hold(
                request.token(), request.owner(), mine.fence(), request.policy().retention());
        return new Claim.Granted(hold, mine.at(), mine.unfinished() - 1);
    }

    @Override
    public Settlement renew(Hold hold, Duration lease) {
        ClaimPolicy.of(lease, hold.retention()); // checks the bounds
        Instant leaseEnd = now().plus(lease).truncatedTo(ChronoUnit.MILLIS);
        return settle(
                hold,
                table.renew(hold, leaseEnd),
                leaseEnd,
                found -> found.state() == ClaimItem.State.RUNNING); // its lease is as long already
    }

    @Override
    public Settlement complete(Hold hold, StoredResult result) {
        requireNonNull(result, "result");
        Instant now = now();
        return settle(hold, table.complete(hold, result, now), now, found -> isSame(result, found));
    }

    @Override
    public Settlement abandon(Hold hold) {
        Instant now = now();
        return settle(hold, table.abandon(hold, now), now, found -> found.state() == ClaimItem.State.ABANDONED);
    }

    private interface IsDone {
        boolean by(ClaimItem found);
    }

    private Settlement settle(Hold hold, UpdateItemRequest request, Instant at, IsDone isDone) {
        return write(
                request,
                stored -> new Settlement.Done(at),
                found -> found.isOf(hold) && isDone.by(found)
                        ? new Settlement.Done(found.at())
                        : new Settlement.Lost(found.owner(), found.fence()),
                () -> new Settlement.Lost("", 0),
                Settlement.Unknown::new);
    }

    private interface Absence<R> {
        R answer();
    }

    /**
     * One conditional write.
     *
     * @param stored takes the answer
     * @param found takes the record that was in the way
     */
    private <R> R write(
            UpdateItemRequest request,
            Function<UpdateItemResponse, R> stored,
            Function<ClaimItem, R> found,
            Absence<R> gone,
            Function<String, R> unknown) {
        try {
            return stored.apply(dynamoDb.updateItem(request));
        } catch (ConditionalCheckFailedException e) {
            if (!e.hasItem() || e.item().isEmpty()) {
                return gone.answer();
            }
            Optional<ClaimItem> item = ClaimItem.of(e.item());
            return item.isPresent()
                    ? found.apply(item.get())
                    : unknown.apply("UpdateItem on " + table.name() + " found a record that is none of a claim");
        } catch (SdkException e) {
            return unknown.apply(table.told("UpdateItem", e));
        }
    }

    private static boolean isSame(StoredResult result, ClaimItem found) {
        StoredResult there = found.result();
        return there != null
                && there.ending() == result.ending()
                && there.payload().kind() == result.payload().kind()
                && Arrays.equals(there.payload().bytes(), result.payload().bytes());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
