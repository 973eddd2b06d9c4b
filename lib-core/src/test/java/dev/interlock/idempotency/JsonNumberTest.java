package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonNumberTest {
    private static final long SEED = 8785L;

    /** RFC 8785, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void format_samplesOfTheRfc_areWrittenAsThere(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(JsonNumber.format(value)).isEqualTo(expected);
    }

    @Test
    void format_aHundredThousandNumbers_areWrittenAsByAnotherProgram() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            double value = sample(random, i % 6);
            assertThat(JsonNumber.format(value))
                    .as("seed %d, case %d, bits %016x", SEED, i, Double.doubleToRawLongBits(value))
                    .isEqualTo(NumberToJSON.serializeNumber(value));
        }
    }

    @Test
    void format_everyPowerOfTwoAndItsNeighbours_areTheShortestThatAreReadBack() throws IOException {
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double power = Math.scalb(1.0, exponent);
            for (double value : new double[] {power, Math.nextUp(power), Math.nextDown(power)}) {
                String text = JsonNumber.format(value);
                assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
                assertThat(text).as("2^%d", exponent).isEqualTo(NumberToJSON.serializeNumber(value));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "12345678901234567890",
                "0.1000000000000000055511151231257827",
                "333333333.33333329",
                "1e400",
                "-1e400",
                "1e-400",
                "4.9e-324"
            })
    void exact_numberThatADoubleChanges_isNone(String json) {
        assertThat(JsonNumber.exact(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "0e99",
                "0.1",
                "1.10",
                "42",
                "9007199254740992",
                "1e21",
                "1E+2",
                "5e-324",
                "123456789012345.6",
                "10000000000000000000000"
            })
    void exact_numberThatADoubleHolds_isWrittenWithItsValue(String json) {
        assertThat(JsonNumber.exact(json))
                .isEqualTo(JsonNumber.format(Double.parseDouble(json)))
                .satisfies(text -> assertThat(new BigDecimal(text)).isEqualByComparingTo(json));
    }

    /** Some of these are taken as they are written, without a look at the double; another program looks. */
    @Test
    void exact_numbersOfFewDigits_areThoseOfAnotherProgram() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            String json = BigDecimal.valueOf(random.nextLong(pow10(1 + i % 17)), random.nextInt(18))
                    .toPlainString();
            json = random.nextBoolean() ? "-" + json : json;
            String expected = NumberToJSON.serializeNumber(Double.parseDouble(json));
            assertThat(JsonNumber.nearest(json)).as("seed %d, %s", SEED, json).isEqualTo(expected);
            if (json.length() <= 15) {
                assertThat(JsonNumber.exact(json)).as("seed %d, %s", SEED, json).isEqualTo(expected);
            }
        }
    }

    private static long pow10(int digits) {
        return BigDecimal.TEN.pow(digits).longValueExact();
    }

    private static double sample(SplittableRandom random, int kind) {
        return switch (kind) {
            case 0 -> finite(random);
            case 1 -> random.nextInt(-1_000_000, 1_000_000) / 100.0;
            case 2 -> random.nextLong();
            case 3 -> random.nextDouble();
            case 4 -> Double.longBitsToDouble(random.nextLong() & 0x000f_ffff_ffff_ffffL);
            default -> random.nextInt(1_000_000) * Math.pow(10, random.nextInt(-30, 30));
        };
    }

    private static double finite(SplittableRandom random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 1 / 3.0;
    }
}
