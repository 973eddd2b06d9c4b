package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An error answer on its way out of an operation: nothing that the request asked for has happened. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";

    private final int status;
    private final String code;
    private final transient ObjectNode details;

    private Refusal(int status, String code, String message, ObjectNode details) {
        super(message, null, false, false); // an answer, not a failure: nobody reads where it came from
        this.status = status;
        this.code = code;
        this.details = details;
    }

    static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, JsonNodeFactory.instance.objectNode());
    }

    static Refusal of(String code, String message) {
        return of(400, code, message);
    }

    static Refusal invalid(String message) {
        return of("ValidationException", message);
    }

    static Refusal invalidParameters(String message) {
        return invalid("One or more parameter values were invalid: " + message);
    }

    static Refusal notInEnum(String field, String value, List<String> known) {
        return invalid("1 validation error detected: Value '" + value + "' at '" + field
                + "' failed to satisfy constraint: Member must satisfy enum value set: " + known);
    }

    static Refusal noSuchTable() {
        return of("ResourceNotFoundException", "Requested resource not found");
    }

    static Refusal conditionFailed() {
        return of("ConditionalCheckFailedException", "The conditional request failed");
    }

    /** This refusal with more fields in its body. */
    Refusal with(ObjectNode more) {
        return new Refusal(status, code, text(), more);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("__type", MODEL + code);
        body.put("message", text());
        body.setAll(details);
        return body;
    }
}
