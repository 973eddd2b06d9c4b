package dev.interlock.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program of several actors over one fake AWS, to be run in many orders and with many mishaps, one step at a time:
 * {@snippet class="dev.interlock.testkit.interleaving.InterleavingGuideTest" region="interleaving"}
 *
 * <p>A request takes two steps: it is carried out, and its answer arrives. Before, between and after them others have
 * their turn, time may pass, and {@link Hazard}s strike, at most {@link #maxHazards} in a run. Which, a seed decides,
 * or a search through all of them. Nothing waits in real time.
 *
 * <p>A run is repeated exactly by its schedule, as long as the program has no source of chance of its own: no real
 * clock, no random number without a seed, no order of a hash map that differs, no thread beside the actor's. A run that
 * fails is run again at once, and the failure says so if it came out differently. {@code -Dinterleaving.replay=seed:17}
 * runs that schedule alone, in whatever test explores.
 *
 * <p>What it does not show: an order that was not run; two requests that a real store carries out at the same moment
 * and not one after the other; threads within one actor.
 *
 * <p>Immutable and thread-safe: several threads may explore at once, since every run has an AWS and threads of its own.
 */
public final class Interleaving {
    /** The system property that holds the schedule to run again. */
    public static final String REPLAY = "interleaving.replay";

    private static final int MAX_ENUMERATED = 1_000_000;

    private final Program program;
    private final Stage.Options options;

    private Interleaving(Program program, Stage.Options options) {
        this.program = program;
        this.options = options;
    }

    /** Sets up one run: state, actors, checks. Called anew for each run, so nothing is left over from the last. */
    @FunctionalInterface
    public interface Program {
        /** Sets the run up. */
        void arrange(Run run);
    }

    /**
     * What was run.
     *
     * @param runs how many
     * @param steps of all of them together
     */
    public record Exploration(int runs, long steps) {}

    /**
     * The program with every hazard but {@link Hazard#THROTTLED}, at most four in a run, pauses of a second or a
     * minute, and clocks that agree.
     */
    public static Interleaving of(Program program) {
        return new Interleaving(
                requireNonNull(program, "program"),
                new Stage.Options(
                        EnumSet.complementOf(EnumSet.of(Hazard.THROTTLED)),
                        4,
                        List.of(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                        List.of(Duration.ZERO),
                        10_000,
                        Duration.ofSeconds(30)));
    }

    /** The same with these hazards and no others; without arguments, none. */
    public Interleaving hazards(Hazard... hazards) {
        Set<Hazard> set = EnumSet.noneOf(Hazard.class);
        set.addAll(List.of(hazards));
        return with(new Stage.Options(
                set, options.maxHazards(), options.pauses(), options.skews(), options.maxSteps(), options.patience()));
    }

    /**
     * The same with at most {@code most} hazards in a run.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Interleaving maxHazards(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("maxHazards is negative: " + most);
        }
        return with(new Stage.Options(
                options.hazards(), most, options.pauses(), options.skews(), options.maxSteps(), options.patience()));
    }

    /**
     * The same with pauses of these lengths: take some below and some above the time-outs of the program.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Interleaving pauses(Duration... pauses) {
        for (Duration pause : pauses) {
            if (pause.isNegative() || pause.isZero()) {
                throw new IllegalArgumentException("a pause is not positive: " + pause);
            }
        }
        return with(new Stage.Options(
                options.hazards(),
                options.maxHazards(),
                List.of(pauses),
                options.skews(),
                options.maxSteps(),
                options.patience()));
    }

    /**
     * The same with wall clocks of the actors that are off by one of these, each by its own; ahead if positive.
     *
     * @throws IllegalArgumentException if there is none; for clocks that agree give zero
     */
    public Interleaving skews(Duration... skews) {
        if (skews.length == 0) {
            throw new IllegalArgumentException("skews are empty; for clocks that agree give Duration.ZERO");
        }
        return with(new Stage.Options(
                options.hazards(),
                options.maxHazards(),
                options.pauses(),
                List.of(skews),
                options.maxSteps(),
                options.patience()));
    }

    /**
     * The same with other limits, beyond which a run fails.
     *
     * @param maxSteps of one run, 10,000 unless said otherwise
     * @param patience how long an actor may run in real time before it rests, 30 seconds unless said otherwise
     * @throws IllegalArgumentException if one is not positive
     */
    public Interleaving limits(int maxSteps, Duration patience) {
        if (maxSteps < 1) {
            throw new IllegalArgumentException("maxSteps is below 1: " + maxSteps);
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience is not positive: " + patience);
        }
        return with(new Stage.Options(
                options.hazards(), options.maxHazards(), options.pauses(), options.skews(), maxSteps, patience));
    }

    /**
     * Runs the seeds from {@code first} on, {@code count} of them; or the one schedule that {@value #REPLAY} names.
     *
     * @throws InterleavingFailure at the first that fails
     */
    public Exploration explore(long first, int count) {
        Optional<Exploration> replayed = replayed();
        if (replayed.isPresent()) {
            return replayed.get();
        }
        long steps = 0;
        for (long seed = first; seed < first + count; seed++) {
            steps += play(Scheduler.seeded(seed), Scheduler.seeded(seed));
        }
        return new Exploration(count, steps);
    }

    /** The first of {@code count} seeds that fails; empty if none does. For programs that are known to be wrong. */
    public Optional<InterleavingFailure> search(long first, int count) {
        try {
            explore(first, count);
            return Optional.empty();
        } catch (InterleavingFailure failure) {
            return Optional.of(failure);
        }
    }

    /**
     * Runs every schedule that differs in the first {@code depth} decisions; after these each actor goes on as long as
     * it can and nothing goes wrong. Their number grows exponentially: for tiny programs, with few hazards.
     *
     * @throws InterleavingFailure at the first that fails
     * @throws IllegalArgumentException if the depth is negative
     * @throws IllegalStateException if there are more than a million
     */
    public Exploration enumerate(int depth) {
        if (depth < 0) {
            throw new IllegalArgumentException("depth is negative: " + depth);
        }
        Optional<Exploration> replayed = replayed();
        if (replayed.isPresent()) {
            return replayed.get();
        }
        int runs = 0;
        long steps = 0;
        for (List<Integer> moves = List.of(); moves != null; ) {
            if (runs == MAX_ENUMERATED) {
                throw new IllegalStateException("more than " + MAX_ENUMERATED
                        + " schedules; take a smaller depth, fewer actors or fewer hazards, or explore seeds");
            }
            Scheduler.Fixed scheduler = new Scheduler.Fixed(moves);
            steps += play(scheduler, new Scheduler.Fixed(moves));
            runs++;
            moves = scheduler.next(depth);
        }
        return new Exploration(runs, steps);
    }

    /**
     * Runs one schedule again, as {@link InterleavingFailure#schedule()} tells it.
     *
     * @return what happened
     * @throws InterleavingFailure if it fails
     * @throws IllegalArgumentException if it is not {@code seed:} and a number, or {@code moves:} and numbers with dots
     *     between
     */
    public History replay(String schedule) {
        return new Stage(options, scheduler(schedule)).play(program);
    }

    private Optional<Exploration> replayed() {
        @Nullable String schedule = System.getProperty(REPLAY);
        if (schedule == null) {
            return Optional.empty();
        }
        return Optional.of(new Exploration(1, replay(schedule).steps()));
    }

    private long play(Scheduler scheduler, Scheduler again) {
        try {
            return new Stage(options, scheduler).play(program).steps();
        } catch (InterleavingFailure failure) {
            requireSame(failure, again);
            throw failure;
        }
    }

    private void requireSame(InterleavingFailure failure, Scheduler again) {
        String trace;
        try {
            trace = new Stage(options, again).play(program).trace();
        } catch (InterleavingFailure repeated) {
            trace = repeated.trace();
        }
        if (!trace.equals(failure.trace())) {
            failure.addSuppressed(new IllegalStateException(
                    "the same schedule came out differently when it was run again: the program has a source of chance of its"
                            + " own, such as a clock, a random number, a thread or the order of a hash map:\n"
                            + trace));
        }
    }

    private static Scheduler scheduler(String schedule) {
        try {
            if (schedule.startsWith("seed:")) {
                return Scheduler.seeded(Long.parseLong(schedule.substring("seed:".length())));
            }
            if (schedule.startsWith("moves:")) {
                return new Scheduler.Fixed(
                        Stream.of(schedule.substring("moves:".length()).split("\\.", -1))
                                .filter(move -> !move.isEmpty())
                                .map(Integer::valueOf)
                                .toList());
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("schedule has something that is not a number: " + schedule, e);
        }
        throw new IllegalArgumentException(
                "schedule is neither 'seed:' and a number nor 'moves:' and numbers with dots between: " + schedule);
    }

    private Interleaving with(Stage.Options changed) {
        return new Interleaving(program, changed);
    }
}
