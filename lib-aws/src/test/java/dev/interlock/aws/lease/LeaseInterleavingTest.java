package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.aws.lease.LeaseProof.Sight;
import dev.interlock.testkit.interleaving.Hazard;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.interleaving.InterleavingFailure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The delivered lease, step by step over the fake S3; and that the same steps find what is wrong with a naive lock. */
final class LeaseInterleavingTest {
    private static final int COUNT = Integer.getInteger("proof.interleavings", 2_000);
    private static final long FIRST = Long.getLong("proof.seed", 1);
    private static final int THREADS = 2;
    private static final int DEPTH = Integer.getInteger("proof.depth", 10);

    @Test
    void lease_everySeed_keepsTheRules() {
        Map<Sight, Integer> sights = new EnumMap<>(Sight.class);
        Interleaving two = LeaseProof.of(List.of("a", "b"), RealContender::new, sights);
        Interleaving three = LeaseProof.of(List.of("a", "b", "c"), RealContender::new, sights);

        long steps = IntStream.range(0, THREADS)
                .parallel()
                .mapToLong(thread -> {
                    int count = COUNT / THREADS;
                    long first = FIRST + (long) thread * count;
                    return two.explore(first, count - count / 4).steps()
                            + three.explore(first, count / 4).steps();
                })
                .sum();

        System.out.printf(
                "Lease, %,d interleavings from seed %d, %,d steps, no violation; seen: %s%n",
                COUNT, FIRST, steps, sights);
        assertThat(sights.keySet())
                .as("a proof in which nothing happens is none")
                .containsExactly(Sight.values());
    }

    @Test
    void lease_everyOrderOfTheFirstDecisions_keepsTheRules() {
        Interleaving orders = LeaseProof.brief(RealContender::new).hazards();
        Interleaving mishaps = LeaseProof.brief(RealContender::new)
                .hazards(Hazard.REQUEST_LOST, Hazard.ANSWER_LOST, Hazard.LANDS_LATE, Hazard.CONFLICT, Hazard.CRASH)
                .maxHazards(1);

        Interleaving.Exploration ordered = orders.enumerate(DEPTH);
        Interleaving.Exploration disturbed = mishaps.enumerate(DEPTH / 2);

        System.out.printf(
                "Lease, all %,d orders of %d decisions, and all %,d of %d with one mishap, no violation%n",
                ordered.runs(), DEPTH, disturbed.runs(), DEPTH / 2);
        assertThat(ordered.runs()).isGreaterThan(500);
        assertThat(disturbed.runs()).isGreaterThan(200);
    }

    @Test
    void naiveLock_isCaught_andItsSeedRepeatsIt() {
        Interleaving naive = LeaseProof.of(List.of("a", "b"), NaiveContender::new, new EnumMap<>(Sight.class));

        InterleavingFailure caught = naive.search(1, 200).orElseThrow();

        System.out.println(caught.getMessage());
        assertThatThrownBy(() -> naive.replay(caught.schedule()))
                .isInstanceOfSatisfying(
                        InterleavingFailure.class,
                        again -> assertThat(again.getMessage()).isEqualTo(caught.getMessage()));
    }
}
