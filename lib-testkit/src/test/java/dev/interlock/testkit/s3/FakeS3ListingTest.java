package dev.interlock.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.junit.FakeAwsTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** ListObjectsV2; lists of versions are in FakeS3VersioningTest. */
@FakeAwsTest
final class FakeS3ListingTest {
    private static final String BUCKET = "research-bucket";

    private final FakeAws aws;
    private final S3Client s3;
    private final S3AsyncClient async;

    FakeS3ListingTest(FakeAws aws, S3Client s3, S3AsyncClient async) {
        this.aws = aws;
        this.s3 = s3;
        this.async = async;
        aws.s3().createBucket(BUCKET);
    }

    @Test
    void listObjectsV2_emptyBucket_isEmpty() {
        ListObjectsV2Response list = s3.listObjectsV2(r -> r.bucket(BUCKET));

        assertThat(list.contents()).isEmpty();
        assertThat(list.commonPrefixes()).isEmpty();
        assertThat(list.keyCount()).isZero();
        assertThat(list.isTruncated()).isFalse();
        assertThat(list.nextContinuationToken()).isNull();
        assertThat(list.name()).isEqualTo(BUCKET);
        assertThat(list.maxKeys()).isEqualTo(1000);
    }

    @Test
    void listObjectsV2_object_isDescribed() {
        put("a.json");

        S3Object listed = s3.listObjectsV2(r -> r.bucket(BUCKET)).contents().get(0);

        assertThat(listed.key()).isEqualTo("a.json");
        assertThat(listed.size()).isEqualTo(5);
        assertThat(listed.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(listed.lastModified()).isEqualTo(Instant.parse("2026-05-27T13:00:00Z"));
        assertThat(listed.storageClassAsString()).isEqualTo("STANDARD");
    }

    /** By UTF-16, as Java compares, the emoji's surrogates would come before U+FF5E. */
    @Test
    void listObjectsV2_order_isThatOfCodePoints() {
        put("😀", "\uFF5E", "é", "z", "a", "Z", "a/b", "a-b", "a0", "日");

        assertThat(keys(s3.listObjectsV2(r -> r.bucket(BUCKET))))
                .containsExactly("Z", "a", "a-b", "a/b", "a0", "z", "é", "日", "\uFF5E", "😀");
        assertThat(aws.s3().keys(BUCKET)).containsExactly("Z", "a", "a-b", "a/b", "a0", "z", "é", "日", "\uFF5E", "😀");
    }

    @Test
    void listObjectsV2_startAfterInCodePointOrder_leavesOutWhatIsBefore() {
        put("\uFF5E", "😀");

        assertThat(keys(s3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("\uFF5E"))))
                .containsExactly("😀");
        assertThat(keys(s3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("😀"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # prefix    | delimiter | start-after  | keys                        | prefixes
            -           | -         | -            | a/1 a/2 a/b/3 b/4 c d%e/5   |
            a/          | -         | -            | a/1 a/2 a/b/3               |
            a           | -         | -            | a/1 a/2 a/b/3               |
            nothing     | -         | -            |                             |
            -           | /         | -            | c                           | a/ b/ d%e/
            a/          | /         | -            | a/1 a/2                     | a/b/
            a           | /         | -            |                             | a/
            d%          | /         | -            |                             | d%e/
            -           | %e        | -            | a/1 a/2 a/b/3 b/4 c         | d%e
            -           | -         | a/2          | a/b/3 b/4 c d%e/5           |
            -           | -         | a            | a/1 a/2 a/b/3 b/4 c d%e/5   |
            -           | -         | a/20         | a/b/3 b/4 c d%e/5           |
            a/          | -         | a/1          | a/2 a/b/3                   |
            -           | /         | a/2          | c                           | a/ b/ d%e/
            -           | /         | a/b/3        | c                           | b/ d%e/
            -           | /         | b/4          | c                           | d%e/
            """)
    void listObjectsV2_prefixDelimiterStartAfter_select(
            String prefix, String delimiter, String startAfter, String keys, String prefixes) {
        put("c", "a/2", "b/4", "a/1", "d%e/5", "a/b/3");

        ListObjectsV2Response list = s3.listObjectsV2(
                r -> r.bucket(BUCKET).prefix(prefix).delimiter(delimiter).startAfter(startAfter));

        assertThat(keys(list)).isEqualTo(words(keys));
        assertThat(prefixes(list)).isEqualTo(words(prefixes));
        assertThat(list.keyCount())
                .isEqualTo(words(keys).size() + words(prefixes).size());
        assertThat(list.isTruncated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 100})
    void listObjectsV2_pagesOfAnySize_giveEveryKeyOnceInOrder(int maxKeys) {
        put("a/1", "a/2", "a/b/3", "b/4", "c", "\uFF5E", "😀");

        List<String> keys = s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(maxKeys)).stream()
                .flatMap(page -> keys(page).stream())
                .toList();

        assertThat(keys).containsExactly("a/1", "a/2", "a/b/3", "b/4", "c", "\uFF5E", "😀");
        assertThat(aws.requests("ListObjectsV2")).hasSize((7 + maxKeys - 1) / maxKeys);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    void listObjectsV2_pagesWithDelimiter_giveEveryPrefixOnce(int maxKeys) {
        put("a/1", "a/2", "a/b/3", "b", "c/4", "c/5", "d");

        List<String> entries = new ArrayList<>();
        s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).delimiter("/").maxKeys(maxKeys))
                .forEach(page -> {
                    assertThat(page.keyCount()).isLessThanOrEqualTo(maxKeys);
                    entries.addAll(keys(page));
                    entries.addAll(prefixes(page));
                });

        assertThat(entries).containsExactlyInAnyOrder("a/", "b", "c/", "d");
    }

    @Test
    void listObjectsV2_async_pages() {
        put("a", "b", "c");
        List<String> keys = new ArrayList<>();

        async.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(2))
                .contents()
                .subscribe(object -> keys.add(object.key()))
                .join();

        assertThat(keys).containsExactly("a", "b", "c");
    }

    @Test
    void listObjectsV2_keysWrittenAndDeletedBetweenPages_areSeenOrNotByTheirPlace() {
        put("a", "b", "c", "d");
        ListObjectsV2Response first = s3.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(2));

        s3.deleteObject(r -> r.bucket(BUCKET).key("b"));
        s3.deleteObject(r -> r.bucket(BUCKET).key("d"));
        put("aa", "bb");

        ListObjectsV2Response second =
                s3.listObjectsV2(r -> r.bucket(BUCKET).continuationToken(first.nextContinuationToken()));
        assertThat(keys(first)).containsExactly("a", "b");
        assertThat(first.isTruncated()).isTrue();
        assertThat(keys(second)).containsExactly("bb", "c");
    }

    @Test
    void listObjectsV2_moreThanAThousand_comeInPagesOfAThousand() {
        IntStream.range(0, 1001).forEach(i -> put("key-" + i));

        ListObjectsV2Response first = s3.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(5000));

        assertThat(first.contents()).hasSize(1000);
        assertThat(first.isTruncated()).isTrue();
    }

    @Test
    void listObjectsV2_encodingTypeUrl_isDecodedByTheSdk() {
        put("a b+c/é%20\u0001", "a b+c/z");

        ListObjectsV2Response list = s3.listObjectsV2(
                r -> r.bucket(BUCKET).prefix("a b+c/").delimiter("%20").encodingType(EncodingType.URL));

        assertThat(list.encodingType()).isEqualTo(EncodingType.URL);
        assertThat(keys(list)).containsExactly("a b+c/z");
        assertThat(prefixes(list)).containsExactly("a b+c/é%20");
        assertThat(list.prefix()).isEqualTo("a b+c/");
        assertThat(list.delimiter()).isEqualTo("%20");
    }

    @Test
    void listObjectsV2_deleteMarkersAndOldVersions_areNotListed() {
        s3.putBucketVersioning(r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
        put("deleted", "twice", "twice");
        s3.deleteObject(r -> r.bucket(BUCKET).key("deleted"));

        assertThat(keys(s3.listObjectsV2(r -> r.bucket(BUCKET)))).containsExactly("twice");
        assertThat(aws.s3().keys(BUCKET)).containsExactly("twice");
    }

    @Test
    void listObjectVersions_withDelimiter_isRefusedByName() {
        assertThatThrownBy(() -> s3.listObjectVersions(r -> r.bucket(BUCKET).delimiter("/")))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the fake S3 has no ListObjectVersions with a delimiter");
    }

    private void put(String... keys) {
        for (String key : keys) {
            aws.s3().put(BUCKET, key, new byte[] {'h', 'e', 'l', 'l', 'o'}, Instant.parse("2026-05-27T13:00:00Z"));
        }
    }

    private static List<String> keys(ListObjectsV2Response list) {
        return list.contents().stream().map(S3Object::key).toList();
    }

    private static List<String> prefixes(ListObjectsV2Response list) {
        return list.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Stream.of(text.split(" ")).toList();
    }
}
