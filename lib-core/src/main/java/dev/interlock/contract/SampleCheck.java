package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Sha256;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Looks at a few of many names, and says with what probability a share of bad ones goes unseen.
 *
 * <p>The sample depends on the seed and on the set of names, not on the order in which they come: it is the names with
 * the smallest SHA-256 of seed and name, so it can be drawn again, in any language, and a name that is new moves at
 * most one other out. Fewer names than the sample has are a violation. A name of which nobody can tell fails the check
 * as a bad one does, and so does one that cannot be looked at without an exception; the other names are looked at all
 * the same. Up to 100 mismatches are listed, violations first, and all that are not are counted.
 *
 * <p>A sample that passes does not say that all is well: 20 of 900 miss a single bad one with probability 0.978. The
 * report tells both numbers. Immutable, and as thread-safe as what it is given.
 *
 * @param <C> what the caller hands in
 */
public final class SampleCheck<C> implements Check<C> {
    private static final BigDecimal USUAL_PERCENT = BigDecimal.valueOf(5);
    private static final int LARGEST = 10_000;

    private final Function<? super C, ? extends Collection<String>> names;
    private final BiFunction<? super C, String, Outcome> each;
    private final int size;
    private final Function<? super C, String> seed;
    private final BigDecimal percent;

    private SampleCheck(
            Function<? super C, ? extends Collection<String>> names,
            BiFunction<? super C, String, Outcome> each,
            int size,
            Function<? super C, String> seed,
            BigDecimal percent) {
        this.names = names;
        this.each = each;
        this.size = size;
        this.seed = seed;
        this.percent = percent;
    }

    /**
     * A check of {@code size} names, seeded by what the caller hands in; a run's date makes each day's sample another
     * one.
     *
     * @param size how many, from 1 to 10,000
     * @param seed what the sample is drawn by; shown in reports
     * @param names all names; of equal ones one counts
     * @param each looks at one name; a skip counts as one of which nobody can tell
     * @throws IllegalArgumentException if the size is not within these bounds
     */
    public static <C> SampleCheck<C> of(
            int size,
            Function<? super C, String> seed,
            Function<? super C, ? extends Collection<String>> names,
            BiFunction<? super C, String, Outcome> each) {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("size is not within 1 and " + LARGEST + ": " + size);
        }
        return new SampleCheck<>(
                requireNonNull(names, "names"),
                requireNonNull(each, "each"),
                size,
                requireNonNull(seed, "seed"),
                USUAL_PERCENT);
    }

    /**
     * This check, which reports the probability of missing a share of this many percent, above 0 and at most 100; 5
     * unless said otherwise.
     */
    public SampleCheck<C> reporting(BigDecimal percent) {
        if (requireNonNull(percent, "percent").signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("percent is not above 0 and at most 100: " + percent);
        }
        return new SampleCheck<>(names, each, size, seed, percent);
    }

    /**
     * The probability that a sample without replacement has none of the bad ones, to 20 digits: the number of samples
     * of good ones alone, divided by that of all samples, in exact whole numbers until the last division.
     *
     * @param population how many there are, at least 1
     * @param bad how many of these are bad, from 0 to all
     * @param size how many are looked at, from 0 to all
     * @throws IllegalArgumentException if a number is not within these bounds
     */
    public static BigDecimal probabilityOfMissing(int population, int bad, int size) {
        return Odds.missing(population, bad, size);
    }

    @Override
    public Outcome check(C context) {
        Set<String> all = new TreeSet<>(names.apply(context));
        if (all.size() < size) {
            return Outcome.violated("(all names)", "at least " + size + " to draw from", all.size() + "");
        }
        String seedText = seed.apply(context);
        String drawn = "sample of " + size + " of " + all.size() + ", seed " + ReportText.cut(seedText);
        OutcomeBuilder found = new OutcomeBuilder(drawn);
        String answer = "an answer (in a " + drawn + ")";
        boolean isWell = true;
        int looked = 0;
        for (String name : draw(all, seedText, size)) {
            if (Thread.currentThread().isInterrupted()) {
                found.addUnknown(size - looked, "(the rest)", answer, "the thread was interrupted");
                isWell = false;
                break;
            }
            looked++;
            Outcome outcome = Examiner.outcome(() -> each.apply(context, name));
            isWell &= outcome instanceof Outcome.Pass;
            if (outcome instanceof Outcome.Violated violated) {
                violated.mismatches()
                        .forEach(mismatch -> found.add(
                                name + " " + mismatch.place(),
                                mismatch.expected() + " (in a " + drawn + ")",
                                mismatch.found()));
            } else if (!(outcome instanceof Outcome.Pass)) {
                String cause = outcome instanceof Outcome.Skipped skipped
                        ? ReportText.skipped(skipped)
                        : ((Outcome.CannotTell) outcome).cause();
                found.addUnknown(name.isBlank() ? "(a blank name)" : name, answer, cause);
            }
        }
        return isWell
                ? new Outcome.Pass(size, drawn + "; " + Odds.sentence(all.size(), size, percent))
                : found.outcome(size);
    }

    /** The names with the smallest hashes, in their own order. */
    private static List<String> draw(Set<String> names, String seed, int size) {
        record Ranked(String hash, String name) {}
        return names.stream()
                .map(name -> new Ranked(hash(seed, name), name))
                .sorted(Comparator.comparing(Ranked::hash))
                .limit(size)
                .map(Ranked::name)
                .sorted()
                .toList();
    }

    private static String hash(String seed, String name) {
        Sha256 hash = Sha256.borrow();
        try {
            return hash.addFrame("seed", seed).addFrame("name", name).hex();
        } finally {
            hash.giveBack();
        }
    }
}
