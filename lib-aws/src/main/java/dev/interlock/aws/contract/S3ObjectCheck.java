package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.contract.Check;
import dev.interlock.contract.Mismatch;
import dev.interlock.contract.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at one object with a HEAD: whether it is there, has at least one byte, and what more is demanded. Made by
 * {@link S3Checks#object}.
 *
 * <p>A missing object is a violation, or skips if it is declared {@linkplain #optional() optional}. A refusal, a fault
 * and a time-out are never taken for a missing object: nobody can tell then. After 403 and 404 a list of the one key
 * decides, which takes {@code s3:ListBucket}.
 *
 * <p>It tells times apart as S3 does, by the second. Immutable, and as thread-safe as the client.
 *
 * @param <C> what the caller hands in
 */
public final class S3ObjectCheck<C> implements Check<C> {
    private final S3Answers answers;
    private final Function<? super C, String> key;
    private final List<Demand<C>> demands;
    private final Set<String> freshnessOf;
    private final Presence presence;
    private final long minBytes;
    private final long maxBytes;

    private enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /** What is wrong with an object that is there, beside its size. */
    @FunctionalInterface
    private interface Demand<C> {
        void examine(C context, String place, S3Answers.There object, List<Mismatch> mismatches);
    }

    private S3ObjectCheck(
            S3Answers answers,
            Function<? super C, String> key,
            List<Demand<C>> demands,
            Set<String> freshnessOf,
            Presence presence,
            long minBytes,
            long maxBytes) {
        this.answers = answers;
        this.key = key;
        this.demands = demands;
        this.freshnessOf = freshnessOf;
        this.presence = presence;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
    }

    static <C> S3ObjectCheck<C> of(S3Answers answers, Function<? super C, String> key) {
        return new S3ObjectCheck<>(
                answers, requireNonNull(key, "key"), List.of(), Set.of(), Presence.REQUIRED, 1, Long.MAX_VALUE);
    }

    /** This check, skipped if the object is not there, for certain. */
    public S3ObjectCheck<C> optional() {
        return new S3ObjectCheck<>(answers, key, demands, freshnessOf, Presence.OPTIONAL, minBytes, maxBytes);
    }

    /**
     * And it has from {@code min} to {@code max} bytes, both included.
     *
     * @throws IllegalArgumentException if {@code min} is negative or above {@code max}
     */
    public S3ObjectCheck<C> sized(long min, long max) {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException("size is not a range: " + min + " to " + max);
        }
        return new S3ObjectCheck<>(answers, key, demands, freshnessOf, presence, min, max);
    }

    /**
     * And it was written when the run began or later, to the second. The clock of S3 is compared with that of the run.
     *
     * @param artifact the name of what is to be fresh; a producer's preflight may not insist on what it produces
     * @param runStart when the run began
     */
    public S3ObjectCheck<C> notOlderThan(String artifact, Function<? super C, Instant> runStart) {
        requireNonNull(runStart, "runStart");
        return fresh(artifact, (context, place, object, mismatches) -> {
            Instant start = runStart.apply(context).truncatedTo(ChronoUnit.SECONDS);
            if (object.lastModified().isBefore(start)) {
                mismatches.add(new Mismatch(
                        place, "written at " + start + " or later", "written at " + object.lastModified()));
            }
        });
    }

    /**
     * And it is at most this old when it is looked at; an object of exactly this age is fresh.
     *
     * @param artifact the name of what is to be fresh; a producer's preflight may not insist on what it produces
     * @throws IllegalArgumentException if {@code age} is not positive
     */
    public S3ObjectCheck<C> maxAge(String artifact, Duration age, InstantSource clock) {
        requireNonNull(clock, "clock");
        if (requireNonNull(age, "age").isNegative() || age.isZero()) {
            throw new IllegalArgumentException("age is not positive: " + age);
        }
        return fresh(artifact, (context, place, object, mismatches) -> {
            Instant now = clock.instant();
            if (object.lastModified().isBefore(now.minus(age))) {
                mismatches.add(new Mismatch(
                        place,
                        "at most " + age + " old",
                        Duration.between(object.lastModified(), now) + " old, written at " + object.lastModified()));
            }
        });
    }

    @Override
    public Set<String> freshnessOf() {
        return freshnessOf;
    }

    @Override
    public Outcome check(C context) {
        String name = key.apply(context);
        String place = answers.at(name);
        S3Answers.Seen seen = answers.look(name);
        if (seen instanceof S3Answers.Unknown unknown) {
            return Outcome.cannotTell(place + ": " + unknown.cause());
        }
        if (seen instanceof S3Answers.There object) {
            return examine(context, place, object);
        }
        return presence == Presence.OPTIONAL
                ? Outcome.absentAsAllowed(place)
                : Outcome.violated(place, "an object", "nothing");
    }

    private Outcome examine(C context, String place, S3Answers.There object) {
        List<Mismatch> mismatches = new ArrayList<>();
        if (object.size() < minBytes || object.size() > maxBytes) {
            String upTo = maxBytes == Long.MAX_VALUE ? "at least " + minBytes : minBytes + " to " + maxBytes;
            mismatches.add(new Mismatch(place, upTo + " bytes", object.size() + " bytes"));
        }
        demands.forEach(demand -> demand.examine(context, place, object, mismatches));
        return Outcome.of(1, mismatches);
    }

    private S3ObjectCheck<C> fresh(String artifact, Demand<C> demand) {
        if (requireNonNull(artifact, "artifact").isBlank()) {
            throw new IllegalArgumentException("artifact is blank; name what is to be fresh");
        }
        List<Demand<C>> more = new ArrayList<>(demands);
        more.add(demand);
        Set<String> names = new LinkedHashSet<>(freshnessOf);
        names.add(artifact);
        return new S3ObjectCheck<>(answers, key, List.copyOf(more), Set.copyOf(names), presence, minBytes, maxBytes);
    }
}
