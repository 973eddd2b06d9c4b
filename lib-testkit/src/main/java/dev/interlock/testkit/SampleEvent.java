package dev.interlock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.SampleKind.Carries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An event of {@link SampleEvents}: an envelope, and a payload or another event in it. Immutable and thread-safe; what
 * looks like a change gives another event.
 */
public final class SampleEvent {
    private static final String BATCH = "{\"Records\":[";
    private static final String BATCH_END = "]}";
    private static final int FIRST_OFFSET = 15;
    private static final Pattern PLACE = Pattern.compile("@\\w+|#\\w+#");

    private final SampleKind kind;
    private final Map<String, String> names;
    private final @Nullable String payload;
    private final @Nullable SampleEvent inner;
    private final int repeats;

    private SampleEvent(
            SampleKind kind,
            Map<String, String> names,
            @Nullable String payload,
            @Nullable SampleEvent inner,
            int repeats) {
        this.kind = kind;
        this.names = names;
        this.payload = payload;
        this.inner = inner;
        this.repeats = repeats;
    }

    static SampleEvent of(SampleKind kind, Map<String, String> names) {
        return new SampleEvent(kind, Collections.unmodifiableMap(new TreeMap<>(names)), null, null, 0);
    }

    /**
     * This event with another payload in its innermost envelope; without any it is an empty JSON object. Text is sent
     * as it is.
     *
     * @throws IllegalArgumentException if the envelope carries JSON, and this is no JSON object or array as far as its
     *     brackets tell
     */
    public SampleEvent payload(String payload) {
        requireNonNull(payload, "payload");
        if (inner != null) {
            return new SampleEvent(kind, names, null, inner.payload(payload), repeats);
        }
        boolean isText = kind.carries() == Carries.TEXT
                || kind.carries() == Carries.BASE64
                || kind.carries() == Carries.COMPRESSED;
        if (!isText && !JsonText.isContainer(payload)) {
            throw new IllegalArgumentException("the payload of " + this + " is no JSON object or array");
        }
        return new SampleEvent(kind, names, payload, null, repeats);
    }

    /**
     * This envelope around another event, as AWS puts one into the other: a message of a topic in a queue is a
     * notification as text, log events in a stream are compressed.
     *
     * @throws IllegalArgumentException if this carries no other event, as a record of DynamoDB
     */
    public SampleEvent wrapping(SampleEvent event) {
        requireNonNull(event, "event");
        if (kind.carries() == Carries.RECORD || kind.carries() == Carries.INPUT) {
            throw new IllegalArgumentException(this + " carries no other event");
        }
        return new SampleEvent(kind, names, null, event, repeats);
    }

    /**
     * This event as its producer sends it once more, because the answer of the first time got lost: the same content in
     * an outermost envelope with an id of its own. What is in that envelope stays what it is, so send again what is to
     * be new, and wrap it then.
     *
     * @throws IllegalStateException if the envelope has no id, as a notification of S3
     */
    public SampleEvent sentAgain() {
        SampleEvent again = new SampleEvent(kind, names, payload, inner, repeats + 1);
        if (again.toJson().equals(toJson())) {
            throw new IllegalStateException(this + " has no id, so it is the same event when it is sent again");
        }
        return again;
    }

    static String batch(List<SampleEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("there is no event to make a batch of");
        }
        SampleKind kind = events.get(0).kind;
        return events.stream().map(event -> event.recordOf(kind)).collect(Collectors.joining(",", BATCH, BATCH_END));
    }

    private String recordOf(SampleKind kind) {
        String json = toJson();
        if (this.kind != kind || !json.startsWith(BATCH)) {
            throw new IllegalArgumentException(this + " is no record of a batch of " + kind);
        }
        return json.substring(BATCH.length(), json.length() - BATCH_END.length());
    }

    /** The event as JSON. */
    public String toJson() {
        return kind.carries() == Carries.INPUT && payload != null ? payload : filled(kind, content());
    }

    /** The event as JSON in UTF-8. */
    public byte[] bytes() {
        return toJson().getBytes(UTF_8);
    }

    /** The envelopes, the outermost first, and nothing of what is in them. */
    @Override
    public String toString() {
        return inner == null ? kind.toString() : kind + " > " + inner;
    }

    private String content() {
        return switch (kind.carries()) {
            case JSON, RECORD, INPUT -> message();
            case EVENT -> inner == null ? message() : inner.toJson();
            case TEXT -> JsonText.quoted(message());
            case BASE64 -> base64(inner == null ? message().getBytes(UTF_8) : inner.asData());
            case COMPRESSED -> base64(subscription());
        };
    }

    private String message() {
        if (inner == null) {
            return payload == null ? "{}" : payload;
        }
        return inner.asMessage();
    }

    /** This event inside of another one. */
    private String asMessage() {
        return kind == SampleKind.SNS ? filled(SampleKind.SNS_NOTIFICATION, content()) : toJson();
    }

    /** This event as the data of a record in a stream. */
    private byte[] asData() {
        return kind == SampleKind.CLOUDWATCH_LOGS ? subscription() : asMessage().getBytes(UTF_8);
    }

    private byte[] subscription() {
        return gzip(filled(SampleKind.SUBSCRIPTION, JsonText.quoted(message())));
    }

    private String filled(SampleKind shape, String content) {
        String made = kind + names.toString() + content + (repeats == 0 ? "" : "#" + repeats);
        String id = UUID.nameUUIDFromBytes(made.getBytes(UTF_8)).toString();
        return PLACE.matcher(shape.template()).replaceAll(place -> {
            String name = place.group().replaceAll("[@#]", "");
            String text = JsonText.quoted(named(name, id));
            boolean isPart = place.group().startsWith("#");
            String put = isPart ? text.substring(1, text.length() - 1) : name.equals("content") ? content : text;
            return Matcher.quoteReplacement(put);
        });
    }

    private String named(String name, String id) {
        return switch (name) {
            case "id" -> id;
            case "offset" -> Integer.toString(FIRST_OFFSET + repeats);
            default -> names.getOrDefault(name, "");
        };
    }

    private static String base64(byte[] bytes) {
        return JsonText.quoted(Base64.getEncoder().encodeToString(bytes));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError("an array is written without I/O", e);
        }
        return bytes.toByteArray();
    }
}
