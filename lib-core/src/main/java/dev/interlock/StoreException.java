package dev.interlock;

import static java.util.Objects.requireNonNull;

/**
 * A store could not be asked, or did not answer in a way that can be understood: what was asked for may have happened,
 * and may still happen. It is thrown only where there is no result that could say so; the method says whether to ask
 * again is safe.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A store that answered what nobody understands.
     *
     * @param message what happened, for a human, without content
     */
    public StoreException(String message) {
        super(requireNonNull(message, "message"));
    }

    /**
     * A store that did not answer.
     *
     * @param message what happened, for a human, without content
     * @param cause what the client threw
     */
    public StoreException(String message, Throwable cause) {
        super(requireNonNull(message, "message"), requireNonNull(cause, "cause"));
    }
}
