package dev.interlock.conformance;

import java.util.function.Supplier;

/** The answer of who refuses to give one. */
record Refused(String reason) {
    /** What {@code question} answers, or that it refuses its input. */
    static Object or(Supplier<Object> question) {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            return new Refused(String.valueOf(e.getMessage()));
        }
    }
}
