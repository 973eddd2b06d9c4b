package dev.interlock.contract;

import dev.interlock.internal.Printable;
import java.util.List;
import java.util.Locale;

/** A report as lines of text. Whatever came from outside is cut and made printable, so that a line stays a line. */
final class ReportText {
    private static final int LONGEST = 500;

    private ReportText() {}

    static String of(ContractReport report) {
        StringBuilder text = new StringBuilder(summary(report)).append('\n');
        for (ContractReport.Result result : report.results()) {
            text.append(line(result)).append('\n');
            if (result.outcome() instanceof Outcome.Violated violated) {
                violated.mismatches()
                        .forEach(mismatch ->
                                text.append("      ").append(shown(mismatch)).append('\n'));
            }
        }
        return text.toString();
    }

    static String summary(ContractReport report) {
        long passed = count(report, Outcome.Pass.class);
        long violated = count(report, Outcome.Violated.class);
        long unknown = count(report, Outcome.CannotTell.class);
        long skipped = count(report, Outcome.Skipped.class);
        return report.stage().name().toLowerCase(Locale.ROOT) + " " + cut(report.suite()) + ": "
                + (report.passed() ? "PASS" : "FAIL") + " (" + passed + " passed, " + violated + " violated, " + unknown
                + " cannot tell, " + skipped + " skipped)"
                + (passed + violated + unknown == 0 ? ": nothing was examined" : "");
    }

    /** What is wrong, a line for each thing. */
    static List<String> failures(ContractReport.Result result) {
        String who = who(result) + ": ";
        return result.outcome()
                .fold(
                        pass -> List.<String>of(),
                        violated -> violated.mismatches().stream()
                                .map(mismatch -> who + shown(mismatch))
                                .toList(),
                        cannotTell -> List.of(who + "cannot tell: " + cut(cannotTell.cause())),
                        skipped -> List.<String>of());
    }

    static String skipped(Outcome.Skipped skipped) {
        return switch (skipped.skip()) {
            case DEPENDENCY -> "because of " + cut(skipped.because());
            case STOPPED -> "stopped at " + cut(skipped.because());
            case OPTIONAL -> "absent, as it may be: " + cut(skipped.because());
        };
    }

    static String shown(Mismatch mismatch) {
        return cut(mismatch.place()) + ": expected " + cut(mismatch.expected()) + ", found " + cut(mismatch.found());
    }

    static String cut(String text) {
        return Printable.of(text, LONGEST)
                + (text.codePointCount(0, text.length()) > LONGEST ? "... (" + text.length() + " characters)" : "");
    }

    private static String who(ContractReport.Result result) {
        return cut(result.contract()) + " (for " + cut(result.consumer()) + ")";
    }

    private static String line(ContractReport.Result result) {
        String who = who(result);
        String what = result.outcome()
                .fold(
                        pass -> "  PASS       " + who + (pass.note().isEmpty() ? "" : ": " + cut(pass.note())),
                        violated -> "  VIOLATED   " + who,
                        cannotTell -> "  UNKNOWN    " + who + ": " + cut(cannotTell.cause()),
                        skipped -> "  SKIPPED    " + who + ": " + skipped(skipped));
        return what + " [" + result.elapsed().toMillis() + " ms]";
    }

    private static long count(ContractReport report, Class<? extends Outcome> kind) {
        return report.results().stream()
                .filter(result -> kind.isInstance(result.outcome()))
                .count();
    }
}
