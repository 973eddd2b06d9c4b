package dev.interlock.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;

/** By using the extension as its users do. */
final class FakeAwsExtensionTest {
    @Nested
    @FakeAwsTest
    final class OnAClass {
        private static final List<FakeAws> SEEN = new ArrayList<>();

        private final FakeAws fromConstructor;
        private final S3Client clientFromConstructor;

        OnAClass(FakeAws fromConstructor, S3Client clientFromConstructor) {
            this.fromConstructor = fromConstructor;
            this.clientFromConstructor = clientFromConstructor;
        }

        @BeforeEach
        void arrange(FakeAws fromBeforeEach) {
            assertThat(fromBeforeEach).isSameAs(fromConstructor);
            fromBeforeEach.s3().createBucket("research-bucket");
        }

        @AfterAll
        static void everyTestHadAFakeOfItsOwn() {
            assertThat(SEEN).hasSize(5).doesNotHaveDuplicates();
        }

        @Test
        void parameters_ofEveryKind_belongTogether(
                FakeAws aws, MutableInstantSource clock, S3Client s3, S3AsyncClient async) {
            SEEN.add(aws);

            assertThat(aws).isSameAs(fromConstructor);
            assertThat(clock).isSameAs(aws.clock());
            assertThat(s3).isSameAs(clientFromConstructor);
            s3.putObject(r -> r.bucket("research-bucket").key("a"), RequestBody.fromString("hello"));
            async.putObject(r -> r.bucket("research-bucket").key("b"), AsyncRequestBody.fromString("hello"))
                    .join();
            assertThat(aws.s3().keys("research-bucket")).containsExactly("a", "b");
        }

        @Test
        void parameters_twiceOfOneType_areTheSame(FakeAws one, FakeAws two, S3Client first, S3Client second) {
            SEEN.add(one);

            assertThat(one).isSameAs(two);
            assertThat(first).isSameAs(second);
        }

        @RepeatedTest(3)
        void fake_eachTest_startsEmptyAtTheBeginning(FakeAws aws, MutableInstantSource clock, S3Client s3) {
            SEEN.add(aws);

            assertThat(aws.requests()).isEmpty();
            assertThat(aws.s3().keys("research-bucket")).isEmpty();
            assertThat(clock).hasToString("2026-01-01T00:00:00Z");

            s3.putObject(r -> r.bucket("research-bucket").key("a"), RequestBody.fromString("hello"));
            clock.advance(Duration.ofDays(1));
        }
    }

    @Nested
    @FakeAwsTest
    final class WithBeforeAll {
        private static final List<FakeAws> SHARED = new ArrayList<>();

        @BeforeAll
        static void arrange(FakeAws aws, S3Client s3) {
            SHARED.add(aws);
            s3.createBucket(r -> r.bucket("research-bucket"));
        }

        @RepeatedTest(2)
        void fake_ofBeforeAll_isSharedByTheClass(FakeAws aws, S3Client s3) {
            assertThat(SHARED).containsExactly(aws);
            s3.headBucket(r -> r.bucket("research-bucket"));
        }
    }

    @Nested
    final class OnAMethod {
        @Test
        @FakeAwsTest
        void parameters_ofAnAnnotatedMethod_areResolved(FakeAws aws, S3Client s3) {
            s3.createBucket(r -> r.bucket("research-bucket"));

            assertThat(aws.requests("CreateBucket")).hasSize(1);
        }
    }

    @Nested
    @FakeAwsTest
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    final class Clients {
        private static final List<S3Client> BLOCKING = new ArrayList<>();
        private static final List<S3AsyncClient> ASYNCHRONOUS = new ArrayList<>();

        @Test
        @Order(1)
        void clients_duringTheTest_areOpen(FakeAws aws, S3Client s3, S3AsyncClient async) {
            aws.s3().createBucket("research-bucket");
            BLOCKING.add(s3);
            ASYNCHRONOUS.add(async);

            s3.headBucket(r ->
                    r.bucket("research-bucket").overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMinutes(1))));
            async.headBucket(r -> r.bucket("research-bucket")
                            .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMinutes(1))))
                    .join();
        }

        /** A closed client has no timer for time-outs any more. */
        @Test
        @Order(2)
        void clients_afterTheTest_areClosed() {
            Consumer<HeadBucketRequest.Builder> timed = r ->
                    r.bucket("research-bucket").overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMinutes(1)));

            assertThatThrownBy(() -> BLOCKING.get(0).headBucket(timed)).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> ASYNCHRONOUS.get(0).headBucket(timed).join())
                    .hasRootCauseInstanceOf(RejectedExecutionException.class);
        }
    }
}
