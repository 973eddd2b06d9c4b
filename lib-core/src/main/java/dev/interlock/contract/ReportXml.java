package dev.interlock.contract;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A report as JUnit XML: what the plug-ins of build servers agree on, and nothing else. */
final class ReportXml {
    private ReportXml() {}

    static String of(ContractReport report) {
        List<ContractReport.Result> results = report.results();
        long failures = results.stream()
                .filter(result -> result.outcome() instanceof Outcome.Violated)
                .count();
        long unknown = results.stream()
                .filter(result -> result.outcome() instanceof Outcome.CannotTell)
                .count();
        long skipped = results.stream()
                .filter(result -> result.outcome() instanceof Outcome.Skipped)
                .count();
        boolean vacuous = !report.passed() && failures + unknown == 0;
        Duration elapsed = results.stream().map(ContractReport.Result::elapsed).reduce(Duration.ZERO, Duration::plus);
        String counts = " tests=\"" + (results.size() + (vacuous ? 1 : 0)) + "\" failures=\"" + failures
                + "\" errors=\"" + (unknown + (vacuous ? 1 : 0)) + "\" time=\"" + seconds(elapsed) + "\"";
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<testsuites")
                .append(counts)
                .append(">\n  <testsuite name=\"")
                .append(escaped(report.suite()))
                .append('"')
                .append(counts)
                .append(" skipped=\"")
                .append(skipped)
                .append("\">\n");
        results.forEach(result -> testCase(xml, report.suite(), result));
        if (vacuous) { // everything was skipped: build servers would call that green
            xml.append("    <testcase classname=\"")
                    .append(escaped(report.suite()))
                    .append("\" name=\"(suite)\" time=\"0.000\">\n      <error type=\"vacuous\" message=\"")
                    .append(escaped(ReportText.summary(report)))
                    .append("\"/>\n    </testcase>\n");
        }
        return xml.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private static void testCase(StringBuilder xml, String suite, ContractReport.Result result) {
        xml.append("    <testcase classname=\"")
                .append(escaped(suite))
                .append("\" name=\"")
                .append(escaped(result.contract() + " (for " + result.consumer() + ")"))
                .append("\" time=\"")
                .append(seconds(result.elapsed()))
                .append("\">\n");
        String detail = result.outcome()
                .fold(
                        pass -> "",
                        violated -> problem("failure", "violated", ReportText.failures(result)),
                        cannotTell -> problem("error", "cannot_tell", ReportText.failures(result)),
                        skipped -> "      <skipped message=\"" + escaped(ReportText.skipped(skipped)) + "\"/>\n");
        xml.append(detail).append("    </testcase>\n");
    }

    private static String problem(String element, String type, List<String> lines) {
        String message = lines.get(0) + (lines.size() > 1 ? " and " + (lines.size() - 1) + " more" : "");
        return "      <" + element + " type=\"" + type + "\" message=\"" + escaped(message) + "\">"
                + escaped(String.join("\n", lines)) + "</" + element + ">\n";
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%d.%03d", elapsed.toSeconds(), elapsed.toMillisPart());
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t', '\r' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    /** The characters of XML 1.0 but for the white space that is escaped. */
    private static boolean isXml(int c) {
        return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
    }
}
