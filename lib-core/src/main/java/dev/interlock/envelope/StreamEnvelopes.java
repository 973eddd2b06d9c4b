package dev.interlock.envelope;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brokers and streams other than those with {@code Records}. */
final class StreamEnvelopes implements Opener {
    private static final Set<String> KAFKA = Set.of("aws:kafka", "aws:SelfManagedKafka", "SelfManagedKafka");
    private static final Set<String> ACTIVE_MQ = Set.of("aws:mq", "aws:amq");

    private interface Reading {
        Part part(String pointer, Json record);
    }

    @Override
    public @Nullable List<Part> open(Json object) {
        String source = object.text("eventSource");
        if (source != null && KAFKA.contains(source) && isObject(object, "records")) {
            String cluster = object.text("eventSourceArn");
            String scope = cluster != null ? cluster : object.text("bootstrapServers");
            return byName(
                    EnvelopeKind.KAFKA, object, "records", (topic, pointer, record) -> kafka(pointer, record, scope));
        }
        if (source != null && ACTIVE_MQ.contains(source) && isArray(object, "messages")) {
            String broker = object.text("eventSourceArn");
            return each(object, "messages", (pointer, record) -> activeMq(pointer, record, broker));
        }
        if ("aws:rmq".equals(source) && isObject(object, "rmqMessagesByQueue")) {
            return byName(
                    EnvelopeKind.RABBITMQ,
                    object,
                    "rmqMessagesByQueue",
                    (queue, pointer, record) -> rabbitMq(pointer, record, queue));
        }
        if (object.text("deliveryStreamArn") != null && isArray(object, "records")) {
            return each(object, "records", (pointer, record) -> transformed(EnvelopeKind.FIREHOSE, pointer, record));
        }
        if (object.text("applicationArn") != null && isArray(object, "records")) {
            return each(
                    object,
                    "records",
                    (pointer, record) -> transformed(EnvelopeKind.KINESIS_ANALYTICS, pointer, record));
        }
        return null;
    }

    /** What a record in a pipe holds, which stands there alone; null if it is of none of these sources. */
    static @Nullable Part inPipe(String pointer, Json record) {
        String source = record.text("eventSource");
        if (source != null && KAFKA.contains(source)) {
            String cluster = record.text("eventSourceArn");
            return kafka(pointer, record, cluster != null ? cluster : record.text("bootstrapServers"));
        }
        if (source != null && ACTIVE_MQ.contains(source)) {
            return activeMq(pointer, record, record.text("eventSourceArn"));
        }
        return "aws:rmq".equals(source) ? rabbitMq(pointer, record, record.text("queue")) : null;
    }

    private static Part kafka(String pointer, Json record, @Nullable String scope) {
        String partition = Opener.scalar(record, "partition");
        String offset = Opener.scalar(record, "offset");
        boolean known = record.text("topic") != null && partition != null && offset != null;
        return data(EnvelopeKind.KAFKA, pointer, "value", record)
                .id(Strength.STABLE, known ? record.text("topic") + "-" + partition + "@" + offset : null)
                .with(Attributes.SCOPE, scope);
    }

    private static Part activeMq(String pointer, Json record, @Nullable String broker) {
        return data(EnvelopeKind.ACTIVEMQ, pointer, "data", record)
                .id(Strength.STABLE, record.text("messageID"))
                .with(Attributes.CORRELATION_ID, record.text("correlationId"))
                .with(Attributes.SCOPE, broker)
                .with(Attributes.REDELIVERED, Opener.scalar(record, "redelivered"));
    }

    private static Part rabbitMq(String pointer, Json record, @Nullable String queue) {
        return data(EnvelopeKind.RABBITMQ, pointer, "data", record)
                .id(Strength.STABLE, Opener.text(record, "basicProperties", "messageId"))
                .with(Attributes.CORRELATION_ID, Opener.text(record, "basicProperties", "correlationId"))
                .with(Attributes.SCOPE, queue)
                .with(Attributes.REDELIVERED, Opener.scalar(record, "redelivered"));
    }

    private static Part transformed(EnvelopeKind kind, String pointer, Json record) {
        return data(kind, pointer, "data", record).id(Strength.PER_ATTEMPT, record.text("recordId"));
    }

    private static Part data(EnvelopeKind kind, String pointer, String name, Json record) {
        Content content = record.has(name) ? new Content.Base64(record.get(name)) : new Content.Bad("has no " + name);
        return Part.of(kind, pointer + "/" + name, content);
    }

    private static List<Part> each(Json object, String name, Reading reading) {
        List<Part> parts = new ArrayList<>();
        add(parts, Opener.pointer(name), object.get(name), reading);
        return parts;
    }

    private interface NamedReading {
        Part part(String name, String pointer, Json record);
    }

    private static List<Part> byName(EnvelopeKind kind, Json object, String name, NamedReading reading) {
        List<Part> parts = new ArrayList<>();
        Json lists = object.get(name);
        Map<String, Json> fields = lists == null ? Map.of() : lists.fields();
        fields.forEach((key, list) -> {
            String place = Opener.pointer(name) + Opener.pointer(key);
            if (list.isArray()) {
                add(parts, place, list, (pointer, record) -> reading.part(key, pointer, record));
            } else {
                parts.add(Part.of(kind, place, new Content.Bad("is no list of records")));
            }
        });
        return parts;
    }

    private static void add(List<Part> parts, String pointer, @Nullable Json list, Reading reading) {
        List<Json> items = list == null ? List.of() : list.items();
        for (int i = 0; i < items.size(); i++) {
            parts.add(reading.part(pointer + "/" + i, items.get(i)));
        }
    }

    private static boolean isArray(Json object, String name) {
        Json field = object.get(name);
        return field != null && field.isArray();
    }

    private static boolean isObject(Json object, String name) {
        Json field = object.get(name);
        return field != null && field.isObject();
    }
}
