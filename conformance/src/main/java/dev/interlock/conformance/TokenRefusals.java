package dev.interlock.conformance;

import java.util.Optional;

/**
 * What Interlock refuses where the original hashes what is no text, truncates, falls back or makes a name up: by the
 * letter of the rules, and not by asking Interlock.
 */
final class TokenRefusals {
    private static final int LONGEST_ID = 60;

    private TokenRefusals() {}

    static Optional<Refused> ofExecutionId(GoText id) {
        return id.brokenAt().stream()
                .mapToObj(at -> new Refused("executionId has half of a surrogate pair at position " + at))
                .findFirst();
    }

    /** Of a token that was not derived here: nothing but 64 lower-case hex digits is one. */
    static Optional<Refused> ofToken(GoText token) {
        String text = token.text();
        if (text.length() != 64) {
            return Optional.of(new Refused("an idempotency token has 64 lower-case hex digits, this text has "
                    + text.length() + " characters"));
        }
        String digits = text.replaceFirst("[^0-9a-f](?s:.*)", "");
        return digits.length() == 64
                ? Optional.empty()
                : Optional.of(new Refused("an idempotency token has 64 lower-case hex digits, this text has another"
                        + " character at position " + (digits.length() + 1)));
    }

    /** Of a prefix before a token that is one. */
    static Optional<Refused> ofPrefix(GoText prefix, GoText token) {
        int length =
                OriginalTokens.reservationId(prefix, token).map(GoText::length).orElse(0);
        return length <= LONGEST_ID
                ? Optional.empty()
                : Optional.of(new Refused(
                        "prefix makes an id of " + length + " characters, more than " + LONGEST_ID + ": " + prefix));
    }

    /** Of an id, or a part of one, of which nothing is left. */
    static Optional<Refused> ofId(GoText text) {
        return OriginalTokens.sanitize(text).isPresent()
                ? Optional.empty()
                : Optional.of(new Refused("nothing of the text can stand in a reservation id: '" + text + "'"));
    }

    /** Of a key of two parts: neither is blank or has a colon. */
    static Optional<Refused> ofLineage(String root, String account) {
        if (root.contains(":")) {
            return Optional.of(new Refused("root has a colon: " + root));
        }
        if (root.strip().isEmpty()) {
            return Optional.of(blankPart(root));
        }
        if (account.contains(":")) {
            return Optional.of(new Refused("account has a colon: " + account));
        }
        return account.strip().isEmpty() ? Optional.of(blankPart(root + ":" + account)) : Optional.empty();
    }

    private static Refused blankPart(String key) {
        return new Refused("lineage key has a blank part: '" + key + "'");
    }
}
