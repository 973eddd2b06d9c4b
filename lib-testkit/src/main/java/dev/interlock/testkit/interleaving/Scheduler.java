package dev.interlock.testkit.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what happens next. One for each run. */
interface Scheduler {
    /** The index of one of the {@code moves}. The first is to go on with who went last. */
    int choose(List<Move> moves);

    /** One of {@code number} things that are all as good. */
    int chooseOf(int number);

    /** What repeats the run. */
    String schedule();

    /**
     * By a seed. Runs differ in more than their order: some have many hazards and others none, some change actors all
     * the time and others hardly ever. That finds more than one mixture for all.
     */
    static Scheduler seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double hazards = List.of(0.0, 0.05, 0.15, 0.4).get(random.nextInt(4));
        double staying = List.of(0.0, 0.5, 0.8, 0.95).get(random.nextInt(4));
        double background = List.of(0.02, 0.1, 0.3).get(random.nextInt(3));
        return new Scheduler() {
            @Override
            public int choose(List<Move> moves) {
                List<Integer> progress = indices(moves, Move.Sort.PROGRESS);
                List<Integer> hazard = indices(moves, Move.Sort.HAZARD);
                List<Integer> other = indices(moves, Move.Sort.BACKGROUND);
                if (!hazard.isEmpty() && random.nextDouble() < hazards) {
                    return any(hazard);
                }
                if (!other.isEmpty() && (progress.isEmpty() || random.nextDouble() < background)) {
                    return any(other);
                }
                return random.nextDouble() < staying ? progress.get(0) : any(progress);
            }

            @Override
            public int chooseOf(int number) {
                return random.nextInt(number);
            }

            private int any(List<Integer> indices) {
                return indices.get(random.nextInt(indices.size()));
            }

            @Override
            public String schedule() {
                return "seed:" + seed;
            }
        };
    }

    private static List<Integer> indices(List<Move> moves, Move.Sort sort) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            if (moves.get(i).sort() == sort) {
                found.add(i);
            }
        }
        return found;
    }

    /** Follows a list of indices, one for each decision between several moves, and then always the first move. */
    final class Fixed implements Scheduler {
        private final List<Integer> prefix;
        private final List<Integer> taken = new ArrayList<>();
        private final List<Integer> widths = new ArrayList<>();

        Fixed(List<Integer> prefix) {
            this.prefix = List.copyOf(prefix);
        }

        @Override
        public int choose(List<Move> moves) {
            return chooseOf(moves.size());
        }

        @Override
        public int chooseOf(int number) {
            if (number == 1) {
                return 0;
            }
            int decision = taken.size();
            int choice = decision < prefix.size() ? prefix.get(decision) : 0;
            if (choice >= number) {
                throw new IllegalStateException("decision " + decision + " of the schedule is " + choice
                        + ", but there are "
                        + number + " moves: either the schedule is of another program, or the program has a source of"
                        + " chance of its own, such as a clock, a random number or the order of a hash map");
            }
            taken.add(choice);
            widths.add(number);
            return choice;
        }

        /**
         * The next list in the order of a depth-first search that varies the first {@code depth} decisions; null at the
         * end.
         */
        @Nullable
        List<Integer> next(int depth) {
            for (int i = Math.min(depth, taken.size()) - 1; i >= 0; i--) {
                if (taken.get(i) + 1 < widths.get(i)) {
                    List<Integer> next = new ArrayList<>(taken.subList(0, i));
                    next.add(taken.get(i) + 1);
                    return next;
                }
            }
            return null;
        }

        @Override
        public String schedule() {
            return "moves:" + prefix.stream().map(String::valueOf).collect(Collectors.joining("."));
        }
    }
}
