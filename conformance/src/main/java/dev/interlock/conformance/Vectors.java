package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** A kind of vector file, and how to replay it. */
interface Vectors {
    /** The name that files of this kind have. */
    String fileName();

    /**
     * Replays the whole file.
     *
     * @throws IllegalArgumentException if the file does not have the form that its kind has
     */
    void replay(JsonNode file, Tally tally);
}
