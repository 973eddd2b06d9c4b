import org.jspecify.annotations.NullMarked;

/** Adapters of Interlock's ports on clients of the AWS SDK that the user passes in. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // the SDK's modules have names, not descriptors
@NullMarked
module dev.interlock.aws {
    requires transitive dev.interlock.core;
    requires static transitive org.jspecify;
    requires software.amazon.awssdk.awscore;
    requires transitive software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries.api;
    requires static transitive aws.lambda.java.core; // by the name of its file: it has no other
    requires static transitive software.amazon.awssdk.services.dynamodb;
    requires static transitive software.amazon.awssdk.services.ec2;
    requires static transitive software.amazon.awssdk.services.elasticache;
    requires static transitive software.amazon.awssdk.services.memorydb;
    requires static transitive software.amazon.awssdk.services.opensearch;
    requires static transitive software.amazon.awssdk.services.rds;
    requires static transitive software.amazon.awssdk.services.redshift;
    requires static transitive software.amazon.awssdk.services.savingsplans;
    requires static transitive software.amazon.awssdk.services.s3;
    requires static transitive java.net.http;

    exports dev.interlock.aws.commitment;
    exports dev.interlock.aws.contract;
    exports dev.interlock.aws.envelope;
    exports dev.interlock.aws.freshness;
    exports dev.interlock.aws.idempotency;
    exports dev.interlock.aws.lease;
    exports dev.interlock.aws.mutex;
    exports dev.interlock.aws.reaper;
    exports dev.interlock.aws.phase;
}
