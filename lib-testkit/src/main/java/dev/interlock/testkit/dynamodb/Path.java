package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.MapOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in an item a value is: an attribute's name, then fields and list indices. */
record Path(List<Step> steps) {
    Path {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    sealed interface Step {
        /** Into a map, or to an attribute of the item. */
        record Field(String name) implements Step {
            @Override
            public String toString() {
                return name;
            }
        }

        /** Into a list. */
        record Index(int at) implements Step {
            @Override
            public String toString() {
                return "[" + at + "]";
            }
        }
    }

    /** The attribute that the path starts at. */
    String attribute() {
        return ((Step.Field) steps.get(0)).name();
    }

    boolean isAttribute() {
        return steps.size() == 1;
    }

    @Nullable
    Value in(Map<String, Value> item) {
        Value at = item.get(attribute());
        for (Step step : steps.subList(1, steps.size())) {
            at = down(at, step);
        }
        return at;
    }

    /** Whether one of the two leads through the other. */
    boolean overlaps(Path other) {
        int common = Math.min(steps.size(), other.steps.size());
        return steps.subList(0, common).equals(other.steps.subList(0, common));
    }

    /** Whether the two ask of one value to be a map and a list. */
    boolean conflicts(Path other) {
        int common = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < common; i++) {
            Step mine = steps.get(i);
            Step its = other.steps.get(i);
            if (mine.getClass() != its.getClass()) {
                return true;
            }
            if (!mine.equals(its)) {
                return false;
            }
        }
        return false;
    }

    static @Nullable Value down(@Nullable Value from, Step step) {
        if (from instanceof MapOf map && step instanceof Step.Field field) {
            return map.fields().get(field.name());
        }
        if (from instanceof ListOf list && step instanceof Step.Index index) {
            return index.at() < list.items().size() ? list.items().get(index.at()) : null;
        }
        return null;
    }

    /** As DynamoDB's messages write it, such as {@code [a, b, [1]]}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        steps.forEach(step -> parts.add(step.toString()));
        return parts.toString();
    }
}
