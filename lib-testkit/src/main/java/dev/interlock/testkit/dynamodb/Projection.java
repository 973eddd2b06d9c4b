package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Path.Step;
import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.MapOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of an item that some paths lead to. What is left of a list closes ranks. */
final class Projection {
    private Projection() {}

    static Map<String, Value> of(Map<String, Value> item, List<Path> paths) {
        List<List<Step>> ways = paths.stream().map(Path::steps).toList();
        return part(new MapOf(item), ways) instanceof MapOf part ? part.fields() : Map.of();
    }

    private static @Nullable Value part(Value value, List<List<Step>> ways) {
        if (ways.stream().anyMatch(List::isEmpty)) {
            return value;
        }
        Map<Step, List<List<Step>>> onwards = new LinkedHashMap<>();
        for (List<Step> way : ways) {
            onwards.computeIfAbsent(way.get(0), step -> new ArrayList<>()).add(way.subList(1, way.size()));
        }
        Map<Step, Value> found = new LinkedHashMap<>();
        onwards.forEach((step, rest) -> {
            Value down = Path.down(value, step);
            Value part = down == null ? null : part(down, rest);
            if (part != null) {
                found.put(step, part);
            }
        });
        if (found.isEmpty()) {
            return null;
        }
        return value instanceof ListOf ? list(found) : map(found);
    }

    private static ListOf list(Map<Step, Value> found) {
        return new ListOf(found.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> ((Step.Index) entry.getKey()).at()))
                .map(Map.Entry::getValue)
                .toList());
    }

    private static MapOf map(Map<Step, Value> found) {
        Map<String, Value> fields = new LinkedHashMap<>();
        found.forEach((step, value) -> fields.put(((Step.Field) step).name(), value));
        return new MapOf(fields);
    }
}
