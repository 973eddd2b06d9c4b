package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Documents for the tests of the registry, and what every answer to one has to be. */
final class RegistryDocuments {
    /** What a document is made of, and what nobody expects in one. */
    static final List<String> FRAGMENTS = List.of(
            ("artifacts:|defaults:|\n|\n  - |\n    |: |- |? |[|]|{|}|, |&a |*a|!!int |!<x> |! ||\n|>\n|'|\"|#|%YAML 2.0\n|---\n|...\n"
                            + "|<<: |\t|\r|\uFEFF|\u0000|\u0085|\uD800|\uD83D\uDE00|\\|\\u|\"\\UFFFFFFFF\"|\"\\x0|0x|9e9|~|null|true|-1"
                            + "|artifact_id|cadence: continuous|interval_minutes: |severity|%TAG ! a\n|@|`|key"
                            + "|calendars:|calendar: |desk|base: |weekdays|nyse|timezone: |Asia/Tokyo|closures: |closed_with: "
                            + "|2026-12-24|from: |until: |schedule: |cron(0 9 ? * SAT *)|rate(5 minutes)|anchor: |label: "
                            + "|bucket|trading_day: |previous_business_day|2026-01-01T00:00:00Z|start_date: |end_date: |flexible_minutes: ")
                    .split("\\|"));

    private static final Instant NOW = Instant.parse("2026-05-27T13:50:00Z");

    private RegistryDocuments() {}

    /** Reads {@code cases} texts that random mutations make of {@code good}. */
    static void assertSaneMutations(String good, long seed, int cases) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int number = 0; number < cases; number++) {
            String yaml = good;
            for (int mutations = random.nextInt(1, 6); mutations > 0; mutations--) {
                yaml = mutated(yaml, random);
            }
            assertSane(yaml, "seed " + seed + ", case " + number);
        }
    }

    private static String mutated(String yaml, SplittableRandom random) {
        int from = random.nextInt(yaml.length() + 1);
        int to = Math.min(yaml.length(), from + random.nextInt(12));
        int elsewhere = random.nextInt(yaml.length() + 1);
        return switch (random.nextInt(5)) {
            case 0 -> yaml.substring(0, from) + yaml.substring(to);
            case 1 -> yaml.substring(0, elsewhere) + yaml.substring(from, to) + yaml.substring(elsewhere);
            case 2 -> yaml.substring(0, from) + (char) random.nextInt(0x10000) + yaml.substring(from);
            case 3 -> yaml.substring(0, from);
            default -> yaml.substring(0, from) + FRAGMENTS.get(random.nextInt(FRAGMENTS.size())) + yaml.substring(from);
        };
    }

    static void assertSane(String yaml, String description) {
        ArtifactRegistry registry = parse(yaml);

        assertThat(registry.problems()).as(description).allSatisfy(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
            assertThat(problem.message()).isNotBlank().doesNotContain("\n", "\r");
            assertThat(problem.path()).doesNotContain("\n", "\r");
        });
        assertThat(registry.artifacts().isEmpty() && registry.problems().isEmpty())
                .as(description)
                .isFalse();
        assertThat(registry.artifacts())
                .as(description)
                .extracting(ArtifactSpec::id)
                .doesNotHaveDuplicates();
        assertThat(registry.artifacts())
                .as(description)
                .allSatisfy(spec ->
                        assertThat(spec.assess(new Observation.Absent(), NOW)).isNotNull());
    }

    static ArtifactRegistry parse(String yaml) {
        return ArtifactRegistry.parse("f", yaml);
    }

    static ArtifactSpec onlySpec(String yaml) {
        List<ArtifactSpec> artifacts = parse(yaml).orThrow().artifacts();
        assertThat(artifacts).hasSize(1);
        return artifacts.get(0);
    }

    static List<String> problemsOf(String yaml) {
        return described(parse(yaml));
    }

    static List<String> described(ArtifactRegistry registry) {
        return registry.problems().stream().map(registry::describe).toList();
    }

    /** A document of one row; see {@link #item}. */
    static String row(String... changes) {
        return "artifacts:\n" + item(changes);
    }

    /**
     * A complete row of one line per key; a change replaces the line of its key, adds a line, or with a dash takes one.
     */
    static String item(String... changes) {
        List<String> lines = List.of(
                "artifact_id: a",
                "s3_bucket: bucket",
                "s3_key_template: key",
                "cadence: weekday_sf",
                "sla_minutes_after_cron: 60",
                "severity: warning",
                "owner_repo: owner",
                "created_at: 2025-01-01");
        Map<Integer, String> row = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            row.put(i, lines.get(i));
        }
        for (String change : changes) {
            String key = change.replaceFirst("^-", "").replaceFirst(":.*(?s:.*)", "");
            int at = lines.indexOf(lines.stream()
                    .filter(l -> l.startsWith(key + ":"))
                    .findFirst()
                    .orElse(""));
            if (change.startsWith("-")) {
                row.remove(at);
            } else {
                row.put(at < 0 ? lines.size() + row.size() : at, change);
            }
        }
        return "  - " + String.join("\n    ", row.values()) + "\n";
    }
}
