package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Events as AWS sends them to a function, to test a handler with: each of these is one envelope, and
 * {@link SampleEvent#wrapping} puts one into another. {@snippet class="dev.interlock.testkit.SnippetsTest"
 * region="sample-events"}
 *
 * <p>Account, region, times and versions are always the same; ids follow from what an event is made of, so that two
 * events are different if anything in them is, and one that is made twice is the same event delivered twice. One that
 * its producer sent twice is {@link SampleEvent#sentAgain}.
 */
public final class SampleEvents {
    private SampleEvents() {}

    /** An event of an EventBridge bus, which carries a JSON object. */
    public static SampleEvent eventBridge(String source, String detailType) {
        return SampleEvent.of(
                SampleKind.EVENT_BRIDGE,
                Map.of("source", requireNonNull(source, "source"), "type", requireNonNull(detailType, "detailType")));
    }

    /**
     * What EventBridge Scheduler sends for a schedule without an input. With an input it sends the input, and no
     * envelope at all: so does this one if it is given a payload.
     */
    public static SampleEvent scheduler(String schedule, Instant scheduledAt) {
        return SampleEvent.of(
                SampleKind.SCHEDULER,
                Map.of(
                        "schedule",
                        requireNonNull(schedule, "schedule"),
                        "time",
                        requireNonNull(scheduledAt, "scheduledAt").toString()));
    }

    /** A message of an SNS topic: as a function gets it, or in an envelope as a queue gets it. */
    public static SampleEvent sns(String topic) {
        return SampleEvent.of(SampleKind.SNS, Map.of("topic", requireNonNull(topic, "topic")));
    }

    /** A message of an SQS queue; of a FIFO queue, in group 1, if the name ends in {@code .fifo}. */
    public static SampleEvent sqs(String queue) {
        boolean isFifo = requireNonNull(queue, "queue").endsWith(".fifo");
        return isFifo ? sqs(queue, "1") : SampleEvent.of(SampleKind.SQS, Map.of("queue", queue));
    }

    /**
     * A message of a group of a FIFO queue.
     *
     * @throws IllegalArgumentException if the name of the queue does not end in {@code .fifo}
     */
    public static SampleEvent sqs(String queue, String group) {
        if (!requireNonNull(queue, "queue").endsWith(".fifo")) {
            throw new IllegalArgumentException("queue does not end in .fifo: " + queue);
        }
        return SampleEvent.of(SampleKind.SQS_FIFO, Map.of("queue", queue, "group", requireNonNull(group, "group")));
    }

    /**
     * The JSON of one invocation with the records of several events, in this order: of one kind, that comes in batches
     * of {@code Records}, such as messages of a queue.
     *
     * @throws IllegalArgumentException if there is no event, or one is of another kind or of one that does not come in
     *     batches
     */
    public static String batch(List<SampleEvent> events) {
        return SampleEvent.batch(List.copyOf(requireNonNull(events, "events")));
    }

    /** A record of a Kinesis data stream. */
    public static SampleEvent kinesis(String stream) {
        return SampleEvent.of(SampleKind.KINESIS, Map.of("stream", requireNonNull(stream, "stream")));
    }

    /**
     * A record of a DynamoDB stream, of an item that was inserted. The payload is the record's {@code dynamodb}, with
     * typed attributes.
     */
    public static SampleEvent dynamoDbStream(String table) {
        return SampleEvent.of(SampleKind.DYNAMODB_STREAM, Map.of("table", requireNonNull(table, "table")))
                .payload("{\"Keys\":{\"id\":{\"S\":\"1\"}},\"NewImage\":{\"id\":{\"S\":\"1\"}},"
                        + "\"SequenceNumber\":\"111\",\"SizeBytes\":6,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}");
    }

    /** A notification of S3 that an object was created. The payload is the record's {@code s3}. */
    public static SampleEvent s3(String bucket, String key) {
        String encoded = URLEncoder.encode(requireNonNull(key, "key"), StandardCharsets.UTF_8)
                .replace("%2F", "/");
        requireNonNull(bucket, "bucket");
        return SampleEvent.of(SampleKind.S3, Map.of())
                .payload(
                        "{\"s3SchemaVersion\":\"1.0\",\"configurationId\":\"sample\",\"bucket\":{\"name\":"
                                + JsonText.quoted(bucket)
                                + ",\"arn\":" + JsonText.quoted("arn:aws:s3:::" + bucket) + "},\"object\":{\"key\":"
                                + JsonText.quoted(encoded)
                                + ",\"size\":1024,\"eTag\":\"d41d8cd98f00b204e9800998ecf8427e\",\"sequencer\":\"0A1B2C3D4E5F678901\"}}");
    }

    /** A record of a topic of Amazon MSK, in partition 0. */
    public static SampleEvent kafka(String topic) {
        return SampleEvent.of(SampleKind.KAFKA, Map.of("topic", requireNonNull(topic, "topic")));
    }

    /** What a destination gets for an asynchronous invocation that failed; it wraps the event of that invocation. */
    public static SampleEvent lambdaDestination(String function) {
        return SampleEvent.of(SampleKind.LAMBDA_DESTINATION, Map.of("function", requireNonNull(function, "function")));
    }

    /** A log event of a subscription of CloudWatch Logs: compressed, for a function or in a stream. */
    public static SampleEvent cloudWatchLogs(String logGroup) {
        return SampleEvent.of(SampleKind.CLOUDWATCH_LOGS, Map.of("group", requireNonNull(logGroup, "logGroup")));
    }

    /** A request of an API Gateway HTTP API, payload format 2.0. */
    public static SampleEvent apiGateway(String method, String path) {
        return SampleEvent.of(
                SampleKind.API_GATEWAY,
                Map.of("method", requireNonNull(method, "method"), "path", requireNonNull(path, "path")));
    }
}
