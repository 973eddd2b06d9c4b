package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {
    @ParameterizedTest
    @CsvSource({
        "'',         true",
        "00,         true",
        "7f,         true",
        "c3a9,       true",
        "e282ac,     true",
        "f09f9880,   true",
        "efbfbf,     true",
        "80,         false",
        "c3,         false",
        "c0af,       false",
        "eda080,     false",
        "f4908080,   false",
        "f8808080,   false",
        "ff,         false"
    })
    void isValid_bytes_areUtf8OrNot(String hex, boolean valid) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(valid);
    }

    /** Around the size of a chunk, with a character across it. */
    @ParameterizedTest
    @ValueSource(ints = {4095, 4096, 4097, 8191, 8192})
    void isValid_longText_isReadToItsEnd(int length) {
        byte[] text = ("x".repeat(length) + "😀").getBytes(UTF_8);

        assertThat(Utf8.isValid(text, 0, text.length)).isTrue();
        assertThat(Utf8.isValid(text, 0, text.length - 1)).isFalse();
        assertThat(Utf8.isValid(text, 1, length)).isTrue();
    }

    @Test
    void bytes_text_isEncodedUnlessHalfAPairIsInIt() {
        assertThat(Utf8.bytes("é😀")).isEqualTo("é😀".getBytes(UTF_8));
        assertThat(Utf8.bytes("")).isEmpty();
        assertThat(Utf8.bytes("a\ude00")).isNull();
    }
}
