package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.InterlockEvent;
import dev.interlock.aws.mutex.DynamoDbAdmissionStore;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.Message;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The incident of 26 May 2026, on the fake DynamoDB: a rule of EventBridge had two targets, so each of its firings
 * started the weekday pipeline twice, and the two wrote over each other. Here both triggers ask the mutex first.
 */
final class TwoTriggers {
    private static final String TABLE = "execution-mutex";
    private static final String MACHINE = "weekday-pipeline";

    private final FakeAws aws;
    private final PrintStream out;
    private final List<InterlockEvent> heard = new ArrayList<>();

    private TwoTriggers(FakeAws aws, PrintStream out) {
        this.aws = aws;
        this.out = out;
    }

    /** Lives through it, prints what every trigger was told, and returns what the listener heard. */
    static List<InterlockEvent> replay(PrintStream out) {
        FakeAws aws = FakeAws.create(MutableInstantSource.at(Instant.parse("2026-05-26T12:45:59.990Z")));
        TwoTriggers incident = new TwoTriggers(aws, out);
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build()) {
            createTable(dynamoDb);
            incident.run(ExecutionMutex.create(
                    DynamoDbAdmissionStore.create(dynamoDb, TABLE).verifyTable(),
                    MutexPolicy.guarding(MutexRoles.of("daily", "weekly", "eod", "shell-run")),
                    aws.clock(),
                    incident.heard::add));
        }
        return incident.heard;
    }

    private void run(ExecutionMutex mutex) {
        Message trigger = firing("2026-05-26T12:45:00Z");
        out.println("\nthe rule of " + MACHINE + " fires for "
                + trigger.scheduledTime().orElseThrow() + ", and has two targets");

        aws.faults().on("PutItem").nth(1).loseAnswer();
        ask(mutex, "first target", "daily", trigger, "run-1");

        at("2026-05-26T12:46:00.010Z"); // 20 ms later, and in another minute
        ask(mutex, "second target", "daily", trigger, "run-2");

        at("2026-05-26T12:51:12Z");
        ask(mutex, "first target, invoked again", "daily", trigger, "run-1");

        at("2026-05-26T13:10:00Z");
        ask(mutex, "an operator", "recovery", trigger, "run-3");

        at("2026-05-27T12:45:00.400Z");
        aws.faults().on("PutItem").throttle();
        ask(mutex, "next day, table throttled", "daily", firing("2026-05-27T12:45:00Z"), "run-4");
    }

    private void ask(ExecutionMutex mutex, String who, String role, Message trigger, String runId) {
        Admission admission =
                mutex.admit(MACHINE, Optional.of(role), trigger.scheduledTime().orElseThrow(), runId);
        out.printf(
                Locale.ROOT,
                "%-24s  %-27s  %-6s  %-11s  %s%n",
                aws.clock().instant(),
                who,
                runId,
                admission.proceeds() ? "starts" : "stays away",
                inWords(admission));
    }

    private static String inWords(Admission admission) {
        return admission.fold(
                admitted -> "admitted",
                sameRun -> "the same run again, first " + sameRun.first(),
                duplicate -> "duplicate of " + duplicate.holder(),
                bypassed -> "takes no mutex as " + bypassed.role(),
                unknown -> "unknown: " + unknown.cause());
    }

    private void at(String time) {
        aws.clock().set(Instant.parse(time));
    }

    /** What EventBridge sends to each target of a scheduled rule: the same event, id and all. */
    private static Message firing(String time) {
        String event = """
                {"version":"0","id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","detail-type":"Scheduled Event",
                 "source":"aws.events","account":"123456789012","time":"%s","region":"eu-west-1",
                 "resources":["arn:aws:events:eu-west-1:123456789012:rule/weekday-pipeline"],"detail":{}}""".formatted(time);
        return (Message) Envelopes.unwrap(event.getBytes(UTF_8)).get(0);
    }

    private static void createTable(DynamoDbClient dynamoDb) {
        dynamoDb.createTable(table -> table.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("mutex_key")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("mutex_key")
                        .keyType(KeyType.HASH)
                        .build()));
    }
}
