package dev.interlock.aws.internal;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;

/** Tells listeners, which may throw. */
public final class Listeners {
    private Listeners() {}

    /** Tells an event. What the listener throws is dropped: the decision stands whether or not it is counted. */
    public static void tell(InterlockListener listener, InterlockEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            // The adapters have no log.
        }
    }
}
