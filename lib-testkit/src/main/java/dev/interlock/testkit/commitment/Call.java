package dev.interlock.testkit.commitment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request in no protocol: an operation by the name of the SDK's model, and its parameters, flat. What is nested has
 * a path of names and numbers, from 1, as the query protocol has it: {@code Tags.1.Key}.
 */
record Call(String operation, Map<String, String> parameters) {
    Call {
        parameters = new LinkedHashMap<>(parameters);
    }

    String text(String name) {
        return optional(name).orElse("");
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    int number(String name, int otherwise) {
        return optional(name).map(Integer::parseInt).orElse(otherwise);
    }

    /** The pairs of a list such as {@code Tags.Tag}. */
    Map<String, String> pairs(String list) {
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 1; parameters.containsKey(list + "." + i + ".Key"); i++) {
            pairs.put(text(list + "." + i + ".Key"), text(list + "." + i + ".Value"));
        }
        return pairs;
    }

    /** The values of a list such as {@code TagKeys.TagKey}. */
    List<String> list(String list) {
        List<String> values = new ArrayList<>();
        for (int i = 1; parameters.containsKey(list + "." + i); i++) {
            values.add(text(list + "." + i));
        }
        return values;
    }

    /** The parameters below {@code name}, by what follows it. */
    Map<String, String> below(String name) {
        Map<String, String> below = new TreeMap<>();
        parameters.forEach((path, value) -> {
            if (path.startsWith(name + ".")) {
                below.put(path.substring(name.length() + 1), value);
            }
        });
        return below;
    }
}
