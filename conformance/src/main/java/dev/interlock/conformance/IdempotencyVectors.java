package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.ReservationIds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Tokens, the forms that services take, lineage keys, and the ids of reservations. */
final class IdempotencyVectors implements Vectors {
    private static final Map<String, Function<Json, VectorCase>> KINDS = Map.of(
            "derive_cases", Derived::new,
            "raw_token_cases", Raw::new,
            "reservation_order_id_cases", OrderId::new,
            "reservation_prefix_cases", Prefixed::new,
            "sanitize_cases", Sanitized::new,
            "lineage_cases", LineageCases.FannedOut::new,
            "lineage_collisions", LineageCases.Collision::new,
            "injectivity", Distinct::new);

    @Override
    public String fileName() {
        return "idempotency.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(KINDS, Set.of()).replay(file, tally);
    }

    /**
     * The token of an execution and an index, with all its forms. Interlock gives out neither preimage nor index:
     * {@code rec_index_str} is held to the original's rule and only repeated in Interlock's answer, and the preimage is
     * repeated if it is that of Interlock's token.
     */
    private record Derived(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            Map<String, Object> stated = statedForms(vector, GoText.of(vector, "token"));
            stated.put("preimage", preimage());
            stated.put("rec_index_str", vector.at("rec_index_str").text());
            return stated;
        }

        @Override
        public Object original() {
            Map<String, Object> original = OriginalTokens.forms(OriginalTokens.token(executionId(), recIndex()));
            original.put(
                    "preimage",
                    OriginalTokens.preimage(executionId(), recIndex()).hex());
            original.put("rec_index_str", Long.toString(recIndex()));
            return original;
        }

        @Override
        public Optional<Refused> refusal() {
            return TokenRefusals.ofExecutionId(executionId());
        }

        @Override
        public Object actual() {
            return Refused.or(() -> {
                String id = executionId().text();
                IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken(id, recIndex());
                Map<String, Object> actual = forms(token);
                actual.put("preimage", isHashedTo(token) ? preimage() : "of another token");
                actual.put("rec_index_str", Long.toString(recIndex()));
                IdempotencyToken oneOfTwo = IdempotencyTokens.deriveIdempotencyTokens(id, 0, recIndex())
                        .get(1);
                return oneOfTwo.equals(token) ? actual : "not the same among others";
            });
        }

        /** A hash tells its preimage to who has it already. */
        private boolean isHashedTo(IdempotencyToken token) {
            return Hashes.sha256(GoText.ofHex(preimage()).bytes()).equals(token.value());
        }

        private GoText executionId() {
            return GoText.of(vector, "execution_id");
        }

        private long recIndex() {
            return vector.at("rec_index").longInteger();
        }

        private String preimage() {
            return vector.at("preimage_utf8_hex").text();
        }
    }

    /** The forms of a text that was handed in as a token. */
    private record Raw(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            Map<String, Object> stated = statedForms(vector, token());
            stated.put("token_bytes_len", vector.at("token_bytes_len").integer());
            return stated;
        }

        @Override
        public Object original() {
            Map<String, Object> original = OriginalTokens.forms(token());
            original.put("token_bytes_len", token().length());
            return original;
        }

        @Override
        public Optional<Refused> refusal() {
            return TokenRefusals.ofToken(token());
        }

        @Override
        public Object actual() {
            return Refused.or(() -> {
                IdempotencyToken token = IdempotencyToken.parse(token().text());
                Map<String, Object> actual = forms(token);
                actual.put("token_bytes_len", token.value().length());
                return actual;
            });
        }

        private GoText token() {
            return GoText.of(vector, "token");
        }
    }

    /** The id of an Azure order: the GUID, or in the original a fallback. */
    private record OrderId(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return GoText.of(vector, "result");
        }

        @Override
        public Object original() {
            return OriginalTokens.orderId(token(), GoText.of(vector, "fallback"));
        }

        @Override
        public Optional<Refused> refusal() {
            return TokenRefusals.ofToken(token());
        }

        @Override
        public Object actual() {
            return Refused.or(
                    () -> GoText.of(IdempotencyToken.parse(token().text()).toGuid()));
        }

        private GoText token() {
            return GoText.of(vector, "token");
        }
    }

    /** The id of a reservation under any prefix. */
    private record Prefixed(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return result(vector, "nondeterministic");
        }

        @Override
        public Object original() {
            return OriginalTokens.reservationId(prefix(), token());
        }

        @Override
        public Optional<Refused> refusal() {
            return TokenRefusals.ofToken(token()).or(() -> TokenRefusals.ofPrefix(prefix(), token()));
        }

        @Override
        public Object actual() {
            return Refused.or(() -> {
                IdempotencyToken token = IdempotencyToken.parse(token().text());
                return Optional.of(GoText.of(token.reservationId(prefix().text())));
            });
        }

        private GoText prefix() {
            return GoText.of(vector, "prefix");
        }

        private GoText token() {
            return GoText.of(vector, "token");
        }
    }

    /** What of a text can stand in a reservation's id. */
    private record Sanitized(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return result(vector, "falls_back_to_prefix_plus_unix_seconds");
        }

        @Override
        public Object original() {
            return OriginalTokens.sanitize(input());
        }

        @Override
        public Optional<Refused> refusal() {
            return TokenRefusals.ofId(input());
        }

        @Override
        public Object actual() {
            return Refused.or(() -> Optional.of(GoText.of(ReservationIds.sanitize(input().text()))));
        }

        private GoText input() {
            return GoText.of(vector, "input");
        }
    }

    /** Whether two executions with their indexes have one token. */
    private record Distinct(Json vector) implements VectorCase {
        private interface Scheme {
            Object token(GoText executionId, long recIndex);
        }

        @Override
        public Object stated() {
            return vector.at("equal").bool();
        }

        @Override
        public Object original() {
            return token("a", OriginalTokens::token).equals(token("b", OriginalTokens::token));
        }

        @Override
        public Object actual() {
            Scheme ours = (id, index) -> IdempotencyTokens.deriveIdempotencyToken(id.text(), index);
            return token("a", ours).equals(token("b", ours));
        }

        private Object token(String side, Scheme scheme) {
            List<Json> parts = vector.at(side).elements();
            return scheme.token(GoText.of(parts.get(0).text()), parts.get(1).longInteger());
        }
    }

    private static Map<String, Object> statedForms(Json vector, GoText token) {
        Map<String, Object> forms = new TreeMap<>();
        forms.put("token", token);
        for (String form : List.of("guid", "masked", "gcp_commitment_name", "reservation_order_id")) {
            forms.put(form, GoText.of(vector, form));
        }
        Json ids = vector.at("reservation_ids");
        ids.names().forEach(service -> forms.put(service, GoText.of(ids, service)));
        return forms;
    }

    private static Map<String, Object> forms(IdempotencyToken token) {
        Map<String, Object> forms = new TreeMap<>();
        forms.put("token", GoText.of(token.value()));
        forms.put("guid", GoText.of(token.toGuid()));
        forms.put("masked", GoText.of(token.toString()));
        forms.put("gcp_commitment_name", GoText.of(token.commitmentName("cud-")));
        forms.put("reservation_order_id", GoText.of(token.toGuid()));
        OriginalTokens.PREFIXES.forEach(
                (service, prefix) -> forms.put(service, GoText.of(token.reservationId(prefix))));
        return forms;
    }

    /** Nothing, if the original made the result up of the time; then it is null and {@code flag} says so. */
    private static Optional<GoText> result(Json vector, String flag) {
        boolean isMadeUp = vector.at("result").isNull();
        if (isMadeUp != vector.flag(flag)) {
            throw new IllegalArgumentException(vector.path() + "/result is null, or " + flag + ", but not both");
        }
        return isMadeUp ? Optional.empty() : Optional.of(GoText.of(vector, "result"));
    }
}
