package dev.interlock.aws.envelope;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import dev.interlock.envelope.HopCount;
import dev.interlock.envelope.Message;
import dev.interlock.idempotency.Claim;

/**
 * With what a payload came. What the claim of a {@link Deduplication} says is 0 where there is none, or where the
 * message has no id to claim it by.
 *
 * @param message its envelopes: ids, dedup keys, attributes
 * @param hops how often it was sent on; {@code hops.next()} goes along with what is sent because of it
 * @param context the invocation: its id, and the time that remains
 * @param unfinished how many earlier deliveries began to handle this and never said how it ended: each of them may have
 *     had the effect, so look before it is had again
 * @param fence greater than that of every earlier delivery of this that was claimed, from 1: what the effect is on can
 *     refuse a lower one, which is late
 */
public record Delivery(Message message, HopCount hops, Context context, long unfinished, long fence) {
    public Delivery {
        requireNonNull(message, "message");
        requireNonNull(hops, "hops");
        requireNonNull(context, "context");
        if (fence < 0) {
            throw new IllegalArgumentException("fence is negative: " + fence);
        }
        if (unfinished < 0 || (unfinished > 0 && fence == 0)) {
            throw new IllegalArgumentException("unfinished is negative, or there is no claim: " + unfinished);
        }
    }

    /** One that is not claimed. */
    public Delivery(Message message, HopCount hops, Context context) {
        this(message, hops, context, 0, 0);
    }

    Delivery under(Claim.Granted claim) {
        return new Delivery(message, hops, context, claim.unfinished(), claim.fence());
    }

    /** Message, hops and claim; what a runtime prints of its context is its own affair. */
    @Override
    public String toString() {
        return "Delivery[" + message + ", " + hops + ", " + unfinished + " unfinished, fence " + fence + "]";
    }
}
