package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ConditionsTest {
    private final FakeAws aws = FakeAws.create();
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void ask_aBucketAsDocumented_findsNoSurpriseAndLeavesNothing() {
        aws.s3().createBucket("probe");
        assertThat(ask()).isEmpty();
        assertThat(out.toString(UTF_8).lines())
                .hasSize(14)
                .contains(
                        "request                                       answer                        a lease counts on",
                        "PUT If-Match: a tag, nothing there            404 NoSuchKey                 404 NoSuchKey",
                        "as expected");
        assertThat(aws.s3().keys("probe")).isEmpty();
    }

    @Test
    void ask_aBucketWithVersions_findsNoSurprise() {
        aws.s3().createBucket("probe");
        s3.putBucketVersioning(r -> r.bucket("probe").versioningConfiguration(v -> v.status("Enabled")));
        assertThat(ask()).isEmpty();
    }

    @Test
    void ask_aBucketThatAnswersOtherwise_namesWhatIsNotAsExpected() {
        aws.s3().createBucket("probe");
        aws.faults().on("PutObject").nth(5).answer(412, "PreconditionFailed");
        aws.faults().on("PutObject").nth(6).loseAnswer();
        assertThat(ask()).containsExactly("PUT If-Match: a tag, nothing there", "PUT If-None-Match: *, deleted before");
        assertThat(out.toString(UTF_8)).contains("412 PreconditionFailed after 2 requests");
    }

    private List<String> ask() {
        return S3Conditions.ask(s3, "probe", "interlock-probe/x/", new PrintStream(out, true, UTF_8));
    }
}
