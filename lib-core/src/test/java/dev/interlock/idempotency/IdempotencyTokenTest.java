package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdempotencyTokenTest {
    private static final String DIGITS = "4a667998cddd36583ee6f92b4e1f9fe36aeef04b9676a2007da7c5eefc9e96c0";
    private static final IdempotencyToken TOKEN = IdempotencyToken.parse(DIGITS);

    @Test
    void parse_ofItsOwnValue_isTheSameToken() {
        SplittableRandom random = new SplittableRandom(20261120);
        for (int i = 0; i < 1_000; i++) {
            IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken("exec", random.nextLong());

            assertThat(IdempotencyToken.parse(token.value())).isEqualTo(token).hasSameHashCodeAs(token);
        }
        assertThat(TOKEN).isNotEqualTo(IdempotencyTokens.deriveIdempotencyToken("exec", 0));
        assertThat(TOKEN).isNotEqualTo(DIGITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "4a667998cddd36583ee6f92b4e1f9fe3"})
    void parse_anotherLength_isRefusedWithoutEcho(String text) {
        assertThatThrownBy(() -> IdempotencyToken.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an idempotency token has 64 lower-case hex digits, this text has " + text.length()
                        + " characters");
    }

    @ParameterizedTest
    @CsvSource({"A, 0", "g, 63", "/, 5", ":, 6", "`, 7", "\u0661, 8"})
    void parse_anotherCharacter_isRefusedWithoutEcho(char wrong, int position) {
        String text = DIGITS.substring(0, position) + wrong + DIGITS.substring(position + 1);

        assertThatThrownBy(() -> IdempotencyToken.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "an idempotency token has 64 lower-case hex digits, this text has another character at position "
                                + (position + 1));
    }

    @Test
    void toString_isMasked() {
        assertThat(TOKEN).hasToString("4a667998...");
    }

    @Test
    void toGuid_isTheFirst32DigitsAsTheyAre() {
        assertThat(TOKEN.toGuid()).isEqualTo("4a667998-cddd-3658-3ee6-f92b4e1f9fe3");
    }

    @Test
    void toUuid_isVersion8AndOtherwiseTheSameBits() {
        UUID uuid = TOKEN.toUuid();

        assertThat(uuid).hasToString("4a667998-cddd-8658-bee6-f92b4e1f9fe3");
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(IdempotencyToken.parse("f".repeat(64)).toUuid()).hasToString("ffffffff-ffff-8fff-bfff-ffffffffffff");
        assertThat(IdempotencyToken.parse("0".repeat(64)).toUuid()).hasToString("00000000-0000-8000-8000-000000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "rds-id-, rds-id-",
        "'', ''",
        "-x-, x-",
        "a.b-, a-b-",
        "\u00e9-, ''",
        "rds-id, rds-id",
        "a..-b, a-b",
        "Az09, Az09",
        "_ ~, ''"
    })
    void reservationId_prefix_isCleaned(String prefix, String cleaned) {
        assertThat(TOKEN.reservationId(prefix)).isEqualTo(cleaned + "4a667998cddd36583ee6f92b4e1f9fe36aeef04b");
    }

    @Test
    void reservationId_ofTheLongestPrefix_has60Characters() {
        assertThat(TOKEN.reservationId("p".repeat(20))).hasSize(60);
        assertThatThrownBy(() -> TOKEN.reservationId("p".repeat(21)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prefix makes an id of 61 characters, more than 60: " + "p".repeat(21));
    }

    @Test
    void reservationId_ofAnEmptyPrefix_isTheDigitsAlone() {
        assertThat(TOKEN.reservationId("")).isEqualTo("4a667998cddd36583ee6f92b4e1f9fe36aeef04b");
    }

    @Test
    void commitmentName_hasTheFirst32Digits() {
        assertThat(TOKEN.commitmentName("cud-")).isEqualTo("cud-4a667998cddd36583ee6f92b4e1f9fe3");
    }
}
