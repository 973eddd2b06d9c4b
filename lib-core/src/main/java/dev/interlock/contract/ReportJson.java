package dev.interlock.contract;

import dev.interlock.internal.Json;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** A report as JSON, version 1. */
final class ReportJson {
    private ReportJson() {}

    static String of(ContractReport report) {
        return "{\"v\":1,\"suite\":" + quoted(report.suite()) + ",\"stage\":\"" + lower(report.stage())
                + "\",\"passed\":" + report.passed() + ",\"contracts\":"
                + report.results().stream().map(ReportJson::of).collect(array()) + "}";
    }

    private static String of(ContractReport.Result result) {
        String outcome = result.outcome()
                .fold(
                        pass -> "\"outcome\":\"pass\",\"examined\":" + pass.examined() + ",\"note\":"
                                + quoted(pass.note()),
                        violated -> "\"outcome\":\"violated\",\"violations\":"
                                + violated.mismatches().stream()
                                        .map(ReportJson::of)
                                        .collect(array()),
                        cannotTell -> "\"outcome\":\"cannot_tell\",\"cause\":" + quoted(cannotTell.cause()),
                        skipped -> "\"outcome\":\"skipped\",\"skip\":\"" + lower(skipped.skip()) + "\",\"because\":"
                                + quoted(skipped.because()));
        return "{\"contract\":" + quoted(result.contract()) + ",\"consumers\":" + strings(result.consumers()) + ","
                + outcome + ",\"elapsedMillis\":" + result.elapsed().toMillis() + "}";
    }

    private static String of(Mismatch mismatch) {
        return "{\"place\":" + quoted(mismatch.place()) + ",\"expected\":" + quoted(mismatch.expected()) + ",\"found\":"
                + quoted(mismatch.found()) + "}";
    }

    /** A text as JSON that UTF-8 can say: half of a surrogate pair, which it cannot, is replaced. */
    private static String quoted(String text) {
        return Json.quoted(text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    private static String strings(Collection<String> texts) {
        return texts.stream().map(ReportJson::quoted).collect(array());
    }

    private static Collector<CharSequence, ?, String> array() {
        return Collectors.joining(",", "[", "]");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
