package dev.interlock.envelope;

import dev.interlock.envelope.DedupId.Strength;
import dev.interlock.internal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the things that an envelope holds: the layer that it makes around it, where it stands, and what it is. */
final class Part {
    private final EnvelopeKind kind;
    private final String path;
    private final Content content;
    private final Map<String, String> attributes;
    private final @Nullable DedupId id;
    private final @Nullable String item;

    private Part(
            EnvelopeKind kind,
            String path,
            Content content,
            Map<String, String> attributes,
            @Nullable DedupId id,
            @Nullable String item) {
        this.kind = kind;
        this.path = path;
        this.content = content;
        this.attributes = attributes;
        this.id = id;
        this.item = item;
    }

    /** What is to be looked into next. */
    sealed interface Content {
        /** A value of the document, which may be an envelope, or text that holds one. */
        record Value(@Nullable Json json) implements Content {}

        /** A value of the document that is a payload, whatever it looks like. */
        record Leaf(Json json) implements Content {}

        /** A string of base64. */
        record Base64(@Nullable Json json) implements Content {}

        /** What cannot be looked into, and why. */
        record Bad(String reason) implements Content {}
    }

    /** A part at a JSON pointer below its envelope. */
    static Part of(EnvelopeKind kind, String path, Content content) {
        return new Part(kind, path, content, new LinkedHashMap<>(), null, null);
    }

    Part with(String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
        return this;
    }

    Part id(Strength strength, @Nullable String value) {
        return value == null
                ? this
                : new Part(kind, path, content, attributes, new DedupId(value, strength, kind), item);
    }

    /** Names the record as a partial batch response does. */
    Part item(@Nullable String identifier) {
        return new Part(kind, path, content, attributes, id, identifier);
    }

    /**
     * Notes the hop count among the attributes that a queue or topic keeps beside the message; one that is no text is
     * no count.
     */
    Part hops(@Nullable Json attributes, String valueName) {
        Json count = attributes == null ? null : attributes.get(HopCount.NAME);
        String text = count == null ? null : count.text(valueName);
        return with(Attributes.HOP_COUNT, count != null && text == null ? "" : text);
    }

    String path() {
        return path;
    }

    Content content() {
        return content;
    }

    Layer layer() {
        return new Layer(kind, attributes, id, item);
    }
}
