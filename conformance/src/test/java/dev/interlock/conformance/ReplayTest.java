package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplayTest {
    private static final Path OWN = Path.of("vectors");
    private static final Path CRAFTED = Path.of("src", "test", "resources", "crafted");
    private static final long SEED = 20261120;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_ownVectors_passWithTheDeparturesThatAreMeant() {
        assertThat(run(OWN)).as(err::toString).isZero();
        assertThat(lines())
                .containsExactly(
                        "cycle_completion.json: 107 passed, 0 failed, 0 departures",
                        "freshness.json: 474 passed, 0 failed, 70 departures"
                                + " (D-30: 30, D-31: 16, D-33: 12, templates: 12, calendar: 2)",
                        "nyse-calendar-2024-2030.json: 87 passed, 0 failed, 0 departures",
                        "registry.json: 28 passed, 0 failed, 11 departures (templates: 1, registry: 10)",
                        "trading_calendar.json: 2591 passed, 0 failed, 16 departures (calendar: 16)",
                        "3287 passed, 0 failed");
        assertThat(err.size()).isZero();
    }

    @Test
    void run_craftedVectors_passOrDepartAsTheirRuleSays() {
        assertThat(run(CRAFTED)).as(err::toString).isZero();
        assertThat(lines())
                .containsExactly(
                        "freshness.json: 1 passed, 0 failed, 2 departures (D-31: 1, calendar: 1)",
                        "registry.json: 5 passed, 0 failed, 3 departures (registry: 3)",
                        "6 passed, 0 failed");
    }

    /** A default that the document does not name, a message, and the key of a HEAD whose answer made the original raise. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registry.json | \"grace_period_cycles\": 2 | \"grace_period_cycles\": 3",
                "registry.json | missing 2 required | missing 3 required",
                "registry.json | got -2 | got -1",
                "registry.json | \"type\": \"TypeError\" | \"type\": \"KeyError\"",
                "freshness.json | \"path/2026-05-25/file.json\"\\n | \"path/2026-05-26/file.json\"\\n"
            })
    void run_craftedVectorTamperedWith_fails(String file, String from, String to, @TempDir Path folder)
            throws IOException {
        String text = Files.readString(CRAFTED.resolve(file));
        String tampered = text.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
        Files.writeString(folder.resolve(file), tampered);

        assertThat(tampered).isNotEqualTo(text);
        assertThat(run(folder)).isEqualTo(1);
    }

    @Test
    void run_oneCaseThatCannotBeReplayed_leavesTheOthers(@TempDir Path folder) throws IOException {
        String text = Files.readString(CRAFTED.resolve("freshness.json"));
        Files.writeString(folder.resolve("freshness.json"), text.replaceFirst("2026-05-22", "2026-95-22"));

        assertThat(run(folder)).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "freshness.json: 1 passed, 1 failed, 1 departures (calendar: 1)", "1 passed, 1 failed");
    }

    @Test
    void run_folderWithoutVectors_fails(@TempDir Path folder) {
        assertThat(run(folder)).isEqualTo(1);
        assertThat(lines()).containsExactly("0 passed, 1 failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{}", "{\"cases\": []}", "{\"cases\": [{}]}", "{\"cases\": 7}"})
    void run_knownFileThatCannotBeRead_fails(String content, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("freshness.json"), content);

        assertThat(run(folder)).isEqualTo(1);
        assertThat(lines()).containsExactly("freshness.json: 0 passed, 1 failed, 0 departures", "0 passed, 1 failed");
    }

    @Test
    void run_unknownFileBesideAKnownOne_isLeftAlone(@TempDir Path folder) throws IOException {
        Files.copy(OWN.resolve("cycle_completion.json"), folder.resolve("cycle_completion.json"));
        Files.writeString(folder.resolve("other.json"), "not json");

        assertThat(run(folder)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"freshness.json", "cycle_completion.json", "registry.json", "trading_calendar.json"})
    void run_oneDigitChangedInWhatIsExpected_fails(String file, @TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        ObjectMapper mapper = new ObjectMapper();
        for (int round = 0; round < 40; round++) {
            JsonNode document = mapper.readTree(OWN.resolve(file).toFile());
            String change = changeOneDigit(document, file, random);
            mapper.writeValue(folder.resolve(file).toFile(), document);

            assertThat(run(folder))
                    .as("seed %d, round %d: %s", SEED, round, change)
                    .isEqualTo(1);
        }
    }

    @Test
    void run_oneDigitChangedInTheExchangesCalendar_fails(@TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        String file = "nyse-calendar-2024-2030.json";
        String text = Files.readString(OWN.resolve(file));
        List<MatchResult> days = Pattern.compile("\\d\\d(?=\"[,\\]:])")
                .matcher(text.substring(0, text.indexOf("sources")))
                .results()
                .toList();
        for (int round = 0; round < 40; round++) {
            int at = days.get(random.nextInt(days.size())).end() - 1;
            Files.writeString(
                    folder.resolve(file), text.substring(0, at) + other(text.charAt(at)) + text.substring(at + 1));

            assertThat(run(folder))
                    .as("seed %d, round %d: character %d", SEED, round, at)
                    .isEqualTo(1);
        }
    }

    private static String changeOneDigit(JsonNode document, String file, SplittableRandom random) {
        String group = file.equals("trading_calendar.json")
                ? List.of("navigation", "last_closed", "staleness").get(random.nextInt(3))
                : "cases";
        ArrayNode cases = (ArrayNode) document.get(group);
        while (true) {
            ObjectNode vector = (ObjectNode) cases.get(random.nextInt(cases.size()));
            ObjectNode expected = expected(vector, file);
            List<String> names = new ArrayList<>();
            expected.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            String text = expected.get(name).asText();
            List<MatchResult> digits =
                    Pattern.compile("\\d").matcher(text).results().toList();
            boolean isInput = List.of("instant", "date", "n", "count_end", "last_date", "reference")
                    .contains(name);
            if (digits.isEmpty() || isInput || expected.get(name).isContainerNode()) {
                continue;
            }
            int at = digits.get(random.nextInt(digits.size())).start();
            String changed = text.substring(0, at) + other(text.charAt(at)) + text.substring(at + 1);
            if (expected.get(name).isNumber()) {
                expected.put(name, Integer.parseInt(changed));
            } else {
                expected.put(name, changed);
            }
            return vector.get("id") + " " + name + ": " + text + " -> " + changed;
        }
    }

    private static ObjectNode expected(ObjectNode vector, String file) {
        if (file.equals("registry.json")) {
            return (ObjectNode)
                    (vector.get("specs").isNull()
                            ? vector.get("raises")
                            : vector.get("specs").get(0));
        }
        return vector.has("expected") ? (ObjectNode) vector.get("expected") : vector;
    }

    private static char other(char digit) {
        return digit == '9' ? '8' : (char) (digit + 1);
    }

    private int run(Path folder) {
        out.reset();
        err.reset();
        return Replay.run(folder, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }
}
