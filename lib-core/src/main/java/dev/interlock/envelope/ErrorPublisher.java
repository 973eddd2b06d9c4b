package dev.interlock.envelope;

/** Publishes errors for others to see, such as with PutEvents. */
@FunctionalInterface
public interface ErrorPublisher<E> {
    /** Publishes one error; throws if it cannot. */
    void publish(E error);
}
