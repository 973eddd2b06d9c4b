package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the policies for leases grant and refuse; whether AWS accepts them only AWS can tell. */
final class LeasePoliciesTest {
    private static final Path FOLDER = Path.of("..", "lease");
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void iamPolicy_grantsWhatALeaseAndItsWritesNeedAndNoMore() throws IOException {
        Set<String> granted = new TreeSet<>();
        for (JsonNode statement : read("iam-policy.json").get("Statement")) {
            assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
            texts(statement.get("Action"))
                    .forEach(action -> texts(statement.get("Resource")).forEach(on -> granted.add(action + " " + on)));
        }
        assertThat(granted)
                .containsExactly(
                        "dynamodb:PutItem arn:aws:dynamodb:eu-central-1:111122223333:table/manifests",
                        "dynamodb:UpdateItem arn:aws:dynamodb:eu-central-1:111122223333:table/manifests",
                        "s3:GetObject arn:aws:s3:::research-bucket/locks/*",
                        "s3:GetObject arn:aws:s3:::research-bucket/universe/*",
                        "s3:ListBucket arn:aws:s3:::research-bucket",
                        "s3:PutObject arn:aws:s3:::research-bucket/locks/*",
                        "s3:PutObject arn:aws:s3:::research-bucket/universe/*");
    }

    /** Conditions under one operator must all hold, so a write is refused only if it has neither header. */
    @Test
    void bucketPolicy_refusesWritesWithoutAConditionAndDeletions() throws IOException {
        JsonNode statements = read("bucket-policy.json").get("Statement");
        assertThat(statements)
                .hasSize(2)
                .allSatisfy(statement -> assertThat(statement.get("Effect").asText() + " "
                                + statement.get("Principal").asText())
                        .isEqualTo("Deny *"));
        assertThat(texts(statements.get(0).get("Action"))).containsExactly("s3:PutObject");
        assertThat(texts(statements.get(0).get("Resource")))
                .containsExactly(
                        "arn:aws:s3:::research-bucket/locks/*", "arn:aws:s3:::research-bucket/universe/current.json");
        assertThat(statements.get(0).get("Condition"))
                .hasToString("{\"Null\":{\"s3:if-match\":\"true\",\"s3:if-none-match\":\"true\"}}");
        assertThat(texts(statements.get(1).get("Action"))).containsExactly("s3:DeleteObject", "s3:DeleteObjectVersion");
        assertThat(texts(statements.get(1).get("Resource"))).containsExactly("arn:aws:s3:::research-bucket/locks/*");
    }

    @Test
    void lifecycle_endsOldVersionsAndNoLock() throws IOException {
        JsonNode rules = read("lifecycle.json").get("Rules");
        assertThat(rules).hasSize(1);
        assertThat(rules.get(0).at("/Filter/Prefix").asText()).isEqualTo("locks/");
        assertThat(rules.get(0).has("NoncurrentVersionExpiration")).isTrue();
        assertThat(rules.get(0).has("Expiration")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iam-policy.json", "bucket-policy.json"})
    void policies_haveTheVersionWithoutWhichVariablesAreNone(String file) throws IOException {
        assertThat(read(file).get("Version").asText()).isEqualTo("2012-10-17");
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
