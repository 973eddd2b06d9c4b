package dev.interlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.Message;
import dev.interlock.envelope.Unwrapped;
import dev.interlock.testkit.commitment.CommitmentService;
import dev.interlock.testkit.junit.FakeAwsTest;
import dev.interlock.testkit.s3.S3Action;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The examples of docs/testkit.md, and that its table of conditions is complete; FaultTableTest has that of faults. */
final class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "testkit.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+_\\w+)`");
    private static final String MATRIX = "dev.interlock.testkit.s3.ConditionMatrixTest";

    @Test
    void example_lostAnswer() {
        // @start region="lost-answer"
        FakeAws aws = FakeAws.create();
        aws.s3().createBucket("locks");
        aws.faults().on("PutObject").nth(1).loseAnswer();

        try (S3Client s3 = aws.connect(S3Client.builder()).build()) {
            assertThatThrownBy(() -> s3.putObject(
                            r -> r.bucket("locks").key("daily").ifNoneMatch("*"), RequestBody.fromString("mine")))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("Status Code: 412"); // refused by its own first send
        }
        assertThat(aws.s3().object("locks", "daily").orElseThrow().text()).isEqualTo("mine");
        assertThat(aws.requests("PutObject")).hasSize(2);
        // @end
    }

    @Test
    void example_commitments() {
        FakeAws aws = FakeAws.create();
        // @start region="commitments"
        aws.commitments().offer(CommitmentService.EC2, "offering-1", "m7g.large", Duration.ofDays(365));
        aws.faults().on("PurchaseReservedInstancesOffering").nth(1).loseAnswer();

        try (Ec2Client ec2 = aws.connect(Ec2Client.builder()).build()) {
            ec2.purchaseReservedInstancesOffering(
                    r -> r.reservedInstancesOfferingId("offering-1").instanceCount(3));
        }
        assertThat(aws.commitments().bought()).hasSize(2); // the SDK sent it again, and EC2 sold again
        // @end
    }

    @Test
    void example_sampleEvents() {
        // @start region="sample-events"
        SampleEvent event = SampleEvents.sqs("orders") // what a function gets that listens to the queue
                .wrapping(SampleEvents.sns("orders").wrapping(SampleEvents.eventBridge("shop", "OrderPlaced")))
                .payload("{\"orderId\":9,\"price\":1.10}");

        List<Unwrapped> records = Envelopes.unwrap(event.bytes());

        assertThat(records).singleElement().isInstanceOfSatisfying(Message.class, message -> {
            assertThat(message.detailType()).contains("OrderPlaced");
            assertThat(message.payload().text()).isEqualTo("{\"orderId\":9,\"price\":1.10}");
        });
        // @end
    }

    @Nested
    // @start region="junit"
    @FakeAwsTest
    final class SignalsTest {
        @Test
        void head_writtenYesterday_isADayOld(FakeAws aws, MutableInstantSource clock, S3Client s3) {
            aws.s3().put("research-bucket", "signals.json", new byte[] {1}, clock.instant());
            clock.advance(Duration.ofDays(1));

            Instant written = s3.headObject(r -> r.bucket("research-bucket").key("signals.json"))
                    .lastModified();

            assertThat(Duration.between(written, clock.instant())).isEqualTo(Duration.ofDays(1));
        }
    }
    // @end

    @Test
    @FakeAwsTest
    void example_faults(FakeAws aws, S3Client s3) {
        aws.s3()
                .put(
                        "research-bucket",
                        "signals.json",
                        new byte[] {1},
                        aws.clock().instant());
        long seed = 20260527;
        // @start region="faults"
        aws.faults().on("PutObject").nth(1).loseAnswer(); // the first send of a PutObject, whoever sends it
        aws.faults().on("HeadObject").key("signals.json").throttle(); // every send about one key
        aws.faults().onAny().chance(0.05, seed).loseRequest(); // one request in twenty, the same ones in every run
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(2)); // the client gives up, the write lands
        aws.faults().clear(); // from here on all is well; what is to land late still lands
        // @end
        s3.headObject(r -> r.bucket("research-bucket").key("signals.json"));
        assertThat(aws.requests()).containsExactly(new AwsRequest("s3", "HeadObject", "signals.json", 1));
    }

    @Test
    @FakeAwsTest
    void example_lateWrite(FakeAws aws, S3Client s3) {
        aws.s3().createBucket("locks");
        // @start region="late-write"
        aws.faults().on("PutObject").first(4).landLate(Duration.ofMinutes(2));
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket("locks").key("daily"), RequestBody.fromString("late")))
                .hasMessageContaining("(SDK Attempt Count: 4)");

        s3.putObject(r -> r.bucket("locks").key("daily"), RequestBody.fromString("in time"));
        aws.clock().advance(Duration.ofMinutes(2));

        assertThat(s3.getObjectAsBytes(r -> r.bucket("locks").key("daily")).asUtf8String())
                .isEqualTo("late"); // it landed just before this GET
        // @end
    }

    @Test
    @FakeAwsTest
    void example_dynamoDb(FakeAws aws, DynamoDbClient dynamoDb) {
        // @start region="dynamodb"
        dynamoDb.createTable(r -> r.tableName("locks")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("pk")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("pk")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
        aws.faults().on("PutItem").key("daily").nth(1).loseAnswer();

        assertThatThrownBy(() -> dynamoDb.putItem(r -> r.tableName("locks")
                        .item(Map.of("pk", fromS("daily"), "run", fromS("mine")))
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        e -> assertThat(e.item()).containsEntry("run", fromS("mine"))); // refused by its own first send
        assertThat(aws.requests("PutItem")).hasSize(2);
        // @end
    }

    @Test
    @FakeAwsTest
    void example_permissions(FakeAws aws, S3Client s3) {
        // @start region="permissions"
        aws.s3().createBucket("research-bucket");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket("research-bucket").key("signals.json")))
                .isInstanceOf(NoSuchKeyException.class); // 404: it is missing

        aws.s3().deny(S3Action.LIST_BUCKET, "research-bucket");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket("research-bucket").key("signals.json")))
                .hasMessageContaining("Status Code: 403"); // we are not told
        // @end
    }

    @Test
    void guide_conditionMatrix_namesEveryTestOfItOnce() throws IOException, ClassNotFoundException {
        List<String> tests = Stream.of(Class.forName(MATRIX).getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(Method::getName)
                .toList();

        List<String> named = Files.readString(GUIDE)
                .lines()
                .dropWhile(line -> !line.equals("## Condition by condition"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .flatMap(line -> TEST.matcher(line).results().map(test -> test.group(1)))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(tests);
    }
}
