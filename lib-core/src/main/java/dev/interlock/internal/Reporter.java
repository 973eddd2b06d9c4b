package dev.interlock.internal;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;

/**
 * Tells a listener what one primitive has to tell.
 *
 * @param listener who hears it; may throw
 * @param primitive the primitive's name
 */
public record Reporter(InterlockListener listener, String primitive) {
    /** Tells an event. */
    public void report(InterlockEvent.Kind kind, String subject, String reason) {
        InterlockEvent event = new InterlockEvent(kind, primitive, subject, reason);
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            // The decision stands whether or not somebody could take note of it, and core has no log.
        }
    }
}
