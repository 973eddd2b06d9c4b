package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Lets time pass: in a service really, in a test by moving its clock. */
@FunctionalInterface
public interface Pause {
    /** Lets {@code length} pass, or less if the thread is interrupted, and then leaves its flag set. */
    void pause(Duration length);

    /** Puts the thread to sleep. */
    static Pause sleeping() {
        return length -> {
            try {
                Thread.sleep(requireNonNull(length, "length").toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
