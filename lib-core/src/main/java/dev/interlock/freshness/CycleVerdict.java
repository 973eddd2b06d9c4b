package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

import dev.interlock.Severity;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a cycle as a whole is done: its critical artifacts together. Only {@link Complete} means "everything that was
 * due is there"; a cycle in which nothing critical is due is complete.
 *
 * <p>A gap outranks the rest: it is one even while a probe fails. A probe that fails outranks waiting, because waiting
 * will not mend it.
 */
public sealed interface CycleVerdict {
    /** The critical artifacts with their verdicts, in the order in which they were given. */
    List<Checked> critical();

    /** Every critical artifact that was due is fresh, or not yet judged. */
    record Complete(List<Checked> critical) implements CycleVerdict {
        public Complete {
            critical = List.copyOf(critical);
        }
    }

    /** Some are not there yet, and none of them is late: wait. */
    record InProgress(List<Checked> critical) implements CycleVerdict {
        public InProgress {
            critical = List.copyOf(critical);
        }
    }

    /** At least one is late: turn to its producer. */
    record Incomplete(List<Checked> critical) implements CycleVerdict {
        public Incomplete {
            critical = List.copyOf(critical);
        }
    }

    /** None is known to be late, but at least one could not be judged: turn to the monitor. */
    record Indeterminate(List<Checked> critical) implements CycleVerdict {
        public Indeterminate {
            critical = List.copyOf(critical);
        }
    }

    /**
     * Rolls up a whole sweep, one verdict for each cycle: by the cadence's name and the cycle's label, such as
     * {@code saturday_sf 2026-W22}, in alphabetical order.
     */
    static SortedMap<String, CycleVerdict> byCycle(Collection<Checked> checked) {
        SortedMap<String, CycleVerdict> verdicts = new TreeMap<>();
        checked.stream()
                .collect(Collectors.groupingBy(CycleVerdict::cycleName))
                .forEach((cycle, members) -> verdicts.put(cycle, of(members)));
        return verdicts;
    }

    /**
     * Rolls up the artifacts of one cycle. Those below {@link Severity#CRITICAL} do not count.
     *
     * @throws IllegalArgumentException if they are not all of one cadence and cycle; see {@link #byCycle}
     */
    static CycleVerdict of(Collection<Checked> checked) {
        requireNonNull(checked, "checked");
        List<String> cycles = checked.stream()
                .map(CycleVerdict::cycleName)
                .distinct()
                .sorted()
                .toList();
        if (cycles.size() > 1) {
            throw new IllegalArgumentException("verdicts on more than one cycle: " + cycles);
        }
        List<Checked> critical = checked.stream()
                .filter(c -> c.spec().severity() == Severity.CRITICAL)
                .toList();
        if (any(critical, Freshness.Late.class)) {
            return new Incomplete(critical);
        }
        if (any(critical, Freshness.Unknown.class)) {
            return new Indeterminate(critical);
        }
        return any(critical, Freshness.Pending.class) ? new InProgress(critical) : new Complete(critical);
    }

    /** How many critical artifacts were due: all but those that were not expected in this cycle. */
    default int required() {
        return critical().size() - notExpected().size();
    }

    /** How many of the required ones ask for nothing: the fresh ones and those in onboarding. */
    default int satisfied() {
        return fresh().size() + onboarding().size();
    }

    /** Ids of the artifacts that are there. */
    default List<String> fresh() {
        return ids(v -> v instanceof Freshness.Fresh);
    }

    /** Ids of the artifacts that are too young to be judged. */
    default List<String> onboarding() {
        return ids(v -> v instanceof Freshness.Onboarding);
    }

    /** Ids of the artifacts that are not there and not due yet. */
    default List<String> pending() {
        return ids(v -> v instanceof Freshness.Pending);
    }

    /** Ids of the artifacts that are late with nothing there. */
    default List<String> missing() {
        return ids(v -> v instanceof Freshness.Late late && late.kind() == Freshness.Kind.MISSING);
    }

    /** Ids of the artifacts that are late with an old one there. */
    default List<String> stale() {
        return ids(v -> v instanceof Freshness.Late late && late.kind() == Freshness.Kind.STALE);
    }

    /** Ids of the artifacts of which nothing can be said. */
    default List<String> unknown() {
        return ids(v -> v instanceof Freshness.Unknown);
    }

    /** Ids of the artifacts that were not due. */
    default List<String> notExpected() {
        return ids(v -> v instanceof Freshness.NotExpected);
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Complete, ? extends R> complete,
            Function<? super InProgress, ? extends R> inProgress,
            Function<? super Incomplete, ? extends R> incomplete,
            Function<? super Indeterminate, ? extends R> indeterminate) {
        if (this instanceof Complete c) {
            return complete.apply(c);
        }
        if (this instanceof InProgress p) {
            return inProgress.apply(p);
        }
        if (this instanceof Incomplete i) {
            return incomplete.apply(i);
        }
        return indeterminate.apply((Indeterminate) this);
    }

    private List<String> ids(Predicate<Freshness> standing) {
        return critical().stream()
                .filter(c -> standing.test(c.verdict()))
                .map(c -> c.spec().id())
                .toList();
    }

    private static String cycleName(Checked checked) {
        return checked.spec().cadence().name() + " " + checked.verdict().cycle().label();
    }

    private static boolean any(List<Checked> critical, Class<? extends Freshness> standing) {
        return critical.stream().anyMatch(c -> standing.isInstance(c.verdict()));
    }
}
