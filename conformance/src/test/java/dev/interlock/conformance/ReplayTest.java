package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
                        "aws-cron-utc.json: 193 passed, 0 failed, 0 departures",
                        "cycle_completion.json: 107 passed, 0 failed, 0 departures",
                        "dedup_marker.json: 28 passed, 0 failed, 0 departures",
                        "unwrap.json: 116 passed, 0 failed, 18 departures (envelopes: 4, redrive: 14)",
                        "freshness.json: 474 passed, 0 failed, 70 departures"
                                + " (D-30: 30, D-31: 16, D-33: 12, templates: 12, calendar: 2)",
                        "idempotency.json: 320 passed, 0 failed, 101 departures (tokens: 101)",
                        "lock_bodies.json: 9 passed, 0 failed, 0 departures",
                        "mutex.json: 33 passed, 0 failed, 16 departures (mutex: 16)",
                        "nyse-calendar-2024-2030.json: 87 passed, 0 failed, 0 departures",
                        "phase_registry.json: 18 passed, 0 failed, 0 departures",
                        "reaper_env.json: 61 passed, 0 failed, 9 departures (reaper: 7, reap-after: 2)",
                        "reaper_sweep.json: 26 passed, 0 failed, 9 departures (reaper: 3, one-sweep: 6)",
                        "registry.json: 28 passed, 0 failed, 11 departures (templates: 1, registry: 10)",
                        "reservation_names.json: 9 passed, 0 failed, 2 departures (tokens: 2)",
                        "trading_calendar.json: 2591 passed, 0 failed, 16 departures (calendar: 16)",
                        "4100 passed, 0 failed");
        assertThat(err.size()).isZero();
    }

    @Test
    void run_craftedVectors_passOrDepartAsTheirRuleSays() {
        assertThat(run(CRAFTED)).as(err::toString).isZero();
        assertThat(lines())
                .containsExactly(
                        "dedup_marker.json: 0 passed, 0 failed, 1 departures (tokens: 1)",
                        "unwrap.json: 3 passed, 0 failed, 5 departures (envelopes: 3, redrive: 2)",
                        "freshness.json: 1 passed, 0 failed, 2 departures (D-31: 1, calendar: 1)",
                        "idempotency.json: 6 passed, 0 failed, 15 departures (tokens: 15)",
                        "lock_bodies.json: 7 passed, 0 failed, 0 departures",
                        "mutex.json: 1 passed, 0 failed, 1 departures (mutex: 1)",
                        "phase_registry.json: 6 passed, 0 failed, 0 departures",
                        "reaper_env.json: 1 passed, 0 failed, 3 departures (reaper: 1, reap-after: 2)",
                        "reaper_sweep.json: 2 passed, 0 failed, 1 departures (one-sweep: 1)",
                        "registry.json: 5 passed, 0 failed, 3 departures (registry: 3)",
                        "reservation_names.json: 1 passed, 0 failed, 2 departures (tokens: 2)",
                        "33 passed, 0 failed");
    }

    /**
     * A default that the document does not name, a message, and the key of a HEAD whose answer made the original raise;
     * of each kind of refusal something that the original said, or that made it say so.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registry.json | \"grace_period_cycles\": 2 | \"grace_period_cycles\": 3",
                "registry.json | missing 2 required | missing 3 required",
                "registry.json | got -2 | got -1",
                "registry.json | \"type\": \"TypeError\" | \"type\": \"KeyError\"",
                "freshness.json | \"path/2026-05-25/file.json\"\\n | \"path/2026-05-26/file.json\"\\n",
                "idempotency.json | \"eda080\" | \"eda081\"",
                "idempotency.json | \"eda0803a30\" | \"eda0803a31\"",
                "idempotency.json | \"rec_index_str\": \"9223372036854775807\" | \"rec_index_str\": \"9223372036854775806\"",
                "idempotency.json | \"token_bytes_len\": 33 | \"token_bytes_len\": 32",
                "idempotency.json | \"aaaaaaaa...\" | \"aaaaaaa...\"",
                "idempotency.json | \"reservation_order_id\": \"FALLBACK\" | \"reservation_order_id\": \"\"",
                "idempotency.json | \"fallback\": \"f\",\\n   \"result\": \"4a | \"fallback\": \"f\",\\n   \"result\": \"4b",
                "idempotency.json | \"ppppppppppppppppppppp4a | \"ppppppppppppppppppppp4b",
                "idempotency.json | \"nondeterministic\": true | \"nondeterministic\": false",
                "idempotency.json | \"falls_back_to_prefix_plus_unix_seconds\": true | \"falls_back\": true",
                "idempotency.json | \"lineage_key\": \" :b\" | \"lineage_key\": \":b\"",
                "idempotency.json | account=\\\"d\\\" idx=4 | account=\\\"d\\\" idx=5",
                "idempotency.json | \"equal\": true | \"equal\": false",
                "idempotency.json | \"derive_cases\" | \"derived_cases\"",
                "mutex.json | PostMarketData | CheckShellRun",
                "mutex.json | \"acquires\": false | \"acquires\": true",
                "lock_bodies.json | \"held\"\\n | \"free\"\\n",
                "lock_bodies.json | 1700000001, | 1700000000,",
                "mutex.json | fail_open | fail_closed",
                "mutex.json | $.mutex_error | $.mutex_conflict",
                "mutex.json | \"real_service_error_name\": false | \"real_service_error_name\": true",
                "mutex.json | error_routing | error_routes",
                "reaper_env.json | \"warned\": true | \"warned\": false",
                "reaper_env.json | \"fallback\": false | \"fallback\": true",
                "reaper_env.json | \"reason\": \"unparseable\" | \"reason\": \"non_positive\"",
                "reaper_env.json | \"go_string\": \"999.9ms\" | \"go_string\": \"999.8ms\"",
                "reaper_env.json | \"cases\" | \"case\"",
                "reaper_sweep.json | save(A,failed) | save(B,failed)",
                "reaper_sweep.json | \"error\": null | \"error\": \"db down\"",
                "reaper_sweep.json | ; safe to retry | ; safe",
                "reaper_sweep.json | \"recovered\": 2 | \"recovered\": 1",
                "reaper_sweep.json | \"B\": \"not finalized\" | \"A\": \"not finalized\"",
                "reaper_sweep.json | \"auto_redrive_safe\": true | \"auto_redrive_safe\": false",
                "phase_registry.json | \"run\": false | \"run\": true",
                "phase_registry.json | ClientError:SlowDown | ClientError:AccessDenied",
                "phase_registry.json | \"head a\" | \"head b\"",
                "reaper_sweep.json | \"refusal_reason\": \"\" | \"refusal_reason\": \"none\"",
                "reservation_names.json | 1795170544-1795170544 | 1795170544-1795170545",
                "reservation_names.json | \"nondeterministic\": true | \"nondeterministic\": false",
                "reservation_names.json | \"len\": 55 | \"len\": 54",
                "dedup_marker.json | \"used_by_publish\": false | \"used_by_publish\": true",
                "dedup_marker.json | da39 | da38",
                "unwrap.json | \"large\": 1e400,\\n      \"count\" | \"large\": 1e401,\\n      \"count\"",
                "unwrap.json | 1.10,\\n      \"large\" | 1.1,\\n      \"large\"",
                "unwrap.json | \"circuit_broken\": false,\\n    \"unwrapped\" | \"circuit_broken\": true,\\n    \"unwrapped\"",
                "unwrap.json | \"circuit_broken\": false,\\n    \"circuit_ | \"circuit_broken\": true,\\n    \"circuit_",
                "unwrap.json | \"circuit_broken_per_message\": [\\n     false | \"circuit_broken_per_message\": [\\n     true",
                "unwrap.json | \"unwrapped\": true | \"unwrapped\": false",
                "unwrap.json | \"validation_bypassed\": true | \"validation_bypassed\": false",
                "unwrap.json | \"payload\": \"{}\" | \"payload\": {}",
                "unwrap.json | \"trade\"\\n | \"sell\"\\n",
                "unwrap.json | \"correlation_id_set\": \"unknown\" | \"correlation_id_set\": \"known\"",
                "unwrap.json | \"raised\": \"TypeError\" | \"raised\": \"JSONDecodeError\"",
                "unwrap.json | \"stable\" | \"none\"",
                "unwrap.json | \"stable\" | \"per-delivery\"",
                "unwrap.json | \"correlation_ids\": [\\n     null | \"correlation_ids\": [\\n     \"c-1\"",
                "unwrap.json | \"SQS/CLOUDWATCH_LOGS\" | \"SQS\"",
                "unwrap.json | \"detail\"\\n     ]\\n    ], | \"detail\", \"\"\\n     ]\\n    ],",
                "events/index.json | \"decode_error\": true | \"decode_error\": false",
                "events/index.json | \"depth_exceeded\": true | \"depth_exceeded\": false",
                "events/index.json | \"message_count\": 1 | \"message_count\": 2",
                "events/index.json | \"payload_type\": \"base64\" | \"payload_type\": \"text\"",
                "events/index.json | body.awslogs.data | body.awslogs",
                "events/index.json | \"a\": 1.5 | \"a\": 1.50",
                "events/index.json | \"n7\" | \"n6\""
            })
    void run_craftedVectorTamperedWith_fails(String file, String from, String to, @TempDir Path folder)
            throws IOException {
        copyEvents(CRAFTED, file, folder);
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

    /**
     * What a vector states, by JSON pointer. Left out are inputs whose digits may not matter, and the one name that
     * shows only once at which second it was made up.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "freshness.json /cases/\\d+/expected/[^/]+",
                "aws-cron-utc.json /\\d+/(next/\\d|previous_before)",
                "cycle_completion.json /cases/\\d+/expected/[^/]+",
                "registry.json /cases/\\d+/(specs/0|raises)/[^/]+",
                "trading_calendar.json /(navigation|last_closed|staleness)/\\d+/(?!(instant|date|n|count_end|last_date|reference)$).+",
                "idempotency.json /derive_cases/\\d+/(?!note$).+",
                "idempotency.json /raw_token_cases/\\d+/(?!token$|token_utf8_hex$).+",
                "idempotency.json /lineage_c.+",
                "idempotency.json /(reservation_.*_cases|sanitize_cases)/\\d+/result",
                "reservation_names.json /cases/\\d+/(len|(?<!/7/)result)",
                "reaper_env.json /cases/\\d+/(nanos|nanos_str|go_string|interval_arg|age_minutes)",
                "reaper_sweep.json /reap/\\d+/(calls|result|saved_error)/.+",
                "reaper_sweep.json /recover_stranded/\\d+/(calls/.+|recovered)",
                "reaper_sweep.json /redrive_safety/\\d+/armed_retry_refusal",
                "mutex.json /cases/\\d+/(mutex_key|item/.+)",
                "mutex.json /pairs/\\d+/key[12]",
                "dedup_marker.json /cases/.+",
                "unwrap.json /cases/\\d+/expected/.+",
                "unwrap.json /cases/\\d+/seed_head/.+",
                "unwrap.json /cases/\\d+/seed(_routed)?/(payload|outcome/(correlation_id_set|dedup_key_checked)).*",
                "events/index.json /files/\\d+/(messages|layer_paths|dedup_ids|message_count).*"
            })
    void run_oneDigitChangedInWhatIsStated_fails(String file, String stated, @TempDir Path folder) throws IOException {
        copyEvents(OWN, file, folder);
        SplittableRandom random = new SplittableRandom(SEED);
        JsonNode document = Plain.READER.readTree(OWN.resolve(file).toFile());
        List<Leaf> leaves = Leaf.under("", document)
                .filter(leaf -> leaf.pointer().matches(stated))
                .filter(leaf -> leaf.text().matches("(?s).*\\d.*"))
                .toList();
        for (int round = 0; round < 40; round++) {
            Leaf leaf = leaves.get(random.nextInt(leaves.size()));
            String changed = withOneDigitChanged(leaf.text(), random);
            leaf.replace(changed);
            Files.writeString(folder.resolve(file), document.toString());
            leaf.replace(leaf.text());

            assertThat(run(folder))
                    .as("seed %d, round %d: %s, %s -> %s", SEED, round, leaf.pointer(), leaf.text(), changed)
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

    /** Brings the events beside {@code unwrap.json}, and the file itself for its index. */
    private static void copyEvents(Path from, String file, Path folder) throws IOException {
        if (!file.equals("unwrap.json") && !file.startsWith("events/")) {
            return;
        }
        Files.createDirectory(folder.resolve("events"));
        Files.copy(from.resolve("unwrap.json"), folder.resolve("unwrap.json"));
        try (Stream<Path> events = Files.list(from.resolve("events"))) {
            for (Path event : events.toList()) {
                Files.copy(event, folder.resolve("events").resolve(event.getFileName()));
            }
        }
    }

    /** A text or a number that stands in a document. */
    private record Leaf(String pointer, ContainerNode<?> parent, JsonNode node) {
        static Stream<Leaf> under(String pointer, JsonNode node) {
            return node instanceof ContainerNode<?> parent
                    ? names(parent).flatMap(name -> {
                        String child = pointer + "/" + name;
                        JsonNode value = node.at("/" + name);
                        return value.isTextual() || value.isNumber()
                                ? Stream.of(new Leaf(child, parent, value))
                                : under(child, value);
                    })
                    : Stream.empty();
        }

        String text() {
            return node.asText();
        }

        void replace(String text) {
            JsonNode changed = node.isNumber() ? new DecimalNode(new BigDecimal(text)) : new TextNode(text);
            String name = pointer.substring(pointer.lastIndexOf('/') + 1);
            if (parent instanceof ObjectNode object) {
                object.set(name, changed);
            } else if (parent instanceof ArrayNode array) {
                array.set(Integer.parseInt(name), changed);
            }
        }

        private static Stream<String> names(JsonNode parent) {
            return parent.isArray()
                    ? IntStream.range(0, parent.size()).mapToObj(Integer::toString)
                    : parent.properties().stream().map(Map.Entry::getKey);
        }
    }

    private static String withOneDigitChanged(String text, SplittableRandom random) {
        List<MatchResult> digits =
                Pattern.compile("\\d").matcher(text).results().toList();
        int at = digits.get(random.nextInt(digits.size())).start();
        return text.substring(0, at) + other(text.charAt(at)) + text.substring(at + 1);
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
