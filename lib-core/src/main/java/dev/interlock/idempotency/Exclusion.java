package dev.interlock.idempotency;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a value of JSON is left out.
 *
 * @param isWhole whether all of it is
 * @param within what is left out of what it has, by name or index
 */
record Exclusion(boolean isWhole, Map<String, Exclusion> within) {
    static final Exclusion NONE = new Exclusion(false, Map.of());

    /** What these JSON pointers name. */
    static Exclusion of(Collection<String> pointers) {
        return along(pointers.stream().map(CanonicalJson::steps).toList());
    }

    private static Exclusion along(List<List<String>> paths) {
        Map<String, List<List<String>>> rests = paths.stream()
                .filter(path -> !path.isEmpty())
                .collect(Collectors.groupingBy(
                        path -> path.get(0),
                        Collectors.mapping(path -> path.subList(1, path.size()), Collectors.toList())));
        Map<String, Exclusion> within = new HashMap<>();
        rests.forEach((step, rest) -> within.put(step, along(rest)));
        return new Exclusion(paths.stream().anyMatch(List::isEmpty), Map.copyOf(within));
    }

    Exclusion at(String step) {
        return within.getOrDefault(step, NONE);
    }
}
