package dev.interlock.conformance;

import dev.interlock.idempotency.DedupeStrength;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the original's sweeps do, and what is safe to drive again, written a second time. */
final class OriginalReaper {
    private OriginalReaper() {}

    /** One row of a vector. */
    record Row(Json vector) {
        String id() {
            return vector.at("id").text();
        }

        String state() {
            return vector.at("status").text();
        }

        String cas() {
            return vector.at("cas").text();
        }

        boolean isSaved() {
            return vector.at("save").text().isEmpty();
        }

        String drive() {
            return vector.names().contains("drive") ? vector.at("drive").text() : "";
        }

        String probe() {
            return vector.names().contains("probe") ? vector.at("probe").text() : "";
        }

        boolean isSafe() {
            return OriginalReaper.isSafe(vector.at("recs"));
        }
    }

    static List<Row> rows(Json vector) {
        Json rows = vector.at("rows");
        return rows.isNull()
                ? List.of()
                : rows.elements().stream().map(Row::new).toList();
    }

    static boolean isSafe(Json recommendations) {
        return !recommendations.isNull()
                && !recommendations.elements().isEmpty()
                && recommendations.elements().stream().allMatch(OriginalReaper::isGuarded);
    }

    static boolean isRefused(Json recommendations) {
        return !recommendations.isNull() && recommendations.elements().stream().anyMatch(one -> !isGuarded(one));
    }

    private static boolean isGuarded(Json recommendation) {
        return switch (recommendation.at("provider").text()) {
            case "aws", "", "gcp" -> true;
            case "azure" ->
                !List.of("savingsplans", "savings-plans")
                        .contains(recommendation.at("service").text());
            default -> false;
        };
    }

    /** How Interlock's guards would say it: what a service does with a repeat. */
    static DedupeStrength strength(Json recommendations) {
        return isRefused(recommendations) ? DedupeStrength.NONE : DedupeStrength.BY_NAME;
    }

    static String message(long nanos, Row row) {
        return "reaped after " + OriginalDuration.minutes(nanos) + "m in " + row.state()
                + " state \u2014 executor did not complete" + (row.isSafe() ? "; safe to retry" : "");
    }

    /** The calls of a sweep that reaps, in the words of the vectors. */
    static List<String> reapCalls(Json vector) {
        List<String> calls = new ArrayList<>();
        calls.add("list([approved running]," + vector.at("reap_after").text() + ")");
        if (vector.at("list").text().isEmpty()) {
            for (Row row : rows(vector)) {
                calls.add("cas(" + row.id() + ",[approved running]->failed)");
                if (row.cas().isEmpty()) {
                    calls.add("save(" + row.id() + ",failed)");
                }
            }
        }
        return calls;
    }

    /** @param isSaveApart whether a message that cannot be saved is an error of its own */
    static Map<String, Integer> reapCounts(List<Row> rows, boolean isSaveApart) {
        int reaped = 0;
        int lost = 0;
        int errored = 0;
        for (Row row : rows) {
            switch (row.cas()) {
                case "" -> {
                    reaped++;
                    errored += isSaveApart && !row.isSaved() ? 1 : 0;
                }
                case "not_found", "not_expected", "nil_nil" -> lost++;
                default -> errored++;
            }
        }
        return Map.of("found", rows.size(), "reaped", reaped, "race_lost", lost, "errored", errored);
    }

    /**
     * What a sweep of stranded rows comes to.
     *
     * @param calls in the words of the vectors
     * @param failed the rows that it failed
     */
    record Recovery(List<String> calls, List<String> written, List<Row> failed, int recovered, boolean isError) {
        Recovery {
            calls = List.copyOf(calls);
            written = List.copyOf(written);
            failed = List.copyOf(failed);
        }
    }

    /** @param isolated whether a row's failure is nobody else's, and no row is looked at a second time */
    static Recovery recover(Json vector, boolean isolated) {
        List<String> calls = new ArrayList<>(List.of("stale(15m0s)"));
        List<String> written = new ArrayList<>();
        List<Row> failed = new ArrayList<>();
        int recovered = 0;
        if (!vector.at("list").text().isEmpty()) {
            return new Recovery(calls, written, failed, 0, true);
        }
        for (Row row : rows(vector)) {
            String next = row.isSafe() ? "running" : "failed";
            calls.add("cas(" + row.id() + ",[approved]->" + next + ")");
            written.add(row.id() + "->" + next);
            boolean isWon = row.cas().isEmpty();
            boolean aborts = row.cas().equals("db_error");
            if (isWon && row.isSafe()) {
                calls.add("drive(" + row.id() + ",running)");
                recovered += row.drive().equals("ok") ? 1 : 0;
                aborts = row.drive().equals("audit_loss");
            } else if (isWon) {
                calls.add("save(" + row.id() + ",failed)");
                failed.add(row);
                recovered++;
            } else if (aborts && !row.isSafe()) {
                calls.add("get(" + row.id() + ")");
                aborts = row.probe().equals("approved");
            }
            if (aborts && !isolated) {
                return new Recovery(calls, written, failed, recovered, true);
            }
        }
        return new Recovery(calls, written, failed, recovered, false);
    }

    static Map<String, String> texts(Json messages) {
        Map<String, String> texts = new LinkedHashMap<>();
        messages.names().forEach(id -> texts.put(id, messages.at(id).text()));
        return texts;
    }
}
