package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition that a Query can look up: one partition, and at most one bound on the range. */
record KeyCondition(Value hash, @Nullable Condition range) {
    /** One comparison of an attribute with what came with the request. */
    private record Part(String attribute, boolean isEquality, List<Value> values, Condition condition) {}

    /** Reads a parsed condition as one on {@code key}, or refuses it. */
    static KeyCondition of(Condition condition, KeySchema key) {
        List<Part> parts = new ArrayList<>();
        collect(condition, parts);
        Map<String, Part> byAttribute = new LinkedHashMap<>();
        for (Part part : parts) {
            if (byAttribute.put(part.attribute(), part) != null) {
                throw Refusal.invalid("KeyConditionExpressions must only contain one condition per key");
            }
        }
        Part hash = byAttribute.remove(key.hash().name());
        if (hash == null) {
            throw missed(key.hash());
        }
        requireType(hash, key.hash());
        if (!hash.isEquality()) {
            throw Refusal.invalid("Query key condition not supported");
        }
        Attribute rangeKey = key.range();
        Part range = rangeKey == null ? null : byAttribute.remove(rangeKey.name());
        if (!byAttribute.isEmpty()) {
            if (rangeKey != null && range == null) {
                throw missed(rangeKey);
            }
            throw Refusal.invalid("Query key condition not supported");
        }
        if (range != null && rangeKey != null) {
            requireType(range, rangeKey);
        }
        return new KeyCondition(hash.values().get(0), range == null ? null : range.condition());
    }

    private static void collect(Condition condition, List<Part> parts) {
        if (condition instanceof Condition.And and) {
            collect(and.left(), parts);
            collect(and.right(), parts);
        } else if (condition instanceof Condition.Compare compare) {
            if (compare.operator() == Comparison.NOT_EQUAL) {
                throw unsupported("<>");
            }
            boolean valueFirst = compare.left() instanceof Operand.Literal;
            parts.add(part(
                    condition,
                    valueFirst ? compare.right() : compare.left(),
                    compare.operator() == Comparison.EQUAL,
                    List.of(valueFirst ? compare.left() : compare.right())));
        } else if (condition instanceof Condition.Between between) {
            parts.add(part(condition, between.operand(), false, List.of(between.low(), between.high())));
        } else if (condition instanceof Condition.BeginsWith begins) {
            parts.add(part(condition, begins.operand(), false, List.of(begins.prefix())));
        } else {
            throw unsupported(symbol(condition));
        }
    }

    private static Part part(Condition condition, Operand subject, boolean isEquality, List<Operand> objects) {
        if (!(subject instanceof Operand.At at)) {
            throw Refusal.invalid(
                    subject instanceof Operand.SizeOf
                            ? "KeyConditionExpressions cannot contain nested operations"
                            : "Invalid condition in KeyConditionExpression: No key attribute specified");
        }
        if (!at.path().isAttribute()) {
            throw Refusal.invalid("Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
                    + "allowed: Key: " + at.path().attribute());
        }
        List<Value> values = new ArrayList<>();
        for (Operand object : objects) {
            if (!(object instanceof Operand.Literal literal)) {
                throw Refusal.invalid("Invalid condition in KeyConditionExpression: "
                        + "Multiple attribute names used in one condition");
            }
            values.add(literal.value());
        }
        return new Part(at.path().attribute(), isEquality, values, condition);
    }

    private static void requireType(Part part, Attribute attribute) {
        if (part.values().stream().anyMatch(value -> !value.type().equals(attribute.type()))) {
            throw Refusal.invalidParameters("Condition parameter type does not match schema type");
        }
    }

    private static String symbol(Condition condition) {
        if (condition instanceof Condition.Or) {
            return "OR";
        }
        if (condition instanceof Condition.Not not) {
            return not.condition() instanceof Condition.Exists ? "attribute_not_exists" : "NOT";
        }
        if (condition instanceof Condition.In) {
            return "IN";
        }
        if (condition instanceof Condition.Contains) {
            return "contains";
        }
        return condition instanceof Condition.Exists ? "attribute_exists" : "attribute_type";
    }

    private static Refusal missed(Attribute attribute) {
        return Refusal.invalid("Query condition missed key schema element: " + attribute.name());
    }

    private static Refusal unsupported(String operator) {
        return Refusal.invalid("Invalid operator used in KeyConditionExpression: " + operator);
    }
}
