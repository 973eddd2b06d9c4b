package dev.interlock.aws.envelope;

/**
 * Does what a message asks for.
 *
 * @param <T> what its payload is decoded into
 */
@FunctionalInterface
public interface MessageConsumer<T> {
    /**
     * Handles one message. When it returns, the message is done and comes no more; when it throws, it comes again. The
     * same message may come more than once in any case; if its function died in it, {@link Delivery#unfinished} tells
     * the next one.
     */
    void consume(T payload, Delivery delivery);
}
