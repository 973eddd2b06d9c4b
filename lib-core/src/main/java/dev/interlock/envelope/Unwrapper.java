package dev.interlock.envelope;

import dev.interlock.Payload;
import dev.interlock.envelope.Part.Content;
import dev.interlock.internal.Inflater;
import dev.interlock.internal.Json;
import dev.interlock.internal.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the envelopes off one event. */
final class Unwrapper {
    private static final List<Opener> CATALOGUE = List.of(
            new BusEnvelopes(),
            new RecordEnvelopes(),
            new StreamEnvelopes(),
            new LogEnvelopes(),
            new ServiceEnvelopes(),
            new HttpEnvelopes());
    private static final String TOO_LARGE = "is larger than " + Envelopes.MAX_INFLATED + " bytes when it is inflated";
    private static final String HALF = "has half of a surrogate pair";

    private final List<Unwrapped> records = new ArrayList<>();
    private final Inflater inflater = new Inflater(Envelopes.MAX_INFLATED);

    private Unwrapper() {}

    static List<Unwrapped> unwrap(byte[] event) {
        Unwrapper unwrapper = new Unwrapper();
        try {
            Json.parse(event, 0, event.length)
                    .ifPresentOrElse(
                            unwrapper::event,
                            () -> unwrapper.reject("", List.of(), "is not JSON in UTF-8, or too deep"));
        } catch (Json.TooManyValues e) {
            unwrapper.reject("", List.of(), e.reason());
        }
        return List.copyOf(unwrapper.records);
    }

    private void event(Json event) {
        if (isPipe(event)) {
            pipe(event);
        } else if (event.type() == Json.Type.STRING) {
            string(event);
        } else {
            value(event, "", List.of());
        }
    }

    private static boolean isPipe(Json event) {
        Json first = event.isArray() ? event.at("/0") : null;
        return first != null
                && first.isObject() // an array of millions of numbers need not be kept to see that it is none
                && event.items().stream()
                        .allMatch(record -> record.text("eventSource") != null && inPipe("", record) != null);
    }

    private void pipe(Json event) {
        List<Json> items = event.items();
        for (int i = 0; i < items.size(); i++) {
            Part pipe = Part.of(EnvelopeKind.PIPES, "/" + i, new Content.Leaf(items.get(i)));
            Part record = inPipe("", items.get(i));
            if (record != null) {
                part(record, "/" + i, List.of(pipe.layer()));
            }
        }
    }

    private static @Nullable Part inPipe(String pointer, Json record) {
        return RecordEnvelopes.source(record) != null && StreamEnvelopes.inPipe(pointer, record) == null
                ? RecordEnvelopes.inPipe(pointer, record)
                : StreamEnvelopes.inPipe(pointer, record);
    }

    /** A string is a layer only if it holds an envelope; otherwise it is text. */
    private void string(Json text) {
        byte[] bytes = text.utf8();
        if (bytes == null) {
            reject("", List.of(), HALF);
            return;
        }
        Json json = Json.parse(bytes, 0, bytes.length).filter(Json::isObject).orElse(null);
        if (json != null && (LogEnvelopes.compressed(json) != null || open(json) != null)) {
            value(
                    json,
                    "",
                    List.of(Part.of(EnvelopeKind.JSON_STRING, "", new Content.Leaf(json))
                            .layer()));
        } else {
            message("", List.of(), Payload.wrap(Payload.Kind.TEXT, bytes, 0, bytes.length));
        }
    }

    private void value(Json json, String pointer, List<Layer> layers) {
        Json logs = json.isObject() ? LogEnvelopes.compressed(json) : null;
        if (logs != null) {
            logs(logs, pointer + "/awslogs/data", layers);
            return;
        }
        List<Part> parts = json.isObject() ? open(json) : null;
        if (parts == null) {
            leaf(json, pointer, layers);
        } else if (parts.isEmpty() || mayOpen(pointer, layers)) {
            parts.forEach(part -> part(part, pointer, layers));
        }
    }

    /** Whether one more envelope is allowed here; otherwise what is in it is rejected as a whole. */
    private boolean mayOpen(String pointer, List<Layer> layers) {
        if (layers.size() < Envelopes.MAX_LAYERS) {
            return true;
        }
        reject(pointer, layers, "is wrapped in more than " + Envelopes.MAX_LAYERS + " envelopes");
        return false;
    }

    private static @Nullable List<Part> open(Json object) {
        for (Opener opener : CATALOGUE) {
            List<Part> parts = opener.open(object);
            if (parts != null) {
                return parts;
            }
        }
        return null;
    }

    private void part(Part part, String outer, List<Layer> around) {
        String pointer = outer + part.path();
        List<Layer> layers = and(around, part.layer());
        try {
            content(part.content(), pointer, layers);
        } catch (Json.TooManyValues e) { // before anything of this part was taken off
            reject(pointer, layers, e.reason());
        }
    }

    private void content(Content content, String pointer, List<Layer> layers) {
        if (content instanceof Content.Value value) {
            valueOrText(value.json(), pointer, layers);
        } else if (content instanceof Content.Leaf leaf) {
            leaf(leaf.json(), pointer, layers);
        } else if (content instanceof Content.Base64 base64) {
            base64(base64.json(), pointer, layers);
        } else if (content instanceof Content.Bad bad) {
            reject(pointer, layers, bad.reason());
        }
    }

    private void valueOrText(@Nullable Json value, String pointer, List<Layer> layers) {
        if (value == null || value.type() == Json.Type.NULL) {
            message(pointer, layers, Payload.none());
        } else if (value.type() == Json.Type.STRING) {
            byte[] text = value.utf8();
            if (text == null) {
                reject(pointer, layers, HALF);
            } else {
                bytes(text, pointer, layers);
            }
        } else {
            value(value, pointer, layers);
        }
    }

    private void base64(@Nullable Json value, String pointer, List<Layer> layers) {
        if (value == null || value.type() == Json.Type.NULL) {
            message(pointer, layers, Payload.none());
            return;
        }
        byte[] decoded = value.base64();
        if (decoded == null) {
            reject(pointer, layers, "is not base64");
        } else if (Inflater.isGzip(decoded)) {
            compressed(decoded, pointer, layers);
        } else {
            bytes(decoded, pointer, layers);
        }
    }

    /** Bytes that begin like gzip and are not are whatever they are. */
    private void compressed(byte[] compressed, String pointer, List<Layer> layers) {
        if (!mayOpen(pointer, layers)) {
            return;
        }
        Inflater.Result result = inflater.inflate(compressed);
        if (result instanceof Inflater.Inflated inflated) {
            bytes(inflated.bytes(), pointer, and(layers, new Layer(EnvelopeKind.GZIP, Map.of(), null)));
        } else if (result == Inflater.Failure.TOO_LARGE) {
            reject(pointer, layers, TOO_LARGE);
        } else {
            message(pointer, layers, Payload.wrap(Payload.Kind.BINARY, compressed, 0, compressed.length));
        }
    }

    /** A subscription's data is one layer, although it is base64, gzip and JSON. */
    private void logs(Json data, String pointer, List<Layer> around) {
        if (!mayOpen(pointer, around)) {
            return;
        }
        List<Layer> layers = and(around, new Layer(EnvelopeKind.CLOUDWATCH_LOGS, Map.of(), null));
        byte[] decoded = data.base64();
        if (decoded == null) {
            reject(pointer, layers, "is not base64");
        } else if (Inflater.isGzip(decoded) || Inflater.isZlib(decoded)) {
            Inflater.Result result = inflater.inflate(decoded);
            if (result instanceof Inflater.Inflated inflated) {
                subscription(inflated.bytes(), pointer, layers, around);
            } else {
                boolean tooLarge = result == Inflater.Failure.TOO_LARGE;
                reject(pointer, layers, tooLarge ? TOO_LARGE : "begins like compressed data, but is not");
            }
        } else {
            subscription(decoded, pointer, layers, around);
        }
    }

    private void subscription(byte[] text, String pointer, List<Layer> layers, List<Layer> around) {
        Json json = Json.parse(text, 0, text.length).filter(Json::isObject).orElse(null);
        List<Part> events = json == null ? null : new LogEnvelopes().open(json);
        if (events == null) {
            bytes(text, pointer, layers);
        } else {
            events.forEach(event -> part(event, pointer, around));
        }
    }

    private void bytes(byte[] bytes, String pointer, List<Layer> layers) {
        Json json = mayBeContainer(bytes) ? Json.parse(bytes, 0, bytes.length).orElse(null) : null;
        if (json != null) {
            value(json, pointer, layers);
        } else {
            Payload.Kind kind = Utf8.isValid(bytes, 0, bytes.length) ? Payload.Kind.TEXT : Payload.Kind.BINARY;
            message(pointer, layers, Payload.wrap(kind, bytes, 0, bytes.length));
        }
    }

    /**
     * Text is taken for JSON only if it is an object or an array: a number or a quoted text may be meant as it stands.
     */
    private static boolean mayBeContainer(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    private void leaf(Json json, String pointer, List<Layer> layers) {
        message(
                pointer,
                layers,
                json.type() == Json.Type.NULL
                        ? Payload.none()
                        : Payload.wrap(Payload.Kind.JSON, json.source(), json.from(), json.to()));
    }

    private static List<Layer> and(List<Layer> layers, Layer innermost) {
        List<Layer> all = new ArrayList<>(layers);
        all.add(innermost);
        return all;
    }

    private void message(String pointer, List<Layer> layers, Payload payload) {
        records.add(new Message(pointer, layers, payload));
    }

    private void reject(String pointer, List<Layer> layers, String reason) {
        records.add(new Rejected(pointer, reason, layers));
    }
}
