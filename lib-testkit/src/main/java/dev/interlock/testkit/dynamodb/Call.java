package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.testkit.wire.WireRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One request, or one part of a transaction: an operation by the name of the SDK's model, and what it is given. */
record Call(String operation, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "DynamoDB_20120810.";

    /** Fields that say nothing if they have this value. */
    private static final Map<String, String> NEUTRAL = Map.of(
            "ReturnConsumedCapacity", "NONE",
            "ReturnItemCollectionMetrics", "NONE");

    static Call of(WireRequest request) {
        String target = request.header("x-amz-target").orElse("");
        if (!target.startsWith(TARGET)) {
            throw new UnsupportedOperationException("the fake DynamoDB does not know the target '" + target + "' ("
                    + request + "); it speaks JSON 1.0 with targets that begin with " + TARGET);
        }
        try {
            return new Call(target.substring(TARGET.length()), JSON.readTree(request.body()));
        } catch (IOException e) {
            throw new UnsupportedOperationException("the fake DynamoDB cannot read the body of " + target, e);
        }
    }

    /** Refuses by name what the fake would otherwise pass over. */
    void requireOnly(Set<String> understood) {
        body.properties().forEach(field -> {
            boolean says = !field.getValue().asText().equals(NEUTRAL.get(field.getKey()));
            if (says && !understood.contains(field.getKey())) {
                throw new UnsupportedOperationException("the fake DynamoDB has no " + operation + " with "
                        + field.getKey() + "; leave it out, or use a real table; understood are "
                        + new TreeSet<>(understood));
            }
        });
    }

    boolean has(String field) {
        return body.hasNonNull(field);
    }

    JsonNode get(String field) {
        return body.path(field);
    }

    Optional<String> text(String field) {
        return has(field) ? Optional.of(body.get(field).asText()) : Optional.empty();
    }

    String text(String field, String otherwise) {
        return text(field).orElse(otherwise);
    }

    boolean flag(String field, boolean otherwise) {
        return body.path(field).asBoolean(otherwise);
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
