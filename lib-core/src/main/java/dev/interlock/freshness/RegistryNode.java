package dev.interlock.freshness;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a registry as it is written: with its position, and with aliases left as they are. It is a tree whatever
 * the document says, no deeper than {@link ArtifactRegistry#MAX_DEPTH}, so that whoever walks it comes to an end.
 */
sealed interface RegistryNode {
    /** Where it begins. */
    Position at();

    /** The tag that is written in front of it, if any. */
    @Nullable
    String tag();

    /** What it is, for the end of the sentence "must be this, but is". */
    String description();

    /** The parts that it is made of. */
    List<RegistryNode> children();

    /** Whether it is neither an alias nor has a tag; if it is or has, nothing can be said of what it means. */
    default boolean isPlain() {
        return tag() == null;
    }

    /** Whether it and all its parts are plain. */
    default boolean isPlainThroughout() {
        return isPlain() && children().stream().allMatch(RegistryNode::isPlainThroughout);
    }

    /** Whether {@code node} says "nothing". */
    static boolean isNull(RegistryNode node) {
        return node instanceof Scalar scalar && scalar.type == ScalarType.NULL;
    }

    /** Line and column, both counted from 1. */
    record Position(int line, int column) {
        static final Position START = new Position(1, 1);
    }

    /** One text. */
    record Scalar(Position at, @Nullable String tag, ScalarType type, String text) implements RegistryNode {
        @Override
        public String description() {
            return switch (type) {
                case NULL -> type.words;
                case STRING -> type.words + " " + RegistryExcerpt.quoted(text);
                default -> type.words + " " + RegistryExcerpt.of(text);
            };
        }

        @Override
        public List<RegistryNode> children() {
            return List.of();
        }
    }

    /** Items in order. */
    record Sequence(Position at, @Nullable String tag, List<RegistryNode> items) implements RegistryNode {
        @Override
        public String description() {
            return "a sequence";
        }

        @Override
        public List<RegistryNode> children() {
            return items;
        }
    }

    /** Entries in the order of the document; keys may repeat and be of any kind. */
    record Mapping(Position at, @Nullable String tag, List<Entry> entries) implements RegistryNode {
        @Override
        public String description() {
            return "a mapping";
        }

        @Override
        public List<RegistryNode> children() {
            return entries.stream()
                    .flatMap(entry -> List.of(entry.key, entry.value).stream())
                    .toList();
        }
    }

    /** One entry of a mapping. */
    record Entry(RegistryNode key, RegistryNode value) {}

    /** A reference to a part that stands elsewhere, never followed. */
    record Alias(Position at, String anchor) implements RegistryNode {
        @Override
        public @Nullable String tag() {
            return null;
        }

        @Override
        public String description() {
            return "an alias";
        }

        @Override
        public List<RegistryNode> children() {
            return List.of();
        }

        @Override
        public boolean isPlain() {
            return false;
        }
    }

    /** What the core schema takes a scalar for. */
    enum ScalarType {
        NULL("null"),
        BOOLEAN("the boolean"),
        INTEGER("the integer"),
        FLOAT("the number"),
        STRING("the string");

        private final String words;

        ScalarType(String words) {
            this.words = words;
        }
    }
}
