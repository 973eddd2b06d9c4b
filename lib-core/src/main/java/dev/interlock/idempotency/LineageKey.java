package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a decision is known by through all its retries: the id under which it was first stored and, for a row that was
 * fanned out to one account, that account. Attempts have ids of their own, and no token may be derived from one of
 * those.
 *
 * <p>Its text is {@code root} or {@code root:account}, a stored format. Neither part has a colon: tokens tell equal
 * texts from unequal ones and nothing more, and with colons {@code a:b} and {@code c} would be joined to the text of
 * {@code a} and {@code b:c}, two decisions with one token. So equal texts mean equal keys, whoever chooses the parts.
 *
 * @param value {@code root} or {@code root:account}
 */
public record LineageKey(String value) {
    /** Checks the text: one part or two, none of them blank. */
    public LineageKey {
        requireNonNull(value, "value");
        String[] parts = value.split(":", -1);
        if (parts.length > 2) {
            throw new IllegalArgumentException("lineage key has more than one colon: " + value);
        }
        for (String part : parts) {
            if (part.isBlank()) {
                throw new IllegalArgumentException("lineage key has a blank part: '" + value + "'");
            }
        }
    }

    /**
     * The key of a decision that was not fanned out.
     *
     * @throws IllegalArgumentException if {@code root} is blank or has a colon
     */
    public static LineageKey of(String root) {
        return new LineageKey(part("root", root));
    }

    /**
     * Reads a key.
     *
     * <p>Law: {@code parse(key.value()).equals(key)}.
     *
     * @throws IllegalArgumentException if the text is neither {@code root} nor {@code root:account}
     */
    public static LineageKey parse(String text) {
        return new LineageKey(requireNonNull(text, "text"));
    }

    /**
     * The key of the row for one account.
     *
     * @throws IllegalArgumentException if {@code account} is blank or has a colon, or this key has an account already
     */
    public LineageKey forAccount(String account) {
        if (account().isPresent()) {
            throw new IllegalArgumentException("lineage key has an account already: " + value);
        }
        return new LineageKey(value + ":" + part("account", account));
    }

    /** The id under which the decision was first stored. */
    public String root() {
        int colon = value.indexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    /** The account that the row was fanned out to, if it was. */
    public Optional<String> account() {
        int colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(value.substring(colon + 1));
    }

    /** The token of the recommendation at {@code recIndex}; see {@link IdempotencyTokens}. */
    public IdempotencyToken token(long recIndex) {
        return IdempotencyTokens.deriveIdempotencyToken(value, recIndex);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String part(String name, String part) {
        if (requireNonNull(part, name).indexOf(':') >= 0) {
            throw new IllegalArgumentException(name + " has a colon: " + part);
        }
        return part;
    }
}
