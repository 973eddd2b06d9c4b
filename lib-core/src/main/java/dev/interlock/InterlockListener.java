package dev.interlock;

/**
 * Hears of everything that a primitive keeps from happening, for metrics and logs: without it a skip is silence.
 *
 * <p>It is called in the thread of the decision, before the decision is returned, so it must be quick and thread-safe.
 * What it throws is dropped, unless it is an {@link Error}: a broken counter must not decide whether an order is
 * placed. It does not replace the result, on which the caller acts.
 */
@FunctionalInterface
public interface InterlockListener {
    /** Takes note of one event. */
    void onEvent(InterlockEvent event);
}
