package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.internal.Reporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The contracts that consumers have with a producer, run by the producer.
 *
 * <p>One cause is one failure: a contract that depends on another is skipped if that one did not pass. A check that
 * throws, takes too long or answers nothing is one of which nobody can tell, which fails the suite, and leaves the
 * other contracts. Violations, unknowns and skips reach the listener.
 *
 * <p>Contracts are looked at one after the other: of those whose dependencies are done the cheapest, then the one that
 * was added first. Immutable; it may be run by many threads at once if its checks may. It keeps nothing between two
 * runs.
 *
 * <p>It does not undo anything and keeps nobody from reading: run it on what is not published yet.
 *
 * @param <C> what is handed in for the checks to look at
 */
public final class ContractSuite<C> {
    private final String name;
    private final ContractReport.Stage stage;
    private final Policy policy;
    private final List<Contract<? super C>> contracts;
    private final Examiner examiner;
    private final LongSupplier ticker;
    private final Reporter reporter;

    private enum Policy {
        FAIL_FAST,
        COLLECT_ALL
    }

    private ContractSuite(Builder<C> builder, List<Contract<? super C>> contracts) {
        this.name = builder.name;
        this.stage = builder.stage;
        this.policy = builder.policy;
        this.contracts = contracts;
        this.examiner = new Examiner(builder.executor, builder.limit, builder.ticker);
        this.ticker = builder.ticker;
        this.reporter = new Reporter(builder.listener, "contract-suite");
    }

    /**
     * A suite that is run before the producer works: it stops at the first contract that does not pass, unless told to
     * {@linkplain Builder#collectAll collect all}.
     *
     * @param name its name, of the form of a contract's
     * @param ticker a monotonic clock in nanoseconds, {@code System::nanoTime}; tells how long a check took; it decides
     *     only where a limit cannot be kept, see {@link Builder#within}
     */
    public static <C> Builder<C> preflight(String name, LongSupplier ticker) {
        return new Builder<>(name, ticker, ContractReport.Stage.PREFLIGHT, Policy.FAIL_FAST);
    }

    /**
     * A suite that is run after the producer has worked: it looks at every contract, unless told to
     * {@linkplain Builder#failFast fail fast}.
     *
     * @param name its name, of the form of a contract's
     * @param ticker a monotonic clock in nanoseconds, {@code System::nanoTime}; tells how long a check took; it decides
     *     only where a limit cannot be kept, see {@link Builder#within}
     */
    public static <C> Builder<C> postflight(String name, LongSupplier ticker) {
        return new Builder<>(name, ticker, ContractReport.Stage.POSTFLIGHT, Policy.COLLECT_ALL);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The contracts in the order in which they are looked at. */
    public List<Contract<? super C>> contracts() {
        return contracts;
    }

    /**
     * Looks at the contracts. Does not throw for anything that a check throws, exception or {@link Error}, but for a
     * {@link VirtualMachineError} other than that the stack is too deep: the machine is broken then, such as that
     * memory is out. If the thread is interrupted it stays so, and of what was not looked at by then nobody can tell.
     */
    public ContractReport run(C context) {
        requireNonNull(context, "context");
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<ContractReport.Result> results = new ArrayList<>();
        String stopped = null;
        for (Contract<? super C> contract : contracts) {
            long begun = ticker.getAsLong();
            Outcome outcome = stopped == null
                    ? outcome(contract, context, outcomes)
                    : new Outcome.Skipped(Outcome.Skip.STOPPED, stopped);
            Duration elapsed = Duration.ofNanos(Math.max(0, ticker.getAsLong() - begun));
            ContractReport.Result result =
                    new ContractReport.Result(contract.name(), contract.consumers(), outcome, elapsed);
            report(result);
            outcomes.put(contract.name(), outcome);
            results.add(result);
            if (policy == Policy.FAIL_FAST && stopped == null && result.isFailure()) {
                stopped = contract.name();
            }
        }
        return new ContractReport(name, stage, results);
    }

    private Outcome outcome(Contract<? super C> contract, C context, Map<String, Outcome> outcomes) {
        for (String dependency : contract.orderedDependencies()) {
            Outcome earlier = requireNonNull(outcomes.get(dependency));
            if (!(earlier instanceof Outcome.Pass)) {
                boolean isChain =
                        earlier instanceof Outcome.Skipped skipped && skipped.skip() == Outcome.Skip.DEPENDENCY;
                String root = isChain ? ((Outcome.Skipped) earlier).because() : dependency;
                return new Outcome.Skipped(Outcome.Skip.DEPENDENCY, root);
            }
        }
        return examiner.examine(contract, context);
    }

    private void report(ContractReport.Result result) {
        String subject = name + "/" + result.contract();
        if (result.outcome() instanceof Outcome.Violated violated) {
            reporter.report(
                    InterlockEvent.Kind.VIOLATED,
                    subject,
                    violated.mismatches().size() + " violated for " + result.consumer() + ", the first at "
                            + ReportText.cut(violated.mismatches().get(0).place()));
        } else if (result.outcome() instanceof Outcome.CannotTell cannotTell) {
            reporter.report(InterlockEvent.Kind.UNKNOWN, subject, ReportText.cut(cannotTell.cause()));
        } else if (result.outcome() instanceof Outcome.Skipped skipped) {
            reporter.report(InterlockEvent.Kind.SKIPPED, subject, ReportText.skipped(skipped));
        }
    }

    /** Collects contracts. Not thread-safe. */
    public static final class Builder<C> {
        private final String name;
        private final LongSupplier ticker;
        private final ContractReport.Stage stage;
        private final Map<String, Contract<? super C>> contracts = new LinkedHashMap<>();
        private final Set<String> produced = new LinkedHashSet<>();
        private Policy policy;
        private InterlockListener listener = event -> {};
        private @Nullable ExecutorService executor;
        private @Nullable Duration limit;

        private Builder(String name, LongSupplier ticker, ContractReport.Stage stage, Policy policy) {
            this.name = Contract.requireName("name", name);
            this.ticker = requireNonNull(ticker, "ticker");
            this.stage = stage;
            this.policy = policy;
        }

        /**
         * Stops at the first contract that is violated or of which nobody can tell; the others are skipped because of
         * it.
         */
        public Builder<C> failFast() {
            policy = Policy.FAIL_FAST;
            return this;
        }

        /** Looks at every contract. */
        public Builder<C> collectAll() {
            policy = Policy.COLLECT_ALL;
            return this;
        }

        /**
         * Adds a contract.
         *
         * @throws IllegalArgumentException if there is one of its name
         */
        public Builder<C> add(Contract<? super C> contract) {
            if (contracts.putIfAbsent(requireNonNull(contract, "contract").name(), contract) != null) {
                throw new IllegalArgumentException("suite " + name + " has two contracts of the name " + contract.name()
                        + "; one consumer's would hide the other's");
            }
            return this;
        }

        /** Adds all contracts of a consumer, as {@link #add}. */
        public Builder<C> addAll(Collection<? extends Contract<? super C>> contracts) {
            requireNonNull(contracts, "contracts").forEach(this::add);
            return this;
        }

        /**
         * Names what the producer makes. Its preflight may not insist that any of these is fresh: it would keep itself
         * from making them fresh.
         */
        public Builder<C> produces(String... artifacts) {
            Arrays.stream(requireNonNull(artifacts, "artifacts"))
                    .forEach(artifact -> produced.add(Contract.requireName("artifact", artifact)));
            return this;
        }

        /**
         * Gives every check this long, unless its contract says otherwise, counted from when it is handed to the
         * executor. Of one that takes longer nobody can tell; its thread is interrupted, and whatever it answers later
         * is dropped. A check that does not heed the interrupt keeps its thread, and with an executor of one thread all
         * that come after it; these are told as ones that did not begin.
         *
         * <p>An executor that runs tasks in the thread that hands them in, as with {@code CallerRunsPolicy}, cannot
         * keep a limit: a check that took longer there is not interrupted, and does not pass.
         *
         * @param executor runs the checks, and is never shut down by the suite; it must not be the one that runs the
         *     suite, if that is bounded
         * @throws IllegalArgumentException if the limit is not positive, or above a day
         */
        public Builder<C> within(Duration limit, ExecutorService executor) {
            this.limit = Contract.requireLimit(limit);
            this.executor = requireNonNull(executor, "executor");
            return this;
        }

        /** Who hears of violations, of what nobody can tell, and of what is skipped. */
        public Builder<C> listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The suite.
         *
         * @throws IllegalArgumentException if there is no contract, if one depends on a name that is none or on itself,
         *     also by way of others, if one has a time limit and there is no executor, or if a preflight insists on the
         *     freshness of what is produced
         */
        public ContractSuite<C> build() {
            if (contracts.isEmpty()) {
                throw new IllegalArgumentException(
                        "suite " + name + " has no contract, so it would pass whatever there is");
            }
            for (Contract<? super C> contract : contracts.values()) {
                requireSound(contract);
            }
            return new ContractSuite<>(this, ordered());
        }

        private void requireSound(Contract<? super C> contract) {
            for (String dependency : contract.orderedDependencies()) {
                if (!contracts.containsKey(dependency)) {
                    throw new IllegalArgumentException("contract " + contract.name() + " depends on " + dependency
                            + ", which suite " + name + " does not have");
                }
            }
            if (contract.limit().isPresent() && executor == null) {
                throw new IllegalArgumentException("contract " + contract.name()
                        + " has a time limit, and the suite no executor; give it one by within(...)");
            }
            if (stage == ContractReport.Stage.PREFLIGHT) {
                contract.freshnessOf().stream()
                        .filter(produced::contains)
                        .findFirst()
                        .ifPresent(artifact -> {
                            throw new IllegalArgumentException(
                                    "contract " + contract.name() + " insists that " + artifact
                                            + " is fresh before the run that makes it fresh; leave it to those who read it");
                        });
            }
        }

        /** The cheapest of those that are ready, again and again; of equal ones the first. */
        private List<Contract<? super C>> ordered() {
            Map<String, Contract<? super C>> left = new LinkedHashMap<>(contracts);
            List<Contract<? super C>> ordered = new ArrayList<>();
            while (!left.isEmpty()) {
                Contract<? super C> next = null;
                for (Contract<? super C> contract : left.values()) {
                    boolean isReady = contract.orderedDependencies().stream().noneMatch(left::containsKey);
                    if (isReady && (next == null || contract.cost() < next.cost())) {
                        next = contract;
                    }
                }
                if (next == null) {
                    throw new IllegalArgumentException(
                            "contracts depend on each other in a circle, or on one that does: " + left.keySet());
                }
                left.remove(next.name());
                ordered.add(next);
            }
            return List.copyOf(ordered);
        }
    }
}
