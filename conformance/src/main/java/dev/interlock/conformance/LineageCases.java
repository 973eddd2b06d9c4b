package dev.interlock.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.LineageKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists of {@code idempotency.json} that tell of rows fanned out to accounts. */
final class LineageCases {
    private LineageCases() {}

    /** One recommendation of the row for one account. */
    private record Lineage(GoText root, GoText account, long recIndex) {
        GoText key() {
            return OriginalTokens.lineageKey(root, account);
        }

        GoText token() {
            return OriginalTokens.token(key(), recIndex);
        }

        /** That Interlock refuses one of the parts, by the letter of its rule. */
        Optional<Refused> refusal() {
            return TokenRefusals.ofLineage(root.text(), account.text());
        }

        Object departedKey() {
            return refusal().map(Object.class::cast).orElse(key());
        }

        LineageKey interlockKey() {
            return LineageKey.of(root.text()).forAccount(account.text());
        }
    }

    /**
     * The key of a lineage, and the token of one index. Where Interlock refuses the two parts, its token is that of the
     * text that the original joins: what was stored before can still be named.
     */
    record FannedOut(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return Map.of(
                    "lineage_key", GoText.of(vector, "lineage_key"),
                    "token", GoText.of(vector, "token"),
                    "guid", GoText.of(vector, "guid"));
        }

        @Override
        public Object original() {
            return answer(lineage().key());
        }

        @Override
        public Object departed() {
            Optional<Refused> noText = TokenRefusals.ofExecutionId(lineage().key());
            return noText.isPresent() ? noText.get() : answer(lineage().departedKey());
        }

        @Override
        public Object actual() {
            return Refused.or(() -> {
                Object key = Refused.or(() -> lineage().interlockKey());
                long recIndex = lineage().recIndex();
                IdempotencyToken token = key instanceof LineageKey lineage
                        ? lineage.token(recIndex)
                        : IdempotencyTokens.deriveIdempotencyToken(
                                lineage().key().text(), recIndex);
                return Map.of(
                        "lineage_key", key instanceof LineageKey lineage ? GoText.of(lineage.value()) : key,
                        "token", GoText.of(token.value()),
                        "guid", GoText.of(token.toGuid()));
            });
        }

        private Map<String, Object> answer(Object key) {
            GoText token = lineage().token();
            return Map.of("lineage_key", key, "token", token, "guid", OriginalTokens.guid(token));
        }

        private Lineage lineage() {
            return new Lineage(
                    GoText.of(vector, "root"),
                    GoText.of(vector, "account"),
                    vector.at("rec_index").longInteger());
        }
    }

    /** Several lineages that the original gives one token; Interlock has a key for none that could be another's. */
    record Collision(Json vector) implements VectorCase {
        private static final String QUOTED = "(\"(?:[^\"\\\\]|\\\\.)*\")";
        private static final Pattern INPUT =
                Pattern.compile("root=" + QUOTED + " account=" + QUOTED + " idx=(0|-?[1-9]\\d*)");

        @Override
        public Object stated() {
            GoText token = GoText.of(vector, "token");
            return inputs().stream().map(input -> token).toList();
        }

        @Override
        public Object original() {
            return inputs().stream().map(Lineage::token).toList();
        }

        @Override
        public Object departed() {
            return inputs().stream()
                    .map(input -> input.refusal().map(Object.class::cast).orElse(input.token()))
                    .toList();
        }

        @Override
        public Object actual() {
            return inputs().stream()
                    .map(input -> Refused.or(() -> GoText.of(
                            input.interlockKey().token(input.recIndex()).value())))
                    .toList();
        }

        private List<Lineage> inputs() {
            List<String> texts = vector.at("distinct_inputs_with_same_token").texts();
            if (texts.size() < 2 || texts.size() != Set.copyOf(texts).size()) {
                throw new IllegalArgumentException(
                        vector.path() + " has no two inputs, or one of them twice: " + texts);
            }
            return texts.stream().map(Collision::input).toList();
        }

        private static Lineage input(String text) {
            Matcher parts = INPUT.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not root, account and index: " + text);
            }
            return new Lineage(
                    GoText.of(unquoted(parts.group(1))),
                    GoText.of(unquoted(parts.group(2))),
                    Long.parseLong(parts.group(3)));
        }

        /** Go's quotes, as far as they are JSON's too; no more is needed. */
        private static String unquoted(String quoted) {
            try {
                return new ObjectMapper().readTree(quoted).asText();
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("not a quoted text: " + quoted, e);
            }
        }
    }
}
