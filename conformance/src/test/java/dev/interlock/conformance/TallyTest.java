package dev.interlock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TallyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "same  | same  | same   | same   | 1 passed, 0 failed, 0 departures                 | -",
                "same  | same  | other  | other  | 0 passed, 0 failed, 1 departures (tokens: 1)     | -",
                "wrong | same  | same   | same   | 0 passed, 1 failed, 0 departures                 | original says",
                "wrong | same  | wrong  | wrong  | 0 passed, 1 failed, 0 departures                 | original says",
                "wrong | same  | other  | other  | 0 passed, 1 failed, 0 departures                 | original says",
                "same  | same  | other  | third  | 0 passed, 1 failed, 0 departures                 | rule says",
                "same  | same  | same   | other  | 0 passed, 1 failed, 0 departures                 | rule says",
                "same  | same  | other  | same   | 0 passed, 1 failed, 0 departures                 | rule says"
            })
    void judge_departsOnlyAsBothRulesSay(
            String stated, String original, String departed, String actual, String tally, String failure) {
        Tally judged = new Tally();

        judged.judge("x", new Said(stated, original, departed, actual));

        assertThat(judged).hasToString(tally);
        assertThat(judged.failures()).allMatch(what -> what.startsWith("x: not what the " + failure));
    }

    private record Said(String stated, String original, String departed, String actual) implements VectorCase {}
}
