package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.aws.lease.LeaseProof.Sight;
import dev.interlock.lease.Acquisition;
import dev.interlock.lease.FencedWrite;
import dev.interlock.lease.Leases;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.interleaving.Actor;
import dev.interlock.testkit.interleaving.Hazard;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.interleaving.InterleavingFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

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
    void holderThatSleepsThroughItsLease_writesNothing_andLearnsThatItLost() {
        Interleaving sleeper = Interleaving.of(run -> {
                    run.aws().s3().createBucket(LeaseProof.BUCKET);
                    AtomicBoolean asleep = new AtomicBoolean();
                    AtomicBoolean succeeded = new AtomicBoolean();
                    List<String> heard = new ArrayList<>();
                    run.actor("sleeper", actor -> {
                        try (S3Client s3 = LeaseProof.client(actor);
                                WriterLease lease = insistently(actor, s3)) {
                            lease.onLost(heard::add);
                            lease.ensureHeld();
                            asleep.set(true);
                            awaken(actor, succeeded);
                            assertThat(writer(actor, s3)
                                            .write("current", lease.fence(), RequestBody.fromString("late")))
                                    .isNotInstanceOf(FencedWrite.Accepted.class);
                            assertThatThrownBy(lease::ensureHeld).hasMessageContaining("is not held");
                        }
                    });
                    run.actor("successor", actor -> {
                        awaken(actor, asleep);
                        try (S3Client s3 = LeaseProof.client(actor);
                                WriterLease lease = insistently(actor, s3)) {
                            S3FencedWriter writer = writer(actor, s3);
                            RequestBody body = RequestBody.fromString("in time");
                            while (writer.write("current", lease.fence(), body) instanceof FencedWrite.Unknown) {
                                actor.sleep(Duration.ofSeconds(1));
                            }
                            succeeded.set(true);
                        }
                    });
                    run.check(history -> {
                        assertThat(heard).hasSize(1);
                        String pointer = run.aws()
                                .s3()
                                .object(LeaseProof.BUCKET, "current")
                                .orElseThrow()
                                .text();
                        assertThat(pointer).contains("successor");
                    });
                })
                .hazards(EnumSet.complementOf(EnumSet.of(Hazard.CRASH)).toArray(Hazard[]::new))
                .pauses(Duration.ofSeconds(1), Duration.ofSeconds(20));

        sleeper.explore(FIRST, 1_000);
    }

    private static void awaken(Actor actor, AtomicBoolean signal) {
        while (!signal.get()) {
            actor.sleep(Duration.ofSeconds(5));
        }
    }

    /** Asks until it gets the lease. */
    private static WriterLease insistently(Actor actor, S3Client s3) {
        Leases leases = RealContender.leases(actor, s3).build();
        for (; ; actor.sleep(Duration.ofSeconds(5))) {
            if (leases.acquire(RealContender.request(actor)) instanceof Acquisition.Acquired acquired) {
                return acquired.lease();
            }
        }
    }

    private static S3FencedWriter writer(Actor actor, S3Client s3) {
        AtomicInteger writes = new AtomicInteger();
        return S3FencedWriter.create(s3, LeaseProof.BUCKET).nonces(() -> actor.name() + "-" + writes.incrementAndGet());
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
