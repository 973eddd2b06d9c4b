package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Json;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Batches of {@code Records}, each of which names its source. */
final class RecordEnvelopes implements Opener {
    private static final Set<String> STREAMS = Set.of("aws:kinesis", "aws:dynamodb");

    @Override
    public @Nullable List<Part> open(Json object) {
        if ("s3:TestEvent".equals(object.text("Event")) && object.text("Bucket") != null) {
            return List.of();
        }
        Json records = object.get("Records");
        if (records == null || !records.isArray()) {
            return null;
        }
        List<Json> items = records.items();
        boolean batch = items.isEmpty()
                ? object.fields().size() == 1
                : items.stream().anyMatch(record -> source(record) != null);
        return batch ? parts("/Records", items) : null;
    }

    /** The source that a record names; null if it names none of AWS. */
    static @Nullable String source(Json record) {
        String source = record.text("eventSource") != null ? record.text("eventSource") : record.text("EventSource");
        return source != null && source.startsWith("aws:") ? source : null;
    }

    private static List<Part> parts(String pointer, List<Json> records) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            parts.add(part(pointer + "/" + i, records.get(i)));
        }
        return parts;
    }

    /** What a record holds, by its source. */
    static Part part(String pointer, Json record) {
        String source = source(record);
        if (source == null) {
            return Part.of(EnvelopeKind.GENERIC_RECORD, pointer, new Content.Bad("names no source of AWS"));
        }
        return switch (source) {
            case "aws:sqs" -> sqs(pointer, record);
            case "aws:sns" -> sns(pointer, record);
            case "aws:kinesis" -> kinesis(pointer, record);
            case "aws:dynamodb" -> dynamoDb(pointer, record);
            case "aws:s3" -> s3(pointer, record);
            case "aws:ses" ->
                leaf(EnvelopeKind.SES, pointer, "ses", record)
                        .id(Strength.STABLE, Opener.text(record, "ses", "mail", "messageId"));
            default ->
                Part.of(EnvelopeKind.GENERIC_RECORD, pointer, new Content.Leaf(record))
                        .id(
                                Strength.STABLE,
                                record.text("eventID") != null ? record.text("eventID") : record.text("eventId"))
                        .with("event_source", source);
        };
    }

    /**
     * What a record in a pipe holds, which stands there alone. Pipes name a record of a stream by its event id, where
     * Lambda names it by its sequence number; see <a
     * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html">partial batch
     * failure</a>.
     */
    static Part inPipe(String pointer, Json record) {
        Part part = part(pointer, record);
        String source = source(record);
        return source != null && STREAMS.contains(source) ? part.item(record.text("eventID")) : part;
    }

    private static Part sqs(String pointer, Json record) {
        return Part.of(EnvelopeKind.SQS, pointer + "/body", new Content.Value(record.get("body")))
                .id(Strength.PER_DELIVERY, record.text("messageId"))
                .item(record.text("messageId"))
                .hops(record.get("messageAttributes"), "stringValue")
                .with(Attributes.RECEIVE_COUNT, Opener.text(record, "attributes", "ApproximateReceiveCount"))
                .with("fifo_dedup_id", Opener.text(record, "attributes", "MessageDeduplicationId"))
                .with(Attributes.FIFO_GROUP, Opener.text(record, "attributes", "MessageGroupId"))
                .with("dlq_source", Opener.text(record, "attributes", "DeadLetterQueueSourceArn"))
                .with("dlq_rule_arn", Opener.text(record, "messageAttributes", "RULE_ARN", "stringValue"))
                .with("dlq_error_code", Opener.text(record, "messageAttributes", "ERROR_CODE", "stringValue"))
                .with(Attributes.SCOPE, record.text("eventSourceARN"));
    }

    private static Part sns(String pointer, Json record) {
        Json sns = record.get("Sns");
        return Part.of(
                        EnvelopeKind.SNS,
                        pointer + "/Sns/Message",
                        new Content.Value(sns == null ? null : sns.get("Message")))
                .id(Strength.STABLE, Opener.text(record, "Sns", "MessageId"))
                .hops(sns == null ? null : sns.get("MessageAttributes"), "Value")
                .with("topic_arn", Opener.text(record, "Sns", "TopicArn"))
                .with("subject", Opener.text(record, "Sns", "Subject"));
    }

    /** In a pipe the fields of {@code kinesis} stand in the record itself. */
    private static Part kinesis(String pointer, Json record) {
        Json nested = record.get("kinesis");
        Json kinesis = nested == null ? record : nested;
        return Part.of(
                        EnvelopeKind.KINESIS,
                        pointer + (nested == null ? "/data" : "/kinesis/data"),
                        new Content.Base64(kinesis.get("data")))
                .id(Strength.STABLE, record.text("eventID"))
                .item(kinesis.text("sequenceNumber"))
                .with(Attributes.SCOPE, record.text("eventSourceARN"))
                .with("partition_key", kinesis.text("partitionKey"));
    }

    private static Part dynamoDb(String pointer, Json record) {
        boolean expired = "dynamodb.amazonaws.com".equals(Opener.text(record, "userIdentity", "principalId"));
        return leaf(EnvelopeKind.DYNAMODB_STREAM, pointer, "dynamodb", record)
                .id(Strength.STABLE, record.text("eventID"))
                .item(Opener.text(record, "dynamodb", "SequenceNumber"))
                .with("event_name", record.text("eventName"))
                .with(Attributes.SCOPE, record.text("eventSourceARN"))
                .with("ttl_delete", expired ? "true" : null);
    }

    private static Part s3(String pointer, Json record) {
        String key = Opener.text(record, "s3", "object", "key");
        return leaf(EnvelopeKind.S3, pointer, "s3", record)
                .id(Strength.STABLE, key == null ? null : s3Id(record, key))
                .with("event_name", record.text("eventName"))
                .with("decoded_key", key == null ? null : decoded(key));
    }

    private static String s3Id(Json record, String key) {
        String version = Opener.text(record, "s3", "object", "versionId");
        String tag = version != null ? version : Opener.text(record, "s3", "object", "eTag");
        return orEmpty(Opener.text(record, "s3", "bucket", "name")) + "/" + key + "#" + orEmpty(tag) + "#"
                + orEmpty(Opener.text(record, "s3", "object", "sequencer")) + "#" + orEmpty(record.text("eventName"));
    }

    /** The key as the bucket has it; one that cannot be decoded stays as it is. */
    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }

    private static Part leaf(EnvelopeKind kind, String pointer, String name, Json record) {
        Json value = record.get(name);
        return Part.of(
                kind,
                pointer + "/" + name,
                value == null ? new Content.Bad("has no " + name) : new Content.Leaf(value));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
