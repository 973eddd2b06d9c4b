package dev.interlock.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

@FakeAwsTest
final class FakeS3VersioningTest {
    private static final String BUCKET = "research-bucket";
    private static final String KEY = "a.json";

    private final FakeAws aws;
    private final S3Client s3;

    FakeS3VersioningTest(FakeAws aws, S3Client s3) {
        this.aws = aws;
        this.s3 = s3;
        aws.s3().createBucket(BUCKET);
    }

    @Test
    void getBucketVersioning_isWhatWasPutLast() {
        assertThat(s3.getBucketVersioning(r -> r.bucket(BUCKET)).status()).isNull();

        version(BucketVersioningStatus.ENABLED);
        assertThat(s3.getBucketVersioning(r -> r.bucket(BUCKET)).status()).isEqualTo(BucketVersioningStatus.ENABLED);

        version(BucketVersioningStatus.SUSPENDED);
        assertThat(s3.getBucketVersioning(r -> r.bucket(BUCKET)).status()).isEqualTo(BucketVersioningStatus.SUSPENDED);
    }

    @Test
    void putBucketVersioning_unknownStatus_isMalformed() {
        assertThat(refusal(() -> s3.putBucketVersioning(
                        r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status("Sometimes")))))
                .isEqualTo("400 MalformedXML");
    }

    @Test
    void get_byVersion_isThatVersion() {
        version(BucketVersioningStatus.ENABLED);
        String first = put("one");
        String second = put("two");

        assertThat(first).isEqualTo("version-1");
        assertThat(second).isEqualTo("version-2");
        assertThat(read("version-1")).isEqualTo("one");
        assertThat(read("version-2")).isEqualTo("two");
        assertThat(current()).isEqualTo("two");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key(KEY)).versionId()).isEqualTo("version-2");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-1"))
                        .eTag())
                .isEqualTo("\"f97c5d29941bfb1b2fdab0874906ab82\"");
    }

    @Test
    void get_unknownVersion_isNoSuchVersion() {
        version(BucketVersioningStatus.ENABLED);
        put("one");

        assertThat(refusal(() -> read("version-9"))).isEqualTo("404 NoSuchVersion");
    }

    @Test
    void delete_versioned_putsAMarkerThatReadersMeet() {
        version(BucketVersioningStatus.ENABLED);
        put("one");

        DeleteObjectResponse deleted = delete();

        assertThat(deleted.deleteMarker()).isTrue();
        assertThat(deleted.versionId()).isEqualTo("version-2");
        S3Exception missing = refused(this::current);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey");
        SdkHttpResponse answer = missing.awsErrorDetails().sdkHttpResponse();
        assertThat(answer.firstMatchingHeader("x-amz-delete-marker")).hasValue("true");
        assertThat(answer.firstMatchingHeader("x-amz-version-id")).hasValue("version-2");
        assertThat(read("version-1")).isEqualTo("one");
    }

    @Test
    void get_deleteMarkerByItsVersion_is405() {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        delete();

        S3Exception refused = refused(() -> read("version-2"));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("MethodNotAllowed");
        assertThat(refused.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"))
                .hasValue("true");
        assertThat(refused(() -> s3.headObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-2")))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void delete_theMarkersVersion_undeletes() {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        delete();

        DeleteObjectResponse undeleted =
                s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-2"));

        assertThat(undeleted.deleteMarker()).isTrue();
        assertThat(undeleted.versionId()).isEqualTo("version-2");
        assertThat(current()).isEqualTo("one");
    }

    @Test
    void delete_aVersion_leavesTheOthers() {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        put("two");
        put("three");

        DeleteObjectResponse deleted =
                s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-3"));

        assertThat(deleted.deleteMarker()).isNull();
        assertThat(current()).isEqualTo("two");
        assertThat(refusal(() -> read("version-3"))).isEqualTo("404 NoSuchVersion");
        assertThat(put("four")).isEqualTo("version-4");
    }

    @Test
    void delete_unknownVersion_succeedsAndDeletesNothing() {
        version(BucketVersioningStatus.ENABLED);
        put("one");

        s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-9"));

        assertThat(current()).isEqualTo("one");
    }

    @Test
    void delete_everyVersion_leavesAnEmptyBucket() {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        delete();
        s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-1"));
        s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).versionId("version-2"));

        s3.deleteBucket(r -> r.bucket(BUCKET));

        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    @Test
    void put_beforeVersioning_isTheNullVersionAfterwards() {
        assertThat(put("one")).isEqualTo("none");
        version(BucketVersioningStatus.ENABLED);
        assertThat(put("two")).isEqualTo("version-1");

        assertThat(read("null")).isEqualTo("one");
        assertThat(current()).isEqualTo("two");
    }

    @Test
    void put_suspended_replacesTheNullVersionAndKeepsTheOthers() {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        version(BucketVersioningStatus.SUSPENDED);
        put("two");
        put("three");

        assertThat(versions(s3.listObjectVersions(r -> r.bucket(BUCKET))))
                .containsExactly("a.json null latest", "a.json version-1");
        assertThat(current()).isEqualTo("three");
        assertThat(read("version-1")).isEqualTo("one");
    }

    @Test
    void delete_suspended_putsANullMarkerInPlaceOfTheNullVersion() {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        version(BucketVersioningStatus.SUSPENDED);
        put("two");

        DeleteObjectResponse deleted = delete();

        assertThat(deleted.deleteMarker()).isTrue();
        assertThat(deleted.versionId()).isEqualTo("null");
        assertThat(versions(s3.listObjectVersions(r -> r.bucket(BUCKET))))
                .containsExactly("a.json null marker latest", "a.json version-1");
    }

    @Test
    void delete_neverVersioned_leavesNothing() {
        put("one");

        DeleteObjectResponse deleted = delete();

        assertThat(deleted.deleteMarker()).isNull();
        assertThat(deleted.versionId()).isNull();
        assertThat(versions(s3.listObjectVersions(r -> r.bucket(BUCKET)))).isEmpty();
    }

    @Test
    void listObjectVersions_newestOfAKeyFirst() {
        version(BucketVersioningStatus.ENABLED);
        aws.s3().put(BUCKET, "b", new byte[] {1}, aws.clock().instant());
        put("one");
        put("two");
        delete();

        assertThat(versions(s3.listObjectVersions(r -> r.bucket(BUCKET))))
                .containsExactly(
                        "a.json version-4 marker latest", "a.json version-3", "a.json version-2", "b version-1 latest");
        assertThat(versions(s3.listObjectVersions(r -> r.bucket(BUCKET).prefix("b"))))
                .containsExactly("b version-1 latest");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void listObjectVersions_pagesOfAnySize_giveEveryVersionOnce(int maxKeys) {
        version(BucketVersioningStatus.ENABLED);
        put("one");
        put("two");
        delete();
        aws.s3().put(BUCKET, "b é", new byte[] {1}, aws.clock().instant());
        aws.s3().put(BUCKET, "b é", new byte[] {2}, aws.clock().instant());

        List<String> listed = new ArrayList<>();
        s3.listObjectVersionsPaginator(r -> r.bucket(BUCKET).maxKeys(maxKeys))
                .forEach(page -> listed.addAll(versions(page)));

        assertThat(listed)
                .containsExactlyInAnyOrder(
                        "a.json version-3 marker latest",
                        "a.json version-2",
                        "a.json version-1",
                        "b é version-5 latest",
                        "b é version-4");
        assertThat(aws.requests("ListObjectVersions")).hasSize((5 + maxKeys - 1) / maxKeys);
    }

    private void version(BucketVersioningStatus status) {
        s3.putBucketVersioning(r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status(status)));
    }

    private String put(String body) {
        String id = s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString(body))
                .versionId();
        return id == null ? "none" : id;
    }

    private DeleteObjectResponse delete() {
        return s3.deleteObject(r -> r.bucket(BUCKET).key(KEY));
    }

    private String current() {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).asUtf8String();
    }

    private String read(String versionId) {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY).versionId(versionId))
                .asUtf8String();
    }

    /** The SDK gives versions and markers in two lists, so the order between them is lost: by version, newest first. */
    private static List<String> versions(ListObjectVersionsResponse list) {
        List<String> all = new ArrayList<>();
        list.deleteMarkers()
                .forEach(m -> all.add(m.key() + " " + m.versionId() + " marker" + (m.isLatest() ? " latest" : "")));
        list.versions().forEach(v -> all.add(v.key() + " " + v.versionId() + (v.isLatest() ? " latest" : "")));
        return all;
    }

    private static S3Exception refused(ThrowingCallable call) {
        S3Exception refused = catchThrowableOfType(S3Exception.class, call);
        assertThat(refused).as("the refusal").isNotNull();
        return refused;
    }

    private static String refusal(ThrowingCallable call) {
        S3Exception refused = refused(call);
        return refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
    }
}
