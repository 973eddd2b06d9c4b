package dev.interlock.testkit;

import dev.interlock.testkit.wire.FakeService;
import java.time.Duration;

/** What becomes of one request, other than being carried out and answered. */
sealed interface Fate {
    /** Carried out; the answer never arrives. */
    record AnswerLost() implements Fate {}

    /** Never arrives, is not carried out. */
    record RequestLost() implements Fate {}

    /** The client gives up on it; it is carried out {@code delay} later by the fake's clock. */
    record LandsLate(Duration delay) implements Fate {}

    /** Carried out on what was there {@code writesAgo} writes before, as far as the service may read so. */
    record Stale(int writesAgo) implements Fate {}

    /** Refused, not carried out. */
    record Refused(FakeService.Trouble trouble) implements Fate {}

    /** Carried out; the answer is an internal error all the same. */
    record FailedAfterwards() implements Fate {}

    /** Answered with an error of the test's choice, not carried out. */
    record Answered(int status, String code) implements Fate {}
}
