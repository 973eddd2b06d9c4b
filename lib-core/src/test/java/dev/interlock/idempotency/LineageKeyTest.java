package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineageKeyTest {
    @Test
    void forAccount_isRootAndAccount() {
        LineageKey key = LineageKey.of("root").forAccount("acctA");

        assertThat(key.value()).isEqualTo("root:acctA");
        assertThat(key).hasToString("root:acctA");
        assertThat(key.root()).isEqualTo("root");
        assertThat(key.account()).contains("acctA");
        assertThat(key.token(1).value()).isEqualTo("80711ef95d1abf17dc71d3750ec643ebc593e7a978dc123d5a6db761d23d834f");
    }

    @Test
    void of_root_hasNoAccount() {
        assertThat(LineageKey.of("root").root()).isEqualTo("root");
        assertThat(LineageKey.of("root").account()).isEmpty();
    }

    @Test
    void parse_ofItsOwnValue_isTheSameKey() {
        assertThat(LineageKey.parse("root")).isEqualTo(LineageKey.of("root"));
        assertThat(LineageKey.parse("root:acctA"))
                .isEqualTo(LineageKey.of("root").forAccount("acctA"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', lineage key has a blank part: ''",
        "' ', lineage key has a blank part: ' '",
        "':', lineage key has a blank part: ':'",
        "a:, lineage key has a blank part: 'a:'",
        ":a, lineage key has a blank part: ':a'",
        "a:b:c, lineage key has more than one colon: a:b:c"
    })
    void parse_whatIsAmbiguous_isRefused(String text, String message) {
        assertThatThrownBy(() -> LineageKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void of_partsWithAColon_areRefused() {
        assertThatThrownBy(() -> LineageKey.of("a:b")).hasMessage("root has a colon: a:b");
        assertThatThrownBy(() -> LineageKey.of("a").forAccount("b:c")).hasMessage("account has a colon: b:c");
        assertThatThrownBy(() -> LineageKey.of("a").forAccount("b").forAccount("c"))
                .hasMessage("lineage key has an account already: a:b");
    }
}
