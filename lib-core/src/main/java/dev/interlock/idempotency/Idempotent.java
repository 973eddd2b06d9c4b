package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent.Kind;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.internal.Reporter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does work once for each token: claims it, does it, stores how it ended, and tells everybody who asks again.
 *
 * <p>Where nothing can be known, nothing is done: the only way to the work is {@link Claim.Granted}. An owner that dies
 * in the work keeps the token until its lease is over; then the next one begins the work again, told by
 * {@link Claim.Granted#unfinished}. So the work is done at least once for a token and mostly once, and exactly once
 * only if what it calls tells repeats apart too, by the token, or the work looks up first what the unfinished ones
 * left.
 *
 * <p>The listener hears of replays, conflicts, mismatches, lost claims, work that is begun again, ambiguous failures,
 * and of what the store could not say; the token masked, no results. Immutable, and thread-safe if store, classifier
 * and listener are. Renews nothing by itself: the work may call {@link IdempotencyStore#renew} with its hold.
 */
public final class Idempotent {
    private final IdempotencyStore store;
    private final Function<? super RuntimeException, ? extends Failure> classifier;
    private final Reporter reporter;
    private final @Nullable Patience patience;

    private Idempotent(
            IdempotencyStore store,
            Function<? super RuntimeException, ? extends Failure> classifier,
            Reporter reporter,
            @Nullable Patience patience) {
        this.store = store;
        this.classifier = classifier;
        this.reporter = reporter;
        this.patience = patience;
    }

    /**
     * Work on the claims of {@code store}, which does not wait for others.
     *
     * @param classifier tells what a failure says of the work; what it throws itself, or leaves open, is
     *     {@link Failure.Ambiguous}
     */
    public static Idempotent create(
            IdempotencyStore store,
            Function<? super RuntimeException, ? extends Failure> classifier,
            InterlockListener listener) {
        return new Idempotent(
                requireNonNull(store, "store"),
                requireNonNull(classifier, "classifier"),
                new Reporter(requireNonNull(listener, "listener"), "idempotency"),
                null);
    }

    /** The same, but waits for somebody else's work. If that one dies or abandons it, the work is done here. */
    public Idempotent waiting(Patience patience) {
        return new Idempotent(store, classifier, reporter, requireNonNull(patience, "patience"));
    }

    /**
     * Does the work, unless it was done, is being done, or cannot be claimed.
     *
     * @param work gets its claim and returns what every repeat is to be answered, at most 300 KiB and not null. If it
     *     throws an {@link Error}, or returns what cannot be stored, the claim stays until its lease is over, as if the
     *     process had died
     * @throws IllegalArgumentException if the result is too large; the work is done by then
     * @throws NullPointerException if the work returns null; it is done by then
     */
    public RunOutcome run(ClaimRequest request, Function<? super Claim.Granted, Payload> work) {
        requireNonNull(request, "request");
        requireNonNull(work, "work");
        return claim(request)
                .fold(
                        granted -> perform(granted, work),
                        completed -> replayed(request.token(), completed.result()),
                        held -> busy(request.token(), held),
                        mismatch -> mismatch(request.token(), mismatch),
                        unknown -> unknown(request.token(), unknown));
    }

    private Claim claim(ClaimRequest request) {
        Claim claim = ask(request);
        if (patience == null) {
            return claim;
        }
        Instant deadline = patience.clock().instant().plus(patience.limit());
        while (claim instanceof Claim.Held) {
            Duration left = Duration.between(patience.clock().instant(), deadline);
            if (left.isNegative() || left.isZero() || Thread.currentThread().isInterrupted()) {
                return claim;
            }
            patience.pause().pause(left.compareTo(patience.interval()) < 0 ? left : patience.interval());
            claim = Thread.currentThread().isInterrupted() ? claim : ask(request);
        }
        return claim;
    }

    /** Whatever a store throws is an answer too, so that no caller can take an exception for "go ahead". */
    private Claim ask(ClaimRequest request) {
        try {
            Claim claim = store.claim(request);
            return claim != null ? claim : new Claim.Unknown("the store gave no answer");
        } catch (RuntimeException e) {
            return new Claim.Unknown("the store threw " + e.getClass().getName());
        }
    }

    private RunOutcome perform(Claim.Granted claim, Function<? super Claim.Granted, Payload> work) {
        if (claim.unfinished() > 0) {
            reporter.report(
                    Kind.TAKEN_OVER,
                    claim.hold().token().toString(),
                    claim.hold().owner() + " begins what was begun before; nobody said how it ended, "
                            + claim.unfinished() + (claim.unfinished() == 1 ? " time" : " times"));
        }
        Payload result;
        try {
            result = work.apply(claim);
        } catch (RuntimeException e) {
            return classify(e)
                    .fold(
                            retryable -> retryable(claim, e),
                            isFinal -> ended(claim, StoredResult.failure(isFinal.record())),
                            ambiguous -> ambiguous(claim, e));
        }
        return ended(claim, StoredResult.success(requireNonNull(result, "result")));
    }

    private Failure classify(RuntimeException failure) {
        try {
            Failure classified = classifier.apply(failure);
            return classified != null ? classified : new Failure.Ambiguous();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return new Failure.Ambiguous();
        }
    }

    private RunOutcome ended(Claim.Granted claim, StoredResult result) {
        Settlement stored = settle(claim, () -> store.complete(claim.hold(), result));
        if (!(stored instanceof Settlement.Done)) {
            return new RunOutcome.Unstored(result, stored);
        }
        return outcome(result, RunOutcome.Origin.HERE);
    }

    private RunOutcome retryable(Claim.Granted claim, RuntimeException failure) {
        return new RunOutcome.Retryable(failure, settle(claim, () -> store.abandon(claim.hold())));
    }

    private RunOutcome ambiguous(Claim.Granted claim, RuntimeException failure) {
        reporter.report(
                Kind.REJECTED,
                claim.hold().token().toString(),
                "it may have been done by " + claim.hold().owner() + ", who failed with "
                        + failure.getClass().getName() + "; nobody begins it before " + claim.expiresAt());
        return new RunOutcome.Ambiguous(failure, claim);
    }

    private Settlement settle(Claim.Granted claim, Supplier<Settlement> write) {
        Settlement settled;
        try {
            settled = write.get();
            settled = settled != null ? settled : new Settlement.Unknown("the store gave no answer");
        } catch (RuntimeException e) {
            settled = new Settlement.Unknown("the store threw " + e.getClass().getName());
        }
        String token = claim.hold().token().toString();
        if (settled instanceof Settlement.Lost lost) {
            reporter.report(
                    Kind.LEASE_LOST,
                    token,
                    claim.hold().owner() + " with fence " + claim.fence() + " was late: "
                            + (lost.fence() == 0
                                    ? "the record is gone"
                                    : "the claim is of " + lost.holder() + " with fence " + lost.fence()));
        }
        if (settled instanceof Settlement.Unknown unknown) {
            reporter.report(Kind.REJECTED, token, "the end of the claim may not be stored: " + unknown.cause());
        }
        return settled;
    }

    private RunOutcome replayed(IdempotencyToken token, StoredResult result) {
        reporter.report(
                Kind.REPLAYED,
                token.toString(),
                result.ending() == StoredResult.Ending.SUCCESS ? "it is done" : "it failed for good");
        return outcome(result, RunOutcome.Origin.REPLAY);
    }

    private static RunOutcome outcome(StoredResult result, RunOutcome.Origin origin) {
        return result.ending() == StoredResult.Ending.SUCCESS
                ? new RunOutcome.Done(result.payload(), origin)
                : new RunOutcome.Failed(result.payload(), origin);
    }

    private RunOutcome busy(IdempotencyToken token, Claim.Held held) {
        reporter.report(Kind.CONFLICT, token.toString(), "held by " + held.holder() + " until " + held.expiresAt());
        return new RunOutcome.Busy(held.holder(), held.expiresAt());
    }

    private RunOutcome mismatch(IdempotencyToken token, Claim.Mismatch mismatch) {
        reporter.report(
                Kind.REJECTED, token.toString(), "the token was used for another request, " + mismatch.stored());
        return new RunOutcome.Mismatch(mismatch.stored());
    }

    private RunOutcome unknown(IdempotencyToken token, Claim.Unknown unknown) {
        reporter.report(Kind.REJECTED, token.toString(), "not begun: " + unknown.cause());
        return new RunOutcome.Unknown(unknown.cause());
    }
}
