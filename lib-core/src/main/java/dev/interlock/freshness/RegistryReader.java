package dev.interlock.freshness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Reads a registry from its document down to the rows. */
final class RegistryReader {
    private static final String ARTIFACTS = "artifacts";
    private static final String SCHEMA_VERSION = "schema_version";
    private static final List<String> KEYS =
            List.of(SCHEMA_VERSION, RegistryCalendars.KEY, RegistryDefaults.KEY, ARTIFACTS, "grandfathered_paths");

    private static final int SUPPORTED_VERSION = 1;

    private final RegistryProblems problems = new RegistryProblems();

    private RegistryReader() {}

    static ArtifactRegistry read(String source, String yaml) {
        RegistryReader reader = new RegistryReader();
        List<ArtifactSpec> artifacts = RegistryComposer.compose(yaml, reader.problems)
                .map(reader::document)
                .orElse(List.of());
        return new ArtifactRegistry(source, artifacts, reader.problems.inOrder());
    }

    private List<ArtifactSpec> document(RegistryNode content) {
        problems.addAliasesAndTags(content, "");
        if (content instanceof RegistryNode.Mapping mapping && mapping.tag() == null) {
            RegistryFields fields = RegistryFields.read(mapping, "", KEYS, problems);
            boolean supported = hasSupportedVersion(fields);
            RegistryCalendars calendars = RegistryCalendarReader.read(fields, problems);
            RegistryDefaults defaults = RegistryDefaults.of(fields, calendars, problems);
            List<ArtifactSpec> artifacts =
                    rows(fields, new RegistryContext(defaults, calendars, new HashMap<>(), problems));
            // The rows of another version may mean something else, even where they look right.
            return supported ? artifacts : List.of();
        }
        if (content.isPlain()) {
            problems.add(
                    content.at(), "", "must be a mapping with '" + ARTIFACTS + "', but is " + content.description());
        }
        return List.of();
    }

    private boolean hasSupportedVersion(RegistryFields fields) {
        RegistryNode version = fields.value(SCHEMA_VERSION);
        if (version == null || !version.isPlain() || fields.repeats(SCHEMA_VERSION)) {
            return version == null && !fields.isOpaque();
        }
        try {
            int number = RegistryScalar.integer(version);
            if (number != SUPPORTED_VERSION) {
                throw new IllegalArgumentException(number + " is not supported, only " + SUPPORTED_VERSION + " is");
            }
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(version.at(), SCHEMA_VERSION, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private List<ArtifactSpec> rows(RegistryFields fields, RegistryContext context) {
        RegistryNode written = fields.value(ARTIFACTS);
        if (written == null) {
            problems.add(fields.at(), ARTIFACTS, "is required");
        } else if (written instanceof RegistryNode.Sequence sequence && sequence.tag() == null) {
            if (sequence.items().isEmpty()) {
                problems.add(written.at(), ARTIFACTS, "is empty");
            }
            return rows(sequence.items(), context);
        } else if (written.isPlain()) {
            problems.add(written.at(), ARTIFACTS, "must be a sequence, but is " + written.description());
        }
        return List.of();
    }

    private List<ArtifactSpec> rows(List<RegistryNode> items, RegistryContext context) {
        List<ArtifactSpec> artifacts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            row(items.get(i), ARTIFACTS + "[" + i + "]", context).ifPresent(artifacts::add);
        }
        return artifacts;
    }

    private Optional<ArtifactSpec> row(RegistryNode item, String path, RegistryContext context) {
        if (item instanceof RegistryNode.Mapping mapping) {
            return RegistryRow.read(mapping, path, context);
        }
        if (item.isPlain()) {
            problems.add(item.at(), path, "must be a mapping, but is " + item.description());
        }
        return Optional.empty();
    }
}
