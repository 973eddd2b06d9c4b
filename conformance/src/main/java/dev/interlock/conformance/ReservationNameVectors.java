package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.idempotency.ReservationIds.Description;
import dev.interlock.idempotency.ReservationIds.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names of reservations without a token, which describe what is reserved. */
final class ReservationNameVectors implements Vectors {
    @Override
    public String fileName() {
        return "reservation_names.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(Map.of("cases", Named::new), Set.of()).replay(file, tally);
    }

    private record Named(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return Map.of(
                    "result", vector.at("result").text(),
                    "len", vector.at("len").integer(),
                    "nondeterministic", vector.at("nondeterministic").bool());
        }

        @Override
        public Object original() {
            return answer(parts().name(observedSecond()), parts().hasMadeUpPart());
        }

        @Override
        public Optional<Refused> refusal() {
            return parts().firstWithNothingLeft().flatMap(part -> TokenRefusals.ofId(GoText.of(part)));
        }

        @Override
        public Object actual() {
            return Refused.or(() -> {
                Terms terms = new Terms(
                        vector.at("count").integer(),
                        vector.at("term").text(),
                        vector.at("payment").text());
                Description description = new Description(
                        vector.at("service").text(),
                        vector.at("region").text(),
                        vector.at("resource_type").text(),
                        terms);
                Instant now = Instant.parse(vector.at("now").text());
                return answer(description.name(now, vector.at("rand_hex").text()), false);
            });
        }

        private static Map<String, Object> answer(String name, boolean hasMadeUpPart) {
            return Map.of("result", name, "len", name.length(), "nondeterministic", hasMadeUpPart);
        }

        private OriginalName parts() {
            return OriginalName.of(vector);
        }

        /**
         * When the original ran is known from the name alone; it must be the same in every part that is made up of it.
         */
        private String observedSecond() {
            return List.of(vector.at("result").text().split("-", -1)).stream()
                    .filter(part -> part.matches("\\d{10}"))
                    .findFirst()
                    .orElse("");
        }
    }
}
