import org.jspecify.annotations.NullMarked;

/** Pipeline-safety primitives: pure code without I/O and without a clock of its own. */
@SuppressWarnings("requires-automatic") // the modules of resilience4j have names, not descriptors
@NullMarked
module dev.interlock.core {
    requires static transitive org.jspecify;
    requires static com.networknt.schema;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires io.github.resilience4j.circuitbreaker;
    requires org.slf4j; // resilience4j logs with it, and does not say so to the module system
    requires org.snakeyaml.engine;

    exports dev.interlock;
    exports dev.interlock.contract;
    exports dev.interlock.envelope;
    exports dev.interlock.freshness;
    exports dev.interlock.idempotency;
    exports dev.interlock.lease;
    exports dev.interlock.mutex;
    exports dev.interlock.reaper;
    exports dev.interlock.phase;
    exports dev.interlock.schedule;
}
