package dev.interlock.testkit.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@FakeAwsTest
final class FakeS3PermissionsTest {
    private static final String BUCKET = "research-bucket";

    private final FakeAws aws;
    private final S3Client s3;

    FakeS3PermissionsTest(FakeAws aws, S3Client s3) {
        this.aws = aws;
        this.s3 = s3;
        put("open/a");
        put("secret/a");
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                denial(
                        S3Action.GET_OBJECT,
                        "HEAD",
                        "403",
                        s3 -> s3.headObject(r -> r.bucket(BUCKET).key("open/a"))),
                denial(
                        S3Action.GET_OBJECT,
                        "GET",
                        "403 AccessDenied",
                        s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("open/a"))),
                denial(
                        S3Action.GET_OBJECT,
                        "PUT",
                        "done",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("open/a"), RequestBody.empty())),
                denial(S3Action.GET_OBJECT, "list", "done", s3 -> s3.listObjectsV2(r -> r.bucket(BUCKET))),
                denial(S3Action.GET_OBJECT, "copy from", "403 AccessDenied", FakeS3PermissionsTest::copy),
                denial(
                        S3Action.PUT_OBJECT,
                        "GET",
                        "done",
                        s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("open/a"))),
                denial(
                        S3Action.PUT_OBJECT,
                        "PUT",
                        "403 AccessDenied",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("open/a"), RequestBody.empty())),
                denial(S3Action.PUT_OBJECT, "copy to", "403 AccessDenied", FakeS3PermissionsTest::copy),
                denial(
                        S3Action.PUT_OBJECT,
                        "DELETE",
                        "done",
                        s3 -> s3.deleteObject(r -> r.bucket(BUCKET).key("open/a"))),
                denial(
                        S3Action.DELETE_OBJECT,
                        "DELETE",
                        "403 AccessDenied",
                        s3 -> s3.deleteObject(r -> r.bucket(BUCKET).key("open/a"))),
                denial(
                        S3Action.DELETE_OBJECT,
                        "PUT",
                        "done",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("open/a"), RequestBody.empty())),
                denial(
                        S3Action.PUT_OBJECT_TAGGING,
                        "PUT with tags",
                        "403 AccessDenied",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("open/a").tagging("k=v"), RequestBody.empty())),
                denial(
                        S3Action.PUT_OBJECT_TAGGING,
                        "PUT",
                        "done",
                        s3 -> s3.putObject(r -> r.bucket(BUCKET).key("open/a"), RequestBody.empty())),
                denial(
                        S3Action.DELETE_OBJECT_TAGGING,
                        "DELETE of the tags",
                        "403 AccessDenied",
                        s3 -> s3.deleteObjectTagging(r -> r.bucket(BUCKET).key("open/a"))),
                denial(S3Action.LIST_BUCKET, "list", "403 AccessDenied", s3 -> s3.listObjectsV2(r -> r.bucket(BUCKET))),
                denial(
                        S3Action.LIST_BUCKET,
                        "list versions",
                        "403 AccessDenied",
                        s3 -> s3.listObjectVersions(r -> r.bucket(BUCKET))),
                denial(S3Action.LIST_BUCKET, "HEAD of the bucket", "403", s3 -> s3.headBucket(r -> r.bucket(BUCKET))),
                denial(
                        S3Action.LIST_BUCKET,
                        "GET",
                        "done",
                        s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("open/a"))));
    }

    private static Arguments denial(S3Action denied, String call, String outcome, Consumer<S3Client> action) {
        return Arguments.of(denied, call, outcome, action);
    }

    @ParameterizedTest(name = "{0} denied: {1} is {2}")
    @MethodSource("denials")
    void deny_action_refusesWhatNeedsIt(S3Action denied, String call, String outcome, Consumer<S3Client> action) {
        aws.s3().deny(denied, BUCKET);

        assertThat(outcome(() -> action.accept(s3))).as(call).isEqualTo(outcome);
    }

    @Test
    void deny_listOfAPrefix_refusesListsWithinItOnly() {
        aws.s3().deny(S3Action.LIST_BUCKET, BUCKET, "secret/");

        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("open/")).contents())
                .hasSize(1);
        assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("secret/")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @Test
    void deny_prefix_refusesOnlyTheKeysThatStartWithIt() {
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET, "secret/").deny(S3Action.DELETE_OBJECT, BUCKET, "open/");

        assertThat(outcome(() -> get("secret/a"))).isEqualTo("403 AccessDenied");
        assertThat(outcome(() -> get("open/a"))).isEqualTo("done");
        assertThat(outcome(() -> s3.deleteObject(r -> r.bucket(BUCKET).key("open/a"))))
                .isEqualTo("403 AccessDenied");
        assertThat(outcome(() -> s3.deleteObject(r -> r.bucket(BUCKET).key("secret/a"))))
                .isEqualTo("done");
    }

    @Test
    void deny_bucket_isNotThatOfABucketWhoseNameBeginsAlike() {
        aws.s3().put(BUCKET + "-2", "a", "hello".getBytes(UTF_8), aws.clock().instant());
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET);

        assertThat(outcome(
                        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET + "-2").key("a"))))
                .isEqualTo("done");
    }

    @Test
    void allow_givesBackWhatWasDenied() {
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET).deny(S3Action.GET_OBJECT, BUCKET, "secret/");
        aws.s3().deny(S3Action.PUT_OBJECT, BUCKET);

        aws.s3().allow(S3Action.GET_OBJECT);

        assertThat(outcome(() -> get("secret/a"))).isEqualTo("done");
        assertThat(outcome(() -> s3.putObject(r -> r.bucket(BUCKET).key("open/a"), RequestBody.empty())))
                .isEqualTo("403 AccessDenied");
    }

    /** Who may not list is not told that a key is missing: a 403 must never be read as "free". */
    @ParameterizedTest
    @CsvSource({
        "HEAD, true, 404 NoSuchKey",
        "GET, true, 404 NoSuchKey",
        "HEAD, false, 403",
        "GET, false, 403 AccessDenied"
    })
    void missingKey_answerTellsOnlyThoseWhoMayList(String method, boolean mayList, String outcome) {
        if (!mayList) {
            aws.s3().deny(S3Action.LIST_BUCKET, BUCKET);
        }

        assertThat(outcome(() -> {
                    if (method.equals("HEAD")) {
                        s3.headObject(r -> r.bucket(BUCKET).key("none"));
                    } else {
                        get("none");
                    }
                }))
                .isEqualTo(outcome);
    }

    @Test
    void missingKey_listDeniedForItsPrefix_is403ThereAnd404Elsewhere() {
        aws.s3().deny(S3Action.LIST_BUCKET, BUCKET, "secret/");

        assertThat(outcome(() -> get("secret/none"))).isEqualTo("403 AccessDenied");
        assertThat(outcome(() -> get("open/none"))).isEqualTo("404 NoSuchKey");
    }

    @Test
    void deleteMarker_answerTellsOnlyThoseWhoMayList() {
        s3.putBucketVersioning(r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
        s3.deleteObject(r -> r.bucket(BUCKET).key("open/a"));
        assertThat(outcome(() -> get("open/a"))).isEqualTo("404 NoSuchKey");

        aws.s3().deny(S3Action.LIST_BUCKET, BUCKET);

        assertThat(outcome(() -> get("open/a"))).isEqualTo("403 AccessDenied");
    }

    @Test
    void put_behindTheBack_needsNoPermission() {
        aws.s3().deny(S3Action.PUT_OBJECT, BUCKET).deny(S3Action.GET_OBJECT, BUCKET);

        put("open/b");

        assertThat(aws.s3().object(BUCKET, "open/b")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "GET_OBJECT,    s3:GetObject",
        "PUT_OBJECT,    s3:PutObject",
        "DELETE_OBJECT, s3:DeleteObject",
        "LIST_BUCKET,   s3:ListBucket"
    })
    void policyName_isThatOfPolicies(S3Action action, String name) {
        assertThat(action.policyName()).isEqualTo(name);
    }

    private void put(String key) {
        aws.s3().put(BUCKET, key, "hello".getBytes(UTF_8), aws.clock().instant());
    }

    private void get(String key) {
        s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key));
    }

    private static void copy(S3Client s3) {
        s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("open/a")
                .destinationBucket(BUCKET)
                .destinationKey("open/b"));
    }

    private static String outcome(Runnable call) {
        try {
            call.run();
            return "done";
        } catch (S3Exception e) {
            String code = e.awsErrorDetails().errorCode();
            return e.statusCode() + (code == null ? "" : " " + code);
        }
    }
}
