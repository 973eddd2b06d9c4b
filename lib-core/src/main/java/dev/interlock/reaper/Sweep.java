package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent.Kind;
import dev.interlock.InterlockListener;
import dev.interlock.StoreException;
import dev.interlock.internal.Reporter;
import dev.interlock.internal.Sha256;
import dev.interlock.reaper.SweepReport.Ending;
import dev.interlock.reaper.SweepReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for executions that show no life, and does with each what the policy says.
 *
 * <p>Every row is its own affair: what fails is counted and told, and the next one is looked at. A row is changed only
 * while it is the one that was found, so of two sweeps at once one changes it, and an execution that shows life between
 * the look and the change is left alone. What is redriven is taken first, with a new fence, and then started.
 *
 * <p>A sweep goes on until it has looked at every stuck row, however many of them fail each time, and passes over what
 * the store cannot list. One that stops before says where, and {@link #run(Instant, String)} goes on from there, so
 * that those in front starve nobody.
 *
 * <p>The listener hears of each row, and of what was wrong in the policy's settings. Immutable, and thread-safe if the
 * collaborators are; runs in the caller's thread.
 */
public final class Sweep {
    private final ExecutionStore store;
    private final ReapPolicy policy;
    private final String owner;
    private final Reporter reporter;
    private final Options options;

    private Sweep(ExecutionStore store, ReapPolicy policy, String owner, Reporter reporter, Options options) {
        this.store = store;
        this.policy = policy;
        this.owner = owner;
        this.reporter = reporter;
        this.options = options;
    }

    private record Options(
            Predicate<? super Execution> repeatable,
            @Nullable Redriver redriver,
            BooleanSupplier stop,
            int maxRows) {}

    /** Where a sweep is: which threshold, and after which row. */
    private record Position(int group, String after) {
        static final Position BEGINNING = new Position(0, "");
        private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})~([0-9]{1,4})~(.*)", Pattern.DOTALL);

        /** Empty if the text is none of these groups, whose digest it begins with. */
        static Optional<Position> parse(String resume, String digest, int groups) {
            Matcher matcher = TEXT.matcher(resume);
            if (!matcher.matches() || !matcher.group(1).equals(digest)) {
                return Optional.empty();
            }
            int group = Integer.parseInt(matcher.group(2));
            return group < groups ? Optional.of(new Position(group, matcher.group(3))) : Optional.empty();
        }

        String text(String digest) {
            return equals(BEGINNING) ? "" : digest + "~" + group + "~" + after;
        }
    }

    /** What a sweep asks for: states that share a threshold, in the order of the policy. */
    private record Groups(List<Map.Entry<Duration, Set<String>>> all, String digest) {
        static Groups of(ReapPolicy policy) {
            Map<Duration, Set<String>> groups = policy.byThreshold();
            Sha256 sha = Sha256.borrow();
            String digest = sha.add("groups", groups.toString()).hex().substring(0, 16);
            sha.giveBack();
            return new Groups(List.copyOf(groups.entrySet()), digest);
        }
    }

    /**
     * What a sweep has come to so far. For one thread.
     *
     * @param counts of the rows that it has looked at
     * @param unlisted what could not be read, for a human
     */
    private record Tally(Map<Outcome, Integer> counts, List<String> unlisted) {
        static Tally empty() {
            return new Tally(new EnumMap<>(Outcome.class), new ArrayList<>());
        }

        void add(Outcome outcome) {
            counts.merge(outcome, 1, Integer::sum);
        }

        int rows() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        SweepReport report(Ending ending, String cause, String resume) {
            return unlisted.isEmpty()
                    ? new SweepReport(counts, ending, cause, resume)
                    : new SweepReport(counts, Ending.UNLISTED, unlisted.get(0), resume);
        }
    }

    /**
     * A sweep.
     *
     * @param owner who redrives, as the rows then show: one name for each process or invocation, not blank
     */
    public static Builder builder(ExecutionStore store, ReapPolicy policy, String owner) {
        return new Builder(
                requireNonNull(store, "store"),
                requireNonNull(policy, "policy"),
                Next.requireOwner(requireNonNull(owner, "owner")));
    }

    /** Sweeps from the beginning, as of {@code now}. */
    public SweepReport run(Instant now) {
        return run(now, "");
    }

    /**
     * Sweeps from where an earlier one stopped, as of {@code now}. It does not begin anew at the end: who stops often
     * hands the {@code resume} of one report to the next sweep, and that of the last one is empty.
     *
     * <p>A place of other states or thresholds, or one that the store does not know any more, is told to the listener,
     * and the sweep begins anew: so a place that was stored stops nobody, whatever is deployed in between.
     *
     * @param resume what {@link SweepReport#resume()} told, also in another process
     */
    public SweepReport run(Instant now, String resume) {
        requireNonNull(now, "now");
        requireNonNull(resume, "resume");
        Groups groups = Groups.of(policy);
        policy.problems().forEach(problem -> reporter.report(Kind.REJECTED, problem.setting(), problem.reason()));
        Position start = start(resume, groups);
        Tally tally = Tally.empty();
        Position position = start;
        while (position.group() < groups.all().size()) {
            Optional<String> stopped = stopped(tally.rows());
            if (stopped.isPresent()) {
                return tally.report(Ending.STOPPED, stopped.get(), position.text(groups.digest()));
            }
            Map.Entry<Duration, Set<String>> group = groups.all().get(position.group());
            Page page = new Page(position.after(), Math.min(policy.pageSize(), options.maxRows() - tally.rows()));
            StuckPage found;
            try {
                found = find(group.getValue(), now.minus(group.getKey()), page);
            } catch (IllegalArgumentException e) {
                if (!position.equals(start) || position.after().isEmpty()) {
                    throw e; // the store's own place, or states that it does not know
                }
                beginsAnew("the store does not know its place");
                start = Position.BEGINNING;
                position = start;
                continue;
            }
            if (!found.unread().isEmpty()) {
                tally.unlisted().add(found.unread());
                reporter.report(
                        Kind.REJECTED, group.getValue().toString(), "cannot be swept in part: " + found.unread());
            }
            for (String id : found.unreadable()) {
                count(tally, id, Outcome.ERRORED, Kind.REJECTED, "its row is not understood");
            }
            for (StuckPage.Stuck stuck : found.rows()) {
                Optional<String> inPage = stopped(tally.rows());
                if (inPage.isPresent()) {
                    return tally.report(Ending.STOPPED, inPage.get(), position.text(groups.digest()));
                }
                sweep(stuck.row(), tally);
                position = new Position(position.group(), stuck.after());
            }
            position = found.isLast()
                    ? new Position(position.group() + 1, "")
                    : new Position(position.group(), found.next());
        }
        return tally.report(Ending.COMPLETE, "", "");
    }

    private Position start(String resume, Groups groups) {
        if (resume.isEmpty()) {
            return Position.BEGINNING;
        }
        Optional<Position> told =
                Position.parse(resume, groups.digest(), groups.all().size());
        if (told.isEmpty()) {
            beginsAnew("it is of other states or thresholds");
        }
        return told.orElse(Position.BEGINNING);
    }

    private void beginsAnew(String why) {
        reporter.report(Kind.REJECTED, "resume", "the sweep begins anew and not where it was told, because " + why);
    }

    /**
     * A store that throws, or leads back, has told nothing of where to go on: the rest of these states is passed over.
     */
    private StuckPage find(Set<String> states, Instant olderThan, Page page) {
        try {
            StuckPage found = store.findStuck(states, olderThan, page);
            if (found.isLast() || !found.next().equals(page.after())) {
                return found;
            }
            return new StuckPage(
                    found.rows(), found.unreadable(), "the store told the page after '" + page.after() + "' twice", "");
        } catch (StoreException e) {
            return StuckPage.unread("" + e.getMessage(), "");
        }
    }

    private Optional<String> stopped(int rows) {
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of("interrupted");
        }
        if (options.stop().getAsBoolean()) {
            return Optional.of("told to stop");
        }
        return rows < options.maxRows() ? Optional.empty() : Optional.of("has looked at " + rows + " rows");
    }

    private void sweep(Execution row, Tally tally) {
        boolean safe;
        try {
            safe = options.repeatable().test(row);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) { // it looks at this row
            count(tally, row.id(), Outcome.ERRORED, Kind.REJECTED, stuck(row) + told(e));
            return;
        }
        try {
            switch (disposition(row, safe)) {
                case REDRIVE -> redrive(row, tally);
                case FAIL -> fail(row, safe, tally);
                case ALERT -> alert(row, tally);
            }
        } catch (RuntimeException e) { // of the store: this row's affair
            count(tally, row.id(), Outcome.ERRORED, Kind.REJECTED, stuck(row) + told(e));
        }
    }

    private static String stuck(Execution row) {
        return "stuck in " + row.state() + ", and ";
    }

    private static String told(Throwable e) {
        return e instanceof StoreException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName() + " was thrown";
    }

    private Disposition disposition(Execution row, boolean safe) {
        Disposition disposition = policy.dispositionOf(row.state());
        boolean mayBeRedriven = safe && row.drive().redrives() < policy.maxRedrives();
        return disposition == Disposition.REDRIVE && !mayBeRedriven ? policy.otherwise() : disposition;
    }

    private void redrive(Execution row, Tally tally) {
        int redrive = row.drive().redrives() + 1;
        Next next = Next.drivenBy(
                        policy.redrivenAs(), owner, "redrive " + redrive + " after no sign of life in " + row.state())
                .counted();
        Transition transition = store.transition(row, next);
        if (!(transition instanceof Transition.Won won)) {
            lost(row, transition, tally);
            return;
        }
        reporter.report(
                Kind.REDRIVEN,
                row.id(),
                "no sign of life in " + row.state() + " since " + row.updatedAt() + ", redrive " + redrive + " of "
                        + policy.maxRedrives());
        try {
            requireNonNull(options.redriver(), "redriver").redrive(won.row());
        } catch (RuntimeException e) { // the row stays won, and is found again
            String why = e instanceof StoreException ? told(e) : e.getClass().getName();
            count(
                    tally,
                    row.id(),
                    Outcome.ERRORED,
                    Kind.REJECTED,
                    "won as redrive " + redrive + ", and the redriver failed with " + why);
            return;
        }
        tally.add(Outcome.REDRIVEN);
    }

    private void fail(Execution row, boolean safe, Tally tally) {
        String message = policy.messageOf(row, safe);
        Transition transition = store.transition(row, Next.of(policy.failedAs(), message));
        if (transition instanceof Transition.Won) {
            count(tally, row.id(), Outcome.REAPED, Kind.REAPED, message);
        } else {
            lost(row, transition, tally);
        }
    }

    /** The index may lag, and an alert writes nothing that would fail: so the row itself is asked. */
    private void alert(Execution row, Tally tally) {
        Optional<Execution> current = store.find(row.id());
        if (current.isPresent() && current.get().version() == row.version()) {
            count(
                    tally,
                    row.id(),
                    Outcome.ALERTED,
                    Kind.STUCK,
                    "no sign of life in " + row.state() + " since " + row.updatedAt() + ", redriven "
                            + row.drive().redrives() + " times");
        } else {
            lost(row, current.<Transition>map(Transition.Lost::new).orElseGet(Transition.Gone::new), tally);
        }
    }

    private void lost(Execution row, Transition transition, Tally tally) {
        String why = transition.fold(
                won -> "it is won",
                lost -> "it is " + lost.current().state() + " in version "
                        + lost.current().version() + " by now",
                gone -> "it is gone by now");
        count(tally, row.id(), Outcome.RACE_LOST, Kind.CONFLICT, "looked stuck in " + row.state() + ", but " + why);
    }

    private void count(Tally tally, String id, Outcome outcome, Kind kind, String reason) {
        tally.add(outcome);
        reporter.report(kind, id, reason);
    }

    /** Collects what a sweep needs. Not thread-safe. */
    public static final class Builder {
        private final ExecutionStore store;
        private final ReapPolicy policy;
        private final String owner;
        private InterlockListener listener = event -> {};
        private Predicate<? super Execution> repeatable = row -> false;
        private @Nullable Redriver redriver;
        private BooleanSupplier stop = () -> false;
        private int maxRows = Integer.MAX_VALUE;

        private Builder(ExecutionStore store, ReapPolicy policy, String owner) {
            this.store = store;
            this.policy = policy;
            this.owner = owner;
        }

        /** Who hears of each row; nobody unless said otherwise. */
        public Builder listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Which executions may be driven again, because everything that they change tells a repeat from a second order;
         * none unless said otherwise. Others are not redriven, and only of these the message says that to try again is
         * safe.
         */
        public Builder repeatable(Predicate<? super Execution> repeatable) {
            this.repeatable = requireNonNull(repeatable, "repeatable");
            return this;
        }

        /** Who starts executions again that are {@linkplain #repeatable repeatable}. */
        public Builder redriver(Redriver redriver) {
            this.redriver = requireNonNull(redriver, "redriver");
            return this;
        }

        /**
         * Asked before each row and each page, and ends the sweep: before the time of a Lambda function is over, say.
         */
        public Builder stopWhen(BooleanSupplier stop) {
            this.stop = requireNonNull(stop, "stop");
            return this;
        }

        /**
         * At most so many rows in one run; as many as there are unless said otherwise.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxRows(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("maxRows is below 1: " + rows);
            }
            maxRows = rows;
            return this;
        }

        /**
         * The sweep.
         *
         * @throws IllegalStateException if the policy redrives and there is no redriver
         */
        public Sweep build() {
            if (policy.redrives() && redriver == null) {
                throw new IllegalStateException(
                        "the policy redrives, and there is no redriver; give one, or let it fail");
            }
            return new Sweep(
                    store,
                    policy,
                    owner,
                    new Reporter(listener, "reaper"),
                    new Options(repeatable, redriver, stop, maxRows));
        }
    }
}
