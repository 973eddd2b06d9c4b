package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import java.net.URI;

/** Asks a service by HTTP. Thread-safe. */
@FunctionalInterface
public interface HttpProbe {
    /** One GET, without retries. */
    Answer get(URI uri);

    /** What came of it. */
    sealed interface Answer {}

    /**
     * It answered.
     *
     * @param status the status, from 100 to 999
     * @param body the body, or the beginning of it
     */
    record Answered(int status, Payload body) implements Answer {
        public Answered {
            if (status < 100 || status > 999) {
                throw new IllegalArgumentException("status is not within 100 and 999: " + status);
            }
            requireNonNull(body, "body");
        }
    }

    /**
     * It did not answer, or not in time.
     *
     * @param cause what happened, for a human, and without the query of the address, which may hold a key
     */
    record Unreachable(String cause) implements Answer {
        public Unreachable {
            requireNonNull(cause, "cause");
        }
    }
}
