package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.aws.phase.S3PhaseStore;
import dev.interlock.phase.Phase;
import dev.interlock.phase.PhaseBinding;
import dev.interlock.phase.PhaseDecision;
import dev.interlock.phase.PhaseReason;
import dev.interlock.phase.PhaseRegistry;
import dev.interlock.phase.PhaseSelection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a phase runs, by what an operator says and by its marker. The original's markers know neither inputs nor
 * code, so the phase takes them; where the original raises, Interlock says that it cannot know.
 */
final class PhaseVectors implements Vectors {
    private static final Set<String> OPTIONS = Set.of("only_phases", "skip_phases", "force", "force_phases");
    private static final Pattern CODE = Pattern.compile("answered \\d+ ([^\\s;]+)");

    @Override
    public String fileName() {
        return "phase_registry.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(Map.of("cases", PhaseCase::new), Set.of()).replay(file, tally);
    }

    private record PhaseCase(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            List<String> requests = vector.at("s3_calls").texts();
            return vector.at("raises").isNull()
                    ? PhaseAnswer.of(
                            vector.at("run").bool(), vector.at("reason").text(), requests)
                    : PhaseAnswer.raised(vector.at("raises").text(), requests);
        }

        @Override
        public Object original() {
            return new OriginalPhase(options(), objects())
                    .decide(vector.at("supports_auto_skip").bool());
        }

        @Override
        public Object actual() {
            PhaseBinding binding = PhaseBinding.toCode("replay");
            Phase phase = vector.at("supports_auto_skip").bool()
                    ? Phase.skippable(OriginalPhase.PHASE, binding).acceptingLegacyMarkers()
                    : Phase.always(OriginalPhase.PHASE, binding);
            ScriptedObjects s3 = new ScriptedObjects(objects());
            PhaseDecision decision = PhaseRegistry.builder(
                            S3PhaseStore.create(s3, "b"), LocalDate.of(2026, 5, 30), () -> Instant.EPOCH, () -> 0)
                    .selection(selection())
                    .build()
                    .decide(phase);
            return decision.fold(
                    run -> answer(true, run.reason(), s3),
                    deselected -> answer(false, deselected.reason(), s3),
                    done -> answer(false, done.reason(), s3),
                    unknown -> PhaseAnswer.raised("ClientError:" + code(unknown.cause()), s3.requests()));
        }

        private static PhaseAnswer answer(boolean run, PhaseReason reason, ScriptedObjects s3) {
            return PhaseAnswer.of(run, reason.label(), s3.requests());
        }

        private static String code(String cause) {
            Matcher code = CODE.matcher(cause);
            return code.find() ? code.group(1) : cause;
        }

        private PhaseSelection selection() {
            PhaseSelection selection = PhaseSelection.all()
                    .only(names("only_phases"))
                    .skipping(names("skip_phases"))
                    .forcing(names("force_phases"));
            return options().flag("force") ? selection.forcingAll() : selection;
        }

        private String[] names(String option) {
            return options().node().has(option) ? options().at(option).texts().toArray(String[]::new) : new String[0];
        }

        private Json options() {
            Json options = vector.at("options");
            options.names().stream().filter(name -> !OPTIONS.contains(name)).forEach(name -> {
                throw new IllegalArgumentException("an option that the replay does not know: " + name);
            });
            return options;
        }

        private Map<String, String> objects() {
            Json objects = vector.at("objects");
            Map<String, String> bodies = new LinkedHashMap<>();
            objects.names().forEach(key -> bodies.put(key, objects.at(key).text()));
            return bodies;
        }
    }
}
