package dev.interlock.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "+0, PT0S",
        "-0, PT0S",
        "10m, PT10M",
        "1m1m, PT2M",
        "1h15m30.918s, PT1H15M30.918S",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "-1.5h, PT-1H-30M",
        "007m, PT7M",
        "1us, PT0.000001S",
        "1\u00b5s, PT0.000001S",
        "1\u03bcs, PT0.000001S",
        "0.3333333333333333333h, PT20M",
        "0.9223372036854775807h, PT55M20.413933267S",
        "0.100000000000000000000h, PT6M",
        "9223372036854775807ns, PT2562047H47M16.854775807S",
        "-9223372036854775808ns, PT-2562047H-47M-16.854775808S"
    })
    void parse_whatGoReads_isTheSameDuration(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "-",
                "s",
                ".",
                "-.",
                ".s",
                "+.s",
                "1d",
                "10 m",
                "10m ",
                " 10m",
                "10min",
                "10M",
                "1e3s",
                "0x1s",
                "1_0s",
                "PT10M",
                "10m5",
                "00",
                "\u0661s",
                "9223372036854775808ns",
                "2562047h47m16.854775808s",
                "-9223372036854775809ns",
                "9223372036854775.808us",
                "99999999999999999999h"
            })
    void parse_whatGoRefuses_isNone(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Test
    void parse_veryLongText_isNone() {
        assertThat(GoDuration.parse("1ns".repeat(333))).contains(Duration.ofNanos(333));
        assertThat(GoDuration.parse("1ns".repeat(334))).isEmpty();
    }
}
