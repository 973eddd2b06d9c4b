package dev.interlock.testkit.dynamodb;

import static dev.interlock.testkit.dynamodb.Items.LOCKS;
import static dev.interlock.testkit.dynamodb.Items.item;
import static dev.interlock.testkit.dynamodb.Items.number;
import static dev.interlock.testkit.dynamodb.Items.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The table "DynamoDB, fault by fault" of docs/testkit.md: each row is computed here, by real clients, and compared
 * with the text of the guide.
 */
final class FaultTableTest {
    private static final Path GUIDE = Path.of("..", "docs", "testkit.md");
    private static final Map<String, AttributeValue> KEY = item("pk", text("daily"));
    private static final PutItemRequest PUT = PutItemRequest.builder()
            .tableName(LOCKS)
            .item(item("pk", text("daily"), "owner", text("new")))
            .build();
    private static final PutItemRequest PUT_IF_ABSENT = PUT.toBuilder()
            .conditionExpression("attribute_not_exists(pk)")
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    private static final Update ADD = Update.builder()
            .tableName(LOCKS)
            .key(KEY)
            .updateExpression("ADD runs :one")
            .expressionAttributeValues(Map.of(":one", number(1)))
            .build();

    /** What is called, and whether there is an item before. */
    private enum Call {
        PUT_ITEM("put", "PutItem", false) {
            @Override
            String run(World world) {
                world.dynamoDb.putItem(PUT);
                return "";
            }
        },
        PUT_NEW("put if absent", "PutItem", false) {
            @Override
            String run(World world) {
                world.dynamoDb.putItem(PUT_IF_ABSENT);
                return "";
            }
        },
        COUNT("add 1", "UpdateItem", false) {
            @Override
            String run(World world) {
                world.dynamoDb.updateItem(r -> r.tableName(LOCKS)
                        .key(KEY)
                        .updateExpression(ADD.updateExpression())
                        .expressionAttributeValues(ADD.expressionAttributeValues()));
                return "";
            }
        },
        COUNT_IN_TRANSACTION("add 1 in a transaction", "TransactWriteItems", false) {
            @Override
            String run(World world) {
                world.dynamoDb.transactWriteItems(r ->
                        r.transactItems(TransactWriteItem.builder().update(ADD).build()));
                return "";
            }
        },
        GET("get", "GetItem", true) {
            @Override
            String run(World world) {
                return ": "
                        + owner(world.dynamoDb
                                .getItem(r -> r.tableName(LOCKS).key(KEY))
                                .item());
            }
        },
        ASYNC_PUT_NEW("async put if absent", "PutItem", false) {
            @Override
            String run(World world) {
                world.async.putItem(PUT_IF_ABSENT).join();
                return "";
            }
        };

        private final String text;
        private final String operation;
        private final boolean overOldItem;

        Call(String text, String operation, boolean overOldItem) {
            this.text = text;
            this.operation = operation;
            this.overOldItem = overOldItem;
        }

        /** Makes the call, and returns what is to be told of its answer. */
        abstract String run(World world);
    }

    /** One line of the table; the fault is written as the code that orders it, after {@code on(operation)}. */
    private record Row(String fault, Call call, Consumer<FaultRule> order) {
        String line() {
            try (World world = new World()) {
                return "| `" + fault + "` | " + call.text + " | " + world.cells(call, order);
            }
        }
    }

    private static List<Row> rows() {
        Duration minute = Duration.ofMinutes(1);
        return List.of(
                new Row("nth(1).loseAnswer()", Call.PUT_ITEM, r -> r.nth(1).loseAnswer()),
                new Row("nth(1).loseAnswer()", Call.PUT_NEW, r -> r.nth(1).loseAnswer()),
                new Row("nth(1).loseAnswer()", Call.COUNT, r -> r.nth(1).loseAnswer()),
                new Row(
                        "nth(1).loseAnswer()",
                        Call.COUNT_IN_TRANSACTION,
                        r -> r.nth(1).loseAnswer()),
                new Row("nth(1).loseAnswer()", Call.ASYNC_PUT_NEW, r -> r.nth(1).loseAnswer()),
                new Row("loseAnswer()", Call.PUT_NEW, FaultRule::loseAnswer),
                new Row("nth(1).loseRequest()", Call.PUT_NEW, r -> r.nth(1).loseRequest()),
                new Row("loseRequest()", Call.PUT_NEW, FaultRule::loseRequest),
                new Row("nth(1).landLate(1 min)", Call.PUT_NEW, r -> r.nth(1).landLate(minute)),
                new Row("nth(1).landLate(1 min)", Call.COUNT, r -> r.nth(1).landLate(minute)),
                new Row("landLate(1 min)", Call.PUT_NEW, r -> r.landLate(minute)),
                new Row("nth(1).conflict()", Call.PUT_NEW, r -> r.nth(1).conflict()),
                new Row(
                        "nth(1).conflict()",
                        Call.COUNT_IN_TRANSACTION,
                        r -> r.nth(1).conflict()),
                new Row("nth(1).conflict()", Call.GET, r -> r.nth(1).conflict()),
                new Row("nth(1).failBefore()", Call.PUT_NEW, r -> r.nth(1).failBefore()),
                new Row("failBefore()", Call.PUT_NEW, FaultRule::failBefore),
                new Row("nth(1).failAfter()", Call.PUT_NEW, r -> r.nth(1).failAfter()),
                new Row("failAfter()", Call.COUNT, FaultRule::failAfter),
                new Row("failAfter()", Call.COUNT_IN_TRANSACTION, FaultRule::failAfter),
                new Row("nth(1).throttle()", Call.PUT_NEW, r -> r.nth(1).throttle()),
                new Row("throttle()", Call.PUT_NEW, FaultRule::throttle),
                new Row(
                        "answer(400, \"ThrottlingException\")",
                        Call.PUT_NEW,
                        r -> r.answer(400, "ThrottlingException")),
                new Row(
                        "answer(400, \"AccessDeniedException\")",
                        Call.PUT_NEW,
                        r -> r.answer(400, "AccessDeniedException")),
                new Row("stale(1)", Call.GET, r -> r.stale(1)),
                new Row("stale(1)", Call.PUT_NEW, r -> r.stale(1)));
    }

    /** A fake with one table, and clients of it. */
    private static final class World implements AutoCloseable {
        private final FakeAws aws = FakeAws.create();
        private final DynamoDbClient dynamoDb =
                aws.connect(DynamoDbClient.builder()).build();
        private final DynamoDbAsyncClient async =
                aws.connect(DynamoDbAsyncClient.builder()).build();
        private final DynamoDbClient bystander =
                aws.connect(DynamoDbClient.builder()).build();

        World() {
            Items.createLocks(dynamoDb);
        }

        @Override
        public void close() {
            dynamoDb.close();
            async.close();
            bystander.close();
        }

        String cells(Call call, Consumer<FaultRule> order) {
            if (call.overOldItem) {
                bystander.putItem(r -> r.tableName(LOCKS).item(item("pk", text("daily"), "owner", text("older"))));
                bystander.putItem(r -> r.tableName(LOCKS).item(item("pk", text("daily"), "owner", text("old"))));
            }
            order.accept(aws.faults().on(call.operation));
            String outcome = outcome(call);
            String sent = aws.requests(call.operation).size() + " " + call.operation;
            aws.faults().clear();
            return sent + " | " + held() + " | " + outcome + " |";
        }

        private String held() {
            String before = content();
            return aws.landLateRequests() == 0 ? before : before + "; " + content() + " once it has landed";
        }

        private String content() {
            return owner(bystander
                    .getItem(r -> r.tableName(LOCKS).key(KEY).consistentRead(true))
                    .item());
        }

        private String outcome(Call call) {
            try {
                return "success" + call.run(this);
            } catch (CompletionException e) {
                return "`CompletionException` of " + failure((SdkException) requireNonNull(e.getCause()));
            } catch (SdkException e) {
                return failure(e);
            }
        }

        private static String failure(SdkException e) {
            String attempts = ", numAttempts " + e.numAttempts();
            String type = "`" + e.getClass().getSimpleName() + "`";
            if (e instanceof ConditionalCheckFailedException failed) {
                return type + attempts + ", with " + owner(failed.item());
            }
            return e instanceof AwsServiceException refused
                    ? type + " " + refused.statusCode() + " `"
                            + refused.awsErrorDetails().errorCode() + "`" + attempts
                    : type + attempts;
        }
    }

    /** What there is to be told of an item. */
    private static String owner(Map<String, AttributeValue> item) {
        AttributeValue owner = item.get("owner");
        AttributeValue runs = item.get("runs");
        return owner != null ? "the " + owner.s() + " item" : runs != null ? runs.n() : "nothing";
    }

    @Test
    void guide_everyRow_saysWhatHappens() throws IOException {
        List<String> documented = Files.readString(GUIDE)
                .lines()
                .dropWhile(line -> !line.equals("## DynamoDB, fault by fault"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(rows().stream().map(Row::line).toList());
    }
}
