package dev.interlock.aws.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.aws.commitment.Shop.Policy;
import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.RunOutcome;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.BoughtCommitment;
import dev.interlock.testkit.commitment.CommitmentService;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * With a claim in front nothing is bought twice, even where the service cannot dedupe: the claim tells a re-drive for
 * what it is.
 */
final class ClaimedCommitmentTest {
    private static final String TABLE = "claims";
    private static final int RUNS = 2000;
    private static final int RUNS_IN_AN_ACCOUNT = 10;
    private static final long SEED = 20261121;
    private static final int MOST_DRIVES = 5;
    private static final int MOST_STEPS = 12;
    private static final ClaimPolicy POLICY = ClaimPolicy.of(Duration.ofMinutes(5), Duration.ofDays(30));

    /** Nothing was bought. */
    private static final class NotBought extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Nobody knows whether it was bought. */
    private static final class InDoubt extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(
            value = CommitmentService.class,
            names = {"EC2", "REDSHIFT", "RDS"})
    void run_amidDeathsAndLostAnswers_neverBuysTwice(CommitmentService service) {
        int bought = 0;
        for (int account = 0; account < RUNS / RUNS_IN_AN_ACCOUNT; account++) {
            bought += account(service, account);
        }
        assertThat(bought).isGreaterThan(RUNS / 4); // or this test would show nothing
    }

    private static int account(CommitmentService service, int account) {
        long seed = SEED + account;
        FakeAws aws = FakeAws.create();
        Crash crash = new Crash();
        SplittableRandom random = new SplittableRandom(seed);
        int bought = 0;
        try (DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()).build();
                Shop shop = Shop.open(service, aws, Policy.attempts(2), crash)) {
            createTable(dynamoDb);
            aws.faults().onAny().chance(0.1, seed).loseAnswer();
            aws.faults().onAny().chance(0.03, seed).landLate(Duration.ofSeconds(2));
            Idempotent idempotent = Idempotent.create(
                    DynamoDbIdempotencyStore.create(dynamoDb, TABLE, aws.clock()),
                    failure -> failure instanceof NotBought ? new Failure.Retryable() : new Failure.Ambiguous(),
                    event -> {});
            for (int run = 0; run < RUNS_IN_AN_ACCOUNT; run++) {
                String name = "seed " + SEED + ", account " + account + ", run " + run;
                List<BoughtCommitment> commitments = run(service, aws, shop, crash, random, idempotent, name);
                assertThat(commitments).as(name).hasSizeLessThanOrEqualTo(1);
                bought += commitments.size();
            }
        }
        return bought;
    }

    private static List<BoughtCommitment> run(
            CommitmentService service,
            FakeAws aws,
            Shop shop,
            Crash crash,
            SplittableRandom random,
            Idempotent idempotent,
            String name) {
        aws.commitments().offer(service, name, Shop.TYPE, Shop.TERM);
        IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken(name, 0);
        boolean isDone = false;
        for (int drive = 0; drive < MOST_DRIVES && !isDone; drive++) {
            if (drive < 2 && random.nextInt(3) > 0) {
                crash.dieAtStep(1 + random.nextInt(MOST_STEPS));
            } else {
                crash.live();
            }
            ClaimRequest request = new ClaimRequest(token, "drive-" + drive, Fingerprint.unchecked(), POLICY);
            try {
                isDone |= idempotent.run(request, claim -> buy(shop, claim, name)) instanceof RunOutcome.Done;
            } catch (Crash.Death e) {
                aws.clock().advance(POLICY.lease());
            }
            aws.clock().advance(Duration.ofMinutes(random.nextInt(10)));
        }
        aws.landLateRequests();
        List<BoughtCommitment> bought = aws.commitments().bought(service).stream()
                .filter(commitment -> commitment.order().offering().id().equals(name))
                .toList();
        if (isDone) {
            assertThat(bought).as(name).hasSize(1);
        }
        return bought;
    }

    private static Payload buy(Shop shop, Claim.Granted claim, String offering) {
        return shop.buy(claim, offering)
                .fold(
                        bought -> Payload.of(bought.id()),
                        already -> Payload.of(already.commitment().id()),
                        mismatch -> {
                            throw new AssertionError("one offering, one order: " + mismatch);
                        },
                        refused -> {
                            throw new NotBought();
                        },
                        unknown -> {
                            throw new InDoubt();
                        },
                        partly -> Payload.of(partly.id()));
    }

    private static void createTable(DynamoDbClient dynamoDb) {
        dynamoDb.createTable(table -> table.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("idempotency_token")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("idempotency_token")
                        .keyType(KeyType.HASH)
                        .build()));
    }
}
