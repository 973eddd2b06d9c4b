package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent.Kind;
import dev.interlock.InterlockListener;
import dev.interlock.StoreException;
import dev.interlock.internal.Reporter;
import dev.interlock.reaper.SweepReport.Ending;
import dev.interlock.reaper.SweepReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for executions that show no life, and does with each what the policy says.
 *
 * <p>Every row is its own affair: what fails is counted and told, and the next one is looked at. A row is changed only while it is the one
 * that was found, so of two sweeps at once one changes it, and an execution that shows life between the look and the change is
 * left alone. What is redriven is taken first, with a new fence, and then started.
 *
 * <p>A sweep goes on until it has looked at every stuck row, however many of them fail each time. One that stops before says
 * where, and {@link #run(Instant, String)} goes on from there, so that those in front starve nobody.
 *
 * <p>The listener hears of each row, and of what was wrong in the policy's settings. Immutable, and thread-safe if the collaborators
 * are; runs in the caller's thread.
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
        private static final char SEPARATOR = '~';

        static Position parse(String resume, int groups) {
            int end = resume.indexOf(SEPARATOR);
            if (end < 1 || !resume.substring(0, end).matches("[0-9]{1,4}")) {
                throw new IllegalArgumentException("resume is none that a report told: '" + resume + "'");
            }
            int group = Integer.parseInt(resume.substring(0, end));
            return group < groups ? new Position(group, resume.substring(end + 1)) : new Position(0, "");
        }

        @Override
        public String toString() {
            return group == 0 && after.isEmpty() ? "" : group + "" + SEPARATOR + after;
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
     * Sweeps from where an earlier one stopped, as of {@code now}. It does not begin anew at the end: who stops often hands the
     * {@code resume} of one report to the next sweep, and that of the last one is empty.
     *
     * @param resume what {@link SweepReport#resume()} told, also in another process
     * @throws IllegalArgumentException if {@code resume} is none that a sweep of this policy told
     */
    public SweepReport run(Instant now, String resume) {
        requireNonNull(now, "now");
        requireNonNull(resume, "resume");
        List<Map.Entry<Duration, Set<String>>> groups =
                List.copyOf(policy.byThreshold().entrySet());
        Position position = resume.isEmpty() ? new Position(0, "") : Position.parse(resume, groups.size());
        policy.problems().forEach(problem -> reporter.report(Kind.REJECTED, problem.setting(), problem.reason()));
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        int rows = 0;
        while (position.group() < groups.size()) {
            Optional<String> stopped = stopped(rows);
            if (stopped.isPresent()) {
                return new SweepReport(counts, Ending.STOPPED, stopped.get(), position.toString());
            }
            Map.Entry<Duration, Set<String>> group = groups.get(position.group());
            Page page = new Page(position.after(), Math.min(policy.pageSize(), options.maxRows() - rows));
            StuckPage found;
            try {
                found = find(group.getValue(), now.minus(group.getKey()), page);
            } catch (StoreException e) {
                reporter.report(Kind.REJECTED, group.getValue().toString(), "cannot be swept: " + e.getMessage());
                return new SweepReport(counts, Ending.UNLISTED, String.valueOf(e.getMessage()), position.toString());
            }
            for (String id : found.unreadable()) {
                count(counts, id, Outcome.ERRORED, Kind.REJECTED, "its row is not understood");
                rows++;
            }
            for (StuckPage.Stuck stuck : found.rows()) {
                Optional<String> inPage = stopped(rows);
                if (inPage.isPresent()) {
                    return new SweepReport(counts, Ending.STOPPED, inPage.get(), position.toString());
                }
                sweep(stuck.row(), counts);
                rows++;
                position = new Position(position.group(), stuck.after());
            }
            position = found.isLast()
                    ? new Position(position.group() + 1, "")
                    : new Position(position.group(), found.next());
        }
        return new SweepReport(counts, Ending.COMPLETE, "", "");
    }

    private StuckPage find(Set<String> states, Instant olderThan, Page page) {
        StuckPage found = store.findStuck(states, olderThan, page);
        if (!found.isLast() && found.next().equals(page.after())) {
            throw new StoreException("the store told the page after '" + page.after() + "' twice");
        }
        return found;
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

    private void sweep(Execution row, Map<Outcome, Integer> counts) {
        try {
            boolean safe = options.repeatable().test(row);
            Disposition disposition = disposition(row, safe);
            switch (disposition) {
                case REDRIVE -> redrive(row, counts);
                case FAIL -> fail(row, safe, counts);
                case ALERT -> alert(row, counts);
            }
        } catch (RuntimeException e) { // of the store, the redriver or the predicate: this row's affair
            count(counts, row.id(), Outcome.ERRORED, Kind.REJECTED, "stuck in " + row.state() + ", and " + told(e));
        }
    }

    private static String told(RuntimeException e) {
        return e instanceof StoreException
                ? String.valueOf(e.getMessage())
                : e.getClass().getName() + " was thrown";
    }

    private Disposition disposition(Execution row, boolean safe) {
        Disposition disposition = policy.dispositionOf(row.state());
        boolean mayBeRedriven = safe && row.drive().redrives() < policy.maxRedrives();
        return disposition == Disposition.REDRIVE && !mayBeRedriven ? policy.otherwise() : disposition;
    }

    private void redrive(Execution row, Map<Outcome, Integer> counts) {
        int redrive = row.drive().redrives() + 1;
        Next next = Next.drivenBy(
                        owner, policy.redrivenAs(), "redrive " + redrive + " after no sign of life in " + row.state())
                .counted();
        Transition transition = store.transition(row, next);
        if (transition instanceof Transition.Won won) {
            requireNonNull(options.redriver(), "redriver").redrive(won.row());
            count(
                    counts,
                    row.id(),
                    Outcome.REDRIVEN,
                    Kind.REDRIVEN,
                    "no sign of life in " + row.state() + " since " + row.updatedAt() + ", redrive " + redrive + " of "
                            + policy.maxRedrives());
        } else {
            lost(row, transition, counts);
        }
    }

    private void fail(Execution row, boolean safe, Map<Outcome, Integer> counts) {
        String message = policy.messageOf(row, safe);
        Transition transition = store.transition(row, Next.of(policy.failedAs(), message));
        if (transition instanceof Transition.Won) {
            count(counts, row.id(), Outcome.REAPED, Kind.REAPED, message);
        } else {
            lost(row, transition, counts);
        }
    }

    /** The index may lag, and an alert writes nothing that would fail: so the row itself is asked. */
    private void alert(Execution row, Map<Outcome, Integer> counts) {
        Optional<Execution> current = store.find(row.id());
        if (current.isPresent() && current.get().version() == row.version()) {
            count(
                    counts,
                    row.id(),
                    Outcome.ALERTED,
                    Kind.STUCK,
                    "no sign of life in " + row.state() + " since " + row.updatedAt() + ", redriven "
                            + row.drive().redrives() + " times");
        } else {
            lost(row, current.<Transition>map(Transition.Lost::new).orElseGet(Transition.Gone::new), counts);
        }
    }

    private void lost(Execution row, Transition transition, Map<Outcome, Integer> counts) {
        String why = transition.fold(
                won -> "it is won",
                lost -> "it is " + lost.current().state() + " in version "
                        + lost.current().version() + " by now",
                gone -> "it is gone by now");
        count(counts, row.id(), Outcome.RACE_LOST, Kind.CONFLICT, "looked stuck in " + row.state() + ", but " + why);
    }

    private void count(Map<Outcome, Integer> counts, String id, Outcome outcome, Kind kind, String reason) {
        counts.merge(outcome, 1, Integer::sum);
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
         * Which executions may be driven again, because everything that they change tells a repeat from a second order; none unless
         * said otherwise. Others are not redriven, and only of these the message says that to try again is safe.
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

        /** Asked before each row, and ends the sweep: before the time of a Lambda function is over, say. */
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
