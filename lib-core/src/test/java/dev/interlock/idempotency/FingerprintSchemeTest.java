package dev.interlock.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintSchemeTest {
    private static final long SEED = 20260526L;
    private static final FingerprintScheme WHOLE =
            FingerprintScheme.of("place-order", 1).build();

    /** RFC 8785, 3.2.2. */
    @Test
    void canonical_sampleOfTheRfc_isAsThere() {
        String sample = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";

        assertThat(canonical(sample))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** RFC 8785, 3.2.3. */
    @Test
    void canonical_namesOfTheRfc_areSortedByTheirUtf16() {
        String sample =
                "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
                        + "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                        + "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}";

        assertThat(canonical(sample))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void canonical_controlCharacters_areEscapedUpToTheSpace() {
        String sample = "[\"\\u0000\\u000f\\u0010\\u001f\\u0020\\u007f\"]";

        assertThat(canonical(sample)).isEqualTo("[\"\\u0000\\u000f\\u0010\\u001f \u007f\"]");
    }

    @Test
    void canonical_randomDocuments_areThoseOfAnotherProgram() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 3_000; i++) {
            String json = "{\"root\":" + value(random, 4) + "}";
            assertThat(canonical(json))
                    .as("seed %d, case %d: %s", SEED, i, json)
                    .isEqualTo(new JsonCanonicalizer(json).getEncodedString());
        }
    }

    @Test
    void fingerprint_format_isFramedAndHashedAsDocumented() throws NoSuchAlgorithmException {
        ByteBuffer preimage = ByteBuffer.allocate(200);
        for (String part : new String[] {"jcs-sha256", "place-order"}) {
            preimage.putInt(part.length()).put(part.getBytes(UTF_8));
        }
        preimage.put("1\n".getBytes(UTF_8));
        for (String part : new String[] {"", "{\"a\":1,\"b\":[]}"}) {
            preimage.putInt(part.length()).put(part.getBytes(UTF_8));
        }
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(java.util.Arrays.copyOf(preimage.array(), preimage.position()));

        assertThat(fingerprint("{\"b\":[], \"a\":1.0}").value())
                .isEqualTo("place-order.v1:" + HexFormat.of().formatHex(hash));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1}",
                "{\"a\":1} | { \"a\" : 1.00 }",
                "{\"a\":0} | {\"a\":-0.0}",
                "{\"a\":100} | {\"a\":1e2}",
                "{\"a\":\"A\"} | {\"\\u0061\":\"\\u0041\"}"
            })
    void fingerprint_equalJson_isEqual(String one, String other) {
        assertThat(fingerprint(one)).isEqualTo(fingerprint(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":42} | {\"a\":\"42\"}",
                "{\"a\":true} | {\"a\":\"true\"}",
                "{\"a\":null} | {}",
                "{\"a\":null} | {\"a\":\"null\"}",
                "{\"a\":{\"a\":1}} | {\"a\":\"{\\\"a\\\":1}\"}",
                "[1,2] | [2,1]",
                "[\"ab\",\"c\"] | [\"a\",\"bc\"]",
                "{\"a\":\"\\u00e9\"} | {\"a\":\"e\\u0301\"}",
                "{\"price\":5} | {\"price\":50}"
            })
    void fingerprint_otherJson_differs(String one, String other) {
        assertThat(fingerprint(one)).isNotEqualTo(fingerprint(other));
    }

    @Test
    void fingerprint_namedTexts_areThatOfTheObjectThatHasThem() {
        FingerprintScheme scheme = FingerprintScheme.of("order", 1)
                .excluding("/a~1b", "new in each attempt")
                .build();

        assertThat(scheme.fingerprint(Map.of("count", "3", "offering", "o\"1", "a/b", "x")))
                .isEqualTo(scheme.fingerprint(Payload.of("{\"offering\":\"o\\\"1\",\"count\":\"3\"}")))
                .isNotEqualTo(scheme.fingerprint(Map.of("count", "30", "offering", "o\"1")));
        assertThat(scheme.fingerprint(Map.of())).isEqualTo(scheme.fingerprint(Payload.of("{}")));
    }

    @Test
    void fingerprint_namedTextsWithHalfOfAPair_areRefusedWithTheirPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WHOLE.fingerprint(Map.of("sku", "\ud83d")))
                .withMessage("payload at /sku: has half of a surrogate pair, which is no character");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WHOLE.fingerprint(Map.of("\ud83d", "x")))
                .withMessageContaining("has half of a surrogate pair, which is no character");
    }

    @Test
    void fingerprint_selectedElementBehindTheLast_isRefused() {
        FingerprintScheme scheme =
                FingerprintScheme.of("order", 1).selecting("/items/2").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheme.fingerprint(Payload.of("{\"items\":[1,2]}")))
                .withMessage("payload at /items/2: is missing, and order cannot tell requests apart without it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-99999999999", "0e99999999999", "1e-2147483648", "-1e-400"})
    void fingerprint_exponentOfManyDigits_isRefusedUnlessItDoesNotCount(String number) {
        Payload request = Payload.of("{\"id\":7,\"n\":" + number + "}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WHOLE.fingerprint(request))
                .withMessageStartingWith("payload at /n: is a number that a double changes");
        assertThat(FingerprintScheme.of("order", 1).selecting("/id").build().fingerprint(request))
                .isEqualTo(FingerprintScheme.of("order", 1)
                        .selecting("/id")
                        .build()
                        .fingerprint(Payload.of("{\"id\":7}")));
    }

    @Test
    void fingerprint_otherSchemeOrVersion_differs() {
        Payload payload = Payload.of("{}");

        assertThat(Set.of(
                        WHOLE.fingerprint(payload),
                        FingerprintScheme.of("place-order", 2).build().fingerprint(payload),
                        FingerprintScheme.of("cancel-order", 1).build().fingerprint(payload)))
                .hasSize(3);
    }

    @Test
    void fingerprint_excludedField_doesNotCount() {
        FingerprintScheme scheme = FingerprintScheme.of("place-order", 1)
                .excluding("/meta/at", "new in each attempt")
                .excluding("/items/0/note", "for people")
                .build();

        assertThat(scheme.fingerprint(
                        Payload.of("{\"n\":1,\"meta\":{\"at\":9007199254740993},\"items\":[{\"note\":1}]}")))
                .isEqualTo(scheme.fingerprint(Payload.of("{\"n\":1,\"meta\":{},\"items\":[{}]}")))
                .isNotEqualTo(scheme.fingerprint(Payload.of("{\"n\":1,\"meta\":{\"new\":1},\"items\":[{}]}")));
        assertThat(scheme)
                .hasToString("place-order.v1 of [] without {/items/0/note=for people, /meta/at=new in each attempt}");
    }

    @Test
    void fingerprint_selectedValues_countAlone() {
        FingerprintScheme scheme = FingerprintScheme.of("place-order", 1)
                .selecting("/quantity")
                .selecting("/a~1b/0")
                .build();

        assertThat(scheme.fingerprint(Payload.of("{\"quantity\":1,\"a/b\":[\"x\"],\"at\":9007199254740993}")))
                .isEqualTo(scheme.fingerprint(Payload.of("{\"a/b\":[\"x\",2],\"quantity\":1.0}")))
                .isNotEqualTo(scheme.fingerprint(Payload.of("{\"a/b\":[1],\"quantity\":\"x\"}")));
    }

    @Test
    void fingerprint_selectedValueMissing_isRefused() {
        FingerprintScheme scheme = FingerprintScheme.of("place-order", 1)
                .selecting("/order/quantity")
                .build();

        for (String json : new String[] {"{}", "{\"order\":[]}", "{\"order\":{\"Quantity\":1}}", "{\"order\":1}"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scheme.fingerprint(Payload.of(json)))
                    .withMessage(
                            "payload at /order/quantity: is missing, and place-order cannot tell requests apart without it");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":1,\"b\":1}} | payload at /a/b: is there twice",
                "{\"a\":1,\"\\u0061\":2} | payload at /a: is there twice",
                "{\"a\":\"\\ud800\"} | payload at /a: has half of a surrogate pair, which is no character",
                "{\"a\":\"\\udc00\\ud800\"} | payload at /a: has half of a surrogate pair, which is no character",
                "[0,9007199254740993] | payload at /1: is a number that a double changes, so another one would have the same fingerprint: send it as a string, or exclude it",
                "{\"n\":0.12345678901234567890} | payload at /n: is a number that a double changes, so another one would have the same fingerprint: send it as a string, or exclude it",
                "{\"n\":1e999} | payload at /n: is a number that a double changes, so another one would have the same fingerprint: send it as a string, or exclude it",
                "text | payload: is TEXT, not JSON"
            })
    void fingerprint_whatCannotBeToldApart_isRefusedWithItsPlace(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> fingerprint(json)).withMessage(message);
    }

    @Test
    void fingerprint_nameWithHalfOfAPair_isRefused() {
        byte[] json = "{\"\\ud800\":1}".getBytes(UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WHOLE.fingerprint(Payload.wrap(Payload.Kind.JSON, json, 0, json.length)))
                .withMessageStartingWith("payload");
    }

    @Test
    void fingerprint_fieldWithinAnExcludedOne_isExcludedWithIt() {
        FingerprintScheme both = FingerprintScheme.of("place-order", 1)
                .excluding("/meta", "of the transport")
                .excluding("/meta/at", "time")
                .excluding("/note", "for people")
                .build();

        assertThat(both.fingerprint(Payload.of("{\"a\":1,\"meta\":{\"at\":1,\"by\":\"x\"}}")))
                .isEqualTo(both.fingerprint(Payload.of("{\"a\":1,\"meta\":7,\"note\":\"?\"}")))
                .isNotEqualTo(both.fingerprint(Payload.of("{\"a\":1,\"at\":1}")));
    }

    @Test
    void fingerprint_excludedFieldTwice_isRefused() {
        FingerprintScheme scheme =
                FingerprintScheme.of("place-order", 1).excluding("/at", "time").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheme.fingerprint(Payload.of("{\"at\":1,\"at\":2}")))
                .withMessage("payload at /at: is there twice");
    }

    @Test
    void fingerprint_elementExcluded_isRefused() {
        FingerprintScheme scheme = FingerprintScheme.of("place-order", 1)
                .excluding("/items/0", "first")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheme.fingerprint(Payload.of("{\"items\":[1]}")))
                .withMessage("payload at /items/0: is an element of an array, which cannot be excluded");
    }

    @Test
    void fingerprint_tooDeepOrTooLong_isRefused() {
        for (String json : new String[] {"[".repeat(201) + "]".repeat(201), "[" + "1".repeat(1001) + "]"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            WHOLE.fingerprint(Payload.wrap(Payload.Kind.JSON, json.getBytes(UTF_8), 0, json.length())))
                    .withMessage(
                            "payload: is no JSON, or is nested above 200 levels, or has a number of more than 1000 digits");
        }
        assertThat(fingerprint("[".repeat(200) + "]".repeat(200))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2", "[1,]", "{a:1}", "[01]", "[NaN]", "[+1]"})
    void fingerprint_noJson_isRefused(String json) {
        byte[] bytes = json.getBytes(UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WHOLE.fingerprint(Payload.wrap(Payload.Kind.JSON, bytes, 0, bytes.length)))
                .withMessageStartingWith("payload: is ");
    }

    @Test
    void fingerprint_nearestDoubles_areTakenIfTheSchemeSaysSo() {
        FingerprintScheme scheme =
                FingerprintScheme.of("measure", 1).nearestDoubles().build();

        assertThat(scheme.fingerprint(Payload.of("[0.10000000000000001]")))
                .isEqualTo(scheme.fingerprint(Payload.of("[0.1]")));
        assertThatIllegalArgumentException().isThrownBy(() -> scheme.fingerprint(Payload.of("[1e400]")));
    }

    @Test
    void builder_whatMakesNoScheme_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FingerprintScheme.of("a b", 1))
                .withMessage("name is not 1 to 64 letters, digits and hyphens: 'a b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FingerprintScheme.of("a", 0))
                .withMessage("version is below 1: 0");
        FingerprintScheme.Builder builder =
                FingerprintScheme.of("a", 1).selecting("/a").excluding("/b", "why");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.selecting("/a"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.selecting("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.selecting("/~2"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.excluding("", "why"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.excluding("/b", "why"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.excluding("/c", " "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.selecting("/b/c").build())
                .withMessage("selected and excluded: [/b/c]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.v0:", "Unchecked"})
    void fingerprint_textThatIsNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint(text));
        assertThat(Fingerprint.unchecked()).hasToString("unchecked");
    }

    private static Fingerprint fingerprint(String json) {
        return WHOLE.fingerprint(Payload.of(json));
    }

    private static String canonical(String json) {
        return CanonicalJson.read(json.getBytes(UTF_8), CanonicalJson.Precision.NEAREST, Exclusion.NONE)
                .canonical();
    }

    private static String value(SplittableRandom random, int depth) {
        StringBuilder json = new StringBuilder();
        switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 ->
                json.append(random.nextInt(-1000, 1000)).append(random.nextBoolean() ? "" : "e-" + random.nextInt(20));
            case 1 -> json.append(random.nextDouble());
            case 2 -> text(json, random);
            case 3 -> json.append(random.nextBoolean() ? "null" : "true");
            case 4 -> {
                json.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append(value(random, depth - 1)).append(i > 1 ? "," : "");
                }
                json.append(']');
            }
            default -> {
                json.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    text(json, random);
                    json.insert(json.length() - 1, i); // no name twice
                    json.append(": ").append(value(random, depth - 1)).append(i > 1 ? " ," : "");
                }
                json.append('}');
            }
        }
        return json.toString();
    }

    private static void text(StringBuilder json, SplittableRandom random) {
        String[] pieces = {
            "a", "Z", "\\n", "\\u0001", "\\\"", "/", "\u00e9", "\u20ac", "\ud83d\ude00", "\ufb33", "\\u00f6"
        };
        json.append('"');
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(pieces[random.nextInt(pieces.length)]);
        }
        json.append('"');
    }
}
