package dev.interlock.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Every cell of the condition matrix in docs/testkit.md; GuideTest holds the two against each other. */
@FakeAwsTest
final class ConditionMatrixTest {
    private static final String BUCKET = "locks";
    private static final String KEY = "weekday-pipeline.json";
    private static final String SOURCE = "source.json";
    private static final String OTHER_TAG = "\"00000000000000000000000000000000\"";

    private final FakeAws aws;
    private final S3Client s3;

    ConditionMatrixTest(FakeAws aws, S3Client s3) {
        this.aws = aws;
        this.s3 = s3;
    }

    /** How the bucket keeps versions. */
    enum Keeping {
        ONE,
        ALL,
        SUSPENDED
    }

    @ParameterizedTest
    @EnumSource
    void putIfNoneMatch_absent_writes(Keeping keeping) {
        createBucket(keeping);

        PutObjectResponse written = putIfNoneMatch("*", "mine");

        assertThat(written.sdkHttpResponse().statusCode()).isEqualTo(200);
        assertThat(content()).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "SUSPENDED"})
    void putIfNoneMatch_deleteMarkerIsCurrent_writes(Keeping keeping) {
        createBucket(keeping);
        put("theirs");
        delete();

        PutObjectResponse written = putIfNoneMatch("*", "mine");

        assertThat(written.sdkHttpResponse().statusCode()).isEqualTo(200);
        assertThat(content()).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource
    void putIfNoneMatch_present_isRefused(Keeping keeping) {
        createBucket(keeping);
        put("theirs");

        assertThat(refusal(() -> putIfNoneMatch("*", "mine"))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void putIfNoneMatch_presentWithTheSameBody_isRefused() {
        createBucket(Keeping.ONE);
        put("same");

        assertThat(refusal(() -> putIfNoneMatch("*", "same"))).isEqualTo("412 PreconditionFailed");
    }

    @Test
    void putIfNoneMatch_anotherWriteIsUnderWay_conflictsAndLandsNothing() {
        createBucket(Keeping.ONE);
        aws.faults().on("PutObject").nth(1).conflict();

        assertThat(refusal(() -> putIfNoneMatch("*", "mine"))).isEqualTo("409 ConditionalRequestConflict");
        assertThat(content()).isEqualTo("nothing");
        assertThat(aws.requests("PutObject")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void putIfNoneMatch_etag_isNotImplemented(Keeping keeping) {
        createBucket(keeping);
        String etag = put("theirs");

        assertThat(refusal(() -> putIfNoneMatch(etag, "mine"))).isEqualTo("501 NotImplemented");
        assertThat(refusal(() -> putIfNoneMatch(OTHER_TAG, "mine"))).isEqualTo("501 NotImplemented");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void putIfNoneMatch_mayWriteButNotRead_writes() {
        createBucket(Keeping.ONE);
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET);

        putIfNoneMatch("*", "mine");

        assertThat(content()).isEqualTo("mine");
    }

    @Test
    void putIfNoneMatch_mayNotWrite_isDenied() {
        createBucket(Keeping.ONE);
        aws.s3().deny(S3Action.PUT_OBJECT, BUCKET);

        assertThat(refusal(() -> putIfNoneMatch("*", "mine"))).isEqualTo("403 AccessDenied");
        assertThat(content()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @EnumSource
    void putIfMatch_sameTag_writesAndAnswersWithTheNewTag(Keeping keeping) {
        createBucket(keeping);
        String etag = put("theirs");

        PutObjectResponse written = putIfMatch(etag, "mine");

        assertThat(etag).isEqualTo("\"ce97a90ef59e9c768263754682f68bd6\"");
        assertThat(written.eTag()).isEqualTo("\"918b81db5e91d031548b963c93845e5b\"");
        assertThat(content()).isEqualTo("mine");
    }

    @Test
    void putIfMatch_sameTagWithoutQuotes_writes() {
        createBucket(Keeping.ONE);
        String etag = put("theirs");

        putIfMatch(etag.replace("\"", ""), "mine");

        assertThat(content()).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource
    void putIfMatch_otherTag_isRefused(Keeping keeping) {
        createBucket(keeping);
        put("theirs");

        assertThat(refusal(() -> putIfMatch(OTHER_TAG, "mine"))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @EnumSource
    void putIfMatch_absent_findsNothing(Keeping keeping) {
        createBucket(keeping);

        assertThat(refusal(() -> putIfMatch(OTHER_TAG, "mine"))).isEqualTo("404 NoSuchKey");
        assertThat(content()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "SUSPENDED"})
    void putIfMatch_deleteMarkerIsCurrent_findsNothing(Keeping keeping) {
        createBucket(keeping);
        String etag = put("theirs");
        delete();

        assertThat(refusal(() -> putIfMatch(etag, "mine"))).isEqualTo("404 NoSuchKey");
        assertThat(content()).isEqualTo("nothing");
    }

    @Test
    void putIfMatch_anotherWriteIsUnderWay_conflictsAndLandsNothing() {
        createBucket(Keeping.ONE);
        String etag = put("theirs");
        aws.faults().on("PutObject").nth(1).conflict();

        assertThat(refusal(() -> putIfMatch(etag, "mine"))).isEqualTo("409 ConditionalRequestConflict");
        assertThat(content()).isEqualTo("theirs");
        assertThat(aws.requests("PutObject")).hasSize(2);
    }

    @Test
    void putIfMatch_bytesAsBefore_cannotTellThatTheObjectChangedTwice() {
        createBucket(Keeping.ONE);
        String first = put("free");
        put("held");
        put("free");

        putIfMatch(first, "mine");

        assertThat(content()).isEqualTo("mine");
    }

    @Test
    void putIfMatch_metadataChangedButNotTheBody_keepsTheTag() {
        createBucket(Keeping.ONE);
        String etag = put("theirs");
        s3.putObject(r -> r.bucket(BUCKET).key(KEY).metadata(Map.of("owner", "b")), body("theirs"));

        putIfMatch(etag, "mine");

        assertThat(content()).isEqualTo("mine");
    }

    @Test
    void putIfMatch_tagOfAnOlderVersion_isRefused() {
        createBucket(Keeping.ALL);
        String older = put("older");
        put("newer");

        assertThat(refusal(() -> putIfMatch(older, "mine"))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("newer");
    }

    @Test
    void putIfMatch_mayWriteButNotRead_isDenied() {
        createBucket(Keeping.ONE);
        String etag = put("theirs");
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET);

        assertThat(refusal(() -> putIfMatch(etag, "mine"))).isEqualTo("403 AccessDenied");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void putIfMatch_asterisk_isRefusedByName() {
        createBucket(Keeping.ONE);
        put("theirs");

        assertThatThrownBy(() -> putIfMatch("*", "mine"))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the fake S3 has no PutObject with If-Match: *, because S3 documents nothing but an ETag"
                        + " there");
        assertThat(content()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deleteIfMatch_matchInUnversionedBucket_deletes(boolean byTag) {
        createBucket(Keeping.ONE);
        String etag = put("theirs");

        DeleteObjectResponse deleted = deleteIfMatch(byTag ? etag : "*");

        assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(204);
        assertThat(deleted.deleteMarker()).isNull();
        assertThat(content()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deleteIfMatch_matchInVersionedBucket_putsADeleteMarkerOnTop(boolean byTag) {
        createBucket(Keeping.ALL);
        String etag = put("theirs");

        DeleteObjectResponse deleted = deleteIfMatch(byTag ? etag : "*");

        assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(204);
        assertThat(deleted.deleteMarker()).isTrue();
        assertThat(deleted.versionId()).isEqualTo("version-2");
        assertThat(content()).isEqualTo("nothing");
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY).versionId("version-1"))
                        .asUtf8String())
                .isEqualTo("theirs");
    }

    @ParameterizedTest
    @EnumSource
    void deleteIfMatch_otherTag_isRefused(Keeping keeping) {
        createBucket(keeping);
        put("theirs");

        assertThat(refusal(() -> deleteIfMatch(OTHER_TAG))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @EnumSource
    void deleteIfMatch_absent_findsNothing(Keeping keeping) {
        createBucket(keeping);

        assertThat(refusal(() -> deleteIfMatch(OTHER_TAG))).isEqualTo("404 NoSuchKey");
        assertThat(refusal(() -> deleteIfMatch("*"))).isEqualTo("404 NoSuchKey");
    }

    @Test
    void deleteIfMatch_nothingButADeleteMarker_findsNothing() {
        createBucket(Keeping.ALL);
        delete();

        assertThat(refusal(() -> deleteIfMatch(OTHER_TAG))).isEqualTo("404 NoSuchKey");
        assertThat(refusal(() -> deleteIfMatch("*"))).isEqualTo("404 NoSuchKey");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "SUSPENDED"})
    void deleteIfMatch_deleteMarkerOverARealVersion_findsNothing(Keeping keeping) {
        createBucket(Keeping.ALL);
        String etag = put("theirs");
        keep(keeping);
        delete();

        assertThat(refusal(() -> deleteIfMatch(etag))).isEqualTo("404 NoSuchKey");
        assertThat(refusal(() -> deleteIfMatch("*"))).isEqualTo("404 NoSuchKey");
        assertThat(s3.listObjectVersions(r -> r.bucket(BUCKET)).deleteMarkers()).hasSize(1);
    }

    @Test
    void deleteIfMatch_tagOfAnOlderVersion_isRefused() {
        createBucket(Keeping.ALL);
        String older = put("older");
        put("newer");

        assertThat(refusal(() -> deleteIfMatch(older))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the current tag", OTHER_TAG, "*"})
    void deleteIfMatch_withVersionId_isNotImplemented(String tag) {
        createBucket(Keeping.ALL);
        String etag = put("theirs");
        String ifMatch = tag.equals("the current tag") ? etag : tag;

        assertThat(refusal(() -> s3.deleteObject(
                        r -> r.bucket(BUCKET).key(KEY).versionId("version-1").ifMatch(ifMatch))))
                .isEqualTo("501 NotImplemented");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void deleteIfMatch_tagWithoutPermissionToRead_isDenied() {
        createBucket(Keeping.ONE);
        String etag = put("theirs");
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET);

        assertThat(refusal(() -> deleteIfMatch(etag))).isEqualTo("403 AccessDenied");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void deleteIfMatch_asteriskWithoutPermissionToRead_deletes() {
        createBucket(Keeping.ONE);
        put("theirs");
        aws.s3().deny(S3Action.GET_OBJECT, BUCKET);

        deleteIfMatch("*");

        assertThat(content()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deleteIfMatch_mayNotDelete_isDenied(boolean byTag) {
        createBucket(Keeping.ONE);
        String etag = put("theirs");
        aws.s3().deny(S3Action.DELETE_OBJECT, BUCKET);

        assertThat(refusal(() -> deleteIfMatch(byTag ? etag : "*"))).isEqualTo("403 AccessDenied");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void delete_unconditionalAndAbsent_succeeds() {
        createBucket(Keeping.ONE);

        assertThatCode(this::delete).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void copyIfNoneMatch_destinationAbsent_copies(Keeping keeping) {
        createBucket(keeping);
        putSource("mine");

        CopyObjectResponse copied = copyIfNoneMatch("*");

        assertThat(copied.copyObjectResult().eTag()).isEqualTo("\"918b81db5e91d031548b963c93845e5b\"");
        assertThat(content()).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "SUSPENDED"})
    void copyIfNoneMatch_deleteMarkerAtDestination_copies(Keeping keeping) {
        createBucket(keeping);
        putSource("mine");
        put("theirs");
        delete();

        copyIfNoneMatch("*");

        assertThat(content()).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource
    void copyIfNoneMatch_destinationPresent_isRefused(Keeping keeping) {
        createBucket(keeping);
        putSource("mine");
        put("theirs");

        assertThat(refusal(() -> copyIfNoneMatch("*"))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void copyIfNoneMatch_anotherWriteIsUnderWay_conflictsAndLandsNothing() {
        createBucket(Keeping.ONE);
        putSource("mine");
        aws.faults().on("CopyObject").nth(1).conflict();

        assertThat(refusal(() -> copyIfNoneMatch("*"))).isEqualTo("409 ConditionalRequestConflict");
        assertThat(content()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @EnumSource
    void copyIfMatch_sameTagAtDestination_copies(Keeping keeping) {
        createBucket(keeping);
        putSource("mine");
        String etag = put("theirs");

        copyIfMatch(etag);

        assertThat(content()).isEqualTo("mine");
    }

    @ParameterizedTest
    @EnumSource
    void copyIfMatch_otherTagAtDestination_isRefused(Keeping keeping) {
        createBucket(keeping);
        String sourceTag = putSource("mine");
        put("theirs");

        assertThat(refusal(() -> copyIfMatch(sourceTag))).isEqualTo("412 PreconditionFailed");
        assertThat(content()).isEqualTo("theirs");
    }

    @ParameterizedTest
    @EnumSource
    void copyIfMatch_destinationAbsent_findsNothing(Keeping keeping) {
        createBucket(keeping);
        String sourceTag = putSource("mine");

        assertThat(refusal(() -> copyIfMatch(sourceTag))).isEqualTo("404 NoSuchKey");
        assertThat(content()).isEqualTo("nothing");
    }

    @Test
    void copyIfMatch_asterisk_isRefusedByName() {
        createBucket(Keeping.ONE);
        putSource("mine");
        put("theirs");

        assertThatThrownBy(() -> copyIfMatch("*"))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the fake S3 has no CopyObject with If-Match: *, because S3 documents nothing but an ETag"
                        + " there");
        assertThat(content()).isEqualTo("theirs");
    }

    private void createBucket(Keeping keeping) {
        s3.createBucket(r -> r.bucket(BUCKET));
        keep(keeping);
    }

    private void keep(Keeping keeping) {
        if (keeping != Keeping.ONE) {
            s3.putBucketVersioning(r -> r.bucket(BUCKET)
                    .versioningConfiguration(v -> v.status(
                            keeping == Keeping.ALL
                                    ? BucketVersioningStatus.ENABLED
                                    : BucketVersioningStatus.SUSPENDED)));
        }
    }

    private String put(String body) {
        return s3.putObject(r -> r.bucket(BUCKET).key(KEY), body(body)).eTag();
    }

    private String putSource(String body) {
        return s3.putObject(r -> r.bucket(BUCKET).key(SOURCE), body(body)).eTag();
    }

    private PutObjectResponse putIfNoneMatch(String tag, String body) {
        return s3.putObject(r -> r.bucket(BUCKET).key(KEY).ifNoneMatch(tag), body(body));
    }

    private PutObjectResponse putIfMatch(String tag, String body) {
        return s3.putObject(r -> r.bucket(BUCKET).key(KEY).ifMatch(tag), body(body));
    }

    private void delete() {
        s3.deleteObject(r -> r.bucket(BUCKET).key(KEY));
    }

    private DeleteObjectResponse deleteIfMatch(String tag) {
        return s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).ifMatch(tag));
    }

    private CopyObjectResponse copyIfNoneMatch(String tag) {
        return s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey(SOURCE)
                .destinationBucket(BUCKET)
                .destinationKey(KEY)
                .ifNoneMatch(tag));
    }

    private CopyObjectResponse copyIfMatch(String tag) {
        return s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey(SOURCE)
                .destinationBucket(BUCKET)
                .destinationKey(KEY)
                .ifMatch(tag));
    }

    /** What a reader would find, seen behind the back of the client. */
    private String content() {
        return aws.s3().object(BUCKET, KEY).map(StoredObject::text).orElse("nothing");
    }

    private static RequestBody body(String text) {
        return RequestBody.fromString(text);
    }

    private static String refusal(ThrowingCallable call) {
        S3Exception refused = catchThrowableOfType(S3Exception.class, call);
        assertThat(refused).as("the refusal").isNotNull();
        assertThat(refused.numAttempts()).as("attempts").isEqualTo(1);
        return refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
    }
}
