package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.internal.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Events as AWS sends them, as far as the tests look at them. */
final class AwsEvents {
    static final String QUEUE = "arn:aws:sqs:eu-central-1:123456789012:orders";
    static final String FIFO_QUEUE = QUEUE + ".fifo";

    private AwsEvents() {}

    static Message message(String event) {
        return (Message) record(event);
    }

    static Unwrapped record(String event) {
        List<Unwrapped> records = Envelopes.unwrap(event.getBytes(UTF_8));
        if (records.size() != 1) {
            throw new AssertionError("not one record: " + records);
        }
        return records.get(0);
    }

    static String event(String source, String detailType, String detail) {
        return """
                {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":%s,"source":%s,\
                "time":"2026-05-27T13:00:00Z","detail":%s}""".formatted(Json.quoted(detailType), Json.quoted(source), detail);
    }

    static String replayed(String event) {
        return event.replace("{\"version\"", "{\"replay-name\":\"again\",\"version\"");
    }

    static String batch(String... records) {
        return Arrays.stream(records).collect(Collectors.joining(",", "{\"Records\":[", "]}"));
    }

    static String sqs(String id, String body, String messageAttributes) {
        return """
                {"eventSource":"aws:sqs","eventSourceARN":"%s","messageId":"%s","body":%s,"messageAttributes":{%s}}""".formatted(QUEUE, id, Json.quoted(body), messageAttributes);
    }

    static String sqs(String id, String body) {
        return sqs(id, body, "");
    }

    static String fifo(String id, String group) {
        return """
                {"eventSource":"aws:sqs","eventSourceARN":"%s","messageId":"%s","body":"{}",\
                "attributes":{"MessageGroupId":"%s"}}""".formatted(FIFO_QUEUE, id, group);
    }

    static String kinesis(String sequenceNumber, String data) {
        return """
                {"eventSource":"aws:kinesis","eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/ticks",\
                "eventID":"shardId-000000000006:%s","kinesis":{"sequenceNumber":"%s","data":"%s"}}""".formatted(sequenceNumber, sequenceNumber, Base64.getEncoder().encodeToString(data.getBytes(UTF_8)));
    }

    static String dynamoDb(String sequenceNumber) {
        return """
                {"eventSource":"aws:dynamodb","eventSourceARN":"arn:aws:dynamodb:table/orders/stream/1",\
                "eventID":"e%s","dynamodb":{"SequenceNumber":"%s"}}""".formatted(sequenceNumber, sequenceNumber);
    }

    static String snsNotification(String message, String messageAttributes) {
        return """
                {"Type":"Notification","TopicArn":"arn:aws:sns:eu-central-1:123456789012:t","MessageId":"n-1",\
                "Message":%s,"MessageAttributes":{%s}}""".formatted(Json.quoted(message), messageAttributes);
    }

    static String sns(String message, String messageAttributes) {
        return batch("""
                {"EventSource":"aws:sns","Sns":{"MessageId":"n-1","TopicArn":"arn:aws:sns:t","Message":%s,\
                "MessageAttributes":{%s}}}""".formatted(Json.quoted(message), messageAttributes));
    }

    static String destination(String requestPayload) {
        return """
                {"version":"1.0","requestContext":{"requestId":"r-1","functionArn":"arn:aws:lambda:f",\
                "condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":%s}""".formatted(requestPayload);
    }
}
