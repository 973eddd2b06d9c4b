package dev.interlock.idempotency;

/**
 * A service where something is bought: to be implemented for every "create" that must not happen twice, and driven by a
 * {@link CommitmentGuard} alone. Thread-safe.
 *
 * <p>An implementation sends each request once: whatever repeats requests by itself (an SDK, an HTTP client) is
 * switched off for {@link #create}, because between two attempts there has to be a look-up. What it throws is taken for
 * the answer that nobody knows.
 *
 * @param <R> what is bought
 */
public interface CommitmentPort<R extends CommitmentRequest> {
    /** How the service keeps a second create with the same token from buying again. */
    DedupeStrength strength();

    /**
     * What was bought with {@code token}, in whatever state it is. Reads to the end of the last page, or fails; see
     * {@link Pages}.
     */
    LookUp find(IdempotencyToken token, R request);

    /** Buys, with {@code token} in the form that the service dedupes by, or that {@link #find} finds by. */
    Attempt create(IdempotencyToken token, R request);
}
