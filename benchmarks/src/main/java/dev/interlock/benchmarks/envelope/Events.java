package dev.interlock.benchmarks.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Events as services send them, with orders from a literal seed for their payloads. */
final class Events {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final long SEED = 20_261_120L;
    private static final int RECORDS = 10;
    private static final int ORDERS_IN_200_KB = 1_130;
    private static final int ORDERS_IN_A_MESSAGE = 20;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** What EventBridge sends for a {@code detail} of 200 KB. */
    static byte[] eventBridge() {
        return new Events().event(ORDERS_IN_200_KB).toString().getBytes(UTF_8);
    }

    /** The detail of {@link #eventBridge}, as Lambda hands it to a handler that asks for its class of the event. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> detail() {
        return JSON.convertValue(new Events().event(ORDERS_IN_200_KB).get("detail"), Map.class);
    }

    /** What SQS sends for ten events of EventBridge that wait in a queue. */
    static byte[] sqsBatch() {
        ObjectNode batch = JSON.createObjectNode();
        ArrayNode records = batch.putArray("Records");
        for (String body : bodies()) {
            ObjectNode record = records.addObject();
            record.put("messageId", "059f36b4-87a3-44ab-83d2-661975830a7d")
                    .put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0aAQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a")
                    .put("body", body);
            record.putObject("attributes")
                    .put("ApproximateReceiveCount", "1")
                    .put("SentTimestamp", "1545082649183")
                    .put("SenderId", "AIDAIENQZJOLO23YVJ4VO")
                    .put("ApproximateFirstReceiveTimestamp", "1545082649185");
            record.putObject("messageAttributes");
            record.put("md5OfBody", "098f6bcd4621d373cade4e832627b4f6")
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:my-queue")
                    .put("awsRegion", "us-east-1");
        }
        return batch.toString().getBytes(UTF_8);
    }

    /** The bodies of {@link #sqsBatch}. */
    static List<String> bodies() {
        Events events = new Events();
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            bodies.add(events.event(ORDERS_IN_A_MESSAGE).toString());
        }
        return bodies;
    }

    private ObjectNode event(int orders) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0")
                .put("id", "6a7e8feb-b491-4cf7-a9f1-bf3703467718")
                .put("detail-type", "OrdersPlaced")
                .put("source", "shop.orders")
                .put("account", "123456789012")
                .put("time", "2026-05-27T13:35:00Z")
                .put("region", "us-east-1");
        event.putArray("resources");
        ArrayNode list = event.putObject("detail").put("correlation_id", "c-1").putArray("orders");
        for (int i = 0; i < orders; i++) {
            ObjectNode order = list.addObject();
            order.put("id", "o-" + random.nextLong(1_000_000_000_000L))
                    .put("symbol", "SYM" + random.nextInt(10_000))
                    .put("quantity", random.nextInt(1, 10_000))
                    .put("price", random.nextInt(1, 10_000_000) / 100.0)
                    .put("note", "dem Käufer \"" + random.nextInt(1000) + "\" gezeigt\n")
                    .put("urgent", random.nextBoolean());
            order.putArray("tags").add("a" + random.nextInt(10)).add("b" + random.nextInt(10));
            order.putObject("venue").put("name", "XNYS").put("lot", random.nextInt(100));
        }
        return event;
    }
}
