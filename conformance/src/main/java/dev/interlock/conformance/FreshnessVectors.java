package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.DedupKey;
import dev.interlock.aws.freshness.S3ArtifactProbe;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.Observation;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Freshness checks: cycle, keys, verdict, what was asked for, the original's wording, and the alert that the original's
 * monitor makes of it.
 */
final class FreshnessVectors implements Vectors {
    private static final Set<Departure> ALL =
            EnumSet.of(Departure.AGE, Departure.ONBOARDING, Departure.RECOVERY, Departure.CALENDAR);

    @Override
    public String fileName() {
        return "freshness.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        for (Json json : Json.of(file).at("cases").cases()) {
            FreshnessVector vector = new FreshnessVector(json);
            try {
                replay(vector, tally);
            } catch (Mismatch e) {
                tally.fail(vector.id(), String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                tally.fail(json.path(), "cannot be replayed: " + e);
            }
        }
    }

    /** The first thing that is not as it must be. */
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    private static void replay(FreshnessVector vector, Tally tally) throws Mismatch {
        holdCycle(vector);
        Json raised = vector.expected().at("raises");
        if (vector.hasUnsoundTemplate()) {
            holdRefusal(vector);
            if (raised.isNull()) {
                holdOriginal(vector);
            } else {
                holdMonitorOfException(vector);
            }
            tally.depart(EnumSet.of(Departure.TEMPLATES));
            return;
        }
        ScriptedS3 s3 = new ScriptedS3(vector.objects());
        Row ours = row(vector, s3);
        Row original = raised.isNull() ? holdOriginal(vector) : holdAssertion(vector);
        if (raised.isNull()) {
            hold(
                    "canonical key",
                    vector.canonicalKey(),
                    vector.artifact().location(vector.cycle()).key());
        }
        if (ours.agreesWith(original)) {
            tally.pass();
            return;
        }
        Row departed = OriginalCheck.run(vector, ALL);
        hold("the departed answer", departed.substance(), ours.substance());
        tally.depart(OriginalCheck.thatMatter(vector, original));
    }

    private static void holdCycle(FreshnessVector vector) throws Mismatch {
        Cycle cycle = vector.cycle();
        Json expected = vector.expected();
        hold("tick", expected.at("cycle_tick").text(), Python.isoformat(cycle.tick()));
        hold("label", expected.at("cycle_label").text(), cycle.label());
        String id = vector.spec().at("artifact_id").text();
        hold(
                "dedup key",
                expected.at("dedup_key").text(),
                DedupKey.freshness(id, cycle.label()).value());
        hold(
                "deadline",
                expected.at("sla_deadline").text(),
                Python.isoformat(cycle.tick().plus(vector.sla())));
    }

    /** The vector says what the original's rules say. */
    private static Row holdOriginal(FreshnessVector vector) throws Mismatch {
        Row original = OriginalCheck.run(vector, EnumSet.noneOf(Departure.class));
        Json expected = vector.expected();
        hold("state", expected.at("state").text(), original.state());
        hold("violation", expected.at("sla_violated_by_minutes").integer(), (int)
                original.detail().violatedMinutes());
        hold(
                "substitution",
                expected.at("recovery_substituted").bool(),
                original.detail().substituted());
        String written = original.detail().lastModified();
        hold("last modified", expected.at("last_modified").optionalText().orElse("none"), written);
        hold(
                "last modified, UTC",
                expected.at("last_modified_utc").optionalText().orElse("none"),
                utc(written));
        hold("asked for", expected.at("head_calls").texts(), original.heads());
        hold("reason", expected.at("reason").text(), original.reason());
        holdMonitor(vector, original.state(), original.reason(), vector.canonicalKey());
        hold("exception", true, vector.monitor().at("per_spec_exception").isNull());
        return original;
    }

    /** A HEAD without Last-Modified is the one exception that a sound template leaves to the original. */
    private static Row holdAssertion(FreshnessVector vector) throws Mismatch {
        Row original = OriginalCheck.run(vector, EnumSet.noneOf(Departure.class));
        hold("reason to raise", OriginalCheck.NO_LAST_MODIFIED, original.reason());
        hold("exception", vector.expected().at("raises").at("type").text(), "AssertionError");
        hold("asked for", vector.expected().at("head_calls").texts(), original.heads());
        holdMonitorOfException(vector);
        return original;
    }

    private static void holdMonitorOfException(FreshnessVector vector) throws Mismatch {
        Json raised = vector.expected().at("raises");
        String type = raised.at("type").text();
        String reason =
                "per-spec exception: " + type + ": " + raised.at("message").text();
        holdMonitor(
                vector,
                "probe_failed",
                reason,
                vector.spec().at("s3_key_template").text());
        hold("exception", vector.monitor().at("per_spec_exception").text(), type);
        hold("state", true, vector.expected().at("state").isNull());
    }

    private static void holdMonitor(FreshnessVector vector, String state, String reason, String key) throws Mismatch {
        Json monitor = vector.monitor();
        Json spec = vector.spec();
        boolean blind = state.equals("probe_failed");
        int violated =
                blind ? 0 : vector.expected().at("sla_violated_by_minutes").integer();
        hold("monitor state", monitor.at("state").text(), state);
        hold("monitor reason", monitor.at("reason").text(), reason);
        hold("monitor key", monitor.at("canonical_key").text(), key);
        hold("monitor violation", monitor.at("sla_violated_by_minutes").integer(), violated);
        boolean alert = blind || violated > 0;
        hold("alert", monitor.at("alert").bool(), alert);
        String severity = blind ? "critical" : spec.at("severity").text();
        String body = "artifact_id=" + spec.at("artifact_id").text() + " owner_repo="
                + spec.at("owner_repo").text() + " state=" + state + " key=" + key + " sla_violated_by_minutes="
                + violated + " reason=" + reason;
        hold("alert severity", text(monitor.at("alert_severity")), alert ? severity : "none");
        hold("alert body", text(monitor.at("alert_body")), alert ? body : "none");
        hold("alert source", text(monitor.at("alert_source")), alert ? "freshness-monitor" : "none");
        String dedup = vector.expected().at("dedup_key").text();
        hold("alert dedup key", text(monitor.at("dedup_key")), alert ? dedup : "none");
        hold("alert dedup window", text(monitor.at("dedup_window_min")), alert ? "none" : "n/a");
    }

    private static void holdRefusal(FreshnessVector vector) throws Mismatch {
        try {
            throw new Mismatch("the template was to be refused: " + vector.artifact());
        } catch (IllegalArgumentException e) {
            hold(
                    "refusal of a template",
                    true,
                    e.getMessage() != null && e.getMessage().startsWith("key template"));
        }
    }

    /** Interlock's verdict in the original's terms. */
    private static Row row(FreshnessVector vector, ScriptedS3 s3) {
        ArtifactSpec spec = vector.artifact();
        Freshness verdict = spec.checkFreshness(S3ArtifactProbe.create(s3), vector.now());
        List<String> heads = s3.heads();
        return verdict.fold(
                fresh -> new Row(
                        "fresh",
                        new Row.Detail(0, fresh.source() == Freshness.Source.RECOVERY, utc(fresh.lastModified())),
                        heads,
                        ""),
                pending -> notThere(pending.found(), Duration.ZERO, heads),
                notExpected -> new Row("fresh", new Row.Detail(0, false, "none"), heads, ""),
                onboarding -> new Row("grace_period", new Row.Detail(0, false, "none"), heads, ""),
                late -> notThere(late.found(), late.overdue(), heads),
                unknown -> new Row("probe_failed", new Row.Detail(0, false, "none"), heads, ""));
    }

    private static Row notThere(Observation.Seen found, Duration overdue, List<String> heads) {
        return found instanceof Observation.Present present
                ? new Row("stale", new Row.Detail(overdue.toMinutes(), false, utc(present.lastModified())), heads, "")
                : new Row("missing", new Row.Detail(overdue.toMinutes(), false, "none"), heads, "");
    }

    private static String utc(Instant time) {
        return Python.isoformat(time);
    }

    private static String utc(String isoformat) {
        return isoformat.equals("none") ? isoformat : utc(Python.time(isoformat).toInstant());
    }

    private static String text(Json value) {
        return value.optionalText().orElse("none");
    }

    private static void hold(String what, Object expected, Object actual) throws Mismatch {
        if (!expected.equals(actual)) {
            throw new Mismatch(what + ": the vector has " + expected + ", the replay " + actual);
        }
    }
}
