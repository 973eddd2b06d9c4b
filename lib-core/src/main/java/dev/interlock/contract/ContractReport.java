package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of every contract of a suite, in the order in which they were looked at.
 *
 * @param suite the suite's name
 * @param stage when it is run
 * @param results one for each contract of the suite
 */
public record ContractReport(String suite, Stage stage, List<Result> results) {
    private static final int SHOWN = 50;

    /** When a suite is run. */
    public enum Stage {
        /** Before the producer works: what it needs is there. */
        PREFLIGHT,
        /** After the producer has worked, before anybody reads: what it promised is there. */
        POSTFLIGHT
    }

    /**
     * What became of one contract.
     *
     * @param contract its name
     * @param consumers who relies on it
     * @param outcome what came of it
     * @param elapsed how long it took
     */
    public record Result(String contract, List<String> consumers, Outcome outcome, Duration elapsed) {
        /** Checks the parts. */
        public Result {
            requireNonNull(contract, "contract");
            consumers = List.copyOf(requireNonNull(consumers, "consumers"));
            requireNonNull(outcome, "outcome");
            requireNonNull(elapsed, "elapsed");
        }

        String consumer() {
            return String.join(", ", consumers);
        }

        /** Whether it fails the suite by itself. */
        boolean isFailure() {
            return outcome.fold(pass -> false, violated -> true, cannotTell -> true, skipped -> false);
        }
    }

    /** Checks the parts. */
    public ContractReport {
        requireNonNull(suite, "suite");
        requireNonNull(stage, "stage");
        results = List.copyOf(requireNonNull(results, "results"));
    }

    /**
     * Whether nothing is violated, nothing unknown, and at least one contract holds: a suite of which everything was
     * skipped has shown nothing.
     */
    public boolean passed() {
        return results.stream().noneMatch(Result::isFailure)
                && results.stream().anyMatch(result -> result.outcome() instanceof Outcome.Pass);
    }

    /** All that is violated, by contract and consumer. */
    public List<Violation> violations() {
        return results.stream()
                .filter(result -> result.outcome() instanceof Outcome.Violated)
                .flatMap(result -> ((Outcome.Violated) result.outcome())
                        .mismatches().stream()
                                .map(m -> new Violation(
                                        result.contract(), result.consumer(), m.place(), m.expected(), m.found())))
                .toList();
    }

    /**
     * This report, if the suite passed.
     *
     * @throws ContractViolationException if it did not, with the first 50 lines of what is wrong
     */
    public ContractReport orThrow() {
        if (!passed()) {
            throw new ContractViolationException(message(), this);
        }
        return this;
    }

    /** 0 if the suite passed, else 1, as a process would end with. */
    public int exitStatus() {
        return passed() ? 0 : 1;
    }

    /**
     * The status of the run that this report judges: {@code status} if the suite passed, else {@code preflight_failed}
     * or {@code postflight_failed}. Give it only the status of a run that went well: one that failed has a status
     * already.
     */
    public String runStatus(String status) {
        requireNonNull(status, "status");
        return passed() ? status : stage == Stage.PREFLIGHT ? "preflight_failed" : "postflight_failed";
    }

    private String message() {
        List<String> lines = results.stream()
                .flatMap(result -> ReportText.failures(result).stream())
                .toList();
        String shown = lines.stream().limit(SHOWN).collect(Collectors.joining("\n  ", "\n  ", ""));
        return ReportText.summary(this)
                + (lines.isEmpty() ? "" : shown)
                + (lines.size() > SHOWN ? "\n  and " + (lines.size() - SHOWN) + " more" : "");
    }

    /** The report for a human: a line for each contract, and one for each thing that is wrong. */
    public String toText() {
        return ReportText.of(this);
    }

    /** The report as JSON, version 1; see {@code docs/formats.md}. */
    public String toJson() {
        return ReportJson.of(this);
    }

    /**
     * The report as JUnit XML, which build servers show: violations are failures, what nobody knows is an error.
     * Characters that XML does not have are replaced by U+FFFD.
     */
    public String toJUnitXml() {
        return ReportXml.of(this);
    }

    @Override
    public String toString() {
        return "ContractReport[" + ReportText.summary(this) + "]";
    }
}
