package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

/** Says that a suite did not pass, with all that is wrong as far as it fits in a text. */
public final class ContractViolationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ContractReport report; // what a copy that was sent somewhere has of it is the text

    ContractViolationException(String message, ContractReport report) {
        super(message);
        this.report = requireNonNull(report);
    }

    /** The whole report; not there in a copy that was serialized. */
    public ContractReport report() {
        return requireNonNull(report, "a serialized copy has no report");
    }
}
