package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent.Kind;
import dev.interlock.InterlockListener;
import dev.interlock.idempotency.Commitment.Standing;
import dev.interlock.idempotency.Purchase.Reason;
import dev.interlock.internal.Reporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Buys once: the one way to a {@link CommitmentPort}, whoever drives it and however often.
 *
 * <p>It owns the loop. A look-up comes before every attempt and after every one of which nobody knows what it did; a
 * create is never repeated blindly. Where the service itself refuses repeats ({@link DedupeStrength#refusesRepeats()})
 * one token buys once, whatever is lost and whoever else drives it at the same time. Elsewhere a look-up that finds
 * nothing proves nothing: there a {@linkplain #redrive re-drive} is refused, and so is a second attempt after one whose
 * answer was lost.
 *
 * <p>What is found is compared with the request. What cannot be found out refuses.
 *
 * <p>That a decision is driven by one process at a time, and whether it was driven before, is for a claim to tell. The
 * guard remembers only which of the claims that are still in use it has driven already. As thread-safe as the port. It
 * blocks the thread for as long as the port does, and for the pauses that it is told to make.
 *
 * @param <R> what is bought
 */
public final class CommitmentGuard<R extends CommitmentRequest> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_ATTEMPTS = 10;

    private final CommitmentPort<R> port;
    private final DedupeStrength demanded;
    private final int attempts;
    private final Pause pause;
    private final Reporter reporter;

    /** Claims that were driven, for as long as somebody holds them: a second drive of one is a re-drive. */
    private final Set<Hold> driven = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private CommitmentGuard(Builder<R> builder) {
        this.port = builder.port;
        this.demanded = builder.demanded;
        this.attempts = builder.attempts;
        this.pause = builder.pause;
        this.reporter = new Reporter(builder.listener, "commitment-guard");
    }

    /** A guard on {@code port} that makes one attempt in a drive. */
    public static <R extends CommitmentRequest> Builder<R> builder(CommitmentPort<R> port) {
        return new Builder<>(requireNonNull(port, "port"));
    }

    /**
     * Drives a decision without a claim and for the first time: nothing was ever sent with this token, by anybody. Who
     * does not know that for certain, because an execution came to life again or a message came twice,
     * {@linkplain #redrive drives it again}; who has a claim {@linkplain #buy gives it}.
     *
     * @throws IllegalArgumentException if the request has no terms
     */
    public Purchase buyFirst(IdempotencyToken token, R request) {
        return drive(token, request, false, () -> true);
    }

    /**
     * Drives a decision that may have been driven before. At a service that is weaker than {@linkplain Builder#demand
     * demanded} it buys nothing: it answers what it finds, or refuses.
     *
     * @throws IllegalArgumentException if the request has no terms
     */
    public Purchase redrive(IdempotencyToken token, R request) {
        return drive(token, request, true, () -> true);
    }

    /**
     * Drives the decision that is claimed: again if an earlier claim never said how it ended, or if this guard has
     * driven this claim before; else for the first time. Nothing is sent once the lease is over. What to say of the
     * claim afterwards:
     *
     * <ul>
     *   <li>it ends with what is bought: {@link Purchase.Bought}, {@link Purchase.AlreadyBought},
     *       {@link Purchase.PartlyBought};
     *   <li>it is abandoned, since this drive bought nothing: {@link Purchase.Refused}. If its reason does not
     *       {@linkplain Purchase.Reason#mayPass() pass}, the next drive is refused too until somebody has looked;
     *   <li>nothing is said, and its lease runs out: {@link Purchase.Unknown} and {@link Purchase.Mismatch}. The next
     *       claim is a re-drive.
     * </ul>
     *
     * @param clock the one that the claim was made by
     * @throws IllegalArgumentException if the request has no terms
     */
    public Purchase buy(Claim.Granted claim, R request, InstantSource clock) {
        requireNonNull(claim, "claim");
        requireNonNull(clock, "clock");
        requireNonNull(request, "request");
        boolean isRedrive = !driven.add(claim.hold()) || claim.unfinished() > 0;
        return drive(
                claim.hold().token(), request, isRedrive, () -> clock.instant().isBefore(claim.expiresAt()));
    }

    private Purchase drive(IdempotencyToken token, R request, boolean isRedrive, BooleanSupplier isInTime) {
        requireNonNull(token, "token");
        Map<String, String> terms =
                new TreeMap<>(requireNonNull(request, "request").terms());
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("request has no terms, so nothing that is found could be told from it");
        }
        Purchase purchase = new Drive(token, request, terms, isRedrive, isInTime).run();
        report(token, purchase);
        return purchase;
    }

    private void report(IdempotencyToken token, Purchase purchase) {
        String subject = token.toString();
        if (purchase instanceof Purchase.AlreadyBought already) {
            reporter.report(
                    Kind.REPLAYED,
                    subject,
                    "was bought already, and is " + already.commitment().state());
        } else if (purchase instanceof Purchase.Mismatch mismatch) {
            reporter.report(Kind.CONFLICT, subject, String.join("; ", mismatch.differences()));
        } else if (purchase instanceof Purchase.Refused refused) {
            reporter.report(Kind.REJECTED, subject, refused.reason() + ": " + refused.cause());
        } else if (purchase instanceof Purchase.Unknown unknown) {
            reporter.report(Kind.REJECTED, subject, "nobody knows whether it is bought: " + unknown.cause());
        } else if (purchase instanceof Purchase.PartlyBought partly) {
            reporter.report(Kind.REJECTED, subject, "bought as " + partly.id() + ", but not tagged: " + partly.cause());
        }
    }

    /** One drive, in one thread. */
    private final class Drive {
        private final IdempotencyToken token;
        private final R request;
        private final Map<String, String> terms;
        private final boolean isRedrive;
        private final BooleanSupplier isInTime;

        Drive(
                IdempotencyToken token,
                R request,
                Map<String, String> terms,
                boolean isRedrive,
                BooleanSupplier isInTime) {
            this.token = token;
            this.request = request;
            this.terms = terms;
            this.isRedrive = isRedrive;
            this.isInTime = isInTime;
        }

        Purchase run() {
            @Nullable String doubt = null; // why nobody knows what an attempt of this drive did
            String busy = "";
            for (int attempt = 1; attempt <= attempts; attempt++) {
                Purchase settled = settled(doubt);
                if (settled != null) {
                    return settled;
                }
                Purchase stopped = stopped(doubt);
                if (stopped != null) {
                    return stopped;
                }
                Attempt made = create();
                if (made instanceof Attempt.Created created) {
                    return new Purchase.Bought(created.id());
                } else if (made instanceof Attempt.CreatedUntagged created) {
                    return new Purchase.PartlyBought(created.id(), created.cause());
                } else if (made instanceof Attempt.Ambiguous ambiguous) {
                    doubt = ambiguous.cause();
                } else if (made instanceof Attempt.Final refused) {
                    return doubt == null ? new Purchase.Refused(Reason.REJECTED, refused.cause()) : last(doubt);
                } else {
                    busy = ((Attempt.Retryable) made).cause();
                }
                if (attempt < attempts && !waited(attempt)) {
                    busy = "interrupted after: " + busy;
                    break;
                }
            }
            return doubt == null ? new Purchase.Refused(Reason.BUSY, busy) : last(doubt);
        }

        /** The end of a drive of which an attempt is in doubt. */
        private Purchase last(String doubt) {
            Purchase settled = settled(doubt);
            return settled != null ? settled : new Purchase.Unknown(doubt);
        }

        /** What a look-up settles; null if it finds nothing. */
        private @Nullable Purchase settled(@Nullable String doubt) {
            LookUp seen = find();
            if (seen instanceof LookUp.Found found) {
                return judged(found.commitments(), doubt);
            } else if (seen instanceof LookUp.Failed failed) {
                return doubt == null
                        ? new Purchase.Refused(Reason.LOOK_UP_FAILED, failed.cause())
                        : new Purchase.Unknown(doubt + "; then the look-up failed: " + failed.cause());
            }
            return null;
        }

        /** What keeps the next attempt from being made; null if nothing does. */
        private @Nullable Purchase stopped(@Nullable String doubt) {
            DedupeStrength strength = port.strength();
            if (!isInTime.getAsBoolean()) {
                return doubt == null
                        ? new Purchase.Refused(Reason.LATE, "the lease of the claim is over")
                        : new Purchase.Unknown(doubt + "; then the lease of the claim was over");
            }
            if (doubt != null) {
                boolean mayRepeat = strength.refusesRepeats() && strength.isAtLeast(demanded);
                return mayRepeat ? null : new Purchase.Unknown(doubt);
            }
            if (!isRedrive) {
                return null;
            }
            if (!strength.isAtLeast(demanded)) {
                return new Purchase.Refused(
                        Reason.TOO_WEAK,
                        "nothing is found, but what an earlier drive bought might not be found: a re-drive demands "
                                + demanded + ", and the service has " + strength);
            }
            if (!strength.refusesRepeats()) {
                reporter.report(
                        Kind.FAILED_OPEN,
                        token.toString(),
                        "bought again if an earlier drive bought and did not get to tag it: the service has "
                                + strength);
            }
            return null;
        }

        private Purchase judged(List<Commitment> found, @Nullable String doubt) {
            List<Commitment> live = found.stream()
                    .filter(commitment -> commitment.standing() != Standing.OVER)
                    .toList();
            if (live.isEmpty()) {
                return unusable(Reason.SPENT, found.get(0), doubt);
            }
            if (live.size() == 1 && live.get(0).standing() == Standing.UNCLEAR) {
                return unusable(Reason.UNCLEAR, live.get(0), doubt);
            }
            List<String> differences = new ArrayList<>();
            if (live.size() > 1) {
                differences.add("bought " + live.size() + " times");
            }
            for (Commitment commitment : live) {
                terms.forEach((name, wanted) -> {
                    String told = commitment.terms().get(name);
                    if (!wanted.equals(told)) {
                        differences.add(name + " is " + (told == null ? "untold" : told) + ", wanted was " + wanted);
                    }
                });
            }
            return differences.isEmpty()
                    ? new Purchase.AlreadyBought(live.get(0))
                    : new Purchase.Mismatch(live, differences);
        }

        private Purchase unusable(Reason reason, Commitment found, @Nullable String doubt) {
            String told = "what was bought with the token is " + found.state();
            return doubt == null ? new Purchase.Refused(reason, told) : new Purchase.Unknown(doubt + "; " + told);
        }

        private LookUp find() {
            try {
                return requireNonNull(port.find(token, request), "look-up");
            } catch (RuntimeException e) {
                return new LookUp.Failed("the look-up threw " + e.getClass().getName());
            }
        }

        private Attempt create() {
            try {
                return requireNonNull(port.create(token, request), "attempt");
            } catch (RuntimeException e) {
                return new Attempt.Ambiguous("the create threw " + e.getClass().getName());
            }
        }

        private boolean waited(int attempt) {
            pause.pause(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
            return !Thread.currentThread().isInterrupted();
        }
    }

    /** Collects what a guard is told. */
    public static final class Builder<R extends CommitmentRequest> {
        private final CommitmentPort<R> port;
        private DedupeStrength demanded = DedupeStrength.BY_NAME;
        private int attempts = 1;
        private Pause pause = length -> {};
        private InterlockListener listener = event -> {};

        private Builder(CommitmentPort<R> port) {
            this.port = port;
        }

        /**
         * How strong a service must be for anything to be bought in a re-drive; {@link DedupeStrength#BY_NAME} unless
         * said otherwise, the weakest at which a service refuses repeats itself. Below that the policy is open: each
         * re-drive that goes on to buy reaches the listener, as {@link Kind#FAILED_OPEN}.
         */
        public Builder<R> demand(DedupeStrength demanded) {
            this.demanded = requireNonNull(demanded, "demanded");
            return this;
        }

        /**
         * Makes up to {@code attempts} attempts in a drive, a look-up around each, with pauses of 1, 2, 4 and so on
         * seconds.
         *
         * @throws IllegalArgumentException if {@code attempts} is not within 1 and 10
         */
        public Builder<R> attempts(int attempts, Pause pause) {
            if (attempts < 1 || attempts > MOST_ATTEMPTS) {
                throw new IllegalArgumentException("attempts is not within 1 and " + MOST_ATTEMPTS + ": " + attempts);
            }
            this.attempts = attempts;
            this.pause = requireNonNull(pause, "pause");
            return this;
        }

        /**
         * Tells {@code listener} of everything that did not end in {@link Purchase.Bought}. Tokens are masked, and ids
         * that may be made of them are left out.
         */
        public Builder<R> listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** The guard. */
        public CommitmentGuard<R> build() {
            return new CommitmentGuard<>(this);
        }
    }
}
