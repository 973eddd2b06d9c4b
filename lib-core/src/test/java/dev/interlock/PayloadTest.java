package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadTest {
    private static final String ORDER =
            "{\"a/b~c\":{\"\":[1.10,\"x\",null,{\"ａ\":true}]},\"twice\":1,\"twice\":2,\"half\":\"\\ud800\",\"e\":\"\\u00e9\\n\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{}|JSON",
                "[1]|JSON",
                " {\"a\":1} |JSON",
                "{\"a\":|TEXT",
                "1|TEXT",
                "\"quoted\"|TEXT",
                "null|TEXT",
                "plain|TEXT",
                "^^|TEXT"
            })
    void of_text_isJsonIfItIsAnObjectOrAnArray(String text, Payload.Kind kind) {
        Payload payload = Payload.of(text);

        assertThat(payload.kind()).isEqualTo(kind);
        assertThat(payload.text()).isEqualTo(text);
        assertThat(payload.bytes()).isEqualTo(text.getBytes(UTF_8));
        assertThat(payload.size()).isEqualTo(text.getBytes(UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00ff", "7b22c0af223a317d", "5b22eda080225d"})
    void of_bytesThatAreNotUtf8_areBinary(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Payload payload = Payload.of(bytes);

        assertThat(payload.kind()).isEqualTo(Payload.Kind.BINARY);
        assertThat(payload.bytes()).isEqualTo(bytes);
        assertThatThrownBy(payload::text)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a binary payload has no text; use bytes()");
    }

    @Test
    void of_bytes_areCopiedInAndOut() {
        byte[] bytes = {'a'};
        Payload payload = Payload.of(bytes);
        bytes[0] = 'b';
        payload.bytes()[0] = 'c';

        assertThat(payload.text()).isEqualTo("a");
    }

    @Test
    void of_halfOfASurrogatePair_isRefused() {
        assertThatThrownBy(() -> Payload.of("x\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text of a payload has half of a surrogate pair");
    }

    @Test
    void none_isEmpty() {
        assertThat(Payload.none().kind()).isEqualTo(Payload.Kind.NONE);
        assertThat(Payload.none().size()).isZero();
        assertThat(Payload.none().text()).isEmpty();
        assertThat(Payload.none().at("")).isEmpty();
    }

    @Test
    void wrap_partOfAnArray_isThatPart() {
        Payload payload = Payload.wrap(Payload.Kind.TEXT, "abcd".getBytes(UTF_8), 1, 3);

        assertThat(payload.text()).isEqualTo("bc");
        assertThat(payload.bytes()).isEqualTo("bc".getBytes(UTF_8));
        assertThat(payload.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "2, 1", "0, 5", "5, 5"})
    void wrap_outsideTheArray_isRefused(int from, int to) {
        assertThatThrownBy(() -> Payload.wrap(Payload.Kind.TEXT, new byte[4], from, to))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("out of bounds for length 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/a~1b~0c//0     | JSON | 1.10",
                "/a~1b~0c//1     | TEXT | x",
                "/a~1b~0c//2     | NONE | ^^",
                "/a~1b~0c//3     | JSON | {\"ａ\":true}",
                "/a~1b~0c//3/ａ   | JSON | true",
                "/twice          | JSON | 2",
                "/e              | TEXT | ^é\n^",
                "/half           | JSON | \"\\ud800\""
            })
    void at_pointer_isTheValueThere(String pointer, Payload.Kind kind, String text) {
        Payload found = Payload.of(ORDER).at(pointer).orElseThrow();

        assertThat(found.kind()).isEqualTo(kind);
        assertThat(found.text()).isEqualTo(text);
    }

    @Test
    void at_emptyPointer_isTheWhole() {
        assertThat(Payload.of(ORDER).at("").orElseThrow().text()).isEqualTo(ORDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/b",
                "/a~1b~0c/x",
                "/a~1b~0c//4",
                "/a~1b~0c//-",
                "/a~1b~0c//-1",
                "/a~1b~0c//00",
                "/a~1b~0c//99999999999",
                "/a~1b~0c//0/1",
                "/twice/0",
                "/e/0"
            })
    void at_pointerToNothing_isEmpty(String pointer) {
        assertThat(Payload.of(ORDER).at(pointer)).isEmpty();
    }

    @Test
    void at_payloadThatIsNoJson_isEmpty() {
        assertThat(Payload.of("12").at("")).isEmpty();
        assertThat(Payload.of(new byte[] {-1}).at("/a")).isEmpty();
    }

    @Test
    void at_noPointer_isRefused() {
        assertThatThrownBy(() -> Payload.of("{}").at("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a JSON pointer begins with a slash: a");
    }

    @Test
    void toString_showsKindAndSizeOnly() {
        assertThat(Payload.of("{\"card\":\"4111\"}")).hasToString("Payload[JSON, 15 bytes]");
        assertThat(Payload.none()).hasToString("Payload[NONE, 0 bytes]");
    }
}
