package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Printable;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer asks of a producer, under a name. Consumers declare theirs where they live; the producer puts all of
 * them in its suite. Immutable, and as thread-safe as its check.
 *
 * @param <C> what the producer hands in for it to look at
 */
public final class Contract<C> {
    private static final int LONGEST_NAME = 200;

    private final String name;
    private final List<String> consumers;
    private final Check<C> check;
    private final Set<String> dependencies;
    private final Set<String> freshnessOf;
    private final int cost;
    private final @Nullable Duration limit;

    private Contract(
            String name,
            List<String> consumers,
            Check<C> check,
            Set<String> dependencies,
            Set<String> freshnessOf,
            int cost,
            @Nullable Duration limit) {
        this.name = name;
        this.consumers = consumers;
        this.check = check;
        this.dependencies = dependencies;
        this.freshnessOf = freshnessOf;
        this.cost = cost;
        this.limit = limit;
    }

    /**
     * A contract that depends on no other, costs 0, and takes what time the suite gives.
     *
     * @param name its name, unique in a suite; at most 200 characters, all printable
     * @param consumer who would have been broken, by a name of the same form
     * @throws IllegalArgumentException if a name is blank, longer, or has a character that does not print
     */
    public static <C> Contract<C> of(String name, String consumer, Check<C> check) {
        requireNonNull(check, "check");
        return new Contract<>(
                requireName("name", name),
                List.of(requireName("consumer", consumer)),
                check,
                Set.of(),
                check.freshnessOf(),
                0,
                null);
    }

    /** This contract, with one more consumer. */
    public Contract<C> alsoFor(String consumer) {
        Set<String> more = new LinkedHashSet<>(consumers);
        more.add(requireName("consumer", consumer));
        return new Contract<>(name, List.copyOf(more), check, dependencies, freshnessOf, cost, limit);
    }

    /** This contract, not looked at unless the one of this name has passed. */
    public Contract<C> dependsOn(String contract) {
        Set<String> more = new LinkedHashSet<>(dependencies);
        more.add(requireNonNull(contract, "contract"));
        return new Contract<>(name, consumers, check, more, freshnessOf, cost, limit);
    }

    /**
     * This contract, said to insist that an artifact is fresh, if its check does not {@linkplain Check#freshnessOf say
     * so itself}.
     */
    public Contract<C> insistingOnFreshnessOf(String artifact) {
        Set<String> more = new LinkedHashSet<>(freshnessOf);
        more.add(requireName("artifact", artifact));
        return new Contract<>(name, consumers, check, dependencies, more, cost, limit);
    }

    /**
     * This contract, with a cost. Of contracts that may be looked at, the cheapest comes first, then the one that was
     * declared first.
     *
     * @throws IllegalArgumentException if the cost is negative
     */
    public Contract<C> costing(int cost) {
        if (cost < 0) {
            throw new IllegalArgumentException("cost of " + name + " is negative: " + cost);
        }
        return new Contract<>(name, consumers, check, dependencies, freshnessOf, cost, limit);
    }

    /**
     * This contract, with a time limit of its own in place of the suite's.
     *
     * @throws IllegalArgumentException if the limit is not positive, or above a day
     */
    public Contract<C> within(Duration limit) {
        return new Contract<>(name, consumers, check, dependencies, freshnessOf, cost, requireLimit(limit));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Who relies on it. */
    public List<String> consumers() {
        return consumers;
    }

    /** The names of the contracts that must have passed. */
    public Set<String> dependencies() {
        return Set.copyOf(dependencies);
    }

    /** The artifacts on whose freshness it insists. */
    public Set<String> freshnessOf() {
        return Set.copyOf(freshnessOf);
    }

    /** What it costs to look. */
    public int cost() {
        return cost;
    }

    /** Its own time limit, if it has one. */
    public Optional<Duration> limit() {
        return Optional.ofNullable(limit);
    }

    Check<C> check() {
        return check;
    }

    Set<String> orderedDependencies() {
        return dependencies;
    }

    static Duration requireLimit(Duration limit) {
        if (requireNonNull(limit, "limit").isNegative() || limit.isZero() || limit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("limit is not positive, or above a day: " + limit);
        }
        return limit;
    }

    static String requireName(String what, String name) {
        requireNonNull(name, what);
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    what + " has " + name.length() + " characters, more than " + LONGEST_NAME);
        }
        if (!Printable.of(name, LONGEST_NAME).equals(name)) {
            throw new IllegalArgumentException(
                    what + " has a character that does not print: " + Printable.of(name, LONGEST_NAME));
        }
        return name;
    }

    @Override
    public String toString() {
        return "Contract[" + name + ", for " + String.join(", ", consumers) + "]";
    }
}
