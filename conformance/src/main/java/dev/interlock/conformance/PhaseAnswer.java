package dev.interlock.conformance;

import java.util.List;

/**
 * What is said of a phase.
 *
 * @param run {@code true} or {@code false}; empty if neither is said
 * @param reason the reason's name; empty if neither is said
 * @param raises the type of the error that the original raises, and its code; empty if none
 * @param requests the requests to S3, in their order
 */
record PhaseAnswer(String run, String reason, String raises, List<String> requests) {
    static PhaseAnswer of(boolean run, String reason, List<String> requests) {
        return new PhaseAnswer(Boolean.toString(run), reason, "", requests);
    }

    static PhaseAnswer raised(String raises, List<String> requests) {
        return new PhaseAnswer("", "", raises, requests);
    }
}
