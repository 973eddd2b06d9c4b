package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The original's reading of a lock object: held until the whole second of its time to live; abandoned if it is no lock.
 */
final class OriginalLock {
    private static final List<String> FIELDS = List.of("hostname", "pid", "started_at", "ttl_epoch", "writer_id");

    private OriginalLock() {}

    static boolean isHeld(byte[] body, long now) {
        return read(body)
                .filter(JsonNode::isObject)
                .filter(lock -> FIELDS.stream().allMatch(lock::has))
                .flatMap(lock -> whole(lock.get("ttl_epoch")))
                .filter(end -> end.compareTo(BigInteger.valueOf(now)) > 0)
                .isPresent();
    }

    private static Optional<JsonNode> read(byte[] body) {
        try {
            return Plain.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** As Python's {@code int()}: towards zero, and of a text its digits. */
    private static Optional<BigInteger> whole(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue()).map(BigDecimal::toBigInteger);
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        return text.matches("[+-]?[0-9]+") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }
}
