package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.lease.Acquisition;
import dev.interlock.lease.FencedWrite;
import dev.interlock.lease.Leases;
import dev.interlock.lease.Renewal;
import dev.interlock.lease.WriterLease;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A holder that stands still past its lease, wherever it does, while another takes over, over a store in trouble. */
final class PausedHolderTest {
    private static final long SEED = 20261120;
    private static final int RUNS = 1_000;
    private static final String POINTER = "universe/current.json";

    private static final List<Pause> PAUSES = List.of(Pause.values());

    private enum Pause {
        BEFORE_THE_CHECK,
        AFTER_THE_CHECK,
        WITHIN_THE_WRITE
    }

    @Test
    void write_byAHolderPausedPastItsLease_isNeverAcceptedAndTheHolderLearns() {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            new Run(seed).play();
        }
    }

    private static final class Run {
        private final String name;
        private final SplittableRandom random;
        private final Site site;
        private final S3FencedWriter data;
        private final Leases writers;
        private final List<Long> accepted = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        Run(long seed) {
            name = "seed " + seed;
            random = new SplittableRandom(seed);
            site = new Site(seed);
            S3Client s3 = site.s3();
            data = S3FencedWriter.create(s3, Site.BUCKET);
            writers = site.writer(S3LeaseStore.create(s3, Site.BUCKET), site.clock);
        }

        void play() {
            WriterLease lease = writers.acquire(Site.request("paused")).orThrow();
            lease.onLost(told::add);
            work(lease);
            Pause pause = PAUSES.get(random.nextInt(PAUSES.size()));
            trouble();
            boolean wrote = switch (pause) {
                case BEFORE_THE_CHECK -> {
                    sleep();
                    yield lease.isHeld() && isAccepted(lease, () -> {});
                }
                case AFTER_THE_CHECK -> {
                    lease.ensureHeld();
                    sleep();
                    yield isAccepted(lease, () -> {});
                }
                case WITHIN_THE_WRITE -> {
                    lease.ensureHeld();
                    yield isAccepted(lease, this::sleep);
                }
            };
            assertThat(wrote).as(name + ", paused " + pause).isFalse();
            assertThat(lease.isHeld()).as(name).isFalse();
            assertThat(told).as(name).hasSize(1);
            assertThat(lease.renew()).as(name).isInstanceOf(Renewal.Lost.class);
            lease.close();
            assertThat(accepted).as(name).hasSizeGreaterThan(0).isSorted().doesNotHaveDuplicates();
        }

        /** Renewals, and the passing of time, as a healthy holder has them. */
        private void work(WriterLease lease) {
            for (int step = random.nextInt(3); step > 0; step--) {
                site.passes(Duration.ofSeconds(random.nextLong(1, 50)));
                assertThat(lease.renew()).as(name).isInstanceOf(Renewal.Renewed.class);
            }
        }

        private void trouble() {
            long seed = random.nextLong();
            switch (random.nextInt(5)) {
                case 0 -> site.aws.faults().on("PutObject").chance(0.3, seed).loseAnswer();
                case 1 -> site.aws.faults().on("PutObject").chance(0.3, seed).conflict();
                case 2 -> site.aws.faults().on("PutObject").chance(0.3, seed).failAfter();
                case 3 -> site.aws.faults().on("PutObject").chance(0.2, seed).landLate(Duration.ofSeconds(1));
                default -> {}
            }
        }

        /**
         * Past the lease, and long enough for others to take over, to write and perhaps to crash, one or more of them.
         */
        private void sleep() {
            for (int others = random.nextInt(1, 4); others > 0; others--) {
                site.passes(Site.LEASE.plusSeconds(random.nextLong(5, 600)));
                Optional<WriterLease> successor = successor();
                if (successor.filter(lease -> isAccepted(lease, () -> {})).isPresent() && random.nextBoolean()) {
                    successor.get().close();
                }
            }
            while (accepted.isEmpty()) {
                site.aws.faults().clear();
                site.passes(Site.LEASE.plusSeconds(6));
                isAccepted(writers.acquire(Site.request("last")).orThrow(), () -> {});
            }
        }

        private Optional<WriterLease> successor() {
            for (int attempt = 0; attempt < 4; attempt++) {
                if (writers.acquire(Site.request("successor")) instanceof Acquisition.Acquired acquired) {
                    return Optional.of(acquired.lease());
                }
                site.passes(Site.LEASE.plusSeconds(6));
            }
            return Optional.empty();
        }

        private boolean isAccepted(WriterLease lease, Runnable meanwhile) {
            boolean[] once = new boolean[1];
            RequestBody body = RequestBody.fromContentProvider(
                    () -> {
                        if (!once[0]) {
                            once[0] = true;
                            meanwhile.run();
                        }
                        return new ByteArrayInputStream(new byte[] {42});
                    },
                    1,
                    "application/octet-stream");
            boolean isAccepted = data.write(POINTER, lease.fence(), body) instanceof FencedWrite.Accepted;
            if (isAccepted) {
                accepted.add(lease.fence());
            }
            return isAccepted;
        }
    }
}
