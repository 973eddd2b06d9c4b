package dev.interlock.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The original's rules for tokens and what is made of them, byte by byte. It refuses nothing. */
final class OriginalTokens {
    /** The prefix of each service's reservation ids. */
    static final Map<String, String> PREFIXES = Map.of(
            "rds", "rds-id-",
            "elasticache", "elasticache-id-",
            "memorydb", "memorydb-id-",
            "opensearch", "opensearch-id-");

    private static final GoText NONE = GoText.of("");

    private OriginalTokens() {}

    static GoText preimage(GoText executionId, long recIndex) {
        return executionId.plus(":" + recIndex);
    }

    static GoText token(GoText executionId, long recIndex) {
        return GoText.of(Hashes.sha256(preimage(executionId, recIndex).bytes()));
    }

    static GoText lineageKey(GoText root, GoText account) {
        return root.plus(":").plus(account);
    }

    /** Empty if the first 32 bytes are not 32 hex digits. */
    static GoText guid(GoText token) {
        String digits = token.first(32).toLower().latin1();
        return digits.matches("[0-9a-f]{32}")
                ? GoText.of(digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"))
                : NONE;
    }

    static GoText orderId(GoText token, GoText fallback) {
        GoText guid = guid(token);
        return guid.isEmpty() ? fallback : guid;
    }

    static GoText mask(GoText token) {
        if (token.isEmpty()) {
            return GoText.of("(none)");
        }
        return token.length() <= 8 ? GoText.of("(redacted)") : token.first(8).plus("...");
    }

    /** Not sanitised. */
    static GoText commitmentName(GoText token) {
        return token.isEmpty() ? NONE : GoText.of("cud-").plus(token.toLower().first(32));
    }

    /** Nothing where the original makes a name up of the prefix and the time. */
    static Optional<GoText> reservationId(GoText prefix, GoText token) {
        return token.isEmpty() ? Optional.of(NONE) : sanitize(prefix.plus(token.first(40)));
    }

    /** Nothing where the original makes a name up of the time. */
    static Optional<GoText> sanitize(GoText id) {
        String kept = id.latin1()
                .replace('.', '-')
                .replaceAll("[^A-Za-z0-9-]", "")
                .replaceAll("-+", "-")
                .replaceAll("^-|-$", "");
        return Optional.of(GoText.of(kept)).filter(left -> !left.isEmpty());
    }

    /** What is made of a token, under the names that the vectors have for it. */
    static Map<String, Object> forms(GoText token) {
        Map<String, Object> forms = new TreeMap<>();
        forms.put("token", token);
        forms.put("guid", guid(token));
        forms.put("masked", mask(token));
        forms.put("gcp_commitment_name", commitmentName(token));
        forms.put("reservation_order_id", orderId(token, GoText.of("FALLBACK")));
        PREFIXES.forEach((service, prefix) ->
                forms.put(service, reservationId(GoText.of(prefix), token).orElseThrow()));
        return forms;
    }
}
