package dev.interlock.envelope;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What single services wrap around the thing that they ask for. */
final class ServiceEnvelopes implements Opener {
    private static final Set<String> TOKENS = Set.of("TaskToken", "taskToken");
    private static final Set<String> INPUTS = Set.of("Input", "input", "Payload", "payload");

    @Override
    public @Nullable List<Part> open(Json object) {
        if (isDestination(object)) {
            return List.of(destination(object));
        }
        if ("aws.cloudwatch".equals(object.text("source"))
                && object.text("alarmArn") != null
                && object.has("alarmData")) {
            return List.of(alarm(object));
        }
        if (object.text("RequestType") != null
                && object.text("ResponseURL") != null
                && object.text("StackId") != null) {
            return List.of(field(EnvelopeKind.CLOUDFORMATION, "ResourceProperties", object)
                    .id(Strength.STABLE, object.text("RequestId"))
                    .with("request_type", object.text("RequestType")));
        }
        Json job = object.get("CodePipeline.job");
        if (job != null && job.isObject()) {
            return List.of(
                    Part.of(EnvelopeKind.CODEPIPELINE_JOB, "/CodePipeline.job/data", new Content.Value(job.get("data")))
                            .id(Strength.STABLE, job.text("id")));
        }
        if (object.text("SecretId") != null
                && object.text("ClientRequestToken") != null
                && object.text("Step") != null) {
            String id = object.text("SecretId") + "#" + object.text("ClientRequestToken") + "#" + object.text("Step");
            return List.of(Part.of(EnvelopeKind.SECRETS_ROTATION, "", new Content.Leaf(object))
                    .id(Strength.STABLE, id));
        }
        Json tasks = object.get("tasks");
        if (object.text("invocationSchemaVersion") != null && tasks != null && tasks.isArray()) {
            return tasks(object, tasks.items());
        }
        return taskToken(object);
    }

    private static boolean isDestination(Json object) {
        Json context = object.get("requestContext");
        return context != null
                && context.text("functionArn") != null
                && context.text("condition") != null
                && object.has("requestPayload");
    }

    private static Part destination(Json object) {
        Json context = object.get("requestContext");
        String count = context == null ? null : Opener.scalar(context, "approximateInvokeCount");
        return field(EnvelopeKind.LAMBDA_DESTINATION, "requestPayload", object)
                .id(Strength.STABLE, Opener.text(object, "requestContext", "requestId"))
                .with("condition", Opener.text(object, "requestContext", "condition"))
                .with("approximate_invoke_count", count);
    }

    private static Part alarm(Json object) {
        String changed = Opener.text(object, "alarmData", "state", "timestamp");
        return field(EnvelopeKind.CLOUDWATCH_ALARM, "alarmData", object)
                .id(Strength.STABLE, changed == null ? null : object.text("alarmArn") + "@" + changed);
    }

    private static List<Part> tasks(Json object, List<Json> tasks) {
        List<Part> parts = new ArrayList<>();
        String job = Opener.text(object, "job", "id");
        for (int i = 0; i < tasks.size(); i++) {
            String task = tasks.get(i).text("taskId");
            parts.add(Part.of(EnvelopeKind.S3_BATCH, "/tasks/" + i, new Content.Leaf(tasks.get(i)))
                    .id(Strength.STABLE, job == null || task == null ? null : job + "/" + task));
        }
        return parts;
    }

    /** A token among other fields is part of a payload; only one beside a single input makes an envelope. */
    private static @Nullable List<Part> taskToken(Json object) {
        if (object.fields().size() != 2) {
            return null;
        }
        String token = null;
        String input = null;
        for (String name : object.fields().keySet()) {
            token = TOKENS.contains(name) ? object.text(name) : token;
            input = INPUTS.contains(name) ? name : input;
        }
        if (token == null || input == null) {
            return null;
        }
        return List.of(field(EnvelopeKind.STEP_FUNCTIONS_TASK_TOKEN, input, object)
                .id(Strength.PER_ATTEMPT, token)
                .with("task_token_present", "true"));
    }

    private static Part field(EnvelopeKind kind, String name, Json object) {
        return Part.of(kind, "/" + name, new Content.Value(object.get(name)));
    }
}
