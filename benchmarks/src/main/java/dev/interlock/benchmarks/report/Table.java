package dev.interlock.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes runs as Markdown. */
final class Table {
    private static final String HEAD = """
            | method | time | to the floor | to `%s` | allocated |
            |---|--:|--:|--:|--:|
            """;

    private Table() {}

    static String of(List<Run> runs) {
        return runs.stream().map(Table::of).collect(Collectors.joining("\n"));
    }

    private static String of(Run run) {
        Run.Conditions under = run.conditions();
        String caption =
                "JDK " + under.jdk() + ", " + under.date() + ", " + under.iterations() + ", " + under.machine();
        String ours = run.interlock().map(Score::method).orElse("interlock");
        return caption + ":\n\n"
                + String.format(HEAD, ours)
                + run.scores().stream().map(score -> row(run, score)).collect(Collectors.joining());
    }

    private static String row(Run run, Score score) {
        return "| `" + score.method() + "` | " + score.timeText() + " | " + ratio(score, run.floor()) + " | "
                + ratio(score, run.interlock()) + " | " + score.bytesText() + " |\n";
    }

    private static String ratio(Score score, Optional<Score> other) {
        return other.map(to -> String.format(Locale.ROOT, "%.2f", score.time() / to.time()))
                .orElse("");
    }
}
