package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}                      | OBJECT",
                "{\"a\":[{}]}            | OBJECT",
                "[1,\"]\",{\"b\":\"}\"}] | ARRAY",
                "\"x\"                   | STRING",
                "\"\"                    | STRING",
                "\"\\\\\"                | STRING",
                "\"\\\"\\\\\"            | STRING",
                "-1.5e+10                | NUMBER",
                "1.10                    | NUMBER",
                "0                       | NUMBER",
                "true                    | BOOLEAN",
                "false                   | BOOLEAN",
                "null                    | NULL"
            })
    void parse_valueWithSpaceAround_isToldToTheByte(String text, Json.Type type) {
        Json json = parse(" \n" + text + "\t ").orElseThrow();

        assertThat(json.type()).isEqualTo(type);
        assertThat(json.raw()).isEqualTo(text);
        assertThat(json.from()).isEqualTo(2);
    }

    /** Every value, with something before and behind it, by its place in one text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\" : [ { } ] }",
                "\"x\"",
                "\"\\u00e9\\\\\"",
                "\"é😀\"",
                "-1.5e+10",
                "1",
                "true",
                "false",
                "null"
            })
    void raw_valueInside_isWhatWasWritten(String text) {
        Json object = parse("{\"é\" : " + text + " ,\"b\":" + text + "}").orElseThrow();
        Json array = parse("[" + text + "," + text + " ]").orElseThrow();

        assertThat(object.fields().values()).extracting(Json::raw).containsExactly(text, text);
        assertThat(array.items()).extracting(Json::raw).containsExactly(text, text);
    }

    @Test
    void parse_partOfAnArray_isReadAlone() {
        byte[] bytes = "[1,{\"a\":\"x\"},2]".getBytes(UTF_8);

        Json json = Json.parse(bytes, 3, 12).orElseThrow();

        assertThat(json.text("a")).isEqualTo("x");
        assertThat(json.from()).isEqualTo(3);
        assertThat(json.to()).isEqualTo(12);
        assertThat(json.source()).isSameAs(bytes);
    }

    @Test
    void get_atAnyDepth_isFound() {
        Json json = parse("{\"a\":{\"b\":[[{\"c\":{\"ａ\":\"deep\"}}]]}}").orElseThrow();

        Json found = field(field(field(json, "a"), "b").items().get(0).items().get(0), "c");

        assertThat(found.text("ａ")).isEqualTo("deep");
        assertThat(found.raw()).isEqualTo("{\"ａ\":\"deep\"}");
    }

    @Test
    void text_ofAString_isUnescaped() {
        assertThat(parse("\"a\\u00e9\\n\\/\\ud83d\\ude00\"").orElseThrow().text())
                .isEqualTo("aé\n/😀");
        assertThat(parse("\"\"").orElseThrow().text()).isEmpty();
        assertThat(parse("1").orElseThrow().text()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            nullValues = "-",
            value = {
                "\"eA==\"        | x",
                "\"eA\"          | x",
                "\"\\u0065A==\" | x",
                "\"Pz8\\/\"     | ???",
                "\"\"            | ^^",
                "\"e\"           | -",
                "\"e A=\"        | -",
                "\"Pz8_\"        | -",
                "\"éA==\"        | -",
                "12              | -"
            })
    void base64_ofAString_isDecodedOrNothing(String text, String bytes) {
        byte[] decoded = parse(text).orElseThrow().base64();

        assertThat(decoded).isEqualTo(bytes == null ? null : bytes.getBytes(UTF_8));
    }

    @Test
    void accessors_ofAnotherType_areEmpty() {
        Json number = parse("1").orElseThrow();

        assertThat(number.fields()).isEmpty();
        assertThat(number.items()).isEmpty();
        assertThat(number.get("a")).isNull();
        assertThat(number.text("a")).isNull();
        assertThat(number.has("a")).isFalse();
        assertThat(parse("{\"a\":null}").orElseThrow().has("a")).isTrue();
        assertThat(parse("{\"a\":1}").orElseThrow().text("a")).isNull();
    }

    @Test
    void get_repeatedName_isTheLast() {
        Json json = parse("{\"a\":1,\"b\":2,\"a\":3}").orElseThrow();

        assertThat(field(json, "a").raw()).isEqualTo("3");
        assertThat(json.fields()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "\"",
                "\"\\",
                "\"\\\"",
                "{\"a\"}",
                "{\"a\":}",
                "[1 2]",
                "[1,]",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "NaN",
                "tru",
                "nulll",
                "1 1",
                "//c\n1",
                "\"\n\"",
                "\"\\u12\"",
                "\"\\q\"",
                "{\"a\":\"b}"
            })
    void parse_whatIsNoJson_isEmpty(String text) {
        assertThat(parse(text)).isEmpty();
        assertThat(parse("{\"k\":" + text + "}")).isEmpty();
    }

    @Test
    void parse_manyNamesOfOneHash_areRead() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append("name-")
                    .append(i)
                    .append("\":")
                    .append(i);
        }

        assertThat(parse(text.append('}').toString()).orElseThrow().fields()).hasSize(20_000);
    }

    private static Json field(Json json, String name) {
        return requireNonNull(json.get(name), name);
    }

    private static Optional<Json> parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Json.parse(bytes, 0, bytes.length);
    }
}
