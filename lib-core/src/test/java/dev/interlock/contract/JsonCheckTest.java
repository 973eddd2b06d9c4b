package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.interlock.Payload;
import java.io.IOError;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCheckTest {
    private static final LocalDate RUN = LocalDate.of(2026, 5, 30);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "{\"a\":1};",
                "{\"a\":false};",
                "{\"a\":{}};",
                "{\"a\":\"\"};",
                "{\"a\":null};d.json#/a: expected a value, found null",
                "{};d.json#/a: expected a value, found nothing",
                "[1];d.json#/a: expected a value, found nothing"
            })
    void present(String json, @Nullable String mismatch) {
        assertFinds(JsonCheck.of(document(json)).present("/a"), mismatch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "{\"a\":0.5};",
                "{\"a\":1};",
                "{\"a\":5e-1};",
                "{\"a\":1.00000000000000000000};",
                "{\"a\":1.00000000000000000001};1.00000000000000000001",
                "{\"a\":0.49999999999999999999};0.49999999999999999999",
                "{\"a\":\"1\"};\"1\"",
                "{\"a\":null};null",
                "{\"a\":true};true",
                "{\"a\":[]};an array",
                "{\"a\":{}};an object",
                "{\"a\":1e99999999999};1e99999999999",
                "{\"a\":1e999999999};1e999999999",
                "{};nothing"
            })
    void between(String json, @Nullable String found) {
        assertFinds(
                JsonCheck.of(document(json)).between("/a", new BigDecimal("0.5"), BigDecimal.ONE),
                found == null ? null : "d.json#/a: expected a number from 0.5 to 1, found " + found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "{\"a\":[1,2]};",
                "{\"a\":{\"x\":1,\"y\":2,\"z\":3}};",
                "{\"a\":[1]};1 values",
                "{\"a\":[1,2,3,4]};4 values",
                "{\"a\":{\"x\":1,\"x\":2}};1 values",
                "{\"a\":\"abc\"};\"abc\"",
                "{};nothing"
            })
    void count(String json, @Nullable String found) {
        assertFinds(
                JsonCheck.of(document(json)).count("/a", 2, 3),
                found == null ? null : "d.json#/a: expected 2 to 3 values, found " + found);
    }

    @Test
    void count_withoutUpperBound_saysAtLeast() {
        assertFinds(
                JsonCheck.of(document("[1]")).count("", 800, Integer.MAX_VALUE),
                "d.json#: expected at least 800 values, found 1 values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "{\"date\":\"2026-05-30\"};",
                "{\"date\":\"\\u0032026-05-30\"};",
                "{\"date\":\"2026-05-29\"};\"2026-05-29\"",
                "{\"date\":20260530};20260530",
                "{};nothing"
            })
    void equalTo(String json, @Nullable String found) {
        assertFinds(
                JsonCheck.<LocalDate>of(document(json)).equalTo("/date", LocalDate::toString),
                found == null ? null : "d.json#/date: expected \"2026-05-30\", found " + found);
    }

    @Test
    void object_anArrayInstead_isToldAndNotThrown() {
        assertFinds(JsonCheck.of(document("{\"sector_map\":{}}")).object("/sector_map"), null);
        assertFinds(JsonCheck.of(document("[]")).object(""), "d.json#: expected an object, found an array");
    }

    @Test
    void eachBetween_allThatAreNot_areToldByPointer() {
        JsonCheck<LocalDate> check = JsonCheck.<LocalDate>of(
                        document("{\"r\":{\"a\":0.9,\"b/~\":0.1,\"c\":null,\"d\":0.2},\"l\":[1,0]}"))
                .eachBetween("/r", new BigDecimal("0.5"), BigDecimal.ONE)
                .eachBetween("/l", new BigDecimal("0.5"), BigDecimal.ONE);

        assertThat(((Outcome.Violated) check.check(RUN)).mismatches())
                .extracting(Mismatch::place, Mismatch::found)
                .containsExactly(
                        tuple("d.json#/r/b~1~0", "0.1"),
                        tuple("d.json#/r/c", "null"),
                        tuple("d.json#/r/d", "0.2"),
                        tuple("d.json#/l/1", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"r\":{}}", "{\"r\":[]}", "{\"r\":1}", "{}"})
    void eachBetween_nothingInIt_isNotAPass(String json) {
        assertThat(JsonCheck.of(document(json))
                        .eachBetween("/r", BigDecimal.ZERO, BigDecimal.ONE)
                        .check(RUN))
                .isInstanceOf(Outcome.Violated.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "{\"ok\":1,\"n\":2};",
                "{\"ok\":0.9999,\"n\":2};d.json#/ok: expected at least 0.50 of /n, found 0.9999 of 2, 0.500",
                "{\"ok\":0,\"n\":0};d.json#/n: expected a number above 0, found 0",
                "{\"ok\":9999,\"n\":903};d.json#/ok: expected no more than /n, found 9999 of 903",
                "{\"ok\":903,\"n\":903};",
                "{\"ok\":1};d.json#/n: expected a number above 0, found nothing",
                "{\"n\":2};d.json#/ok: expected a number, found nothing"
            })
    void ratio(String json, @Nullable String mismatch) {
        assertFinds(JsonCheck.of(document(json)).ratio("/ok", "/n", new BigDecimal("0.50")), mismatch);
    }

    @Test
    void check_manyDemands_allAreToldAtOnce() {
        Outcome outcome = JsonCheck.<LocalDate>of(document("{\"a\":null}"))
                .present("/a")
                .count("/b", 1, 2)
                .equalTo("/c", LocalDate::toString)
                .check(RUN);

        assertThat(((Outcome.Violated) outcome).mismatches()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"'';nothing", "{oops;5 bytes that are not JSON"})
    void check_noJson_isAViolation(String text, String found) {
        assertFinds(JsonCheck.of(document(text)).present("/a"), "d.json: expected JSON, found " + found);
    }

    @Test
    void check_absent_isAViolationUnlessOptional() {
        JsonCheck<LocalDate> check = JsonCheck.of(context -> new Document.Absent("d.json"));

        assertFinds(check, "d.json: expected a document, found nothing");
        assertThat(check.optional().check(RUN)).isEqualTo(Outcome.absentAsAllowed("d.json"));
    }

    @Test
    void check_unreadable_nobodyCanTellEvenIfOptional() {
        JsonCheck<LocalDate> check = JsonCheck.of(context -> new Document.Unreadable("d.json", "GET answered 403"));

        assertThat(check.check(RUN)).isEqualTo(Outcome.cannotTell("d.json: GET answered 403"));
        assertThat(check.optional().check(RUN)).isEqualTo(Outcome.cannotTell("d.json: GET answered 403"));
    }

    @Test
    void check_moreValuesThanAreKept_nobodyCanTell() {
        String many = IntStream.range(0, 200_001).mapToObj(i -> "0").collect(Collectors.joining(",", "[", "]"));

        assertThat(JsonCheck.of(document(many)).count("", 1, Integer.MAX_VALUE).check(RUN))
                .isEqualTo(Outcome.cannotTell(
                        "d.json: of 1 of 1 nobody can tell, the first d.json#: cannot tell: the document"
                                + " has more than 200000 fields and elements to look into"));
    }

    @Test
    void check_demandThatThrowsOrHasTooManyValues_leavesTheMismatchesOfTheOthers() {
        String many = IntStream.range(0, 200_001).mapToObj(i -> "0").collect(Collectors.joining(",", "[", "]"));

        Outcome outcome = JsonCheck.<LocalDate>of(document("{\"many\":" + many + "}"))
                .count("/many", 1, 2)
                .equalTo("/many", run -> {
                    throw new IOError(new IOException("no disk"));
                })
                .present("/macro")
                .check(RUN);

        List<Mismatch> mismatches = ((Outcome.Violated) outcome).mismatches();
        assertThat(mismatches)
                .extracting(Mismatch::place)
                .containsExactly("d.json#/macro", "d.json#/many", "d.json#/many", "d.json");
        assertThat(mismatches.get(2).found()).startsWith("cannot tell: the demand threw java.io.IOError");
        assertThat(mismatches.get(3).found()).isEqualTo("of 2 nobody can tell");
    }

    @Test
    void check_thousandsOfMismatches_areCutAndCounted() {
        String many = IntStream.range(0, 5_000).mapToObj(i -> "2").collect(Collectors.joining(",", "[", "]"));

        Outcome outcome = JsonCheck.of(document(many))
                .eachBetween("", BigDecimal.ZERO, BigDecimal.ONE)
                .check(RUN);

        assertThat(((Outcome.Violated) outcome).mismatches())
                .hasSize(101)
                .last()
                .isEqualTo(new Mismatch("d.json", "no more than what is listed", "4900 more mismatches"));
    }

    @Test
    void check_longAndUnprintableText_isCutInTheReport() {
        assertFinds(
                JsonCheck.<LocalDate>of(document("{\"a\":\"" + "\\u0007".repeat(61) + "\"}"))
                        .equalTo("/a", LocalDate::toString),
                "d.json#/a: expected \"2026-05-30\", found \"" + "?".repeat(60) + "...\"");
    }

    @Test
    void demands_misuse_isRefusedAtOnce() {
        JsonCheck<LocalDate> check = JsonCheck.of(document("{}"));
        assertThatThrownBy(() -> check.present("a")).hasMessage("a JSON pointer begins with a slash: a");
        assertThatThrownBy(() -> check.count("/a", 3, 2)).hasMessage("count at /a is not a range: 3 to 2");
        assertThatThrownBy(() -> check.between("/a", BigDecimal.TEN, BigDecimal.ONE))
                .hasMessage("min is above max: 10 and 1");
        assertThatThrownBy(() -> check.ratio("/a", "/b", new BigDecimal("1.01")))
                .hasMessage("min of the ratio at /a is not from 0 to 1: 1.01");
    }

    @Test
    void pointer_namesThisRun_orNot() {
        assertFinds(pointer("{\"date\":\"2026-05-30\",\"s3_prefix\":\"weekly/2026-05-30/\"}"), null);
        assertThat(((Outcome.Violated) pointer("{\"date\":\"2026-05-23\",\"s3_prefix\":\"weekly/2026-05-23/\"}")
                                .check(RUN))
                        .mismatches())
                .hasSize(2);
    }

    @Test
    void across_documentsFitOrNot() {
        Check<LocalDate> check = Checks.across(
                List.of(document("{\"n\":2}"), document("[1,2]")),
                (run, documents) ->
                        documents.get(0).at("/n").orElseThrow().text().equals("2")
                                        && documents.get(1).at("/1").isPresent()
                                ? Outcome.pass()
                                : Outcome.violated("n", "2", "other"));

        assertThat(check.check(RUN)).isEqualTo(Outcome.pass());
    }

    @Test
    void across_documentsMissingOrUnreadable_ruleIsNotAsked() {
        DocumentSource<LocalDate> absent = run -> new Document.Absent("a.json");
        DocumentSource<LocalDate> unreadable = run -> new Document.Unreadable("u.json", "503");

        assertThat(across(document("{}"), absent)).isEqualTo(Outcome.violated("a.json", "a document", "nothing"));
        assertThat(across(document("{}"), unreadable)).isEqualTo(Outcome.cannotTell("u.json: 503"));
        assertThat(across(unreadable, absent))
                .isEqualTo(new Outcome.Violated(List.of(
                        new Mismatch("a.json", "a document", "nothing"),
                        new Mismatch("u.json", "a document", "cannot tell: 503"))));
        assertThatThrownBy(
                        () -> Checks.across(List.<DocumentSource<LocalDate>>of(), (run, documents) -> Outcome.pass()))
                .hasMessage("sources are none; a rule is about at least one document");
    }

    @Test
    void environment_allMissingAndBlank_areToldAtOnceAndNoValue() {
        Check<Object> check = Checks.environment(
                run -> Map.of("AWS_REGION", "us-east-1", "FRED_API_KEY", " "),
                "AWS_REGION",
                "FRED_API_KEY",
                "POLYGON_API_KEY");

        assertThat(check.check(RUN))
                .isEqualTo(new Outcome.Violated(List.of(
                        new Mismatch("FRED_API_KEY", "a value", "a blank"),
                        new Mismatch("POLYGON_API_KEY", "a value", "nothing"))));
        assertThat(Checks.environment(run -> Map.of("A", "1"), "A").check(RUN)).isEqualTo(Outcome.pass());
        assertThatThrownBy(() -> Checks.environment(run -> Map.of())).hasMessage("names are none, or one is blank: []");
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private static Outcome across(DocumentSource<LocalDate>... sources) {
        return Checks.<LocalDate>across(List.of(sources), (run, documents) -> {
                    throw new AssertionError("the rule is asked");
                })
                .check(RUN);
    }

    private static JsonCheck<LocalDate> pointer(String json) {
        return Checks.pointer(document(json), run -> run, run -> "weekly/" + run + "/");
    }

    private static DocumentSource<LocalDate> document(String text) {
        return context -> new Document.Loaded("d.json", Payload.of(text));
    }

    private static void assertFinds(Check<LocalDate> check, @Nullable String mismatch) {
        Outcome outcome = check.check(RUN);
        if (mismatch == null) {
            assertThat(outcome).isInstanceOf(Outcome.Pass.class);
        } else {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Violated.class,
                            violated -> assertThat(violated.mismatches())
                                    .singleElement()
                                    .hasToString(mismatch));
        }
    }
}
