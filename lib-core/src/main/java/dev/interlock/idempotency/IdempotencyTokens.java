package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives the tokens of an execution's recommendations: one for each decision to buy, the same however often it is
 * driven.
 *
 * <p>{@code lowercaseHex(SHA-256(UTF8(executionId) ":" decimal(recIndex)))}, a format that other languages derive too;
 * see {@code docs/formats.md}.
 *
 * <p>Included:
 *
 * <ul>
 *   <li>the execution's lineage id, because without it all executions would share one set of tokens, and the second
 *       would buy nothing;
 *   <li>the position of the recommendation in the stored list, because two equal recommendations of one execution are
 *       two purchases.
 * </ul>
 *
 * <p>Excluded:
 *
 * <ul>
 *   <li>what is bought, and for how much: it is frozen with the execution, and a second look at the market must not
 *       make a second purchase;
 *   <li>attempt, time and process: a retry is the same decision.
 * </ul>
 *
 * <p>The scheme is not length-framed and need not be: an index has no colon, so the last one tells id and index apart,
 * and two pairs of them never have one text. What an id is joined of is for a {@link LineageKey} to tell apart; for
 * requests of your own take a {@link TokenScheme}. Nothing is trimmed, folded or normalised: the same word in two
 * Unicode forms is two ids. Thread-safe.
 */
public final class IdempotencyTokens {
    private static final String WHAT = "executionId";

    private IdempotencyTokens() {}

    /**
     * The token of one recommendation.
     *
     * @param executionId the id of the lineage, not of one attempt; empty is allowed, as in the original, and gives
     *     every execution without an id the same tokens
     * @param recIndex the position in the stored list, from 0; negative is allowed
     * @throws IllegalArgumentException if the id is not valid text: half of a surrogate pair
     */
    public static IdempotencyToken deriveIdempotencyToken(String executionId, long recIndex) {
        requireNonNull(executionId, WHAT);
        Sha256 sha256 = Sha256.borrow();
        try {
            return IdempotencyToken.ofHex(
                    sha256.add(WHAT, executionId).add((byte) ':').add(recIndex).hex());
        } finally {
            sha256.giveBack();
        }
    }

    /**
     * The tokens of several recommendations of one execution, in the order of {@code recIndexes}.
     *
     * <p>Law: each equals {@link #deriveIdempotencyToken(String, long)} of its index.
     *
     * @throws IllegalArgumentException as there
     */
    public static List<IdempotencyToken> deriveIdempotencyTokens(String executionId, long... recIndexes) {
        requireNonNull(executionId, WHAT);
        requireNonNull(recIndexes, "recIndexes");
        List<IdempotencyToken> tokens = new ArrayList<>(recIndexes.length);
        Sha256 sha256 = Sha256.borrow();
        try {
            int prefix = sha256.add(WHAT, executionId).add((byte) ':').length();
            for (long recIndex : recIndexes) {
                tokens.add(IdempotencyToken.ofHex(
                        sha256.truncate(prefix).add(recIndex).hex()));
            }
        } finally {
            sha256.giveBack();
        }
        return List.copyOf(tokens);
    }
}
