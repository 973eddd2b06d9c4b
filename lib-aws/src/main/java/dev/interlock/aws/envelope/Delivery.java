package dev.interlock.aws.envelope;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import dev.interlock.envelope.HopCount;
import dev.interlock.envelope.Message;

/**
 * With what a payload came.
 *
 * @param message its envelopes: ids, dedup keys, attributes
 * @param hops how often it was sent on; {@code hops.next()} goes along with what is sent because of it
 * @param context the invocation: its id, and the time that remains
 */
public record Delivery(Message message, HopCount hops, Context context) {
    public Delivery {
        requireNonNull(message, "message");
        requireNonNull(hops, "hops");
        requireNonNull(context, "context");
    }

    /** Message and hops; what a runtime prints of its context is its own affair. */
    @Override
    public String toString() {
        return "Delivery[" + message + ", " + hops + "]";
    }
}
