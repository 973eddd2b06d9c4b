package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documentation shows is what is compiled and tested, letter by letter. */
final class DocumentationTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\S+) (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n");
    private static final Pattern TWO_COMMANDS =
            Pattern.compile("## Two commands\\n.*?```(?:sh|bash)?\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TEST_NAME = Pattern.compile("`(?=[a-z0-9_]*[A-Z])(?=[A-Za-z0-9]*_)([a-z]\\w*)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    @TestFactory
    Stream<DynamicTest> everySnippetEqualsItsRegion() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult snippet :
                    SNIPPET.matcher(Files.readString(page)).results().toList()) {
                String file = snippet.group(1);
                String region = snippet.group(2);
                tests.add(DynamicTest.dynamicTest(
                        page + " " + region,
                        () -> assertThat(snippet.group(3)).isEqualTo(region(ROOT.resolve(file), region))));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    @Test
    void everyJavaBlockIsASnippet() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            assertThat(SNIPPET.matcher(text).results().count())
                    .as("snippets in %s", page)
                    .isEqualTo(JAVA_BLOCK.matcher(text).results().count());
        }
    }

    @Test
    void readmeHasTheTwoCommandsThatTheBuildRuns() throws IOException {
        Matcher commands = TWO_COMMANDS.matcher(Files.readString(ROOT.resolve("README.md")));

        assertThat(commands.find()).isTrue();
        assertThat(commands.group(1).lines())
                .containsExactly("mvn -q -DskipTests -Pdemo package", "mvn -B -ntp verify");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("\nmvn -B -ntp verify\n");
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                Path target = page.resolveSibling(link.group(1).trim()).normalize();
                assertThat(Files.exists(target))
                        .as("%s links to %s", page, link.group(1))
                        .isTrue();
            }
        }
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        String sources = testSources();
        for (Path page : pages()) {
            for (MatchResult name :
                    TEST_NAME.matcher(Files.readString(page)).results().toList()) {
                assertThat(sources.contains(" " + name.group(1) + "("))
                        .as("%s names the test %s", page, name.group(1))
                        .isTrue();
            }
        }
    }

    /** Suites for stores are in the main sources of the test kit. */
    private static String testSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(path -> path.toString().matches(".*/src/.*(Test|Suite)\\.java"))
                    .toList()) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    private static String region(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            int start = -1;
            int end = -1;
            for (int i = 0; i < lines.size() && end < 0; i++) {
                if (lines.get(i).trim().equals("// @start region=\"" + name + "\"")) {
                    start = i + 1;
                } else if (start >= 0 && lines.get(i).trim().equals("// @end")) {
                    end = i;
                }
            }
            assertThat(end).as("region %s in %s", name, file).isPositive();
            return lines.subList(start, end).stream()
                            .collect(Collectors.joining("\n"))
                            .stripIndent() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
