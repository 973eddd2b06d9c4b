package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The original's decision about the phase {@code p}: the first rule that applies. */
final class OriginalPhase {
    static final String PHASE = "p";
    static final String MARKER = "pipeline/2026-05-30/.phases/p.json";

    private static final Set<String> NO_MARKER = Set.of("NoSuchKey", "404");
    private static final Set<String> NO_ARTIFACT = Set.of("NoSuchKey", "NoSuchBucket", "NotFound", "404");

    private final Json options;
    private final Map<String, String> objects;
    private final List<String> requests = new ArrayList<>();

    OriginalPhase(Json options, Map<String, String> objects) {
        this.options = options;
        this.objects = objects;
    }

    PhaseAnswer decide(boolean supportsAutoSkip) {
        if (options.node().has("only_phases")
                && !options.at("only_phases").texts().isEmpty()
                && !names("only_phases")) {
            return answer(false, "only_phases_filter");
        }
        if (names("skip_phases")) {
            return answer(false, "explicit_skip");
        }
        if (options.flag("force")) {
            return answer(true, "force_rerun");
        }
        if (names("force_phases")) {
            return answer(true, "force_phase_rerun");
        }
        return supportsAutoSkip ? byMarker() : answer(true, "not_auto_skippable");
    }

    private PhaseAnswer byMarker() {
        requests.add("get " + MARKER);
        String body = objects.getOrDefault(MARKER, "!NoSuchKey");
        if (body.startsWith("!")) {
            String code = body.substring(1);
            return NO_MARKER.contains(code) ? answer(true, "default_run") : raised(code);
        }
        Optional<JsonNode> marker = Plain.read(body).filter(JsonNode::isObject);
        if (marker.filter(found -> found.path("status").asText().equals("ok")).isEmpty()) {
            return answer(true, "default_run");
        }
        for (JsonNode key : marker.get().path("artifact_keys")) {
            String head = "head " + key.asText();
            if (!key.asText().isEmpty() && !requests.contains(head)) {
                requests.add(head);
                String object = objects.getOrDefault(key.asText(), "!404");
                if (object.startsWith("!")) {
                    String code = object.substring(1);
                    return NO_ARTIFACT.contains(code) ? answer(true, "marker_artifact_missing") : raised(code);
                }
            }
        }
        return answer(false, "auto_skip_marker_ok");
    }

    private boolean names(String option) {
        return options.node().has(option) && options.at(option).texts().contains(PHASE);
    }

    private PhaseAnswer answer(boolean run, String reason) {
        return PhaseAnswer.of(run, reason, List.copyOf(requests));
    }

    private PhaseAnswer raised(String code) {
        return PhaseAnswer.raised("ClientError:" + code, List.copyOf(requests));
    }
}
