package dev.interlock.freshness;

import dev.interlock.freshness.RegistryNode.Alias;
import dev.interlock.freshness.RegistryNode.Entry;
import dev.interlock.freshness.RegistryNode.Mapping;
import dev.interlock.freshness.RegistryNode.Position;
import dev.interlock.freshness.RegistryNode.Scalar;
import dev.interlock.freshness.RegistryNode.ScalarType;
import dev.interlock.freshness.RegistryNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Composes the one document of a text from its events. The engine's own nodes are not used: in them an alias is the
 * node that it refers to, which makes them a graph with cycles instead of a tree, and hides where the alias stands.
 */
final class RegistryComposer {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(ArtifactRegistry.MAX_CODE_POINTS)
            .build();
    private static final ScalarResolver CORE_SCHEMA = new CoreSchema().getScalarResolver();
    private static final Map<Tag, ScalarType> TYPES = Map.of(
            Tag.NULL, ScalarType.NULL,
            Tag.BOOL, ScalarType.BOOLEAN,
            Tag.INT, ScalarType.INTEGER,
            Tag.FLOAT, ScalarType.FLOAT);

    private final StreamReader text;
    private final Parser events;

    private RegistryComposer(String yaml) {
        this.text = new StreamReader(SETTINGS, yaml);
        this.events = new ParserImpl(SETTINGS, text);
    }

    /** The document's content; empty if that cannot be had, and then the one reason is in {@code problems}. */
    static Optional<RegistryNode> compose(String yaml, RegistryProblems problems) {
        if (yaml.codePointCount(0, yaml.length()) > ArtifactRegistry.MAX_CODE_POINTS) {
            problems.add(Position.START, "", "is larger than " + ArtifactRegistry.MAX_CODE_POINTS + " code points");
            return Optional.empty();
        }
        RegistryComposer composer = new RegistryComposer(yaml);
        try {
            return Optional.of(composer.document());
        } catch (ComposerException e) {
            problems.add(composer.position(e.getProblemMark().orElse(null)), "", e.getProblem());
        } catch (MarkedYamlEngineException e) {
            Position at = composer.position(e.getProblemMark().orElse(null));
            problems.add(at, "", "is not YAML: " + e.getProblem() + context(e, at));
        } catch (ReaderException e) {
            String character = String.format("U+%04X", e.getCodePoint());
            problems.add(firstForbidden(yaml), "", "is not YAML: the character " + character + " is not allowed");
        } catch (RuntimeException e) {
            // Not every refusal of the engine is one of its exceptions: "\UFFFFFFFF" is a NumberFormatException.
            Position at = composer.position(null);
            problems.add(at, "", "is not YAML: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    private RegistryNode document() {
        events.next(); // the start of the stream
        if (events.next() instanceof StreamEndEvent) {
            throw new ComposerException("is empty; a registry is a mapping with 'artifacts'", Optional.empty());
        }
        RegistryNode content = node(events.next(), 0);
        events.next(); // the end of the document
        Event after = events.next();
        if (after instanceof DocumentStartEvent) {
            throw new ComposerException("is a second document; a registry is one", after.getStartMark());
        }
        return content;
    }

    private RegistryNode node(Event event, int depth) {
        Position at = position(event.getStartMark().orElse(null));
        if (event instanceof AliasEvent alias) {
            return new Alias(at, alias.getAlias().getValue());
        }
        if (event instanceof ScalarEvent scalar) {
            return new Scalar(at, scalar.getTag().orElse(null), type(scalar), scalar.getValue());
        }
        if (depth == ArtifactRegistry.MAX_DEPTH) {
            throw new ComposerException(
                    "is nested deeper than " + ArtifactRegistry.MAX_DEPTH + " levels", event.getStartMark());
        }
        @Nullable String tag = ((CollectionStartEvent) event).getTag().orElse(null);
        return event instanceof SequenceStartEvent
                ? new Sequence(at, tag, items(depth + 1))
                : new Mapping(at, tag, entries(depth + 1));
    }

    private List<RegistryNode> items(int depth) {
        List<RegistryNode> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            items.add(node(event, depth));
        }
        return items;
    }

    private List<Entry> entries(int depth) {
        List<Entry> entries = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof CollectionEndEvent); event = events.next()) {
            RegistryNode key = node(event, depth);
            entries.add(new Entry(key, node(events.next(), depth)));
        }
        return entries;
    }

    private static ScalarType type(ScalarEvent scalar) {
        Tag resolved = CORE_SCHEMA.resolve(scalar.getValue(), scalar.isPlain());
        return TYPES.getOrDefault(resolved, ScalarType.STRING);
    }

    private static String context(MarkedYamlEngineException e, Position at) {
        @Nullable String context = e.getContext();
        String began = e.getContextMark()
                .filter(start -> start.getLine() + 1 != at.line())
                .map(start -> " that begins in line " + (start.getLine() + 1))
                .orElse("");
        return context == null ? "" : ", " + context + began;
    }

    /** The position of {@code mark}, or without one how far the text was read. */
    private Position position(@Nullable Mark mark) {
        return mark == null
                ? new Position(text.getLine() + 1, text.getColumn() + 1)
                : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Where the first character stands that the engine does not read; its exception tells no line. */
    private static Position firstForbidden(String yaml) {
        int line = 1;
        int column = 1;
        int i = 0;
        while (i < yaml.length() && StreamReader.isPrintable(yaml.codePointAt(i))) {
            int c = yaml.codePointAt(i);
            i += Character.charCount(c);
            boolean breaks = c == '\n' || (c == '\r' && !yaml.startsWith("\n", i));
            line += breaks ? 1 : 0;
            column = breaks ? 1 : column + 1;
        }
        return new Position(line, column);
    }
}
