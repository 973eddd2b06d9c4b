package dev.interlock.testkit.dynamodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.Value.Binary;
import dev.interlock.testkit.dynamodb.Value.Bool;
import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.MapOf;
import dev.interlock.testkit.dynamodb.Value.Null;
import dev.interlock.testkit.dynamodb.Value.Num;
import dev.interlock.testkit.dynamodb.Value.SetOf;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attribute values as they are on the wire: an object with one field, named by the type. */
final class ValueJson {
    private static final int DEEPEST = 32;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ValueJson() {}

    static Map<String, Value> readItem(JsonNode json) {
        return readFields(json, 0);
    }

    static Value read(JsonNode json) {
        return read(json, 0);
    }

    static ObjectNode writeItem(Map<String, Value> item) {
        ObjectNode json = JSON.objectNode();
        item.forEach((name, value) -> json.set(name, write(value)));
        return json;
    }

    static ObjectNode write(Value value) {
        ObjectNode json = JSON.objectNode();
        if (value instanceof Text text) {
            return json.put("S", text.value());
        }
        if (value instanceof Num number) {
            return json.put("N", Numbers.text(number));
        }
        if (value instanceof Binary binary) {
            return json.put("B", base64(binary));
        }
        if (value instanceof Bool bool) {
            return json.put("BOOL", bool.value());
        }
        if (value instanceof Null) {
            return json.put("NULL", true);
        }
        if (value instanceof MapOf map) {
            json.set("M", writeItem(map.fields()));
            return json;
        }
        ArrayNode all = json.putArray(value.type());
        if (value instanceof ListOf list) {
            list.items().forEach(item -> all.add(write(item)));
        } else {
            ((SetOf) value).members().forEach(member -> all.add(scalar(member)));
        }
        return json;
    }

    private static String scalar(Value value) {
        return value instanceof Num number
                ? Numbers.text(number)
                : value instanceof Binary binary ? base64(binary) : ((Text) value).value();
    }

    private static String base64(Binary binary) {
        return Base64.getEncoder().encodeToString(binary.latin1().getBytes(ISO_8859_1));
    }

    private static Map<String, Value> readFields(JsonNode json, int depth) {
        Map<String, Value> fields = new LinkedHashMap<>();
        json.properties().forEach(field -> {
            if (depth == 0 && field.getKey().isEmpty()) {
                throw Refusal.invalid("Empty attribute name");
            }
            fields.put(field.getKey(), read(field.getValue(), depth));
        });
        return fields;
    }

    private static Value read(JsonNode json, int depth) {
        if (json.size() != 1) {
            throw Refusal.invalid(
                    json.isEmpty()
                            ? "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
                            : "Supplied AttributeValue has more than one datatypes set, "
                                    + "must contain exactly one of the supported datatypes");
        }
        if (depth >= DEEPEST) {
            throw Refusal.invalid("Nesting Levels have exceeded supported limits: "
                    + "Attributes in the item have nested levels beyond supported limit");
        }
        String type = json.fieldNames().next();
        JsonNode content = json.get(type);
        return switch (type) {
            case "S" -> new Text(content.asText());
            case "N" -> Numbers.parse(content.asText());
            case "B" -> binary(content);
            case "BOOL" -> new Bool(content.asBoolean());
            case "NULL" -> nothing(content);
            case "M" -> new MapOf(readFields(content, depth + 1));
            case "L" -> new ListOf(readList(content, depth + 1));
            case "SS", "NS", "BS" -> new SetOf(type, readSet(type, content));
            default -> throw new UnsupportedOperationException("the fake DynamoDB has no values of type " + type);
        };
    }

    private static Value nothing(JsonNode content) {
        if (!content.asBoolean()) {
            throw Refusal.invalidParameters("Null attribute value types must have the value of true");
        }
        return new Null();
    }

    private static Binary binary(JsonNode content) {
        return new Binary(new String(Base64.getDecoder().decode(content.asText()), ISO_8859_1));
    }

    private static List<Value> readList(JsonNode content, int depth) {
        List<Value> items = new ArrayList<>();
        content.forEach(item -> items.add(read(item, depth)));
        return items;
    }

    private static Set<Value> readSet(String type, JsonNode content) {
        if (content.isEmpty()) {
            throw Refusal.invalidParameters(
                    switch (type) {
                        case "SS" -> "An string set  may not be empty";
                        case "NS" -> "An number set  may not be empty";
                        default -> "Binary sets should not be empty";
                    });
        }
        Set<Value> members = new LinkedHashSet<>();
        List<String> given = new ArrayList<>();
        for (JsonNode one : content) {
            given.add(one.asText());
            members.add(
                    switch (type) {
                        case "SS" -> new Text(one.asText());
                        case "NS" -> Numbers.parse(one.asText());
                        default -> binary(one);
                    });
        }
        if (members.size() < given.size()) {
            throw type.equals("NS")
                    ? Refusal.invalid("Input collection contains duplicates")
                    : Refusal.invalidParameters("Input collection " + given + " contains duplicates.");
        }
        return members;
    }
}
