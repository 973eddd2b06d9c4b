package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

/**
 * What a request asked for, as a digest: the store keeps it with the claim, so that one token with two requests is
 * found out. Not a secret, though short content can be guessed from it; never the content itself. A stored format.
 *
 * @param value the scheme's name and version, a colon, and 64 lower-case hex digits; or {@code unchecked}
 */
public record Fingerprint(String value) {
    private static final int LONGEST = 256;
    private static final String UNCHECKED = "unchecked";

    /** Checks the form. */
    public Fingerprint {
        if (!requireNonNull(value, "value").equals(UNCHECKED)
                && (value.length() > LONGEST || !value.matches("[^:\\p{Cntrl}]+\\.v[1-9][0-9]*:[0-9a-f]{64}"))) {
            throw new IllegalArgumentException("a fingerprint is name.v1:digits with 64 lower-case hex digits, or "
                    + UNCHECKED + "; this text of " + value.length() + " characters is not");
        }
    }

    /**
     * No fingerprint, said aloud: for tokens that are made of everything that tells two requests apart, so that one
     * token with two requests cannot be. It equals itself alone, so a record that was made with it takes no other
     * later.
     */
    public static Fingerprint unchecked() {
        return new Fingerprint(UNCHECKED);
    }

    @Override
    public String toString() {
        return value;
    }
}
