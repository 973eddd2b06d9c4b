package dev.interlock.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes what the harness wrote over into the results that are committed: a file for each benchmark and JDK, with the
 * machine and the date, and without anything that tells whose machine it was.
 */
final class RawResults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RawResults() {}

    static void take(Path raw, String machine, Path folder) throws IOException {
        String date = Files.getLastModifiedTime(raw)
                .toInstant()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        Map<String, ObjectNode> files = new TreeMap<>();
        for (JsonNode result : JSON.readTree(raw.toFile())) {
            String jdk = result.path("jdkVersion").asText();
            String name = Run.fileName(Run.benchmark(result)) + "-jdk"
                    + Runtime.Version.parse(jdk).feature() + ".json";
            ObjectNode file = files.computeIfAbsent(
                    name,
                    key -> JSON.createObjectNode()
                            .put("machine", machine)
                            .put("jdk", jdk)
                            .put("date", date));
            file.withArray("/results").add(anonymous(result));
        }
        for (Map.Entry<String, ObjectNode> file : files.entrySet()) {
            Files.writeString(
                    folder.resolve(file.getKey()),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file.getValue()) + "\n");
        }
    }

    /** Arguments of the JVM are kept, because they can explain a figure, but not if they name a file. */
    private static JsonNode anonymous(JsonNode result) {
        ObjectNode copy = result.deepCopy();
        copy.remove("jvm");
        ArrayNode arguments = copy.putArray("jvmArgs");
        for (JsonNode argument : result.path("jvmArgs")) {
            if (!argument.asText().contains("/")) {
                arguments.add(argument);
            }
        }
        return copy;
    }
}
