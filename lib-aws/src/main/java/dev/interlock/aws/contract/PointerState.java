package dev.interlock.aws.contract;

import dev.interlock.Payload;
import dev.interlock.contract.SetPointer;
import dev.interlock.lease.LeaseStore.Reading;

/** What stands where the pointer belongs. */
sealed interface PointerState {
    /** Nothing: nobody has published yet. */
    record None() implements PointerState {}

    /** A pointer of the form that was before this one: it names no run and no fence. */
    record Older(String version) implements PointerState {}

    /** A pointer of ours. */
    record Named(SetPointer pointer, String version) implements PointerState {}

    /** Nobody can tell. */
    record Unclear(String cause) implements PointerState {}

    static PointerState of(Reading reading, String place) {
        if (reading instanceof Reading.Unreadable unreadable) {
            return new Unclear(unreadable.cause());
        }
        if (!(reading instanceof Reading.Found found)) {
            return new None();
        }
        if (isOlder(found.body())) {
            return new Older(found.version());
        }
        try {
            return new Named(SetPointer.parse(found.body()), found.version());
        } catch (IllegalArgumentException e) {
            return new Unclear("what stands at " + place + " is not replaced: " + e.getMessage());
        }
    }

    private static boolean isOlder(Payload body) {
        return body.at("/v").isEmpty()
                && body.at("/date").isPresent()
                && body.at("/s3_prefix").isPresent();
    }
}
