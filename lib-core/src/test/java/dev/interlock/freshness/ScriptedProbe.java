package dev.interlock.freshness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers by key as told, and remembers in which order it was asked. Not thread-safe. */
final class ScriptedProbe implements ArtifactProbe {
    private final Map<String, Supplier<Observation>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    ScriptedProbe answer(String key, Observation seen) {
        return answer(key, () -> seen);
    }

    ScriptedProbe answer(String key, Supplier<Observation> seen) {
        answers.put(key, seen);
        return this;
    }

    @Override
    public Observation observe(ArtifactLocation location) {
        asked.add(location.toString());
        Supplier<Observation> answer = answers.get(location.key());
        if (answer == null) {
            throw new AssertionError("nobody expected a look at " + location);
        }
        return answer.get();
    }

    /** The locations asked for, in order. */
    List<String> asked() {
        return asked;
    }
}
