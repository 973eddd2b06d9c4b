package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import dev.interlock.contract.ContractReport.Result;
import dev.interlock.contract.ContractReport.Stage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

final class ContractReportTest {
    private static final long SEED = 20260530;
    private static final ContractReport MIXED = new ContractReport(
            "phase1",
            Stage.POSTFLIGHT,
            List.of(
                    result("pointer", new Outcome.Pass(2, "")),
                    result(
                            "macro",
                            new Outcome.Violated(List.of(
                                    new Mismatch("s3://b/macro.json#/rate", "a value", "null"),
                                    new Mismatch("s3://b/macro.json#/day", "\"2026-05-30\"", "nothing")))),
                    result("short", Outcome.cannotTell("HEAD answered 503")),
                    result("ratio", new Outcome.Skipped(Outcome.Skip.DEPENDENCY, "short")),
                    result("alt", Outcome.absentAsAllowed("s3://b/alt.json"))));

    /**
     * What build servers read of JUnit XML, written after their parsers: these elements, in these places, with these
     * counts.
     */
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xs:attributeGroup name="counts">
                <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="time" type="xs:decimal" use="required"/>
              </xs:attributeGroup>
              <xs:complexType name="problem"><xs:simpleContent><xs:extension base="xs:string">
                <xs:attribute name="type" type="xs:string" use="required"/>
                <xs:attribute name="message" type="xs:string" use="required"/>
              </xs:extension></xs:simpleContent></xs:complexType>
              <xs:element name="testsuites"><xs:complexType>
                <xs:sequence><xs:element name="testsuite"><xs:complexType>
                  <xs:sequence><xs:element name="testcase" maxOccurs="unbounded"><xs:complexType>
                    <xs:choice minOccurs="0">
                      <xs:element name="failure" type="problem"/>
                      <xs:element name="error" type="problem"/>
                      <xs:element name="skipped"><xs:complexType><xs:attribute name="message" type="xs:string"/>
                      </xs:complexType></xs:element>
                    </xs:choice>
                    <xs:attribute name="classname" type="xs:string" use="required"/>
                    <xs:attribute name="name" type="xs:string" use="required"/>
                    <xs:attribute name="time" type="xs:decimal" use="required"/>
                  </xs:complexType></xs:element></xs:sequence>
                  <xs:attribute name="name" type="xs:string" use="required"/>
                  <xs:attributeGroup ref="counts"/>
                  <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
                </xs:complexType></xs:element></xs:sequence>
                <xs:attributeGroup ref="counts"/>
              </xs:complexType></xs:element>
            </xs:schema>
            """;

    @Test
    void toText_everyOutcome_hasItsLine() {
        assertThat(MIXED.toText()).isEqualTo("""
                        postflight phase1: FAIL (1 passed, 1 violated, 1 cannot tell, 2 skipped)
                          PASS       pointer (for predictor) [1234 ms]
                          VIOLATED   macro (for predictor) [1234 ms]
                              s3://b/macro.json#/rate: expected a value, found null
                              s3://b/macro.json#/day: expected "2026-05-30", found nothing
                          UNKNOWN    short (for predictor): HEAD answered 503 [1234 ms]
                          SKIPPED    ratio (for predictor): because of short [1234 ms]
                          SKIPPED    alt (for predictor): absent, as it may be: s3://b/alt.json [1234 ms]
                        """);
        assertThat(MIXED)
                .hasToString(
                        "ContractReport[postflight phase1: FAIL (1 passed, 1 violated, 1 cannot tell, 2 skipped)]");
    }

    @Test
    void toJson_everyOutcome_isVersionOne() {
        assertThat(MIXED.toJson())
                .isEqualTo("{\"v\":1,\"suite\":\"phase1\",\"stage\":\"postflight\",\"passed\":false,\"contracts\":["
                        + "{\"contract\":\"pointer\",\"consumers\":[\"predictor\"],\"outcome\":\"pass\",\"examined\":2,"
                        + "\"note\":\"\",\"elapsedMillis\":1234},"
                        + "{\"contract\":\"macro\",\"consumers\":[\"predictor\"],\"outcome\":\"violated\",\"violations\":["
                        + "{\"place\":\"s3://b/macro.json#/rate\",\"expected\":\"a value\",\"found\":\"null\"},"
                        + "{\"place\":\"s3://b/macro.json#/day\",\"expected\":\"\\\"2026-05-30\\\"\",\"found\":\"nothing\"}],"
                        + "\"elapsedMillis\":1234},"
                        + "{\"contract\":\"short\",\"consumers\":[\"predictor\"],\"outcome\":\"cannot_tell\","
                        + "\"cause\":\"HEAD answered 503\",\"elapsedMillis\":1234},"
                        + "{\"contract\":\"ratio\",\"consumers\":[\"predictor\"],\"outcome\":\"skipped\","
                        + "\"skip\":\"dependency\",\"because\":\"short\",\"elapsedMillis\":1234},"
                        + "{\"contract\":\"alt\",\"consumers\":[\"predictor\"],\"outcome\":\"skipped\","
                        + "\"skip\":\"optional\",\"because\":\"s3://b/alt.json\",\"elapsedMillis\":1234}]}");
    }

    @Test
    void toJUnitXml_everyOutcome_isCountedAndTold() {
        Element root = valid(MIXED).getDocumentElement();
        Element suite = (Element) root.getElementsByTagName("testsuite").item(0);

        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("2");
        assertThat(suite.getAttribute("time")).isEqualTo("6.170");
        assertThat(root.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("macro (for predictor): s3://b/macro.json#/rate: expected a value, found null\n"
                        + "macro (for predictor): s3://b/macro.json#/day: expected \"2026-05-30\", found nothing");
        assertThat(((Element) root.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .endsWith("found null and 1 more");
    }

    @Test
    void toJUnitXml_hostileTexts_areWellFormedAndEqualButForWhatXmlLacks() {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] parts = {
            "]]>",
            "<!--",
            "&amp;",
            "\"'",
            "\u0000",
            "\u0008",
            "\uFFFE",
            "\uD800",
            "\uDC00",
            "\n",
            "\r\n",
            "\t",
            "😀",
            "</testcase>",
            "<?xml?>",
            "\u0085",
            "\u2028",
            "ä",
            "%n%s",
            "\u001b[31m"
        };
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String hostile = text.toString();
            ContractReport report = new ContractReport(
                    hostile,
                    Stage.PREFLIGHT,
                    List.of(
                            new Result(
                                    hostile,
                                    List.of(hostile),
                                    Outcome.violated(hostile, hostile, hostile),
                                    Duration.ZERO),
                            result(hostile + 1, Outcome.cannotTell(hostile)),
                            result(hostile + 2, Outcome.absentAsAllowed(hostile)),
                            result(hostile + 3, new Outcome.Pass(1, hostile))));
            String expected = hostile.codePoints()
                    .map(c -> isXml(c) ? c : 0xFFFD)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(((Element) valid(report)
                                    .getElementsByTagName("testsuite")
                                    .item(0))
                            .getAttribute("name"))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
            assertThat(Payload.of(report.toJson()).kind())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(Payload.Kind.JSON);
            assertThat(report.toText().lines().count())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(6);
        }
    }

    @Test
    void toJUnitXml_everythingSkipped_hasAnErrorBecauseBuildServersCallThatGreen() {
        ContractReport report = new ContractReport(
                "phase1", Stage.POSTFLIGHT, List.of(result("alt", Outcome.absentAsAllowed("alt.json"))));

        Element suite =
                (Element) valid(report).getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(((Element) suite.getElementsByTagName("error").item(0)).getAttribute("type"))
                .isEqualTo("vacuous");
    }

    @Test
    void orThrow_manyViolations_tellsTheFirstFiftyAndHowManyMore() {
        List<Mismatch> many = IntStream.range(0, 120)
                .mapToObj(i -> new Mismatch("p" + i, "x".repeat(10_000), "\n"))
                .toList();
        ContractReport report =
                new ContractReport("phase1", Stage.POSTFLIGHT, List.of(result("macro", new Outcome.Violated(many))));

        assertThatThrownBy(report::orThrow).isInstanceOfSatisfying(ContractViolationException.class, e -> {
            assertThat(e.report()).isSameAs(report);
            assertThat(String.valueOf(e.getMessage()).lines().toList())
                    .hasSize(52)
                    .startsWith("postflight phase1: FAIL (0 passed, 1 violated, 0 cannot tell, 0 skipped)")
                    .endsWith("  and 70 more");
            assertThat(e.getMessage()).hasSizeLessThan(60_000).contains("macro (for predictor): p49: expected x");
        });
        assertThat(report.violations()).hasSize(120);
    }

    @Test
    void report_ofASerializedException_isGoneAndItsTextIsNot() throws IOException, ClassNotFoundException {
        ContractViolationException thrown = new ContractViolationException("text", MIXED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ContractViolationException copy = (ContractViolationException) in.readObject();

            assertThat(copy).hasMessage("text");
            assertThatThrownBy(copy::report).hasMessage("a serialized copy has no report");
        }
    }

    @ParameterizedTest
    @CsvSource({"PREFLIGHT, true, ok", "PREFLIGHT, false, preflight_failed", "POSTFLIGHT, false, postflight_failed"})
    void runStatus_flipsAsTheStageSays(Stage stage, boolean passes, String expected) {
        Outcome outcome = passes ? Outcome.pass() : Outcome.cannotTell("503");

        assertThat(new ContractReport("phase1", stage, List.of(result("a", outcome))).runStatus("ok"))
                .isEqualTo(expected);
    }

    @Test
    void healthMarker_flippedStatus_standsInIt() {
        HealthMarker marker = new HealthMarker(
                "data_phase1",
                LocalDate.of(2026, 5, 30),
                MIXED.runStatus("ok"),
                Instant.parse("2026-05-30T09:12:13.987654Z"));

        assertThat(marker.key()).isEqualTo("health/data_phase1.json");
        assertThat(marker.toJson())
                .isEqualTo("{\"phase\":\"data_phase1\",\"date\":\"2026-05-30\",\"status\":\"postflight_failed\","
                        + "\"completed_at\":\"2026-05-30T09:12:13.987Z\"}");
        assertThatThrownBy(() -> new HealthMarker("a/b", marker.date(), "ok", marker.completedAt()))
                .hasMessage("phase is not 1 to 100 letters, digits, hyphens and underscores: a/b");
        assertThatThrownBy(() -> new HealthMarker("a", marker.date(), " ", marker.completedAt()))
                .hasMessage("status is blank");
    }

    private static Result result(String contract, Outcome outcome) {
        return new Result(contract, List.of("predictor"), outcome, Duration.ofMillis(1234));
    }

    private static boolean isXml(int c) {
        return c == '\n'
                || c == '\r'
                || c == '\t'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    private static Document valid(ContractReport report) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(report.toJUnitXml().getBytes(StandardCharsets.UTF_8)));
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(new StreamSource(new StringReader(SCHEMA)))
                    .newValidator()
                    .validate(new DOMSource(document));
            return document;
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(report.toJUnitXml(), e);
        }
    }
}
