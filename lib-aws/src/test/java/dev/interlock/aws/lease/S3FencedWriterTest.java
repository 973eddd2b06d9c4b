package dev.interlock.aws.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.lease.FencedWrite;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

final class S3FencedWriterTest {
    private static final String POINTER = "universe/current.json";

    private final Site site = new Site(3);
    private final AtomicInteger nonces = new AtomicInteger();
    private final S3FencedWriter writer =
            S3FencedWriter.create(site.s3(), Site.BUCKET).nonces(() -> "n" + nonces.incrementAndGet());

    @Test
    void write_first_storesTheObjectWithItsFenceAndPointsToIt() {
        assertThat(write(5, "one")).isEqualTo(new FencedWrite.Accepted());
        assertThat(pointer())
                .isEqualTo("{\"v\":1,\"fence\":5,\"nonce\":\"n1\",\"key\":\"universe/current.json.d/5-n1\"}");
        assertThat(text("universe/current.json.d/5-n1")).isEqualTo("one");
        assertThat(site.s3()
                        .headObject(r -> r.bucket(Site.BUCKET).key("universe/current.json.d/5-n1"))
                        .metadata())
                .containsEntry("interlock-fence", "5");
        assertThat(site.aws.requests("PutObject")).hasSize(2);
    }

    @Test
    void write_newerFence_movesThePointer() {
        write(5, "one");
        assertThat(write(6, "one")).isEqualTo(new FencedWrite.Accepted());
        assertThat(pointer()).contains("\"fence\":6");
    }

    @Test
    void write_olderOrEqualFence_isRefusedAndStoresNothing() {
        write(5, "one");
        assertThat(write(4, "zombie")).isEqualTo(new FencedWrite.Refused(5));
        assertThat(write(5, "again")).isEqualTo(new FencedWrite.Refused(5));
        assertThat(site.aws.s3().keys(Site.BUCKET)).hasSize(2);
    }

    @Test
    void write_answerLost_isRecognizedAsItsOwn() {
        write(4, "old");
        site.aws.faults().on("PutObject").key(POINTER).first(4).loseAnswer();
        assertThat(write(5, "one")).isEqualTo(new FencedWrite.Accepted());
        assertThat(pointer()).contains("\"fence\":5");
    }

    @Test
    void write_conflict_isTriedAgain() {
        site.aws.faults().on("PutObject").key(POINTER).first(2).conflict();
        assertThat(write(5, "one")).isEqualTo(new FencedWrite.Accepted());
        site.aws.faults().on("PutObject").key(POINTER).conflict();
        assertThat(write(6, "two"))
                .isEqualTo(new FencedWrite.Unknown("gave up after 5 writes: PUT s3://locks/universe/current.json"
                        + " answered 409 ConditionalRequestConflict"));
    }

    @Test
    void write_newerFenceAfterALostAnswerAndAConflict_isUnknown() {
        write(4, "old");
        byte[] newer = "{\"v\":1,\"fence\":6,\"nonce\":\"n\",\"key\":\"k\"}".getBytes(UTF_8);
        AtomicInteger reads = new AtomicInteger();
        ExecutionInterceptor other = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof GetObjectRequest && reads.incrementAndGet() == 3) {
                    site.aws.s3().put(Site.BUCKET, POINTER, newer, site.clock.instant());
                }
            }
        };
        site.aws.faults().on("PutObject").key(POINTER).first(4).loseRequest();
        site.aws.faults().on("PutObject").key(POINTER).nth(5).conflict();
        try (S3Client s3 = site.aws
                .connect(S3Client.builder().overrideConfiguration(c -> c.addExecutionInterceptor(other)))
                .build()) {
            assertThat(S3FencedWriter.create(s3, Site.BUCKET).write(POINTER, 5, RequestBody.fromString("one")))
                    .asString()
                    .startsWith("Unknown[cause=fence 6 has taken its place, and it may have been done before: ");
        }
    }

    @Test
    void write_objectCannotBeStored_leavesThePointer() {
        write(4, "old");
        site.aws.faults().on("PutObject").key(POINTER + ".d/5-n2").answer(403, "AccessDenied");
        assertThat(write(5, "one")).isInstanceOf(FencedWrite.Unknown.class);
        assertThat(pointer()).contains("\"fence\":4");
    }

    @Test
    void write_whatIsThereIsNoPointer_isUnknown() {
        site.aws.s3().put(Site.BUCKET, POINTER, new byte[] {'{', '}'}, site.clock.instant());
        assertThat(write(5, "one"))
                .isEqualTo(new FencedWrite.Unknown(
                        "s3://locks/universe/current.json is no pointer of version 1, so no fence is known"));
    }

    @Test
    void write_pointerCannotBeRead_isUnknown() {
        site.aws.faults().on("GetObject").answer(403, "AccessDenied");
        assertThat(write(5, "one")).isInstanceOf(FencedWrite.Unknown.class);
        assertThat(site.aws.requests("PutObject")).isEmpty();
    }

    @Test
    void write_badArguments_areRefused() {
        assertThatThrownBy(() -> write(0, "one")).hasMessage("fence is below 1: 0");
        assertThatThrownBy(() -> writer.write(" ", 1, RequestBody.empty())).hasMessage("pointer is blank");
        assertThatThrownBy(() -> writer.write("a\n", 1, RequestBody.empty()))
                .hasMessage("pointer has a control character");
        assertThatThrownBy(() -> S3FencedWriter.create(site.s3(), "")).hasMessage("bucket is blank");
    }

    private FencedWrite write(long fence, String text) {
        return writer.write(POINTER, fence, RequestBody.fromString(text));
    }

    private String pointer() {
        return text(POINTER);
    }

    private String text(String key) {
        return site.aws.s3().object(Site.BUCKET, key).orElseThrow().text();
    }
}
