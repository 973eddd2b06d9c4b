package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run that holds a key. Only the run id is certain: a record that a state machine wrote by itself has no attempt,
 * and a damaged one perhaps no time.
 *
 * <p>Immutable.
 */
public final class Holder {
    private final String runId;
    private final @Nullable String attempt;
    private final @Nullable Instant startedAt;

    private Holder(String runId, @Nullable String attempt, @Nullable Instant startedAt) {
        this.runId = runId;
        this.attempt = attempt;
        this.startedAt = startedAt;
    }

    /**
     * A holder of which nothing but the run is known.
     *
     * @throws IllegalArgumentException if {@code runId} is blank
     */
    public static Holder of(String runId) {
        if (requireNonNull(runId, "runId").isBlank()) {
            throw new IllegalArgumentException("runId is blank: '" + runId + "'");
        }
        return new Holder(runId, null, null);
    }

    /** This holder, with the attempt of its run that wrote the record. */
    public Holder withAttempt(String attempt) {
        return new Holder(runId, requireNonNull(attempt, "attempt"), startedAt);
    }

    /** This holder, with the time at which it asked. */
    public Holder withStartedAt(Instant startedAt) {
        return new Holder(runId, attempt, requireNonNull(startedAt, "startedAt"));
    }

    /** The id of the run, such as the ARN of an execution. */
    public String runId() {
        return runId;
    }

    /** Which call of {@link ExecutionMutex#admit} wrote the record: a value that no other call has. */
    public Optional<String> attempt() {
        return Optional.ofNullable(attempt);
    }

    /** When the run asked to be admitted, by its own clock; of a state machine's record, when the execution started. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Holder holder
                && runId.equals(holder.runId)
                && Objects.equals(attempt, holder.attempt)
                && Objects.equals(startedAt, holder.startedAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(runId, attempt, startedAt);
    }

    /** The run, and since when. */
    @Override
    public String toString() {
        return startedAt == null ? runId : runId + " since " + startedAt;
    }
}
