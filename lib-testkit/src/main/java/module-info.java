import org.jspecify.annotations.NullMarked;

/** A fake AWS behind the real SDK clients, for test suites. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // the SDK's modules have names, not descriptors
@NullMarked
module dev.interlock.testkit {
    requires transitive dev.interlock.core;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive java.xml;
    requires org.reactivestreams;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;
    requires software.amazon.awssdk.auth;
    requires transitive software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.profiles;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;

    exports dev.interlock.testkit.commitment;
    exports dev.interlock.testkit.dynamodb;
    exports dev.interlock.testkit.idempotency;
    exports dev.interlock.testkit.interleaving;
    exports dev.interlock.testkit.junit;
    exports dev.interlock.testkit.reaper;
    exports dev.interlock.testkit.s3;
    exports dev.interlock.testkit.wire;
    exports dev.interlock.testkit;
}
