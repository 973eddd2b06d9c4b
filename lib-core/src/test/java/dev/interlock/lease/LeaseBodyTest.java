package dev.interlock.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.lease.LeaseBody.Grant;
import dev.interlock.lease.LeaseBody.Own;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LeaseBodyTest {
    private static final String BODY =
            "{\"v\":1,\"epoch\":42,\"held\":true,\"holder\":{\"host\":\"ip-10-0-0-7\",\"pid\":4711,"
                    + "\"role\":\"daily-append\",\"runId\":\"run \\\"7\\\" \u00fc\",\"startedAt\":\"2026-05-27T13:00:00.123Z\"},"
                    + "\"nonce\":\"n-1\",\"leaseMillis\":60000,\"expiresAt\":\"2026-05-27T13:01:00.123Z\"}";
    private static final Own RECORD = new Own(
            new Grant(
                    42,
                    new LeaseHolder("ip-10-0-0-7", 4711, "daily-append", "run \"7\" \u00fc"),
                    Instant.parse("2026-05-27T13:00:00.123Z"),
                    Duration.ofMinutes(1)),
            true,
            "n-1",
            Instant.parse("2026-05-27T13:01:00.123Z"));

    @Test
    void payload_isTheFormatByteByByte_andIsReadBack() {
        assertThat(RECORD.payload().text()).isEqualTo(BODY);
        assertThat(LeaseBody.parse(RECORD.payload())).isEqualTo(RECORD);
    }

    @Test
    void payload_finerThanMilliseconds_isCut() {
        Own fine = new Own(RECORD.grant(), false, "n", Instant.parse("2026-05-27T13:01:00.999999999Z"));
        assertThat(fine.payload().text()).endsWith("\"expiresAt\":\"2026-05-27T13:01:00.999Z\"}");
    }

    @Test
    void parse_otherOrderAndMoreFields_isRead() {
        assertThat(LeaseBody.parse(Payload.of("{\"note\":[1]," + BODY.substring(1))))
                .isEqualTo(RECORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"v\":1,",
                "\"epoch\":42,",
                "\"held\":true,",
                "\"pid\":4711,",
                "\"nonce\":\"n-1\",",
                "\"leaseMillis\":60000,"
            })
    void parse_fieldMissing_isIllegible(String field) {
        LeaseBody body = LeaseBody.parse(Payload.of(BODY.replace(field, "")));
        assertThat(body)
                .isInstanceOfSatisfying(
                        LeaseBody.Illegible.class,
                        illegible -> assertThat(illegible.versioned()).isEqualTo(!field.equals("\"v\":1,")));
    }

    @Test
    void parse_fieldsOfTheHolderBesideIt_isIllegible() {
        String flat = BODY.replace("\"holder\":{", "").replace("},\"nonce\"", ",\"nonce\"");
        assertThat(LeaseBody.parse(Payload.of(flat)))
                .isEqualTo(new LeaseBody.Illegible("it says version 1, and is not of that form", true, 42));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "v":1                | "v":2
            "v":1                | "v":1.0
            "epoch":42           | "epoch":0
            "epoch":42           | "epoch":-1
            "epoch":42           | "epoch":"42"
            "epoch":42           | "epoch":9999999999999999
            "held":true          | "held":"true"
            "held":true          | "held":null
            "nonce":"n-1"        | "nonce":""
            "nonce":"n-1"        | "nonce":7
            "leaseMillis":60000  | "leaseMillis":0
            "leaseMillis":60000  | "leaseMillis":1e3
            "13:01:00.123Z       | "soon
            2026-05-27T13:01     | +99999-05-27T13:01
            2026-05-27T13:01     | 1969-05-27T13:01
            "pid":4711           | "pid":-1
            "host":"ip-10-0-0-7" | "host":null
            """)
    void parse_fieldOfAnotherForm_isIllegible(String from, String to) {
        String changed = BODY.replace(from, to);
        if (from.startsWith("\"13")) {
            changed = BODY.replace("2026-05-27T13:01:00.123Z", "soon");
        }
        assertThat(changed).isNotEqualTo(BODY);
        assertThat(LeaseBody.parse(Payload.of(changed)))
                .isInstanceOfSatisfying(
                        LeaseBody.Illegible.class,
                        illegible -> assertThat(illegible.versioned()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1700000001            | 1700000001
            1700000000.9          | 1700000000
            "1700000001"          | 1700000001
            " +1700000001 "       | 1700000001
            1.7e9                 | 1700000000
            -5                    | -5
            1e300                 | 100000000000
            """)
    void parse_legacy_isReadAsItsWriterReadsIt(String ttl, long until) {
        assertThat(LeaseBody.parse(legacy(ttl)))
                .isEqualTo(
                        new LeaseBody.Legacy(new LeaseHolder("old-host", 7, "dead", ""), Instant.ofEpochSecond(until)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"soon\"", "true", "{}", "[]", "1e400", "\"1_000\"", "\"\""})
    void parse_legacyWithoutATime_isIllegible(String ttl) {
        assertThat(LeaseBody.parse(legacy(ttl)))
                .isEqualTo(new LeaseBody.Illegible("its ttl_epoch is no number", false, 0));
    }

    @Test
    void parse_holderOfExcessiveLength_isCut() {
        String host = "x".repeat(100_000);
        LeaseBody body = LeaseBody.parse(Payload.of(BODY.replace("ip-10-0-0-7", host)));
        assertThat(((Own) body).grant().holder().host()).hasSize(100);
    }

    /** Whatever bytes there are, the answer is one of the three, and never an exception. */
    @Test
    void parse_anyChangeOfBytes_neverThrows() {
        SplittableRandom random = new SplittableRandom(20261120);
        String[] seeds = {BODY, legacy("1700000001").text(), "[]", "{\"v\":2}"};
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = Payload.of(seeds[random.nextInt(seeds.length)]).bytes();
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(LeaseBody.parse(Payload.of(bytes))).as("run " + run).isNotNull();
        }
    }

    private static Payload legacy(String ttl) {
        return Payload.of(
                "{\"hostname\": \"old-host\", \"pid\": 7, \"started_at\": \"2023-11-14T20:13:20Z\", \"ttl_epoch\": "
                        + ttl + ", \"writer_id\": \"dead\"}");
    }
}
