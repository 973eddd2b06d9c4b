package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.wire.FakeService.Operation;
import dev.interlock.testkit.wire.FakeService.Trouble;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * One rule of {@link Faults}: first which requests, then, as its last word, what becomes of them. Without its last word
 * a rule does nothing.
 */
public final class FaultRule {
    private final Consumer<FaultRule> register;
    private final AtomicInteger matches = new AtomicInteger();
    private final int earlier;
    private Predicate<Operation> candidates;
    private IntPredicate turn = match -> true;
    private Faults.Plan plan = Faults.Plan.NONE;

    /** @param earlier how many rules there are already */
    FaultRule(int earlier, Predicate<Operation> candidates, Consumer<FaultRule> register) {
        this.earlier = earlier;
        this.candidates = candidates;
        this.register = register;
    }

    /** Only requests about {@code key}, an object's key for example. */
    public FaultRule key(String key) {
        requireNonNull(key, "key");
        candidates = candidates.and(candidate -> candidate.key().equals(key));
        return this;
    }

    /**
     * Only the {@code n}th of the requests that the rule is about, counted from 1.
     *
     * @throws IllegalArgumentException if {@code n} is below 1
     */
    public FaultRule nth(int n) {
        requirePositive("n", n);
        turn = match -> match == n;
        return this;
    }

    /**
     * Only the first {@code n} of the requests that the rule is about.
     *
     * @throws IllegalArgumentException if {@code n} is below 1
     */
    public FaultRule first(int n) {
        requirePositive("n", n);
        turn = match -> match <= n;
        return this;
    }

    /**
     * Each request with {@code probability}, drawn from {@code seed} in the order of the requests. Two rules draw
     * apart, also from one seed.
     *
     * @throws IllegalArgumentException if {@code probability} is not within 0 and 1
     */
    public FaultRule chance(double probability, long seed) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is not within 0 and 1: " + probability);
        }
        SplittableRandom random = streamOf(seed);
        turn = match -> {
            synchronized (random) {
                return random.nextDouble() < probability;
            }
        };
        return this;
    }

    private SplittableRandom streamOf(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int rule = 0; rule < earlier; rule++) {
            random = random.split();
        }
        return random;
    }

    /** The request is carried out, and the client times out: the SDK sends it again. */
    public void loseAnswer() {
        does(Faults.Plan.of(new Fate.AnswerLost()));
    }

    /** The request never arrives, and the client times out: the SDK sends it again. */
    public void loseRequest() {
        does(Faults.Plan.of(new Fate.RequestLost()));
    }

    /**
     * The client times out, and the request is carried out once the fake's clock has moved by {@code delay}: just
     * before the next request after that, or at {@link FakeAws#landLateRequests()}.
     */
    public void landLate(Duration delay) {
        does(Faults.Plan.of(new Fate.LandsLate(requireNotNegative("delay", delay))));
    }

    /**
     * Another write was under way: S3 answers 409 ConditionalRequestConflict, DynamoDB TransactionConflictException or,
     * to a transaction, a cancellation. Nothing is written, and the SDK does not send it again. Reads of DynamoDB are
     * answered as ever.
     */
    public void conflict() {
        does(Faults.Plan.of(Trouble.CONFLICT));
    }

    /** An internal error, nothing is carried out: the SDK sends it again. */
    public void failBefore() {
        does(Faults.Plan.of(Trouble.INTERNAL));
    }

    /** An internal error although the request was carried out: the SDK sends it again. */
    public void failAfter() {
        does(Faults.Plan.of(new Fate.FailedAfterwards()));
    }

    /** Too many requests: S3 answers 503 SlowDown, DynamoDB throttles by exception; the SDK sends it again. */
    public void throttle() {
        does(Faults.Plan.of(Trouble.THROTTLED));
    }

    /**
     * A read lags: it shows the table as it was {@code writesAgo} writes before, as far as the fake remembers. Writes
     * and consistent reads, which all reads of S3 are, are carried out as ever.
     *
     * @throws IllegalArgumentException if {@code writesAgo} is below 1
     */
    public void stale(int writesAgo) {
        requirePositive("writesAgo", writesAgo);
        does(Faults.Plan.of(new Fate.Stale(writesAgo)));
    }

    /**
     * An error answer of the test's choice; nothing is carried out.
     *
     * @throws IllegalArgumentException if {@code status} is below 300: a success that nothing stands behind
     */
    public void answer(int status, String code) {
        if (status < 300) {
            throw new IllegalArgumentException("status is that of a success, but nothing is carried out: " + status);
        }
        does(Faults.Plan.of(new Fate.Answered(status, requireNonNull(code, "code"))));
    }

    /** The request takes this long in real time, and is then carried out; the fake's clock stands still. */
    public void latency(Duration latency) {
        does(new Faults.Plan(requireNotNegative("latency", latency), Duration.ZERO, Duration.ZERO, null));
    }

    /** The request takes this long by the fake's clock, which moves before it is carried out; no real time passes. */
    public void elapse(Duration elapse) {
        does(new Faults.Plan(Duration.ZERO, requireNotNegative("elapse", elapse), Duration.ZERO, null));
    }

    /** The answer's {@code Date} is this much ahead of the store's clock, or behind if negative. */
    public void skew(Duration skew) {
        does(new Faults.Plan(Duration.ZERO, Duration.ZERO, requireNonNull(skew, "skew"), null));
    }

    boolean picks(Operation operation) {
        return candidates.test(operation) && turn.test(matches.incrementAndGet());
    }

    Faults.Plan plan() {
        return plan;
    }

    private void does(Faults.Plan plan) {
        this.plan = plan;
        register.accept(this);
    }

    private static void requirePositive(String what, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(what + " is below 1: " + n);
        }
    }

    private static Duration requireNotNegative(String what, Duration duration) {
        if (requireNonNull(duration, what).isNegative()) {
            throw new IllegalArgumentException(what + " is negative: " + duration);
        }
        return duration;
    }
}
