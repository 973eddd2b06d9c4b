package dev.interlock.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Draws runs of one benchmark: a group for each JDK, a bar for each method, all on one scale. */
final class Plot {
    private static final double WIDTH = 760;
    private static final double MARGIN = 20;
    private static final double LABELS = 150;
    private static final double BARS = 360;
    private static final double ROW = 24;
    private static final double BAR = 14;

    /** A bar of more than so many times Interlock's own is cut, or it would leave no room for the others to differ. */
    private static final double CUT = 3;

    private static final String CSS = """
            text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
            .title { font-size: 15px; font-weight: 600 }
            .group { font-weight: 600 }
            .label { text-anchor: end }
            .note { fill: #59636e }
            .ground { fill: #ffffff; stroke: #d1d9e0 }
            .axis { stroke: #d1d9e0 }
            .floor { fill: #818b98 }
            .interlock { fill: #0969da }
            .peer { fill: #b6c4d4 }
            .gap { stroke: #ffffff; stroke-width: 3 }
            .error { stroke: #1f2328; stroke-width: 1.2 }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc }
              .note { fill: #9198a1 }
              .ground { fill: #0d1117; stroke: #3d444d }
              .axis { stroke: #3d444d }
              .floor { fill: #9198a1 }
              .interlock { fill: #4493f8 }
              .peer { fill: #4a5666 }
              .gap { stroke: #0d1117 }
              .error { stroke: #f0f6fc }
            }
            """;

    private final Svg svg = new Svg();
    private final double scale;
    private final double limit;
    private double y = MARGIN;

    private Plot(List<Run> runs) {
        double longest = max(runs.stream().flatMap(run -> run.scores().stream()).toList());
        double ours = max(runs.stream().flatMap(run -> run.interlock().stream()).toList());
        limit = ours > 0 ? Math.min(longest, CUT * ours) : longest;
        scale = BARS / limit;
    }

    static String of(List<Run> runs) {
        return new Plot(runs).draw(runs);
    }

    private String draw(List<Run> runs) {
        String title = runs.get(0).benchmark();
        svg.text("title", MARGIN, y + 14, title);
        svg.text(
                "note",
                MARGIN,
                y + 34,
                "Time for one operation and its error, bytes allocated. Shorter is better; bars with a gap are cut.");
        y += 48;
        for (Run run : runs) {
            group(run);
        }
        return svg.drawn(title, CSS, WIDTH, y + MARGIN - ROW / 2);
    }

    private void group(Run run) {
        svg.text("group", MARGIN, y + 16, "JDK " + run.conditions().jdk());
        y += ROW;
        double top = y;
        for (Score score : run.scores()) {
            bar(score);
            y += ROW;
        }
        svg.line("axis", MARGIN + LABELS, top, MARGIN + LABELS, y);
        y += ROW / 2;
    }

    private void bar(Score score) {
        double left = MARGIN + LABELS;
        double length = Math.min(score.time(), limit) * scale;
        double bar = y + (ROW - BAR) / 2;
        double middle = y + ROW / 2;
        double end = left + length;
        svg.text("label", left - 8, middle + 4, score.method());
        svg.rect(score.role().name().toLowerCase(Locale.ROOT), left, bar, length, BAR);
        if (score.time() > limit) {
            svg.line("gap", end - 18, bar + BAR + 1, end - 12, bar - 1);
            svg.line("gap", end - 11, bar + BAR + 1, end - 5, bar - 1);
        } else if (!Double.isNaN(score.error())) {
            double half = Math.min(score.error() * scale, length);
            end = Math.min(end + half, left + BARS);
            svg.line("error", left + length - half, middle, end, middle);
        }
        String bytes = score.bytesText();
        svg.text("note", end + 8, middle + 4, score.timeText() + (bytes.isEmpty() ? "" : ", " + bytes));
    }

    private static double max(List<Score> scores) {
        return scores.stream().mapToDouble(Score::time).max().orElse(0);
    }
}
