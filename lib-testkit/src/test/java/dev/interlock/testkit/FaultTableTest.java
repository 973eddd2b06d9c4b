package dev.interlock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.s3.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The table "Fault by fault" of docs/testkit.md: each row is computed here, by real clients, and compared with the text
 * of the guide.
 */
@Timeout(60) // seconds; a latency that nothing cuts short is an hour
final class FaultTableTest {
    private static final Path GUIDE = Path.of("..", "docs", "testkit.md");
    private static final String BUCKET = "research-bucket";
    private static final String KEY = "a.json";
    private static final String OLD_TAG = "\"149603e6c03516362a8da23f624db945\"";

    /** What is called, and whether there is an object before. */
    private enum Call {
        PUT("`PUT`", "PutObject", false) {
            @Override
            SdkResponse run(World world) {
                return world.s3.putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromString("new"));
            }
        },
        PUT_IF_NONE_MATCH("`PUT` If-None-Match: *", "PutObject", false) {
            @Override
            SdkResponse run(World world) {
                return world.s3.putObject(
                        r -> r.bucket(BUCKET).key(KEY).ifNoneMatch("*"), RequestBody.fromString("new"));
            }
        },
        PUT_IF_MATCH("`PUT` If-Match: the old tag", "PutObject", true) {
            @Override
            SdkResponse run(World world) {
                return world.s3.putObject(
                        r -> r.bucket(BUCKET).key(KEY).ifMatch(OLD_TAG), RequestBody.fromString("new"));
            }
        },
        PUT_THEN_ANOTHER("`PUT`, then one of another writer", "PutObject", false) {
            @Override
            SdkResponse run(World world) {
                SdkResponse response = PUT.run(world);
                world.aws
                        .s3()
                        .put(
                                BUCKET,
                                KEY,
                                "other".getBytes(UTF_8),
                                world.aws.clock().instant());
                return response;
            }
        },
        DELETE("`DELETE`", "DeleteObject", true) {
            @Override
            SdkResponse run(World world) {
                return world.s3.deleteObject(r -> r.bucket(BUCKET).key(KEY));
            }
        },
        DELETE_IF_MATCH("`DELETE` If-Match: the old tag", "DeleteObject", true) {
            @Override
            SdkResponse run(World world) {
                return world.s3.deleteObject(r -> r.bucket(BUCKET).key(KEY).ifMatch(OLD_TAG));
            }
        },
        HEAD("`HEAD`", "HeadObject", true) {
            @Override
            SdkResponse run(World world) {
                return world.s3.headObject(r -> r.bucket(BUCKET).key(KEY));
            }
        },
        GET("`GET`", "GetObject", true) {
            @Override
            SdkResponse run(World world) {
                return world.s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).response();
            }
        },
        ASYNC_PUT_IF_NONE_MATCH("async `PUT` If-None-Match: *", "PutObject", false) {
            @Override
            SdkResponse run(World world) {
                return world.async
                        .putObject(r -> r.bucket(BUCKET).key(KEY).ifNoneMatch("*"), AsyncRequestBody.fromString("new"))
                        .join();
            }
        },
        ASYNC_GET("async `GET`", "GetObject", true) {
            @Override
            SdkResponse run(World world) {
                return world.async
                        .getObject(r -> r.bucket(BUCKET).key(KEY), AsyncResponseTransformer.toBytes())
                        .join()
                        .response();
            }
        };

        private final String text;
        private final String operation;
        private final boolean overOldBody;

        Call(String text, String operation, boolean overOldBody) {
            this.text = text;
            this.operation = operation;
            this.overOldBody = overOldBody;
        }

        abstract SdkResponse run(World world);
    }

    /** One line of the table; the fault is written as the code that orders it, after {@code on(operation)}. */
    private record Row(String fault, Call call, Duration attemptTimeout, Consumer<FaultRule> order) {
        String head() {
            return "| " + fault + " | " + call.text + " | ";
        }

        String line() {
            Duration none = Duration.ZERO;
            try (World world =
                    new World(attemptTimeout.equals(none) ? o -> {} : o -> o.apiCallAttemptTimeout(attemptTimeout))) {
                return head() + world.cells(call, order);
            }
        }
    }

    private static Row row(String fault, Call call, Consumer<FaultRule> order) {
        return new Row("`" + fault + "`", call, Duration.ZERO, order);
    }

    private static Row timedOut(String fault, Call call, Consumer<FaultRule> order) {
        return new Row("`" + fault + "`, attempts time out", call, Duration.ofMillis(200), order);
    }

    private static List<Row> rows() {
        Duration minute = Duration.ofMinutes(1);
        Duration hour = Duration.ofHours(1);
        return List.of(
                row("nth(1).loseAnswer()", Call.PUT, r -> r.nth(1).loseAnswer()),
                row("nth(1).loseAnswer()", Call.PUT_IF_NONE_MATCH, r -> r.nth(1).loseAnswer()),
                row("nth(1).loseAnswer()", Call.PUT_IF_MATCH, r -> r.nth(1).loseAnswer()),
                row("nth(1).loseAnswer()", Call.DELETE, r -> r.nth(1).loseAnswer()),
                row("nth(1).loseAnswer()", Call.DELETE_IF_MATCH, r -> r.nth(1).loseAnswer()),
                row("nth(1).loseAnswer()", Call.HEAD, r -> r.nth(1).loseAnswer()),
                row(
                        "nth(1).loseAnswer()",
                        Call.ASYNC_PUT_IF_NONE_MATCH,
                        r -> r.nth(1).loseAnswer()),
                row("nth(1).loseAnswer()", Call.ASYNC_GET, r -> r.nth(1).loseAnswer()),
                row("loseAnswer()", Call.PUT, FaultRule::loseAnswer),
                row("loseAnswer()", Call.PUT_IF_NONE_MATCH, FaultRule::loseAnswer),
                row("loseAnswer()", Call.DELETE_IF_MATCH, FaultRule::loseAnswer),
                row("loseAnswer()", Call.GET, FaultRule::loseAnswer),
                row("loseAnswer()", Call.ASYNC_PUT_IF_NONE_MATCH, FaultRule::loseAnswer),
                row("nth(1).loseRequest()", Call.PUT, r -> r.nth(1).loseRequest()),
                row(
                        "nth(1).loseRequest()",
                        Call.PUT_IF_NONE_MATCH,
                        r -> r.nth(1).loseRequest()),
                row("nth(1).loseRequest()", Call.HEAD, r -> r.nth(1).loseRequest()),
                row("loseRequest()", Call.PUT, FaultRule::loseRequest),
                row("loseRequest()", Call.PUT_IF_NONE_MATCH, FaultRule::loseRequest),
                row("nth(1).landLate(1 min)", Call.PUT, r -> r.nth(1).landLate(minute)),
                row(
                        "nth(1).landLate(1 min)",
                        Call.PUT_THEN_ANOTHER,
                        r -> r.nth(1).landLate(minute)),
                row(
                        "nth(1).landLate(1 min)",
                        Call.PUT_IF_NONE_MATCH,
                        r -> r.nth(1).landLate(minute)),
                row("nth(1).landLate(0)", Call.PUT_IF_NONE_MATCH, r -> r.nth(1).landLate(Duration.ZERO)),
                row("landLate(1 min)", Call.PUT, r -> r.landLate(minute)),
                row("landLate(1 min)", Call.PUT_IF_NONE_MATCH, r -> r.landLate(minute)),
                row("landLate(1 min)", Call.DELETE_IF_MATCH, r -> r.landLate(minute)),
                row("nth(1).conflict()", Call.PUT, r -> r.nth(1).conflict()),
                row("nth(1).conflict()", Call.PUT_IF_NONE_MATCH, r -> r.nth(1).conflict()),
                row(
                        "nth(1).conflict()",
                        Call.ASYNC_PUT_IF_NONE_MATCH,
                        r -> r.nth(1).conflict()),
                row("nth(1).failBefore()", Call.PUT, r -> r.nth(1).failBefore()),
                row("nth(1).failBefore()", Call.PUT_IF_NONE_MATCH, r -> r.nth(1).failBefore()),
                row("failBefore()", Call.PUT, FaultRule::failBefore),
                row("failBefore()", Call.HEAD, FaultRule::failBefore),
                row("nth(1).failAfter()", Call.PUT, r -> r.nth(1).failAfter()),
                row("nth(1).failAfter()", Call.PUT_IF_NONE_MATCH, r -> r.nth(1).failAfter()),
                row("nth(1).failAfter()", Call.DELETE_IF_MATCH, r -> r.nth(1).failAfter()),
                row(
                        "nth(1).failAfter()",
                        Call.ASYNC_PUT_IF_NONE_MATCH,
                        r -> r.nth(1).failAfter()),
                row("failAfter()", Call.PUT_IF_NONE_MATCH, FaultRule::failAfter),
                row("nth(1).throttle()", Call.PUT, r -> r.nth(1).throttle()),
                row("nth(1).throttle()", Call.PUT_IF_NONE_MATCH, r -> r.nth(1).throttle()),
                row("throttle()", Call.PUT_IF_NONE_MATCH, FaultRule::throttle),
                row("throttle()", Call.HEAD, FaultRule::throttle),
                row("throttle()", Call.ASYNC_GET, FaultRule::throttle),
                row("answer(403, \"AccessDenied\")", Call.PUT, r -> r.answer(403, "AccessDenied")),
                row("answer(403, \"AccessDenied\")", Call.PUT_IF_NONE_MATCH, r -> r.answer(403, "AccessDenied")),
                row("answer(403, \"AccessDenied\")", Call.HEAD, r -> r.answer(403, "AccessDenied")),
                row("answer(403, \"AccessDenied\")", Call.ASYNC_GET, r -> r.answer(403, "AccessDenied")),
                row("latency(5 ms)", Call.PUT, r -> r.latency(Duration.ofMillis(5))),
                row("latency(5 ms)", Call.ASYNC_GET, r -> r.latency(Duration.ofMillis(5))),
                timedOut(
                        "nth(1).latency(1 h)",
                        Call.PUT_IF_NONE_MATCH,
                        r -> r.nth(1).latency(hour)),
                timedOut("latency(1 h)", Call.PUT_IF_NONE_MATCH, r -> r.latency(hour)),
                timedOut("latency(1 h)", Call.ASYNC_PUT_IF_NONE_MATCH, r -> r.latency(hour)),
                row("elapse(1 min)", Call.PUT, r -> r.elapse(minute)),
                row("elapse(1 min)", Call.PUT_IF_NONE_MATCH, r -> r.elapse(minute)),
                row("elapse(1 min)", Call.HEAD, r -> r.elapse(minute)),
                row("skew(1 h)", Call.PUT, r -> r.skew(hour)),
                row("skew(-1 h)", Call.HEAD, r -> r.skew(hour.negated())));
    }

    /** A fake with one bucket, and clients of it. */
    private static final class World implements AutoCloseable {
        private final FakeAws aws = FakeAws.create();
        private final S3Client s3;
        private final S3AsyncClient async;
        private final Instant beginning = aws.clock().instant();

        World(Consumer<ClientOverrideConfiguration.Builder> settings) {
            s3 = aws.connect(S3Client.builder().overrideConfiguration(settings)).build();
            async = aws.connect(S3AsyncClient.builder().overrideConfiguration(settings))
                    .build();
            aws.s3().createBucket(BUCKET);
        }

        @Override
        public void close() {
            s3.close();
            async.close();
        }

        String cells(Call call, Consumer<FaultRule> order) {
            if (call.overOldBody) {
                aws.s3().put(BUCKET, KEY, "old".getBytes(UTF_8), beginning);
            }
            order.accept(aws.faults().on(call.operation));
            String outcome = outcome(call);
            String sent = aws.requests(call.operation).size() + " " + call.operation;
            assertThat(aws.requests()).as("requests of another kind").hasSameSizeAs(aws.requests(call.operation));
            return sent + " | " + held() + " | " + outcome + " |";
        }

        private String held() {
            String before = content();
            return aws.landLateRequests() == 0 ? before : before + "; " + content() + " once it has landed";
        }

        private String content() {
            return aws.s3()
                    .object(BUCKET, KEY)
                    .map(StoredObject::text)
                    .map(text -> "the " + text + " body")
                    .orElse("nothing");
        }

        private String outcome(Call call) {
            try {
                return "success" + times(call.run(this));
            } catch (CompletionException e) {
                return "`CompletionException` of " + failure((SdkException) requireNonNull(e.getCause()));
            } catch (SdkException e) {
                return failure(e);
            }
        }

        /** What is remarkable about the times: by how much the clock moved, and what the answer says it shows. */
        private String times(SdkResponse response) {
            Instant now = aws.clock().instant();
            Instant date = ZonedDateTime.parse(
                            response.sdkHttpResponse()
                                    .firstMatchingHeader("Date")
                                    .orElseThrow(),
                            DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            String moved = now.equals(beginning) ? "" : "; the clock has moved by " + Duration.between(beginning, now);
            String written = aws.s3()
                    .object(BUCKET, KEY)
                    .map(StoredObject::lastModified)
                    .filter(lastModified -> !lastModified.equals(beginning))
                    .map(lastModified -> ", Last-Modified by " + Duration.between(beginning, lastModified))
                    .orElse("");
            return moved + written + (date.equals(now) ? "" : "; `Date` differs by " + Duration.between(now, date));
        }

        private static String failure(SdkException e) {
            String attempts = e.numAttempts() == null ? "numAttempts not set" : "numAttempts " + e.numAttempts();
            String type = "`" + e.getClass().getSimpleName() + "`";
            if (e instanceof AwsServiceException refused) {
                AwsErrorDetails details = refused.awsErrorDetails();
                String code = details.errorCode() == null ? "without a code" : "`" + details.errorCode() + "`";
                return type + " " + refused.statusCode() + " " + code + ", " + attempts;
            }
            return type + ", " + attempts;
        }
    }

    @AfterEach
    void noRowShiftedTheSigningClock() {
        assertThat(SdkGlobalTime.getGlobalTimeOffset()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> guide_everyRow_saysWhatHappens() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.head(), () -> {
                    List<String> documented = table().stream()
                            .filter(line -> line.startsWith(row.head()))
                            .toList();

                    assertThat(documented).as("rows of docs/testkit.md").containsExactly(row.line());
                }));
    }

    @Test
    void guide_rows_areTheseInThisOrder() throws IOException {
        List<String> documented = table().stream()
                .map(line -> line.split("(?<=\\|) ", 4))
                .map(cells -> cells[0] + " " + cells[1] + " " + cells[2] + " ")
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(rows().stream().map(Row::head).toList());
    }

    /** The rows of the table under the heading, without its two head lines. */
    private static List<String> table() throws IOException {
        return Files.readString(GUIDE)
                .lines()
                .dropWhile(line -> !line.equals("## Fault by fault"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }
}
