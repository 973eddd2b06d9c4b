package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON, and what its strings say, must be what Jackson takes for it. */
final class JsonOracleTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\\"",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\u00",
            "\\n",
            "\\/",
            "0",
            "-",
            "12",
            "1.5",
            ".",
            "e",
            "E+3",
            "true",
            "fals",
            "false",
            "null",
            " ",
            "\n",
            "\t",
            "a",
            "plain text",
            "é",
            "€",
            "😀",
            "\u0000",
            "\u001f",
            "\u007f",
            "\"a\":1",
            "{\"k\":[",
            "\"long enough for eight bytes\"",
            "\ufeff");

    @Test
    void parse_anyText_isJsonIfJacksonSaysSo() throws IOException {
        Random random = new Random(20_261_120L);
        int accepted = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] text = i % 2 == 0 ? pieces(random) : broken(random, document(random, 4));
            boolean expected = isJson(text);

            assertThat(Json.parse(text, 0, text.length).isPresent())
                    .as(() -> Arrays.toString(text) + " " + new String(text, UTF_8))
                    .isEqualTo(expected);
            accepted += expected ? 1 : 0;
        }
        assertThat(accepted).isBetween(10_000, 50_000);
    }

    @Test
    void strings_ofADocument_areWhatJacksonReads() throws IOException {
        Random random = new Random(20_261_121L);
        int halves = 0;
        for (int i = 0; i < 20_000; i++) {
            String string = string(random);
            byte[] text =
                    ("{\"k\":" + string + ",\"behind\":\"" + "x".repeat(random.nextInt(20)) + "\"}").getBytes(UTF_8);

            Json value =
                    Json.parse(text, 0, text.length).map(json -> json.get("k")).orElseThrow();

            String expected = read(string);
            assertThat(value.text()).as(string).isEqualTo(expected);
            assertThat(value.utf8()).as(string).isEqualTo(Utf8.bytes(expected));
            assertThat(value.raw()).isEqualTo(string);
            halves += Utf8.bytes(expected) == null ? 1 : 0;
        }
        assertThat(halves).isBetween(1_000, 15_000);
    }

    /** Every byte in every place of a step of eight. */
    @Test
    void string_everyByteAtEveryPlace_isJsonIfJacksonSaysSo() throws IOException {
        for (int length = 0; length < 18; length++) {
            for (int place = 0; place < length; place++) {
                for (int b = 0; b < 256; b++) {
                    byte[] text = ("\"" + "x".repeat(length) + "\"").getBytes(UTF_8);
                    text[1 + place] = (byte) b;

                    assertThat(Json.parse(text, 0, text.length).isPresent())
                            .as("%s in place %s of %s", b, place, length)
                            .isEqualTo(isJson(text));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"detail\":", "{\"Records\":[", "{\"detail\":["})
    void parse_nested_isReadToAThousandLevels(String level) {
        int levels = (int) level.chars().filter(c -> c == '[' || c == '{').count();
        String open = level.repeat(1_000 / levels);
        String close =
                new StringBuilder(level.replaceAll("[^\\[{]", "")).reverse().toString();
        close = close.replace('[', ']').replace('{', '}').repeat(1_000 / levels);

        assertThat(parse(open + "1" + close)).isPresent();
        assertThat(parse("[" + open + "1" + close + "]")).isEmpty();
        assertThat(parse("{\"Records\":" + open + "1" + close + "}")).isEmpty();
    }

    private static Optional<Json> parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Json.parse(bytes, 0, bytes.length);
    }

    private static boolean isJson(byte[] text) throws IOException {
        if (!Utf8.isValid(text, 0, text.length)) {
            return false;
        }
        try (JsonParser parser = JACKSON.createParser(new String(text, UTF_8))) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static String read(String string) throws IOException {
        try (JsonParser parser = JACKSON.createParser(string)) {
            parser.nextToken();
            return parser.getText();
        }
    }

    private static byte[] pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString().getBytes(UTF_8);
    }

    /** The document, or one with a byte changed, left out or put in. */
    private static byte[] broken(Random random, String document) {
        byte[] text = document.getBytes(UTF_8);
        int at = random.nextInt(text.length);
        return switch (random.nextInt(4)) {
            case 0 -> text;
            case 1 -> {
                text[at] = (byte) random.nextInt(256);
                yield text;
            }
            case 2 -> {
                byte[] shorter = Arrays.copyOf(text, text.length - 1);
                System.arraycopy(text, at + 1, shorter, at, shorter.length - at);
                yield shorter;
            }
            default -> {
                byte[] longer = Arrays.copyOf(text, text.length + 1);
                System.arraycopy(text, at, longer, at + 1, text.length - at);
                longer[at] = text[random.nextInt(text.length)];
                yield longer;
            }
        };
    }

    private static String document(Random random, int levels) {
        int kind = random.nextInt(levels > 0 ? 7 : 5);
        return switch (kind) {
            case 0 -> string(random);
            case 1 -> Integer.toString(random.nextInt());
            case 2 -> Double.toString(random.nextGaussian() * 1e9);
            case 3 -> "true";
            case 4 -> random.nextBoolean() ? "null" : " false\r\n";
            case 5 -> {
                StringBuilder array = new StringBuilder("[");
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.append(document(random, levels - 1)).append(i > 1 ? " , " : "");
                }
                yield array.append(']').toString();
            }
            default -> {
                StringBuilder object = new StringBuilder("{ ");
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.append(random.nextInt(3) == 0 ? "\"Records\"" : name(random))
                            .append(" : ")
                            .append(document(random, levels - 1))
                            .append(i > 1 ? "," : "");
                }
                yield object.append('}').toString();
            }
        };
    }

    /**
     * Without halves of surrogate pairs, which Jackson takes in values and not in names; the grammar knows no
     * difference.
     */
    private static String name(Random random) {
        return string(random).replaceAll("(?i)\\\\ud[89a-f]", "\\\\u00");
    }

    private static String string(Random random) {
        StringBuilder string = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> string.append("\\\"");
                case 1 -> string.append("\\").append("\\/bfnrt".charAt(random.nextInt(7)));
                case 2 -> string.append(String.format("\\u%04x", random.nextInt(0x1_0000)));
                case 3 -> string.append(String.format("\\u%04X", 0xd800 + random.nextInt(0x800)));
                case 4 -> string.append(List.of("é", "€", "😀", "ä😀").get(random.nextInt(4)));
                default -> string.append("x".repeat(random.nextInt(20)));
            }
        }
        return string.append('"').toString();
    }
}
