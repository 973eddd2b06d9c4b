package dev.interlock.aws.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Settlement;
import dev.interlock.idempotency.StoredResult;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.junit.IdempotencyStoreSuite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DynamoDbIdempotencyStoreTest extends IdempotencyStoreSuite {
    private static final String TABLE = "idempotency";
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:03.123456Z");
    private static final IdempotencyToken TOKEN = IdempotencyTokens.deriveIdempotencyToken("execution", 0);
    private static final ClaimRequest REQUEST = new ClaimRequest(
            TOKEN, "run-1", Fingerprint.unchecked(), ClaimPolicy.of(Duration.ofMinutes(15), Duration.ofDays(30)));
    private static final AttributeValue NONE = AttributeValue.fromNul(true);
    private static final StoredResult RESULT = StoredResult.success(Payload.of("ri-1"));

    private final FakeAws aws = FakeAws.create();
    private final DynamoDbClient dynamoDb =
            aws.connect(DynamoDbClient.builder()).build();
    private final MutableInstantSource clock = MutableInstantSource.at(NOW);
    private final DynamoDbIdempotencyStore store = DynamoDbIdempotencyStore.create(dynamoDb, TABLE, clock);

    @BeforeEach
    void createTable() {
        ClaimFixture.createTable(dynamoDb, TABLE);
    }

    @Override
    protected IdempotencyStore store(InstantSource clock) {
        return DynamoDbIdempotencyStore.create(dynamoDb, TABLE, clock).tolerating(tolerance());
    }

    @Override
    protected Duration tolerance() {
        return Duration.ofSeconds(2);
    }

    @Override
    protected boolean loseNextAnswer() {
        aws.faults().on("UpdateItem").nth(1).loseAnswer();
        return true;
    }

    @Test
    void everyStep_isOneRequest() {
        Hold hold = claimed().hold();
        assertThat(aws.requests()).hasSize(2); // the first one is CreateTable
        store.renew(hold, Duration.ofHours(1));
        assertThat(aws.requests()).hasSize(3);
        store.complete(hold, RESULT);
        assertThat(aws.requests()).hasSize(4);
        assertThat(store.claim(REQUEST)).isInstanceOf(Claim.Completed.class);
        assertThat(aws.requests()).hasSize(5);
        store.abandon(hold);
        assertThat(aws.requests()).hasSize(6);
        assertThat(aws.requests("UpdateItem")).hasSize(5);
    }

    @Test
    void claim_item_isAsDocumented() {
        claimed();

        Map<String, AttributeValue> item = item();
        String attempt = item.getOrDefault("claim_attempt", NONE).s();
        assertThat(attempt).hasSize(36);
        assertThat(item)
                .isEqualTo(Map.of(
                        "idempotency_token", AttributeValue.fromS(TOKEN.value()),
                        "claim_state", AttributeValue.fromS("RUNNING"),
                        "claim_owner", AttributeValue.fromS("run-1"),
                        "claim_attempt", AttributeValue.fromS(attempt),
                        "fence", AttributeValue.fromN("1779799503"),
                        "unfinished", AttributeValue.fromN("1"),
                        "lease_expires_at", AttributeValue.fromN("1779800403123"),
                        "request_fingerprint", AttributeValue.fromS("unchecked"),
                        "expires_at", AttributeValue.fromN("1782392404")));
    }

    @Test
    void complete_item_isAsDocumented() {
        store.complete(claimed().hold(), RESULT);

        Map<String, AttributeValue> item = item();
        assertThat(item)
                .containsEntry("claim_state", AttributeValue.fromS("SUCCESS"))
                .containsEntry("unfinished", AttributeValue.fromN("0"))
                .containsEntry("ended_at", AttributeValue.fromN("1779799503123"))
                .containsEntry("claim_result_kind", AttributeValue.fromS("TEXT"))
                .containsEntry("expires_at", AttributeValue.fromN("1782391504"))
                .hasSize(12);
        assertThat(item.getOrDefault("claim_result", NONE).b().asUtf8String()).isEqualTo("ri-1");
    }

    @Test
    void renew_item_staysAsLongAsItsLeaseAndTheRetention() {
        Hold hold = claimed().hold();

        assertThat(store.renew(hold, Duration.ofHours(2))).isInstanceOf(Settlement.Done.class);

        assertThat(item())
                .containsEntry("lease_expires_at", AttributeValue.fromN("1779806703123"))
                .containsEntry("expires_at", AttributeValue.fromN("1782398704"));
    }

    @Test
    void claim_answersLostUntilTheLeaseIsOver_isNotWon() {
        aws.faults().on("UpdateItem").nth(1).loseAnswer();
        MutableInstantSource slow = MutableInstantSource.at(NOW);
        InstantSource advancing = () -> {
            Instant shown = slow.instant();
            slow.advance(Duration.ofMinutes(15));
            return shown;
        };

        assertThat(DynamoDbIdempotencyStore.create(dynamoDb, TABLE, advancing).claim(REQUEST))
                .isEqualTo(new Claim.Unknown("the claim was stored, but its lease was over when the answer came"));
    }

    @Test
    void claim_firstSendLandsAfterTheClaimWasAbandoned_claimsForNobody() {
        aws.faults().on("UpdateItem").nth(1).landLate(Duration.ofMinutes(1));
        Claim.Granted granted = claimed();
        assertThat(store.abandon(granted.hold())).isInstanceOf(Settlement.Done.class);

        aws.landLateRequests();

        assertThat(item()).containsEntry("claim_state", AttributeValue.fromS("ABANDONED"));
        assertThat(claimed().unfinished()).isZero();
    }

    @Test
    void everyStep_throttledForGood_isUnknown() {
        Hold hold = claimed().hold();
        aws.faults().on("UpdateItem").throttle();

        String cause = "UpdateItem on idempotency answered 400 ProvisionedThroughputExceededException";
        assertThat(store.claim(REQUEST)).isEqualTo(new Claim.Unknown(cause));
        assertThat(store.renew(hold, Duration.ofHours(1))).isEqualTo(new Settlement.Unknown(cause));
        assertThat(store.complete(hold, RESULT)).isEqualTo(new Settlement.Unknown(cause));
        assertThat(store.abandon(hold)).isEqualTo(new Settlement.Unknown(cause));
    }

    @Test
    void claim_notAllowed_saysWhatItNeeds() {
        aws.faults().on("UpdateItem").answer(400, "AccessDeniedException");

        assertThat(store.claim(REQUEST))
                .isEqualTo(new Claim.Unknown("UpdateItem on idempotency answered 400 AccessDeniedException;"
                        + " it needs dynamodb:UpdateItem"));
    }

    @Test
    void claim_recordOfSomethingElse_isUnknownAndLeftAlone() {
        Map<String, AttributeValue> foreign =
                Map.of("idempotency_token", AttributeValue.fromS(TOKEN.value()), "pk", AttributeValue.fromS("x"));
        dynamoDb.putItem(put -> put.tableName(TABLE).item(foreign));

        assertThat(store.claim(REQUEST))
                .isEqualTo(new Claim.Unknown("UpdateItem on idempotency found a record that is none of a claim"));
        assertThat(item()).isEqualTo(foreign);
    }

    @Test
    void claim_afterTheRecordWasRemoved_hasAHigherFence() {
        Claim.Granted first = claimed();
        dynamoDb.deleteItem(delete ->
                delete.tableName(TABLE).key(Map.of("idempotency_token", AttributeValue.fromS(TOKEN.value()))));
        clock.advance(Duration.ofDays(30));

        assertThat(claimed().fence()).isGreaterThan(first.fence());
    }

    private Claim.Granted claimed() {
        return (Claim.Granted) store.claim(REQUEST);
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.getItem(get ->
                        get.tableName(TABLE).key(Map.of("idempotency_token", AttributeValue.fromS(TOKEN.value()))))
                .item();
    }
}
