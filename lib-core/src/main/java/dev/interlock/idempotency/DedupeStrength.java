package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

/**
 * What keeps a second create with the same token from buying again, the weakest first.
 *
 * <p>It is about the service, and not about luck: a look-up that found nothing proves nothing where what it looks for
 * is written after the purchase.
 */
public enum DedupeStrength {
    /** Nothing does. */
    NONE,

    /**
     * A tag that is written after the purchase. Between the two is a window: what was bought and not tagged yet is
     * found by nobody, and a second create buys again.
     */
    BY_TAG,

    /** The service refuses a name that is taken, and the name is made of the token. */
    BY_NAME,

    /** The service refuses an id that is taken and finds by it, and the id is made of the token. */
    DETERMINISTIC_ID,

    /** The service takes the token itself, and answers a repeat with what it bought before. */
    NATIVE_TOKEN;

    /** Whether this is as strong as {@code demanded} or stronger. */
    public boolean isAtLeast(DedupeStrength demanded) {
        return compareTo(requireNonNull(demanded, "demanded")) >= 0;
    }

    /** Whether the service itself keeps a second create with the same token from buying again. */
    public boolean refusesRepeats() {
        return isAtLeast(BY_NAME);
    }
}
