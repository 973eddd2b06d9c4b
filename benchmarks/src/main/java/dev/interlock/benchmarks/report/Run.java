package dev.interlock.benchmarks.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The scores of one benchmark in one run on one JDK. */
record Run(String benchmark, Conditions conditions, List<Score> scores) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Run {
        scores = scores.stream().sorted().toList();
    }

    /** Under which a run was made. */
    record Conditions(String jdk, String machine, String date, String iterations) {}

    /** The runs of a folder by benchmark, those of one benchmark from the oldest JDK to the newest. */
    static Map<String, List<Run>> readAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(Run::read)
                    .sorted((a, b) ->
                            Runtime.Version.parse(a.conditions.jdk).compareTo(Runtime.Version.parse(b.conditions.jdk)))
                    .collect(groupingBy(Run::benchmark, TreeMap::new, toList()));
        }
    }

    static Run read(Path file) {
        try {
            JsonNode root = JSON.readTree(file.toFile());
            JsonNode first = root.path("results").path(0);
            Conditions conditions = new Conditions(
                    root.path("jdk").asText(),
                    root.path("machine").asText(),
                    root.path("date").asText(),
                    first.path("forks").asText() + " forks of "
                            + first.path("measurementIterations").asText() + " measured iterations");
            return new Run(
                    benchmark(first),
                    conditions,
                    StreamSupport.stream(root.path("results").spliterator(), false)
                            .map(Run::score)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class of a result of the harness, without its package. */
    static String benchmark(JsonNode result) {
        String[] parts = result.path("benchmark").asText().split("\\.");
        return parts[parts.length - 2];
    }

    /** {@code IdempotencyTokenBenchmark} as {@code idempotency-token}, for files. */
    static String fileName(String benchmark) {
        return benchmark
                .replaceFirst("Benchmark$", "")
                .replaceAll("(?<=.)(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Interlock's own score, with which the peers are compared. */
    Optional<Score> interlock() {
        return named(Score.Role.INTERLOCK);
    }

    Optional<Score> floor() {
        return named(Score.Role.FLOOR);
    }

    private Optional<Score> named(Score.Role role) {
        Optional<Score> exact = scores.stream()
                .filter(score -> score.method().equals(role.name().toLowerCase(Locale.ROOT)))
                .findFirst();
        return exact.or(
                () -> scores.stream().filter(score -> score.role() == role).findFirst());
    }

    private static Score score(JsonNode result) {
        String name = result.path("benchmark").asText();
        JsonNode metric = result.path("primaryMetric");
        return new Score(
                name.substring(name.lastIndexOf('.') + 1),
                number(metric.path("score")),
                number(metric.path("scoreError")),
                metric.path("scoreUnit").asText().replace("/op", ""),
                number(result.path("secondaryMetrics")
                        .path("gc.alloc.rate.norm")
                        .path("score")));
    }

    /** The harness writes what is not a number as a string. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
