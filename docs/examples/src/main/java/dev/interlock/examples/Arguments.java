package dev.interlock.examples;

import dev.interlock.freshness.ArtifactRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the demo is to look at. */
record Arguments(Map<String, String> given) {
    static final String USAGE = "[--bucket NAME] [--registry FILE] [--endpoint URL] [--region REGION] [--output FILE];"
            + " with --bucket it looks at that bucket with your credentials, without at a fake one";
    private static final String DEMO_REGISTRY = "artifact-registry.yaml";
    private static final Set<String> NAMES = Set.of("bucket", "registry", "endpoint", "region", "output");

    static Arguments parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!NAMES.contains(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("cannot use '" + arguments.get(i) + "'; usage: " + USAGE);
            }
            given.put(name, arguments.get(i + 1));
        }
        if (!given.containsKey("bucket") && (given.containsKey("endpoint") || given.containsKey("region"))) {
            throw new IllegalArgumentException("--endpoint and --region need --bucket; usage: " + USAGE);
        }
        return new Arguments(Map.copyOf(given));
    }

    boolean isReal() {
        return given.containsKey("bucket");
    }

    Optional<URI> endpoint() {
        return Optional.ofNullable(given.get("endpoint")).map(URI::create);
    }

    Optional<String> region() {
        return Optional.ofNullable(given.get("region"));
    }

    Path output() {
        return Path.of(given.getOrDefault("output", "target/check_results.json"));
    }

    /** The registry, the given bucket in place of every other. */
    ArtifactRegistry registry() throws IOException {
        String file = given.get("registry");
        String yaml = file == null ? demoRegistry() : Files.readString(Path.of(file));
        String bucket = given.get("bucket");
        return ArtifactRegistry.parse(
                file == null ? DEMO_REGISTRY : file,
                bucket == null ? yaml : yaml.replaceAll("(s3_bucket:\\s*)[^,}\\s]+", "$1" + bucket));
    }

    private static String demoRegistry() throws IOException {
        try (InputStream in = Arguments.class.getResourceAsStream(DEMO_REGISTRY)) {
            if (in == null) {
                throw new IOException("the demo's registry is not on the class path: " + DEMO_REGISTRY);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
