package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.aws.reaper.DynamoDbExecutionStore;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.reaper.Disposition;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.SweepReport;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The guide's reaper: what dies is driven again under its claim, and has its effect once. */
final class ReaperGuideTest {
    private static final ClaimPolicy CLAIM = ClaimPolicy.of(Duration.ofMinutes(8), Duration.ofDays(400));

    private final MutableInstantSource moved = MutableInstantSource.at("2026-05-26T12:45:00Z");
    private final FakeAws aws = FakeAws.create(moved);
    private final InstantSource clock = moved;
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final List<InterlockEvent> heard = new ArrayList<>();
    private final InterlockListener listener = heard::add;
    private final Shop shop = new Shop();
    private final Map<String, String> environment = Map.of("PURCHASE_APPROVED_REAP_AFTER", "15m");
    private final Map<String, LineageKey> decisions = Map.of(
            "execution-1", LineageKey.of("decision-7"),
            "execution-1-tried-again", LineageKey.of("decision-7"));

    // @start region="policy"
    private final ReapPolicy policy = ReapPolicy.builder(Duration.ofMinutes(5), Duration.ofMinutes(1))
            .redrive("approved", Duration.ofMinutes(10)) // nobody began
            .redrive("running", Duration.ofMinutes(10)) // somebody died
            .alert("waiting", Duration.ofDays(1)) // somebody must look
            .redriveAtMost(3, Disposition.FAIL)
            .thresholdFrom(environment, "PURCHASE_APPROVED_REAP_AFTER", "approved", "running")
            .build();
    // @end

    private ExecutionStore executions;
    private Idempotent once;

    @BeforeEach
    void create() {
        createTables();
        // @start region="create"
        executions = DynamoDbExecutionStore.create(dynamoDb, "executions", clock, policy.states())
                .verifyTable();
        once = Idempotent.create(
                DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", clock),
                failure -> new Failure.Ambiguous(),
                listener);
        // @end
    }

    // @start region="executor"
    void execute(Execution approved, String run) {
        executions
                .transition(approved, Next.drivenBy("running", run, ""))
                .fold(
                        won -> drive(won.row()),
                        lost -> "somebody else has it: " + lost.current().state(),
                        gone -> "there is no such execution");
    }

    String drive(Execution row) {
        Tenure tenure = row.tenure();
        if (!(executions.heartbeat(tenure) instanceof Transition.Won)) { // before each step, and every few minutes
            return "it is another's by now";
        }
        LineageKey decision = decisionOf(row); // kept when it was approved; whoever tries again has the same one
        ClaimRequest request = new ClaimRequest(decision.token(0), row.drive().owner(), Fingerprint.unchecked(), CLAIM);
        return once.run(request, claim -> buy(decision, claim))
                .fold(
                        done -> ended(tenure, "completed", done.result().text()),
                        failed -> ended(tenure, "failed", failed.record().text()),
                        retryable -> "found again by the sweep",
                        ambiguous -> "found again by the sweep",
                        unstored -> ended(
                                tenure, "completed", unstored.result().payload().text()),
                        busy -> "found again by the sweep",
                        mismatch -> ended(tenure, "failed", "one token, two requests"),
                        unknown -> "found again by the sweep");
    }

    private Payload buy(LineageKey decision, Claim.Granted claim) {
        if (claim.unfinished() > 0 && shop.hasSold(decision)) { // to a drive that died before it could say so
            return shop.receiptOf(decision);
        }
        return shop.sell(decision);
    }

    private String ended(Tenure tenure, String state, String message) {
        return executions
                .finish(tenure, state, message)
                .fold(won -> state, lost -> "too late: " + lost.current().state(), gone -> "gone");
    }
    // @end

    private LineageKey decisionOf(Execution row) {
        LineageKey decision = decisions.get(row.id());
        if (decision == null) {
            throw new IllegalStateException("nobody decided on " + row.id());
        }
        return decision;
    }

    /** Where it buys. It sells twice to whoever asks twice, and the process may die of it. */
    private static final class Shop {
        private final List<LineageKey> sold = new ArrayList<>();
        private boolean isDeadly;

        boolean hasSold(LineageKey decision) {
            return sold.contains(decision);
        }

        Payload receiptOf(LineageKey decision) {
            return Payload.of("ri-" + (sold.indexOf(decision) + 1));
        }

        Payload sell(LineageKey decision) {
            sold.add(decision);
            if (isDeadly) {
                isDeadly = false;
                throw new StackOverflowError("the process is gone");
            }
            return Payload.of("ri-" + sold.size());
        }
    }

    // @start region="sweep"
    SweepReport sweep(String invocation, Instant now) {
        return Sweep.builder(executions, policy, invocation)
                .listener(listener)
                .repeatable(row -> true) // every service that it buys at refuses repeats
                .redriver(this::drive)
                .build()
                .run(now)
                .orThrow();
    }
    // @end

    // @start region="resume"
    String sweepForAMinute(String invocation, String resume) {
        Instant until = clock.instant().plusSeconds(50);
        SweepReport report = Sweep.builder(executions, policy, invocation)
                .listener(listener)
                .repeatable(row -> true)
                .redriver(this::drive)
                .stopWhen(() -> !clock.instant().isBefore(until))
                .build()
                .run(clock.instant(), resume);
        return report.resume(); // keep it for the next invocation
    }
    // @end

    @Test
    void executionThatDiesAfterItsEffect_isRedrivenAndHasItOnce() {
        Execution approved = won(executions.create("execution-1", "approved"));
        shop.isDeadly = true;
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> execute(approved, "run-1"));
        moved.advance(Duration.ofMinutes(15));

        assertThat(sweep("sweep-1", clock.instant()).redriven()).isEqualTo(1);

        Execution ended = executions.find("execution-1").orElseThrow();
        assertThat(ended.state()).isEqualTo("completed");
        assertThat(ended.message()).isEqualTo("ri-1");
        assertThat(shop.sold).containsExactly(LineageKey.of("decision-7"));
        assertThat(sweep("sweep-2", clock.instant()).found()).isZero();
    }

    @Test
    void executionThatDiesBeforeItsEnd_isReplayed() {
        Execution running = won(executions.transition(
                won(executions.create("execution-1", "approved")), Next.drivenBy("running", "run-1", "")));
        LineageKey decision = decisionOf(running);
        once.run(
                new ClaimRequest(decision.token(0), "run-1", Fingerprint.unchecked(), CLAIM),
                claim -> buy(decision, claim));
        moved.advance(Duration.ofMinutes(15));

        assertThat(sweepForAMinute("sweep-1", "")).isEmpty();

        assertThat(executions.find("execution-1").orElseThrow().message()).isEqualTo("ri-1");
        assertThat(shop.sold).containsExactly(LineageKey.of("decision-7"));
    }

    @Test
    void secondRowOfOneDecision_hasTheEffectOfTheFirst() {
        execute(won(executions.create("execution-1", "approved")), "run-1");
        execute(won(executions.create("execution-1-tried-again", "approved")), "run-2");

        assertThat(executions.find("execution-1-tried-again").orElseThrow().message())
                .isEqualTo("ri-1");
        assertThat(shop.sold).containsExactly(LineageKey.of("decision-7"));
    }

    @Test
    void executionThatNobodyBegan_isBegunAndAnotherExecutorIsTooLate() {
        Execution approved = won(executions.create("execution-1", "approved"));
        moved.advance(Duration.ofMinutes(15));
        assertThat(sweep("sweep-1", clock.instant()).redriven()).isEqualTo(1);

        execute(approved, "run-1");

        assertThat(shop.sold).containsExactly(LineageKey.of("decision-7"));
    }

    @Test
    void policy_takesTheThresholdOfTheEnvironment() {
        assertThat(policy.thresholdOf("running")).isEqualTo(Duration.ofMinutes(15));
        assertThat(policy.problems()).isEmpty();
    }

    private static Execution won(Transition transition) {
        return ((Transition.Won) transition).row();
    }

    private void createTables() {
        dynamoDb.createTable(table -> table.tableName("idempotency")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("idempotency_token", ScalarAttributeType.S))
                .keySchema(key("idempotency_token", KeyType.HASH)));
        dynamoDb.createTable(table -> table.tableName("executions")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute("execution_id", ScalarAttributeType.S),
                        attribute("watch_key", ScalarAttributeType.S),
                        attribute("updated_at", ScalarAttributeType.N))
                .keySchema(key("execution_id", KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("stuck")
                        .keySchema(key("watch_key", KeyType.HASH), key("updated_at", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
