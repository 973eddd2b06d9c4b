package dev.interlock.testkit.commitment;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A service where capacity is reserved, and how it is told a repeat. */
public enum CommitmentService {
    /** Reserved instances: neither a token nor an id of the caller's. */
    EC2("ec2", "payment-pending", "active payment-failed queued queued-deleted retired"),
    /** Reserved cache nodes: an id of the caller's. */
    ELASTICACHE("elasticache", "payment-pending", "active payment-failed retired"),
    /** Reserved nodes: an id of the caller's. */
    MEMORYDB("memorydb", "payment-pending", "active payment-failed retired"),
    /** Reserved instances: a name of the caller's. */
    OPENSEARCH("es", "payment-pending", "active payment-failed retired"),
    /** Reserved database instances: an id of the caller's. */
    RDS("rds", "payment-pending", "active payment-failed retired"),
    /** Reserved nodes: neither a token nor an id of the caller's. */
    REDSHIFT("redshift", "pending-payment", "active exchanging payment-failed retired"),
    /** Savings plans: a token of the caller's. */
    SAVINGS_PLANS(
            "savingsplans",
            "payment-pending",
            "active payment-failed pending-return queued queued-deleted retired returned");

    private final String signingName;
    private final String firstState;
    private final String laterStates;

    CommitmentService(String signingName, String firstState, String laterStates) {
        this.signingName = signingName;
        this.firstState = firstState;
        this.laterStates = laterStates;
    }

    /** The state in which a purchase begins. */
    public String firstState() {
        return firstState;
    }

    /** Every state that the service documents. */
    public Set<String> states() {
        Set<String> states = new TreeSet<>(List.of(laterStates.split(" ")));
        states.add(firstState);
        return states;
    }

    /** The name that requests to the service are signed with. */
    String signingName() {
        return signingName;
    }
}
