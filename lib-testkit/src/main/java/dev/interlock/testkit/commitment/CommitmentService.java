package dev.interlock.testkit.commitment;

/** A service where capacity is reserved, and how it is told a repeat. */
public enum CommitmentService {
    /** Reserved instances: neither a token nor an id of the caller's. */
    EC2("ec2"),
    /** Reserved cache nodes: an id of the caller's. */
    ELASTICACHE("elasticache"),
    /** Reserved nodes: an id of the caller's. */
    MEMORYDB("memorydb"),
    /** Reserved instances: a name of the caller's. */
    OPENSEARCH("es"),
    /** Reserved database instances: an id of the caller's. */
    RDS("rds"),
    /** Reserved nodes: neither a token nor an id of the caller's. */
    REDSHIFT("redshift"),
    /** Savings plans: a token of the caller's. */
    SAVINGS_PLANS("savingsplans");

    private final String signingName;

    CommitmentService(String signingName) {
        this.signingName = signingName;
    }

    /** The name that requests to the service are signed with. */
    String signingName() {
        return signingName;
    }
}
