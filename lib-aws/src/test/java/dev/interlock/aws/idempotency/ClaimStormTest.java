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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Claimants of one token who take turns as a seed says, over a network that loses answers and delivers late, with a
 * table that throttles, clocks that are apart, pauses longer than the lease, and deaths at every step. Another first
 * seed, and more runs: {@code -Dinterlock.storm.seed=7 -Dinterlock.storm.runs=2000}.
 */
final class ClaimStormTest {
    private static final long SEED = Long.getLong("interlock.storm.seed", 20260526L);
    private static final int RUNS = Integer.getInteger("interlock.storm.runs", 500);
    private static final int TURNS = 40;
    private static final int CLAIMANTS = 5;
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final FakeAws aws = FakeAws.create(MutableInstantSource.at("2026-05-26T12:45:00Z"));
    private final DynamoDbClient dynamoDb = aws.connect(DynamoDbClient.builder()
                    .overrideConfiguration(
                            config -> config.retryStrategy(AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                                    .maxAttempts(2) // so that some calls end without an answer
                                    .backoffStrategy(BackoffStrategy.retryImmediately())
                                    .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                    .circuitBreakerEnabled(false)
                                    .build())))
            .build();

    @Test
    void claims_stormOfClaimants_endEachTokenOnce() {
        ClaimFixture.createTable(dynamoDb, "idempotency");
        aws.faults().on("UpdateItem").chance(0.10, SEED).loseAnswer();
        aws.faults().on("UpdateItem").chance(0.05, SEED + 1).throttle();
        aws.faults().on("UpdateItem").chance(0.03, SEED + 2).landLate(Duration.ofSeconds(30));
        Map<String, Integer> seen = new HashMap<>();
        for (int run = 0; run < RUNS; run++) {
            new Run(run, seen).play();
        }
        assertThat(seen)
                .as("seed %d: what the storm met", SEED)
                .containsKeys(
                        "Granted",
                        "Completed",
                        "Held",
                        "Unknown",
                        "Done",
                        "Lost",
                        "SettlementUnknown",
                        "takeOver",
                        "died");
        assertThat(seen.get("endedTokens")).as("seed %d", SEED).isGreaterThan(RUNS / 2);
    }

    private final class Run {
        private final SplittableRandom random;
        private final String name;
        private final IdempotencyToken token;
        private final Map<String, Integer> seen;
        private final List<Claimant> claimants = new ArrayList<>();
        private final MutableInstantSource time = MutableInstantSource.at("2026-05-26T12:45:00Z");
        private final List<String> mayBeStored = new ArrayList<>();
        private @Nullable String stored;
        private long lastFence;

        private Run(int run, Map<String, Integer> seen) {
            this.seen = seen;
            name = "seed " + SEED + ", run " + run;
            random = new SplittableRandom(SEED + run);
            token = IdempotencyTokens.deriveIdempotencyToken(name, 0);
            for (int i = 0; i < CLAIMANTS; i++) {
                claimants.add(new Claimant("claimant-" + i, Duration.ofMillis(random.nextInt(-1000, 1001))));
            }
        }

        private void play() {
            for (int turn = 0; turn < TURNS; turn++) {
                time.advance(random.nextInt(10) == 0 ? LEASE.plusSeconds(5) : Duration.ofMillis(random.nextInt(8_000)));
                claimants.get(random.nextInt(CLAIMANTS)).turn();
            }
            aws.landLateRequests();
            if (stored != null) {
                count("endedTokens");
            }
        }

        private void count(String what) {
            seen.merge(what, 1, Integer::sum);
        }

        /** What everybody is told from now on is what one of the owners said, and stays it. */
        private void told(String result) {
            if (stored == null) {
                assertThat(mayBeStored)
                        .as("%s: told without being stored", name)
                        .contains(result);
                stored = result;
            }
            assertThat(result).as("%s: a second end", name).isEqualTo(stored);
        }

        private final class Claimant {
            private final String owner;
            private final Duration ahead;
            private final IdempotencyStore store;
            private Claim.@Nullable Granted claim;

            private Claimant(String owner, Duration ahead) {
                this.owner = owner;
                this.ahead = ahead;
                store = DynamoDbIdempotencyStore.create(dynamoDb, "idempotency", this::now)
                        .tolerating(TOLERANCE);
            }

            private Instant now() {
                return time.instant().plus(ahead);
            }

            private void turn() {
                Claim.Granted mine = claim;
                if (mine == null) {
                    claim();
                    return;
                }
                switch (random.nextInt(8)) {
                    case 0 -> {
                        claim = null; // its process dies, before the effect or after it
                        count("died");
                    }
                    case 1, 2 -> settled(store.renew(mine.hold(), LEASE));
                    case 3 -> {
                        settled(store.abandon(mine.hold()));
                        claim = null;
                    }
                    default -> complete(mine.hold());
                }
            }

            private void claim() {
                Claim answer = store.claim(new ClaimRequest(
                        token, owner, Fingerprint.unchecked(), ClaimPolicy.of(LEASE, Duration.ofDays(30))));
                count(answer.getClass().getSimpleName());
                if (answer instanceof Claim.Granted granted) {
                    granted(granted);
                } else if (answer instanceof Claim.Completed completed) {
                    told(completed.result().payload().text());
                }
            }

            private void granted(Claim.Granted granted) {
                assertThat(stored).as("%s: granted after its end", name).isNull();
                assertThat(granted.fence()).as("%s: fence", name).isGreaterThan(lastFence);
                count(granted.unfinished() > 0 ? "takeOver" : "fresh");
                for (Claimant other : claimants) {
                    Claim.Granted theirs = other.claim;
                    if (other != this && theirs != null) {
                        assertThat(other.now().isBefore(theirs.expiresAt()))
                                .as("%s: %s believes in its lease beside %s", name, other.owner, owner)
                                .isFalse();
                    }
                }
                lastFence = granted.fence();
                claim = granted;
            }

            private void complete(Hold hold) {
                String result = owner + " with " + hold.fence();
                mayBeStored.add(result);
                Settlement settlement = store.complete(hold, StoredResult.success(Payload.of(result)));
                settled(settlement);
                if (settlement instanceof Settlement.Done) {
                    told(result);
                }
                if (settlement instanceof Settlement.Lost && !result.equals(stored)) {
                    mayBeStored.remove(result);
                }
                if (!(settlement instanceof Settlement.Unknown)) {
                    claim = null; // of an unknown end, the same write comes again
                }
            }

            private void settled(Settlement settlement) {
                count(
                        settlement instanceof Settlement.Unknown
                                ? "SettlementUnknown"
                                : settlement.getClass().getSimpleName());
            }
        }
    }
}
