package dev.interlock.aws.envelope;

import dev.interlock.envelope.Passage;

/** What became of one record. */
sealed interface Ending {
    /** It was handled. */
    record Done() implements Ending {}

    /** It was not to be handled, and is done with that. */
    record Skipped(Passage.Skip skip) implements Ending {}

    /** It must come again, or reach a dead-letter queue. */
    record Failed(RuntimeException failure) implements Ending {}
}
