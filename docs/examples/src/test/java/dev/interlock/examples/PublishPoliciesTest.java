package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import dev.interlock.aws.contract.Publication;
import dev.interlock.contract.HttpProbe;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.s3.S3Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What the policies for published sets grant, refuse and remove; whether AWS accepts them only AWS can tell. */
final class PublishPoliciesTest {
    private static final Path FOLDER = Path.of("..", "contract");
    private static final String BUCKET = "arn:aws:s3:::research-bucket";
    private static final String POINTER = BUCKET + "/market_data/latest_weekly.json";
    private static final String RUNS = BUCKET + "/market_data/weekly/runs/*";
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final FakeAws aws = FakeAws.create();
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final List<InterlockEvent> alarms = new ArrayList<>();
    private final PhaseOne phaseOne = new PhaseOne(s3, uri -> new HttpProbe.Answered(200, Payload.none()), alarms::add);

    @Test
    void iamPolicy_grantsWhatAPublisherNeedsAndNoMore() throws IOException {
        TreeSet<String> granted = new TreeSet<>();
        for (JsonNode statement : read("iam-policy.json").get("Statement")) {
            assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
            texts(statement.get("Action"))
                    .forEach(action ->
                            granted.add(action + " " + statement.get("Resource").asText()));
        }
        assertThat(granted)
                .containsExactly(
                        "s3:DeleteObjectTagging " + RUNS,
                        "s3:GetObject " + POINTER,
                        "s3:GetObject " + RUNS,
                        "s3:ListBucket " + BUCKET,
                        "s3:PutObject " + POINTER,
                        "s3:PutObject " + RUNS,
                        "s3:PutObjectTagging " + RUNS);
    }

    /**
     * Conditions under one operator must all hold, so a write of the pointer is refused only if it has neither header.
     */
    @Test
    void bucketPolicy_refusesOverwritesUnconditionalPointersAndItsDeletion() throws IOException {
        JsonNode statements = read("bucket-policy.json").get("Statement");
        assertThat(statements)
                .hasSize(3)
                .allSatisfy(statement -> assertThat(statement.get("Effect").asText() + " "
                                + statement.get("Principal").asText())
                        .isEqualTo("Deny *"));
        assertThat(statements.get(0).get("Resource").asText()).isEqualTo(RUNS);
        assertThat(statements.get(0).get("Condition")).hasToString("{\"Null\":{\"s3:if-none-match\":\"true\"}}");
        assertThat(statements.get(1).get("Resource").asText()).isEqualTo(POINTER);
        assertThat(statements.get(1).get("Condition"))
                .hasToString("{\"Null\":{\"s3:if-match\":\"true\",\"s3:if-none-match\":\"true\"}}");
        assertThat(texts(statements.get(2).get("Action"))).containsExactly("s3:DeleteObject", "s3:DeleteObjectVersion");
        assertThat(statements.get(2).get("Resource").asText()).isEqualTo(POINTER);
    }

    @Test
    void lifecycle_removesWhatWasNeverPublishedAndNothingElse() throws IOException {
        JsonNode rule = read("lifecycle.json").get("Rules").get(0);
        JsonNode tag = rule.at("/Filter/And/Tags/0");
        String expires = tag.get("Key").asText() + "=" + tag.get("Value").asText();

        publish(412);
        assertThat(expiring(rule, expires)).hasSize(5).allMatch(key -> !key.endsWith("report.json"));

        publish(903);
        assertThat(expiring(rule, expires)).hasSize(5);
    }

    @Test
    void publisher_withoutAGrant_doesNotPublish() {
        for (S3Action action :
                List.of(S3Action.PUT_OBJECT_TAGGING, S3Action.DELETE_OBJECT_TAGGING, S3Action.GET_OBJECT)) {
            aws.s3().createBucket("research-bucket").deny(action, "research-bucket");
            assertThat(publish(903)).as(action.policyName()).isInstanceOf(Publication.Unknown.class);
            aws.s3().allow(action);
        }
        assertThat(publish(903)).isInstanceOf(Publication.Published.class);
    }

    @Test
    void reader_isGivenThePublishedSet() {
        WeeklyReader reader = new WeeklyReader(s3);
        aws.s3().createBucket("research-bucket");

        assertThat(reader.fundsRate()).isEqualTo("no data: Absent[]");
        publish(412);
        assertThat(reader.fundsRate()).isEqualTo("no data: Absent[]");
        publish(903);
        assertThat(reader.fundsRate()).isEqualTo("4.33");
    }

    private Publication publish(int tickers) {
        aws.s3().createBucket("research-bucket");
        Map<String, String> files = PartialWrite.files("2026-05-29", tickers);
        return phaseOne.publish(LocalDate.of(2026, 5, 30), Instant.parse("2026-05-30T09:00:00Z"), files);
    }

    private List<String> expiring(JsonNode rule, String tag) {
        String prefix = rule.at("/Filter/And/Prefix").asText();
        return aws.s3().keys("research-bucket").stream()
                .filter(key -> key.startsWith(prefix))
                .filter(key -> tag.equals(aws.s3()
                        .object("research-bucket", key)
                        .orElseThrow()
                        .headers()
                        .get("x-amz-tagging")))
                .toList();
    }

    private static JsonNode read(String file) throws IOException {
        return STRICT.readTree(FOLDER.resolve(file).toFile());
    }

    private static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        if (oneOrMore.isArray()) {
            oneOrMore.forEach(text -> texts.add(text.asText()));
        } else {
            texts.add(oneOrMore.asText());
        }
        return texts;
    }
}
