package dev.interlock.testkit.interleaving;

import dev.interlock.testkit.Delivery;
import dev.interlock.testkit.wire.WireResponse;

/** Where an actor rests. */
sealed interface Position {
    /** It has not begun. */
    record Beginning() implements Position {}

    /** It sent a request, which is on its way. */
    record Sent(Delivery delivery) implements Position {}

    /** Its request was carried out, and the answer is on its way. */
    record Answered(Delivery delivery, WireResponse response) implements Position {}

    /** It sleeps, or stands at a step of its own. */
    record Resting(String what) implements Position {}

    /** It has ended. */
    record Ended() implements Position {}
}
