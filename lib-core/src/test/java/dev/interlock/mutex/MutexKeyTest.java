package dev.interlock.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MutexKeyTest {
    private static final long SEED = 20261120;

    @ParameterizedTest
    @CsvSource({
        "2026-05-26T12:45:00Z, MINUTE, pipeline#daily#2026-05-26T12:45",
        "2026-05-26T12:45:59.999999999Z, MINUTE, pipeline#daily#2026-05-26T12:45",
        "2026-05-26T12:46:00Z, MINUTE, pipeline#daily#2026-05-26T12:46",
        "2026-12-31T23:59:59Z, MINUTE, pipeline#daily#2026-12-31T23:59",
        "0000-01-01T00:00:00Z, MINUTE, pipeline#daily#0000-01-01T00:00",
        "9999-12-31T23:59:59Z, MINUTE, pipeline#daily#9999-12-31T23:59",
        "2026-05-26T12:45:59Z, HOUR, pipeline#daily#2026-05-26T12",
        "2026-05-26T23:59:59Z, DAY, pipeline#daily#2026-05-26"
    })
    void of_scheduledTime_isCutToItsBucket(Instant scheduledAt, MutexKey.Bucket bucket, String key) {
        assertThat(MutexKey.of("pipeline", "daily", scheduledAt, bucket).value())
                .isEqualTo(key);
    }

    @Test
    void parts_ofAnyBucket_areThoseGiven() {
        for (MutexKey.Bucket bucket : MutexKey.Bucket.values()) {
            MutexKey key = MutexKey.of("weekday-pipeline", "shell-run", Instant.parse("2026-05-26T12:45:00Z"), bucket);

            assertThat(key.machine()).isEqualTo("weekday-pipeline");
            assertThat(key.role()).isEqualTo("shell-run");
        }
    }

    @Test
    void of_randomInstants_equalTheFormatter() {
        SplittableRandom random = new SplittableRandom(SEED);
        DateTimeFormatter reference =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(ZoneOffset.UTC);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long end = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int round = 0; round < 10_000; round++) {
            Instant at = Instant.ofEpochSecond(random.nextLong(first, end));
            MutexKey key = MutexKey.of("m", "r", at);

            assertThat(key.value()).as("seed %d, round %d", SEED, round).isEqualTo("m#r#" + reference.format(at));
            assertThat(MutexKey.parse(key.value()))
                    .isEqualTo(key)
                    .hasSameHashCodeAs(key)
                    .hasToString(key.value());
        }
    }

    @ParameterizedTest
    @CsvSource({"m#r#2026-05-26T12", "m#r#2026-05-26", "m#r#2024-02-29T00:00"})
    void parse_everyBucket_isTheSameKey(String text) {
        assertThat(MutexKey.parse(text).value()).isEqualTo(text);
    }

    @Test
    void parse_bucketsOfOneMoment_areDifferentKeys() {
        assertThat(MutexKey.parse("m#r#2026-05-26T00:00")).isNotEqualTo(MutexKey.parse("m#r#2026-05-26"));
        assertThat(MutexKey.parse("m#r#2026-05-26")).isNotEqualTo("m#r#2026-05-26");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                       | a mutex key is machine#role#time, and not:
                    m#2026-05-26T12:45       | a mutex key is machine#role#time, and not: m#2026-05-26T12:45
                    a#b#c#2026-05-26T12:45   | a mutex key is machine#role#time, and not: a#b#c#2026-05-26T12:45
                    #r#2026-05-26T12:45      | machine is blank: ''
                    m##2026-05-26T12:45      | role is blank: ''
                    ' # #2026-05-26T12:45'   | machine is blank: ' '
                    m#r#2026-05-26T12:45Z    | the time of a mutex key is no bucket: m#r#2026-05-26T12:45Z
                    m#r#2026-02-30           | the time of a mutex key is none: m#r#2026-02-30
                    m#r#2026-05-26t12:45     | a mutex key that is written otherwise, as m#r#2026-05-26T12:45: m#r#2026-05-26t12:45
                    """)
    void parse_anythingElse_isRefused(String text, String message) {
        assertThatThrownBy(() -> MutexKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.equals("a mutex key is machine#role#time, and not:") ? message + " " : message);
    }

    @Test
    void of_partsThatWouldMakeTwoKeysOne_areRefused() {
        Instant at = Instant.EPOCH;

        assertThatThrownBy(() -> MutexKey.of("a#b", "r", at)).hasMessage("machine has a #: a#b");
        assertThatThrownBy(() -> MutexKey.of("a", "b#r", at)).hasMessage("role has a #: b#r");
        assertThatThrownBy(() -> MutexKey.of("", "r", at)).hasMessage("machine is blank: ''");
        assertThatThrownBy(() -> MutexKey.of("a", " \t", at)).hasMessage("role is blank: ' \t'");
        assertThatThrownBy(() -> MutexKey.of("a", "r", Instant.parse("+10000-01-01T00:00:00Z")))
                .hasMessage("year is not within 0 and 9999: +10000-01-01T00:00:00Z");
        assertThatThrownBy(() -> MutexKey.of("a", "r", Instant.parse("-0001-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void roles_areComparedLetterByLetter() {
        MutexRoles roles = MutexRoles.of("daily", "shell-run");

        assertThat(roles.guards("daily")).isTrue();
        assertThat(roles.guards("Daily")).isFalse();
        assertThat(roles.guards("daily ")).isFalse();
        assertThatThrownBy(MutexRoles::of).hasMessage("no role is guarded, so nothing would be");
        assertThatThrownBy(() -> MutexRoles.of("")).hasMessage("role is blank or has a #: ''");
        assertThatThrownBy(() -> MutexRoles.of(" ")).hasMessage("role is blank or has a #: ' '");
        assertThatThrownBy(() -> MutexRoles.of("a#b")).hasMessage("role is blank or has a #: 'a#b'");
    }
}
