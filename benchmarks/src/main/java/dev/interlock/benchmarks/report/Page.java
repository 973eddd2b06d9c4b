package dev.interlock.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts tables and plots into a page, between the marks of each benchmark; what is around them is written by hand. A
 * benchmark without marks gets a section at the end.
 */
final class Page {
    private static final Pattern SECTION =
            Pattern.compile("<!-- results: (\\w+) -->\\n.*?<!-- end of results -->\\n", Pattern.DOTALL);

    private Page() {}

    static String filled(String page, Map<String, List<Run>> runs) {
        StringBuilder whole = new StringBuilder(page);
        for (String benchmark : runs.keySet()) {
            if (!page.contains(mark(benchmark))) {
                String heading = Run.fileName(benchmark).replace('-', ' ');
                whole.append("\n## ")
                        .append(Character.toUpperCase(heading.charAt(0)))
                        .append(heading.substring(1))
                        .append("\n\n")
                        .append(section(benchmark, ""));
            }
        }
        return SECTION.matcher(whole).replaceAll(marks -> Matcher.quoteReplacement(written(marks.group(1), runs)));
    }

    private static String written(String benchmark, Map<String, List<Run>> runs) {
        List<Run> found = runs.get(benchmark);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the page has marks for " + benchmark + ", of which there are no results");
        }
        String plot = "![" + benchmark + "](plots/" + Run.fileName(benchmark) + ".svg)\n\n";
        return section(benchmark, plot + Table.of(found));
    }

    private static String section(String benchmark, String text) {
        return mark(benchmark) + "\n" + text + "<!-- end of results -->\n";
    }

    private static String mark(String benchmark) {
        return "<!-- results: " + benchmark + " -->";
    }
}
