package dev.interlock.envelope;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a subscription of CloudWatch Logs sends, to a function compressed in {@code awslogs}, to a stream as it is. */
final class LogEnvelopes implements Opener {
    @Override
    public @Nullable List<Part> open(Json object) {
        if (object.text("logGroup") == null || object.text("messageType") == null) {
            return null;
        }
        if ("CONTROL_MESSAGE".equals(object.text("messageType"))) {
            return List.of();
        }
        Json events = object.get("logEvents");
        return events == null || !events.isArray() ? null : events(object, events.items());
    }

    /** The compressed log events of a subscription; null if that is not what this is. */
    static @Nullable Json compressed(Json object) {
        Json logs = object.get("awslogs");
        return logs == null || object.fields().size() != 1 ? null : logs.get("data");
    }

    private static List<Part> events(Json subscription, List<Json> events) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Json event = events.get(i);
            parts.add(Part.of(
                            EnvelopeKind.CLOUDWATCH_LOGS,
                            "/logEvents/" + i + "/message",
                            new Content.Value(event.get("message")))
                    .id(Strength.STABLE, event.text("id"))
                    .with("log_group", subscription.text("logGroup"))
                    .with("log_stream", subscription.text("logStream")));
        }
        return parts;
    }
}
