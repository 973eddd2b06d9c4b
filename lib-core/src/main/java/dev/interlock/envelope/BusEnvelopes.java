package dev.interlock.envelope;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EventBridge and its scheduler, and SNS as text in something else. */
final class BusEnvelopes implements Opener {
    @Override
    public @Nullable List<Part> open(Json object) {
        String type = object.text("detail-type");
        String source = object.text("source");
        if (type != null && source != null && object.has("detail")) {
            boolean scheduler = source.equals("aws.scheduler") && type.equals("Scheduled Event");
            return List.of(
                    scheduler
                            ? scheduled(object)
                            : event(EnvelopeKind.EVENTBRIDGE, object).id(Strength.STABLE, object.text("id")));
        }
        boolean notification = "Notification".equals(object.text("Type"));
        if (notification
                && object.text("TopicArn") != null
                && object.text("MessageId") != null
                && object.has("Message")) {
            return List.of(Part.of(EnvelopeKind.SNS_NOTIFICATION, "/Message", new Content.Value(object.get("Message")))
                    .id(Strength.STABLE, object.text("MessageId"))
                    .hops(object.get("MessageAttributes"), "Value")
                    .with("topic_arn", object.text("TopicArn"))
                    .with("subject", object.text("Subject")));
        }
        return null;
    }

    private static Part event(EnvelopeKind kind, Json event) {
        return Part.of(kind, "/detail", new Content.Value(event.get("detail")))
                .with(Attributes.DETAIL_TYPE, event.text("detail-type"))
                .with(Attributes.SOURCE, event.text("source"))
                .with("event_bus_id", event.text("id"))
                .with(Attributes.REPLAY_NAME, event.text("replay-name"))
                .with(Attributes.TIME, event.text("time"));
    }

    /** The scheduler's own id is new in every attempt; the schedule and the time are not. */
    private static Part scheduled(Json event) {
        Json resources = event.get("resources");
        List<Json> schedules = resources == null ? List.of() : resources.items();
        String schedule = schedules.isEmpty() ? null : schedules.get(0).text();
        String time = event.text("time");
        return event(EnvelopeKind.SCHEDULER_DEFAULT, event)
                .id(Strength.STABLE, schedule == null || time == null ? null : schedule + "@" + time);
    }
}
