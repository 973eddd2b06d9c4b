package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import dev.interlock.contract.SetManifest.Entry;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pointers and manifests, byte by byte. */
final class SetDocumentsTest {
    private static final String SHA = "78cc811427142a68246ca9a775af80b1095b8779774911597cee38dbbf8362dc";
    private static final StagedRun RUN =
            new StagedRun("market_data/weekly", LocalDate.of(2026, 5, 30), "run:7", "5f0c");
    private static final String POINTER = "{\"v\":1,\"dataset\":\"market_data/weekly\",\"date\":\"2026-05-30\","
            + "\"run\":\"run:7\",\"nonce\":\"5f0c\",\"s3_prefix\":\"market_data/weekly/runs/run:7/5f0c/\","
            + "\"manifest\":\"market_data/weekly/runs/run:7/5f0c/manifest.json\",\"manifest_sha256\":\"" + SHA
            + "\",\"fence\":42}";
    private static final String MANIFEST = "{\"v\":1,\"dataset\":\"market_data/weekly\",\"date\":\"2026-05-30\","
            + "\"run\":\"run:7\",\"nonce\":\"5f0c\",\"objects\":["
            + "{\"name\":\"macro.json\",\"size\":23,\"sha256\":\"" + SHA + "\",\"etag\":\"\\\"9654\\\"\"},"
            + "{\"name\":\"prices/SPY \u00e9.parquet\",\"size\":0,\"sha256\":\"" + SHA
            + "\",\"etag\":\"\\\"d41d-2\\\"\"}]}";

    @Test
    void pointer_isTheDocumentedBytes_andReadBack() {
        SetPointer pointer = new SetPointer(RUN, SHA, 42);

        assertThat(pointer.payload().text()).isEqualTo(POINTER);
        assertThat(SetPointer.parse(Payload.of(POINTER))).isEqualTo(pointer);
        assertThat(SetPointer.parse(Payload.of(POINTER.replace("\"v\":1", "\"v\":1,\"later\":[]"))))
                .isEqualTo(pointer);
    }

    @Test
    void manifest_isTheDocumentedBytes_andReadBack() {
        SetManifest manifest = new SetManifest(
                RUN,
                List.of(
                        new Entry("macro.json", 23, SHA, "\"9654\""),
                        new Entry("prices/SPY \u00e9.parquet", 0, SHA, "\"d41d-2\"")));

        assertThat(manifest.payload().text()).isEqualTo(MANIFEST);
        assertThat(SetManifest.parse(Payload.of(MANIFEST))).isEqualTo(manifest);
        assertThat(manifest.object("macro.json")).map(Entry::size).contains(23L);
        assertThat(manifest.object("micro.json")).isEmpty();
    }

    @Test
    void manifest_ofTheMostObjects_isReadBack() {
        SetManifest manifest = new SetManifest(
                RUN,
                IntStream.range(0, SetManifest.MAX_OBJECTS)
                        .mapToObj(i -> new Entry("x".repeat(500) + i, i, SHA, "\"" + i + "\""))
                        .toList());

        assertThat(SetManifest.parse(manifest.payload())).isEqualTo(manifest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "v":1                | "v":2                    | pointer is of another version than 1
            "v":1                | "w":1                    | pointer: /v is no whole number of up to 18 digits
            "fence":42           | "fence":-1               | pointer: /fence is no whole number of up to 18 digits
            "fence":42           | "fence":"42"             | pointer: /fence is no whole number of up to 18 digits
            "date":"2026-05-30"  | "date":"2026-5-30"       | pointer: /date is no date: 2026-5-30
            "run":"run:7"        | "run":7                  | pointer: /run is no text
            "run":"run:7"        | "run":"../7"             | pointer: run is not up to 128 letters, digits and . _ : = + - with a letter or digit in front: ../7
            "nonce":"5f0c"       | "nonce":"5f0d"           | pointer: /s3_prefix is not what its other fields make of it
            manifest.json        | other.json               | pointer: /manifest is not what its other fields make of it
            "manifest_sha256":"7 | "manifest_sha256":"      | pointer: manifestSha256 is not 64 hex digits in lower case: 8cc811427142a68246ca9a775af80b1095b8779774911597cee38dbbf8362dc
            """)
    void pointer_anythingElse_isRefusedByPlace(String from, String to, String why) {
        assertThatThrownBy(() -> SetPointer.parse(Payload.of(POINTER.replace(from, to))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "size":23            | "size":2.5               | manifest: /objects/0: /size is no whole number of up to 18 digits
            macro.json           | ../macro.json            | manifest: /objects/0: name has an empty segment, or one of dots: ../macro.json
            macro.json           | report.json              | manifest: /objects/0: name is that of what is written beside a set: report.json
            "\\"9654\\""         | ""                       | manifest: /objects/0: etag is blank
            macro.json           | prices/SPY \u00e9.parquet | manifest: objects has the name twice: prices/SPY \u00e9.parquet
            "objects":[          | "objects":1,"other":[    | manifest: /objects is no array
            """)
    void manifest_anythingElse_isRefusedByPlace(String from, String to, String why) {
        assertThatThrownBy(() -> SetManifest.parse(Payload.of(MANIFEST.replace(from, to))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "[]", "7"})
    void parse_noObject_isRefused(String text) {
        assertThatThrownBy(() -> SetManifest.parse(Payload.of(text))).hasMessage("manifest is no JSON object");
    }

    @Test
    void parse_tooMuchToLookInto_isRefused() {
        String many = "{\"v\":1,\"objects\":[" + String.join(",", Collections.nCopies(200_001, "1")) + "]}";

        assertThatThrownBy(() -> SetManifest.parse(Payload.of(many))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "a/../b", ".", "a b", "a\n"})
    void run_datasetThatIsNone_isRefused(String dataset) {
        assertThatThrownBy(() -> new StagedRun(dataset, LocalDate.EPOCH, "run", "nonce"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dataset is no key prefix of up to 256 plain characters");
    }

    @Test
    void run_outOfBounds_isRefused() {
        assertThatThrownBy(() -> new StagedRun("a", LocalDate.of(10_000, 1, 1), "run", "nonce"))
                .hasMessage("date is outside of the years 1 to 9999: +10000-01-01");
        assertThatThrownBy(() -> new StagedRun("a", LocalDate.EPOCH, "run", "a_b"))
                .hasMessage("nonce is not up to 64 letters, digits and hyphens: a_b");
        assertThatThrownBy(() -> new SetManifest(RUN, List.of())).hasMessage("objects are not 1 to 10000: 0");
        assertThatThrownBy(() -> new Entry("a", -1, SHA, "e")).hasMessage("size is negative: -1");
        assertThatThrownBy(() -> new SetPointer(RUN, SHA, -1))
                .hasMessage("fence is not from 0 to 999999999999999999: -1");
    }
}
