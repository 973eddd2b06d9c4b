package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes events that are nearly right: envelopes of all kinds in each other, with something wrong at any depth. Two with
 * the same seed make the same events.
 */
final class EventFuzzer {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final List<String> NAMES = List.of(
            "detail",
            "detail-type",
            "source",
            "Records",
            "records",
            "body",
            "Message",
            "eventSource",
            "EventSource",
            "kinesis",
            "data",
            "awslogs",
            "logEvents",
            "messages",
            "requestContext",
            "requestPayload",
            "input",
            "taskToken",
            "payload",
            "id",
            "a",
            "",
            "~",
            "/",
            "ａ",
            "\u0000",
            "\ud83d\ude00");
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            "aws:sqs",
            "aws:kinesis",
            "aws:s3",
            "aws:other",
            "{}",
            "[]",
            "{\"a\":1}",
            "\"{}\"",
            "null",
            "12.50",
            "H4sI",
            "eJw=",
            "AP/+AQ==",
            "\ufeff{}",
            "é😀",
            "\ud800",
            "%",
            "a+b%20c");
    private static final List<String> SCALARS =
            List.of("null", "true", "1.10", "-0.0", "1e400", "1E-400", "9".repeat(400), "\"\\ud800\"", "\"\\u0000\"");

    private final SplittableRandom random;

    EventFuzzer(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next event. */
    byte[] event() {
        if (random.nextInt(50) == 0) {
            return noise(random.nextInt(200));
        }
        byte[] event = wrapped().getBytes(UTF_8);
        return random.nextInt(5) == 0 ? damaged(event) : event;
    }

    private String wrapped() {
        String json = random.nextInt(4) == 0 ? pick(SCALARS) : value(2).toString();
        int layers = random.nextInt(4) == 0 ? random.nextInt(11) : random.nextInt(4);
        for (int i = 0; i < layers; i++) {
            Wrapping wrapping = i == 0 ? pick(List.of(Wrapping.values())) : pick(Wrapping.nesting());
            json = twisted(wrapping.around(json));
        }
        return switch (random.nextInt(12)) {
            case 0 -> Wrapping.quoted(json);
            case 1 -> compressed(json);
            case 2 -> "[".repeat(random.nextInt(1_100)) + json;
            case 3 -> pipe(json);
            default -> json;
        };
    }

    /** Records of a batch, flattened as in a pipe. */
    private String pipe(String json) {
        JsonNode records = tree(json).path("Records");
        if (records.isEmpty()) {
            return json;
        }
        records.forEach(record -> {
            if (record instanceof ObjectNode object && object.path("kinesis") instanceof ObjectNode kinesis) {
                object.setAll(kinesis);
                object.remove("kinesis");
            }
        });
        return records.toString();
    }

    private String compressed(String json) {
        byte[] gzip = Wrapping.gzip(json.getBytes(UTF_8));
        byte[] data = random.nextInt(3) == 0 ? damaged(gzip) : gzip;
        String stream = random.nextBoolean() ? Wrapping.KINESIS.around("") : Wrapping.FIREHOSE.around("");
        return stream.replace("\"data\":\"\"", "\"data\":\"" + Wrapping.base64(data) + "\"");
    }

    /** With up to three things changed in its structure. */
    private String twisted(String json) {
        if (random.nextInt(3) > 0) {
            return json;
        }
        JsonNode tree = tree(json);
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<ContainerNode<?>> containers = new ArrayList<>();
            collect(tree, containers);
            if (!containers.isEmpty()) {
                twist(pick(containers));
            }
        }
        return tree.toString();
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void twist(ContainerNode<?> container) {
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || random.nextInt(8) == 0 ? pick(NAMES) : pick(names);
            switch (random.nextInt(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(pick(NAMES), object.path(name).deepCopy());
                case 2 -> object.put(name, other(object.path(name).asText()));
                default -> object.set(name, value(2));
            }
        } else if (container instanceof ArrayNode array) {
            int at = random.nextInt(array.size() + 1);
            if (at < array.size() && random.nextBoolean()) {
                array.insert(at, array.get(at).deepCopy());
            } else {
                array.insert(at, value(2));
            }
        }
    }

    /** Nearly the same text, which base64 feels. */
    private String other(String text) {
        if (text.isEmpty() || random.nextInt(4) == 0) {
            return pick(TEXTS);
        }
        int at = random.nextInt(text.length());
        return text.substring(0, at)
                + (char) random.nextInt(' ', 127)
                + text.substring(random.nextInt(at, text.length()));
    }

    private JsonNode value(int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(random.nextInt());
            case 3 ->
                nodes.numberNode(new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-500, 500)));
            case 4, 5 -> nodes.textNode(pick(TEXTS));
            case 6 -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(pick(NAMES), value(depth - 1));
                }
                yield object;
            }
        };
    }

    /** Cut, doubled, or with a few bytes changed. */
    private byte[] damaged(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] doubled = Arrays.copyOf(bytes, bytes.length + at);
                System.arraycopy(bytes, 0, doubled, bytes.length, at);
                yield doubled;
            }
            default -> {
                byte[] changed = bytes.clone();
                for (int i = random.nextInt(3); i >= 0 && changed.length > 0; i--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                yield changed;
            }
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
