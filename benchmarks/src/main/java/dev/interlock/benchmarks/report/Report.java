package dev.interlock.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the tables and plots of {@code docs} from {@code benchmarks/results}. At the root of the repository:
 *
 * <p>{@code java -cp benchmarks/target/benchmarks.jar dev.interlock.benchmarks.report.Report [--import raw.json
 * [--machine text]]}
 *
 * <p>With {@code --import}, takes over first what the harness wrote to {@code raw.json}; the machine is then this one,
 * unless {@code --machine} says otherwise.
 */
public final class Report {
    private static final Path PAGE = Path.of("docs", "benchmarks.md");
    private static final Path PLOTS = Path.of("docs", "plots");
    private static final Path RESULTS = Path.of("benchmarks", "results");

    private Report() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of("");
        if (args.length > 0) {
            if (!args[0].equals("--import")
                    || !(args.length == 2 || (args.length == 4 && args[2].equals("--machine")))) {
                throw new IllegalArgumentException("usage: Report [--import raw.json [--machine text]]");
            }
            RawResults.take(Path.of(args[1]), args.length == 4 ? args[3] : Machine.describe(), root.resolve(RESULTS));
        }
        Files.createDirectories(root.resolve(PLOTS));
        for (Map.Entry<Path, String> file : files(root).entrySet()) {
            Files.writeString(root.resolve(file.getKey()), file.getValue());
        }
    }

    /** What the files should hold, by their paths from the root. */
    static Map<Path, String> files(Path root) throws IOException {
        Map<String, List<Run>> runs = Run.readAll(root.resolve(RESULTS));
        Map<Path, String> files = new TreeMap<>();
        files.put(PAGE, Page.filled(Files.readString(root.resolve(PAGE)), runs));
        runs.forEach((benchmark, of) -> files.put(PLOTS.resolve(Run.fileName(benchmark) + ".svg"), Plot.of(of)));
        return files;
    }
}
