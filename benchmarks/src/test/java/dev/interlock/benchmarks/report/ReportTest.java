package dev.interlock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    private static final Path ROOT = Path.of("..");
    private static final Run RUN = new Run(
            "TwoWordsBenchmark",
            new Run.Conditions("17.0.1", "a machine", "2026-11-20", "3 forks of 5 measured iterations"),
            List.of(
                    new Score("slowPeer", 4000, 10, "ns", 123_456_789),
                    new Score("interlock", 120, 3.4, "ns", 120),
                    new Score("floorHash", 60, Double.NaN, "ns", Double.NaN)));

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> files_committed_areWhatTheResultsGive() throws IOException {
        return Report.files(ROOT).entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey().toString(),
                        () -> assertThat(ROOT.resolve(file.getKey())).hasContent(file.getValue())));
    }

    @Test
    void results_committed_nameNoFileOfAMachine() throws IOException {
        try (Stream<Path> results = Files.list(ROOT.resolve("benchmarks/results"))) {
            assertThat(results)
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(file).content().doesNotContain("\"jvm\"", "/usr", "/home", "/root", "/tmp"));
        }
    }

    @Test
    void page_knownBenchmark_isFilledBetweenItsMarks() {
        String page = """
                Before.

                <!-- results: TwoWordsBenchmark -->
                old
                <!-- end of results -->

                After.
                """;

        assertThat(Page.filled(page, Map.of("TwoWordsBenchmark", List.of(RUN)))).isEqualTo("""
                        Before.

                        <!-- results: TwoWordsBenchmark -->
                        ![TwoWordsBenchmark](plots/two-words.svg)

                        JDK 17.0.1, 2026-11-20, 3 forks of 5 measured iterations, a machine:

                        | method | time | to the floor | to `interlock` | allocated |
                        |---|--:|--:|--:|--:|
                        | `floorHash` | 60.0 ns | 1.00 | 0.50 |  |
                        | `interlock` | 120 ± 3 ns | 2.00 | 1.00 | 120 B |
                        | `slowPeer` | 4,000 ± 10 ns | 66.67 | 33.33 | 123 MB |
                        <!-- end of results -->

                        After.
                        """);
    }

    @Test
    void page_newBenchmark_getsASectionAtTheEnd() {
        assertThat(Page.filled("# Benchmarks\n", Map.of("TwoWordsBenchmark", List.of(RUN))))
                .startsWith("# Benchmarks\n\n## Two words\n\n<!-- results: TwoWordsBenchmark -->\n![")
                .endsWith("<!-- end of results -->\n");
    }

    @Test
    void page_marksWithoutResults_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.filled("<!-- results: Gone -->\n<!-- end of results -->\n", Map.of()))
                .withMessage("the page has marks for Gone, of which there are no results");
    }

    @Test
    void plot_slowPeer_isCutAndStillSaysItsTime() {
        assertThat(Plot.of(List.of(RUN)))
                .contains("class=\"gap\"", "4,000 ± 10 ns, 123 MB", "class=\"interlock\"", "class=\"floor\"");
    }

    @Test
    void raw_resultsOfTwoBenchmarks_becomeFilesWithoutTheJvmsPath() throws IOException {
        Path raw = Files.writeString(folder.resolve("raw.json"), """
                [{"benchmark": "a.b.OneBenchmark.interlock", "jvm": "/opt/java", "jdkVersion": "25.0.3",
                  "jvmArgs": ["-Xmx1g", "-Dx=/home/me"], "primaryMetric": {"score": 1.5, "scoreError": "NaN", "scoreUnit": "ns/op"}},
                 {"benchmark": "a.b.TwoWordsBenchmark.floor", "jvm": "/opt/java", "jdkVersion": "25.0.3",
                  "jvmArgs": [], "primaryMetric": {"score": 2, "scoreError": 0.5, "scoreUnit": "ns/op"}}]
                """);
        Files.setLastModifiedTime(raw, FileTime.from(Instant.parse("2026-11-20T23:59:59Z")));
        Path results = Files.createDirectory(folder.resolve("results"));

        RawResults.take(raw, "a machine", results);

        assertThat(results.resolve("one-jdk25.json"))
                .content()
                .contains("-Xmx1g")
                .doesNotContain("/opt", "/home");
        Run two = Run.read(results.resolve("two-words-jdk25.json"));
        assertThat(two.conditions().jdk()).isEqualTo("25.0.3");
        assertThat(two.conditions().machine()).isEqualTo("a machine");
        assertThat(two.conditions().date()).isEqualTo("2026-11-20");
        assertThat(two.scores()).containsExactly(new Score("floor", 2, 0.5, "ns", Double.NaN));
    }
}
