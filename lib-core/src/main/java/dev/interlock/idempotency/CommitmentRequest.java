package dev.interlock.idempotency;

import java.util.Map;

/**
 * What is to be bought, frozen: the same for every drive of a decision. Store it with the token, and don't look at the
 * market a second time.
 *
 * <p>Be strict when it is made: nothing that can never be bought should get as far as a look-up, where a commitment
 * that is there already would hide that the request is wrong.
 */
public interface CommitmentRequest {
    /**
     * What a commitment must have to be the one that was asked for, by name: count, type, offering. Values are compared
     * as texts, so let equal ones have one form.
     *
     * @return at least one
     */
    Map<String, String> terms();

    /**
     * What tells this request from every other one: the terms, and what the service does not tell of what it sold. For
     * the {@linkplain FingerprintScheme#fingerprint(Map) fingerprint} of a claim, so that one token with two requests
     * is found before anything is looked up.
     *
     * @return the terms, unless said otherwise
     */
    default Map<String, String> identity() {
        return terms();
    }
}
