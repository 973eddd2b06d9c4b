package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.DedupKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of the objects that say "told already". Whether one is looked for at all is the publisher's business and
 * not the key's: {@code used_by_publish} is held to the original's rule, and Interlock's answer only repeats it.
 */
final class DedupMarkerVectors implements Vectors {
    @Override
    public String fileName() {
        return "dedup_marker.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(Map.of("cases", Marker::new), Set.of()).replay(file, tally);
    }

    private record Marker(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return answer(
                    vector.at("marker_key").text(), vector.at("used_by_publish").bool());
        }

        @Override
        public Object original() {
            String digits = Hashes.sha1(GoText.of(key()).bytes());
            return answer("_alerts/_dedup/" + digits.substring(0, 16) + ".json", !key().isEmpty());
        }

        /** An empty key, which the original reads as "tell every time", is none. */
        @Override
        public Optional<Refused> refusal() {
            return key().isEmpty() ? Optional.of(new Refused("dedup key is empty")) : Optional.empty();
        }

        @Override
        public Object actual() {
            return Refused.or(() -> answer(new DedupKey(key()).markerName(), true));
        }

        private String key() {
            return vector.at("dedup_key").text();
        }

        private static Map<String, Object> answer(String marker, boolean isUsed) {
            return Map.of("marker_key", marker, "used_by_publish", isUsed);
        }
    }
}
