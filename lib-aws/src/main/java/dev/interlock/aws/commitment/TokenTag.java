package dev.interlock.aws.commitment;

import static java.util.Objects.requireNonNull;

/** The tag that a token is looked up by: its key; the value is the token, all 64 digits. */
final class TokenTag {
    /** Unless said otherwise. A stored format. */
    static final String KEY = "interlock-idempotency-token";

    private static final int MOST_CHARACTERS = 128;

    private TokenTag() {}

    static String requireKey(String key) {
        if (requireNonNull(key, "key").isBlank() || key.length() > MOST_CHARACTERS || key.startsWith("aws:")) {
            throw new IllegalArgumentException("key is no key of a tag, 1 to " + MOST_CHARACTERS
                    + " characters that don't begin with aws: '" + key + "'");
        }
        return key;
    }
}
