package dev.interlock.aws.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.aws.reaper.ReaperProof.Delivered;
import dev.interlock.aws.reaper.ReaperProof.Sight;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.interleaving.InterleavingFailure;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Those who drive an execution, sweep it and try it again, step by step over the fake DynamoDB; and that the same steps
 * find what is wrong with stores and redrives that are known to be wrong. Other seeds, and more of them:
 * {@code -Dproof.seed=7 -Dproof.interleavings=100000}; one of them alone: {@code -Dinterleaving.replay=seed:17}.
 */
final class ReaperInterleavingTest {
    private static final int COUNT = Integer.getInteger("proof.interleavings", 2_000);
    private static final long FIRST = Long.getLong("proof.seed", 1);
    private static final int THREADS = 2;

    @Test
    void reaper_everySeed_keepsTheRules() {
        Map<Sight, Integer> sights = new EnumMap<>(Sight.class);
        Interleaving all = ReaperProof.of(new Delivered(), sights);

        long steps = IntStream.range(0, THREADS)
                .parallel()
                .mapToLong(thread -> {
                    int count = COUNT / THREADS;
                    return all.explore(FIRST + (long) thread * count, count).steps();
                })
                .sum();

        System.out.printf(
                "Reaper, %,d interleavings from seed %d, %,d steps, no violation; seen: %s%n",
                COUNT, FIRST, steps, sights);
        if (System.getProperty(Interleaving.REPLAY) == null) {
            assertThat(sights.keySet())
                    .as("a proof in which nothing happens is none")
                    .containsExactly(Sight.values());
        }
    }

    @Test
    void transitionByStateAlone_isCaught_andItsSeedRepeatsIt() {
        assertCaught("for how long it had shown no life", new Wrong(true) {
            @Override
            public ExecutionStore store(DynamoDbClient dynamoDb, InstantSource clock) {
                return new WrongStore(super.store(dynamoDb, clock), dynamoDb, clock, WrongStore.Fault.BY_STATE_ALONE);
            }
        });
    }

    @Test
    void endWithoutACondition_isCaught_andItsSeedRepeatsIt() {
        assertCaught("-> Row[state=completed", new Wrong(true) {
            @Override
            public ExecutionStore store(DynamoDbClient dynamoDb, InstantSource clock) {
                return new WrongStore(
                        super.store(dynamoDb, clock), dynamoDb, clock, WrongStore.Fault.UNCONDITIONAL_END);
            }
        });
    }

    @Test
    void redriveWithoutAClaim_isCaught_andItsSeedRepeatsIt() {
        assertCaught("how often the effect was had", new Wrong(false));
    }

    @Test
    void redriverThatDoesNothing_isCaught_andItsSeedRepeatsIt() {
        assertCaught("it ends within two sweeps of its threshold", new Wrong(true) {
            @Override
            public boolean drives() {
                return false;
            }
        });
    }

    @Test
    void heartbeatThatMovesNoTime_isCaught_andItsSeedRepeatsIt() {
        assertCaught("how long ago it had sent a heartbeat that was won", new Wrong(true) {
            @Override
            public ExecutionStore store(DynamoDbClient dynamoDb, InstantSource clock) {
                return new WrongStore(
                        super.store(dynamoDb, clock), dynamoDb, clock, WrongStore.Fault.HEARTBEAT_WITHOUT_TIME);
            }
        });
    }

    private static class Wrong implements ReaperProof.Parts {
        private final boolean claims;

        Wrong(boolean claims) {
            this.claims = claims;
        }

        @Override
        public ExecutionStore store(DynamoDbClient dynamoDb, InstantSource clock) {
            return new Delivered().store(dynamoDb, clock);
        }

        @Override
        public boolean claims() {
            return claims;
        }
    }

    private static void assertCaught(String by, ReaperProof.Parts wrong) {
        Interleaving program = ReaperProof.of(wrong, new EnumMap<>(Sight.class));

        InterleavingFailure caught = program.search(1, 2_000).orElseThrow();

        System.out.println(caught.schedule() + " finds: "
                + String.valueOf(caught.getMessage()).lines().limit(2).toList());
        assertThat(caught).hasMessageContaining(by);
        assertThatThrownBy(() -> program.replay(caught.schedule()))
                .isInstanceOfSatisfying(
                        InterleavingFailure.class,
                        again -> assertThat(again.getMessage()).isEqualTo(caught.getMessage()));
    }
}
