package dev.interlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.junit.FakeAwsTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The examples of the Javadoc. */
final class SnippetsTest {
    @Test
    void connect_aLostAnswer_isMetByTheRetry() {
        // @start region="connect"
        FakeAws aws = FakeAws.create(MutableInstantSource.at("2026-05-27T13:50:00Z"));
        aws.s3().createBucket("locks");
        S3Client s3 = aws.connect(S3Client.builder()).build();
        aws.faults().on("PutObject").nth(1).loseAnswer();

        // the write lands, its answer is lost, and the SDK's retry meets what it wrote itself
        assertThatThrownBy(() -> s3.putObject(
                        put -> put.bucket("locks").key("writer").ifNoneMatch("*"), RequestBody.fromString("mine")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(aws.s3().object("locks", "writer").orElseThrow().text()).isEqualTo("mine");
        // @end
        s3.close();
    }

    @Test
    void faults_areOrderedByOperationKeyAndCount() {
        FakeAws aws = FakeAws.create();
        long seed = 42;
        // @start region="faults"
        aws.faults().on("PutObject").nth(1).loseAnswer();
        aws.faults().on("HeadObject").key("a.json").throttle();
        aws.faults().onAny().chance(0.05, seed).loseRequest();
        // @end
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void sampleEvents_areWhatAHandlerGets() {
        // @start region="sample-events"
        String event = SampleEvents.sqs("orders")
                .wrapping(SampleEvents.eventBridge("shop", "OrderPlaced"))
                .payload("{\"orderId\":9}")
                .toJson();
        // @end
        assertThat(event).contains("\\\"detail\\\":{\\\"orderId\\\":9}");
    }

    @Nested
    // @start region="junit"
    @FakeAwsTest
    final class ReportTest {
        @Test
        void report_isWritten(FakeAws aws, S3Client s3) {
            aws.s3().createBucket("reports");
            s3.putObject(put -> put.bucket("reports").key("today"), RequestBody.fromString("all is well"));

            assertThat(aws.s3().object("reports", "today").orElseThrow().text()).isEqualTo("all is well");
        }
    }
    // @end
}
