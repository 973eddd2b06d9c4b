package dev.interlock.testkit.commitment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** JSON, as it is posted to a target or to a path of its own. */
final class JsonProtocol implements Protocol {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String contentType;
    private final Function<WireRequest, String> operation;

    private JsonProtocol(String contentType, Function<WireRequest, String> operation) {
        this.contentType = contentType;
        this.operation = operation;
    }

    /** JSON 1.1: the operation is in a header, after the name of the service. */
    static JsonProtocol json11(String service) {
        return new JsonProtocol("application/x-amz-json-1.1", request -> {
            String target = request.header("x-amz-target").orElse("");
            return target.startsWith(service + ".") ? target.substring(service.length() + 1) : "";
        });
    }

    /** REST: the operation is told by its path. */
    static JsonProtocol rest(Map<String, String> operations) {
        return new JsonProtocol("application/json", request -> operations.getOrDefault(request.path(), ""));
    }

    @Override
    public Call read(WireRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.queryNames()
                .forEach(name -> parameters.put(name, request.query(name).orElse("")));
        if (request.body().length > 0) {
            try {
                flatten("", JSON.readTree(request.body()), parameters);
            } catch (IOException e) {
                throw new UnsupportedOperationException("the body is not JSON: " + request, e);
            }
        }
        return new Call(operation.apply(request), parameters);
    }

    private static void flatten(String path, JsonNode node, Map<String, String> parameters) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(prefix + field.getKey(), field.getValue(), parameters));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(prefix + (i + 1), node.get(i), parameters);
            }
        } else if (!node.isNull()) {
            parameters.put(path, node.asText());
        }
    }

    @Override
    public WireResponse answer(String operation, Map<String, Object> fields, String requestId) {
        return response(200, json(fields), requestId);
    }

    @Override
    public WireResponse error(int status, String code, String message, String requestId) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("__type", code);
        error.put("message", message);
        return response(status, error, requestId).header("x-amzn-ErrorType", code);
    }

    private static ObjectNode json(Map<String, Object> fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> json.set(name, json(value)));
        return json;
    }

    private static JsonNode json(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Listed listed) {
            ArrayNode array = nodes.arrayNode();
            listed.items().forEach(item -> array.add(json(item)));
            return array;
        } else if (value instanceof Nested nested) {
            return json(nested.fields());
        } else if (value instanceof Instant instant) {
            return nodes.numberNode(BigDecimal.valueOf(instant.toEpochMilli(), 3));
        }
        return value instanceof Long number ? nodes.numberNode(number) : nodes.textNode(String.valueOf(value));
    }

    private WireResponse response(int status, ObjectNode body, String requestId) {
        try {
            return WireResponse.of(status)
                    .header("Content-Type", contentType)
                    .header("x-amzn-RequestId", requestId)
                    .body(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
