package dev.interlock.benchmarks.report;

import java.util.Locale;

/** Builds a picture of rectangles, lines and texts. */
final class Svg {
    private final StringBuilder body = new StringBuilder();

    Svg rect(String style, double x, double y, double width, double height) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>",
                style, x, y, width, height);
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2);
    }

    Svg text(String style, double x, double y, String text) {
        return add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, escaped(text));
    }

    /** The whole, on a ground of its own, so that it can be read on a page of any colour. */
    String drawn(String title, String css, double width, double height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\">\n",
                        width,
                        height,
                        width,
                        height)
                + "<title>" + escaped(title) + "</title>\n"
                + "<style>\n" + css + "</style>\n"
                + new Svg().rect("ground", 0.5, 0.5, width - 1, height - 1).body
                + body
                + "</svg>\n";
    }

    private Svg add(String form, Object... values) {
        body.append(String.format(Locale.ROOT, form, values)).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
