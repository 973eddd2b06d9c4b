package dev.interlock.testkit.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.Settlement;
import dev.interlock.idempotency.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Claims of one process, for tests of what is done once: it keeps every promise of {@link IdempotencyStore}, and loses
 * its memory with the process. It removes nothing by itself; {@link #clean} does what a table's time to live does.
 * Thread-safe.
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    private final Map<IdempotencyToken, Row> rows;
    private final InstantSource clock;
    private final Duration tolerance;

    private InMemoryIdempotencyStore(Map<IdempotencyToken, Row> rows, InstantSource clock, Duration tolerance) {
        this.rows = rows;
        this.clock = clock;
        this.tolerance = tolerance;
    }

    /** An empty store whose clocks agree. */
    public static InMemoryIdempotencyStore create(InstantSource clock) {
        return new InMemoryIdempotencyStore(new ConcurrentHashMap<>(), requireNonNull(clock, "clock"), Duration.ZERO);
    }

    /** The same records, seen by a process with another clock. */
    public InMemoryIdempotencyStore seenBy(InstantSource clock) {
        return new InMemoryIdempotencyStore(rows, requireNonNull(clock, "clock"), tolerance);
    }

    /**
     * The same records, but taken over only when a lease is over by more than {@code tolerance}.
     *
     * @throws IllegalArgumentException if {@code tolerance} is negative
     */
    public InMemoryIdempotencyStore tolerating(Duration tolerance) {
        if (requireNonNull(tolerance, "tolerance").isNegative()) {
            throw new IllegalArgumentException("tolerance is negative: " + tolerance);
        }
        return new InMemoryIdempotencyStore(rows, clock, tolerance);
    }

    /** Removes every record whose retention is over, and tells how many they were. */
    public int clean() {
        Instant now = clock.instant();
        int before = rows.size();
        rows.values().removeIf(row -> !now.isBefore(row.removableAt()));
        return before - rows.size();
    }

    /** How many records there are. */
    public int size() {
        return rows.size();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        requireNonNull(request, "request");
        Instant now = now();
        Claim[] claim = new Claim[1];
        rows.compute(request.token(), (token, row) -> {
            claim[0] = judged(request, row, now);
            return claim[0] instanceof Claim.Granted granted ? running(request, granted, row) : row;
        });
        return claim[0] instanceof Claim.Granted granted && !now().isBefore(granted.expiresAt())
                ? new Claim.Unknown("the claim was stored, but its lease was over when that was known")
                : claim[0];
    }

    private Claim judged(ClaimRequest request, @Nullable Row row, Instant now) {
        if (row == null) {
            return granted(request, Math.max(1, now.getEpochSecond()), 0, now);
        }
        if (!row.fingerprint().equals(request.fingerprint())) {
            return new Claim.Mismatch(row.fingerprint());
        }
        if (row.state() == State.ENDED) {
            return new Claim.Completed(requireNonNull(row.result(), "result"));
        }
        if (row.state() == State.RUNNING && now.isBefore(row.at().plus(tolerance))) {
            return new Claim.Held(row.hold().owner(), row.at());
        }
        return granted(request, row.hold().fence() + 1, row.unfinished(), now);
    }

    private static Claim granted(ClaimRequest request, long fence, long unfinished, Instant now) {
        Hold hold = new Hold(
                request.token(), request.owner(), fence, request.policy().retention());
        return new Claim.Granted(hold, now.plus(request.policy().lease()).truncatedTo(ChronoUnit.MILLIS), unfinished);
    }

    private static Row running(ClaimRequest request, Claim.Granted granted, @Nullable Row row) {
        long unfinished = row == null ? 1 : row.unfinished() + 1;
        return new Row(granted.hold(), request.fingerprint(), State.RUNNING, granted.expiresAt(), unfinished, null);
    }

    @Override
    public Settlement renew(Hold hold, Duration lease) {
        Instant end =
                now().plus(ClaimPolicy.of(lease, hold.retention()).lease()).truncatedTo(ChronoUnit.MILLIS);
        return change(
                hold, row -> row.state() == State.RUNNING ? row.until(end.isAfter(row.at()) ? end : row.at()) : null);
    }

    @Override
    public Settlement complete(Hold hold, StoredResult result) {
        requireNonNull(result, "result");
        Instant now = now();
        return change(hold, row -> switch (row.state()) {
            case RUNNING -> row.ended(State.ENDED, now, result);
            case ENDED -> same(result, requireNonNull(row.result(), "result")) ? row : null;
            case ABANDONED -> null;
        });
    }

    @Override
    public Settlement abandon(Hold hold) {
        Instant now = now();
        return change(hold, row -> switch (row.state()) {
            case RUNNING -> row.ended(State.ABANDONED, now, null);
            case ENDED -> null;
            case ABANDONED -> row;
        });
    }

    private interface Change {
        /** The row as it is to be; null if it is not to be changed by this owner any more. */
        @Nullable
        Row of(Row row);
    }

    private Settlement change(Hold hold, Change change) {
        requireNonNull(hold, "hold");
        Settlement[] settlement = {new Settlement.Lost("", 0)};
        rows.computeIfPresent(hold.token(), (token, row) -> {
            Row changed = row.isOf(hold) ? change.of(row) : null;
            settlement[0] = changed == null
                    ? new Settlement.Lost(row.hold().owner(), row.hold().fence())
                    : new Settlement.Done(changed.at());
            return changed == null ? row : changed;
        });
        return settlement[0];
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean same(StoredResult one, StoredResult other) {
        return one.ending() == other.ending()
                && one.payload().kind() == other.payload().kind()
                && Arrays.equals(one.payload().bytes(), other.payload().bytes());
    }

    private enum State {
        RUNNING,
        ENDED,
        ABANDONED
    }

    /** @param at of a running claim, when its lease is over; else when it ended */
    private record Row(
            Hold hold,
            Fingerprint fingerprint,
            State state,
            Instant at,
            long unfinished,
            @Nullable StoredResult result) {
        boolean isOf(Hold other) {
            return hold.owner().equals(other.owner()) && hold.fence() == other.fence();
        }

        Instant removableAt() {
            return at.plus(hold.retention());
        }

        Row until(Instant end) {
            return new Row(hold, fingerprint, state, end, unfinished, result);
        }

        Row ended(State ending, Instant now, @Nullable StoredResult result) {
            return new Row(hold, fingerprint, ending, now, unfinished - 1, result);
        }
    }
}
