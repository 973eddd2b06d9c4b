package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.interlock.Payload;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonSchemaCheckTest {
    private static final String SCHEMA = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema",
             "type": "object", "required": ["tickers", "sector_map"],
             "properties": {
               "tickers": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/ticker"}},
               "sector_map": {"type": "object"},
               "price": {"type": "number", "maximum": 0.3}},
             "unevaluatedProperties": false,
             "$defs": {"ticker": {"type": "string", "pattern": "^[A-Z]+$"}}}
            """;

    @Test
    void check_conforming_passes() {
        assertThat(check("{\"tickers\":[\"A\",\"B\"],\"sector_map\":{},\"price\":0.3}"))
                .isEqualTo(Outcome.pass());
    }

    @Test
    void check_manyErrors_areAllToldByPointer() {
        Outcome outcome = check("{\"tickers\":[\"a\",1],\"b\":1,\"price\":0.30000000000000000001}");

        assertThat(((Outcome.Violated) outcome).mismatches())
                .extracting(Mismatch::place, Mismatch::expected)
                .containsExactlyInAnyOrder(
                        tuple("c.json#", "as the schema says at /required"),
                        tuple("c.json#", "as the schema says at /unevaluatedProperties"),
                        tuple("c.json#/tickers/0", "as the schema says at /$defs/ticker/pattern"),
                        tuple("c.json#/tickers/1", "as the schema says at /$defs/ticker/type"),
                        tuple("c.json#/price", "as the schema says at /properties/price/maximum"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{oops;JSON in which no name is there twice",
                "{} {};JSON in which no name is there twice",
                "{\"tickers\":1,\"tickers\":2};JSON in which no name is there twice",
                "'';JSON"
            })
    void check_noJson_isAViolationThatDoesNotQuoteIt(String text, String expected) {
        assertThat(((Outcome.Violated) check(text)).mismatches())
                .singleElement()
                .satisfies(mismatch -> assertThat(mismatch.expected()).isEqualTo(expected));
    }

    @Test
    void check_nestedTooDeep_isSaidToBeSo() {
        String deep = "[".repeat(1_001) + "]".repeat(1_001);

        assertThat(((Outcome.CannotTell)
                                JsonSchemaCheck.of(document(deep), "{}").check("run"))
                        .cause())
                .startsWith("c.json: too deep or too long for the validator: Document nesting depth (1001)");
    }

    @Test
    void of_referenceToTheMetaSchemaOfTheDraft_resolves() {
        JsonSchemaCheck<String> check = JsonSchemaCheck.of(
                document("{\"type\":1}"), "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");

        assertThat(check.check("run")).isInstanceOf(Outcome.Violated.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classpath:draft/2020-12/schema",
                "resource:draft/2020-12/schema",
                "classpath:secret.json",
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2019-09/schema"
            })
    void of_referenceToTheClassPathOrAnotherDraft_isRefused(String reference) {
        assertThatThrownBy(() -> JsonSchemaCheck.of(document("{}"), "{\"$ref\":\"" + reference + "\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the schema refers to what is not in it");
    }

    @Test
    void check_absent_isAViolationUnlessOptional() {
        JsonSchemaCheck<String> check = JsonSchemaCheck.of(run -> new Document.Absent("c.json"), SCHEMA);

        assertThat(check.check("run")).isEqualTo(Outcome.violated("c.json", "a document", "nothing"));
        assertThat(check.optional().check("run")).isEqualTo(Outcome.absentAsAllowed("c.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{oops;the schema is not JSON",
                "[];the schema is not a JSON object",
                "true;the schema is not a JSON object",
                "{\"type\":\"strnig\"};the schema is not as the draft says at /type",
                "{\"minItems\":\"2\"};the schema is not as the draft says at /minItems",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"};the schema names another draft",
                "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/none\"}}};the schema refers to what is not in it"
            })
    void of_badSchema_isRefusedAtOnce(String schema, String message) {
        assertThatThrownBy(() -> JsonSchemaCheck.of(document("{}"), schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void of_referenceToTheNet_isRefusedAndNothingIsFetched() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String reference = "http://127.0.0.1:" + server.getLocalPort() + "/other.json";

            assertThatThrownBy(() -> JsonSchemaCheck.of(document("{}"), "{\"$ref\":\"" + reference + "\"}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the schema refers to what is not in it");
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void of_referenceToAFile_isRefusedAndNothingIsRead(@TempDir Path folder) throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");

        for (String schema :
                new String[] {"{\"$ref\":\"%s\"}", "{\"properties\":{\"a\":{\"items\":{\"$ref\":\"%s\"}}}}"}) {
            assertThatThrownBy(() -> JsonSchemaCheck.of(document("{}"), schema.formatted(other.toUri())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the schema refers to what is not in it");
        }
    }

    @Test
    void of_noValidatorOnTheClassPath_saysWhatToAdd() throws ReflectiveOperationException, IOException {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("networknt"))
                .map(JsonSchemaCheckTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Class<?> check = without.loadClass(JsonSchemaCheck.class.getName());
            Class<?> probe = without.loadClass(WithoutValidator.class.getName());

            assertThat(check.getClassLoader()).isSameAs(without);
            assertThat(probe.getMethod("message").invoke(null))
                    .isEqualTo(
                            "a JSON Schema needs a validator: add com.networknt:json-schema-validator 2.x to the class path");
            assertThat(probe.getMethod("others").invoke(null)).isEqualTo("PASS");
        }
    }

    /** Runs where there is no validator. */
    public static final class WithoutValidator {
        private WithoutValidator() {}

        /** What making a check says. */
        public static String message() {
            try {
                JsonSchemaCheck.of(document("{}"), "{}");
                return "made";
            } catch (IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        }

        /** Whether the rest of the package works. */
        public static String others() {
            return ContractSuite.<String>postflight("s", () -> 0)
                            .add(Contract.of("a", "b", JsonCheck.of(document("{}"))))
                            .build()
                            .run("run")
                            .passed()
                    ? "PASS"
                    : "FAIL";
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private static Outcome check(String text) {
        return JsonSchemaCheck.of(document(text), SCHEMA).check("run");
    }

    private static DocumentSource<String> document(String text) {
        return run -> new Document.Loaded("c.json", Payload.of(text));
    }
}
